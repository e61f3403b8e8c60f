import { keccak256, keccak256Of } from '../hash.ts'
import type { Bytes32 } from '../hash.ts'
import { encodeAbi } from './abi.ts'
import type { Address } from './address.ts'
import { asciiBytes } from './bytes.ts'

/** What the sequencer signs of a block (docs/formats.md 7). */
export interface PromiseHeader {
  /** This chain's id. */
  readonly chainId: bigint
  readonly number: bigint
  /** The parent's block hash. */
  readonly parentHash: Bytes32
  /** The newest L1 block that the block builds on. */
  readonly l1Number: bigint
  readonly l1Hash: Bytes32
  /** In seconds. */
  readonly time: bigint
  readonly stateRoot: Bytes32
  readonly bodyHash: Bytes32
}

export interface PromiseDomain {
  /** L1's id. */
  readonly l1ChainId: bigint
  readonly rollup: Address
}

const hashText = (text: string): Bytes32 => keccak256(asciiBytes(text))

const DOMAIN_TYPE = hashText('EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)')
const NAME = hashText('Distribute')
const VERSION = hashText('1')
const HEADER_TYPE = hashText(
  'Header(uint256 chainId,uint256 number,bytes32 parentHash,uint256 l1Number,bytes32 l1Hash,uint256 time,bytes32 stateRoot,bytes32 bodyHash)',
)
const DOMAIN_FIELDS = ['bytes32', 'bytes32', 'bytes32', 'uint256', 'address']
const HEADER_FIELDS = ['bytes32', 'uint256', 'uint256', 'bytes32', 'uint256', 'bytes32', 'uint256', 'bytes32', 'bytes32']
const PREFIX = Uint8Array.of(0x19, 0x01)

/** The EIP-712 digest. Throws CodecError for fields that are not of their type. */
export function promiseDigest(header: PromiseHeader, { l1ChainId, rollup }: PromiseDomain): Bytes32 {
  const { chainId, number, parentHash, l1Number, l1Hash, time, stateRoot, bodyHash } = header
  const fields = [HEADER_TYPE, chainId, number, parentHash, l1Number, l1Hash, time, stateRoot, bodyHash]
  const domain = keccak256(encodeAbi(DOMAIN_FIELDS, [DOMAIN_TYPE, NAME, VERSION, l1ChainId, rollup]))
  return keccak256Of(PREFIX, domain, keccak256(encodeAbi(HEADER_FIELDS, fields)))
}
