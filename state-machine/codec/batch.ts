import { keccak256 } from '../hash.ts'
import type { Bytes32 } from '../hash.ts'
import { encodeAbi } from './abi.ts'
import type { Address } from './address.ts'
import { asciiBytes } from './bytes.ts'

/** What names a batch's data for ever (docs/formats.md 6). */
export interface BatchData {
  readonly parent: Bytes32
  readonly index: bigint
  readonly poster: Address
  /** Of the L1 block it was posted in, in seconds. */
  readonly l1Time: bigint
  /** Entries the inbox had then. */
  readonly inboxLength: bigint
  readonly dataRoot: Bytes32
  /** How many it has. */
  readonly segments: bigint
}

/** A claim of the roots after each segment of a batch. */
export interface BatchClaim {
  readonly dataId: Bytes32
  readonly round: bigint
  readonly claimant: Address
  /** L1 time in seconds. */
  readonly claimTime: bigint
  readonly rootsRoot: Bytes32
  readonly lastRoot: Bytes32
  readonly cursor: bigint
  readonly segments: bigint
}

const DATA_TYPES = ['bytes32', 'uint64', 'address', 'uint64', 'uint64', 'bytes32', 'uint32']
const CLAIM_TYPES = ['bytes32', 'uint64', 'address', 'uint64', 'bytes32', 'bytes32', 'uint64', 'uint32']
const GENESIS_TYPES = ['string', 'uint256', 'address', 'bytes32']

/** Throws CodecError for a field wider than the contract's. */
export const dataId = ({ parent, index, poster, l1Time, inboxLength, dataRoot, segments }: BatchData): Bytes32 =>
  keccak256(encodeAbi(DATA_TYPES, [parent, index, poster, l1Time, inboxLength, dataRoot, segments]))

/** Throws CodecError for a field wider than the contract's. */
export const claimId = ({ dataId, round, claimant, claimTime, rootsRoot, lastRoot, cursor, segments }: BatchClaim): Bytes32 =>
  keccak256(encodeAbi(CLAIM_TYPES, [dataId, round, claimant, claimTime, rootsRoot, lastRoot, cursor, segments]))

export interface GenesisData {
  /** L1's. */
  readonly chainId: bigint
  readonly rollup: Address
  readonly genesisHash: Bytes32
}

/** The data id of batch 0. */
export const genesisDataId = ({ chainId, rollup, genesisHash }: GenesisData): Bytes32 =>
  keccak256(encodeAbi(GENESIS_TYPES, [asciiBytes('Distribute genesis'), chainId, rollup, genesisHash]))
