import { keccak256 } from '../hash.ts'
import type { Bytes32 } from '../hash.ts'
import { addressToBytes } from './address.ts'
import type { Address } from './address.ts'
import { copyBytes, EMPTY } from './bytes.ts'
import { createBackwardWriter, encodeRlp, prependInteger, prependListHeader, prependString } from './rlp.ts'

/** What varies in a block's header (docs/formats.md 7). Gas in units, time in seconds, the base fee in wei a gas. */
export interface BlockHeader {
  readonly parentHash: Bytes32
  readonly beneficiary: Address
  readonly stateRoot: Bytes32
  readonly transactionsRoot: Bytes32
  readonly receiptsRoot: Bytes32
  /** 256 bytes. */
  readonly logsBloom: Uint8Array
  readonly number: bigint
  readonly gasLimit: bigint
  readonly gasUsed: bigint
  readonly time: bigint
  /** Stands in `mixHash`. */
  readonly bodyHash: Bytes32
  readonly baseFee: bigint
}

/** Of an empty list of ommers, which every block since the merge has. */
export const OMMERS_HASH: Bytes32 = keccak256(encodeRlp([]))
/** `nonce` of every block since the merge. */
const SEAL_NONCE = new Uint8Array(8)
/** Seven hashes and the bloom with headers, six integers, an address, the nonce. */
const MAX_BYTES = 1_024

/** Ethereum's header after the merge, with London's 16 fields. Throws CodecError for integers from 2^256. */
export function encodeHeader(header: BlockHeader): Uint8Array {
  const writer = createBackwardWriter(MAX_BYTES)
  prependInteger(writer, header.baseFee)
  prependString(writer, SEAL_NONCE)
  prependString(writer, header.bodyHash)
  prependString(writer, EMPTY)
  prependInteger(writer, header.time)
  prependInteger(writer, header.gasUsed)
  prependInteger(writer, header.gasLimit)
  prependInteger(writer, header.number)
  prependInteger(writer, 0n)
  prependString(writer, header.logsBloom)
  prependString(writer, header.receiptsRoot)
  prependString(writer, header.transactionsRoot)
  prependString(writer, header.stateRoot)
  prependString(writer, addressToBytes(header.beneficiary))
  prependString(writer, OMMERS_HASH)
  prependString(writer, header.parentHash)
  prependListHeader(writer, MAX_BYTES)
  return copyBytes(writer.bytes, writer.at, MAX_BYTES)
}

/** The block's hash. */
export const headerHash = (header: BlockHeader): Bytes32 => keccak256(encodeHeader(header))
