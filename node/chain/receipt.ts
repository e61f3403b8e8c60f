import { BLOOM_BYTES } from './bloom.ts'

export interface Receipt {
  readonly type: 0 | 2 | 0x7e
  readonly success: boolean
  /** Gas of the block up to and with this transaction. */
  readonly cumulativeGas: bigint
  readonly bloom: Uint8Array
  /** Their RLP list. */
  readonly logs: Uint8Array
}

const BLOOM_HEADER = [0xb9, BLOOM_BYTES >> 8, BLOOM_BYTES & 0xff] as const
const gas = new Uint8Array(9)

const freshBytes = (length: number): Uint8Array => new Uint8Array(length)

/**
 * A receipt as `receiptsRoot` commits to it: rlp([status, cumulativeGas, bloom, logs]), with the type in front where it
 * is not 0 (EIP-2718; 0x7e has type 2's form). It is written into what `take` gives.
 */
export function encodeReceipt({ type, success, cumulativeGas, bloom, logs }: Receipt, take = freshBytes): Uint8Array {
  const gasBytes = writeGas(cumulativeGas)
  const length = 1 + gasBytes + 3 + BLOOM_BYTES + logs.length
  const lengthBytes = length < 0x1_0000 ? 2 : length < 0x100_0000 ? 3 : 4
  const typeBytes = type === 0 ? 0 : 1
  const bytes = take(typeBytes + 1 + lengthBytes + length)
  let at = 0
  if (type !== 0) bytes[at++] = type
  bytes[at++] = 0xf7 + lengthBytes
  for (let shift = 8 * (lengthBytes - 1); shift >= 0; shift -= 8) bytes[at++] = length >>> shift
  bytes[at++] = success ? 1 : 0x80
  for (let i = 0; i < gasBytes; i++) bytes[at++] = gas[i]!
  for (const byte of BLOOM_HEADER) bytes[at++] = byte
  bytes.set(bloom, at)
  bytes.set(logs, at + BLOOM_BYTES)
  return bytes
}

/** The integer as RLP into `gas`; how many bytes that are. A block stays far below 2^53 of gas. */
function writeGas(value: bigint): number {
  const number = Number(value)
  if (number < 0x80) {
    gas[0] = number === 0 ? 0x80 : number
    return 1
  }
  let size = 0
  for (let rest = number; rest > 0; rest = Math.floor(rest / 256)) size++
  gas[0] = 0x80 + size
  for (let i = size, rest = number; i > 0; i--, rest = Math.floor(rest / 256)) gas[i] = rest % 256
  return 1 + size
}
