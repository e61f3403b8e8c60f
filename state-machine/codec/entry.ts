import { keccak256, keccak256Of } from '../hash.ts'
import type { Bytes32 } from '../hash.ts'
import { addressFromBytes, addressToBytes } from './address.ts'
import type { Address } from './address.ts'
import { concat, copyBytes, readU96, readU256, writeBigint } from './bytes.ts'

/** What L1 put in the inbox (docs/formats.md 5): `kind` as in ENTRIES, `time` of L1 in seconds, `value` in wei. */
export interface InboxEntry {
  readonly kind: number
  readonly time: bigint
  readonly from: Address
  readonly value: bigint
  readonly payload: Uint8Array
}

const HEAD_BYTES = 1 + 5 + 20 + 12

/** As it is hashed. Throws CodecError for a field that is wider than the contract's. */
export function encodeEntry({ kind, time, from, value, payload }: InboxEntry): Uint8Array {
  const bytes = new Uint8Array(HEAD_BYTES + payload.length)
  writeBigint(bytes, 0, BigInt(kind), 1)
  writeBigint(bytes, 1, time, 5)
  bytes.set(addressToBytes(from), 6)
  writeBigint(bytes, 26, value, 12)
  bytes.set(payload, HEAD_BYTES)
  return bytes
}

/** As the contract stores it. Throws CodecError for a field that is wider than the contract's. */
export const entryHash = (entry: InboxEntry): Bytes32 => keccak256(encodeEntry(entry))

/** The inbox's hash after an entry; before the first it is zero. */
export const rollHash = (previous: Bytes32, hash: Bytes32): Bytes32 => keccak256Of(previous, hash)

/** The payload of a deposit of tokens. */
export interface TokenDepositPayload {
  readonly to: Address
  /** Base units. */
  readonly amount: bigint
}

const AMOUNT_AT = 20
const AMOUNT_BYTES = 12

export function encodeTokenDeposit({ to, amount }: TokenDepositPayload): Uint8Array {
  const bytes = new Uint8Array(AMOUNT_AT + AMOUNT_BYTES)
  bytes.set(addressToBytes(to))
  writeBigint(bytes, AMOUNT_AT, amount, AMOUNT_BYTES)
  return bytes
}

/** Missing bytes read as zeros, and what is behind the amount means nothing. */
export function decodeTokenDeposit(payload: Uint8Array): TokenDepositPayload {
  const bytes = concat(payload, new Uint8Array(AMOUNT_AT + AMOUNT_BYTES))
  return { to: addressFromBytes(bytes), amount: readU96(bytes, AMOUNT_AT) }
}

/** The payload of a `send`. */
export interface SendPayload {
  readonly value: bigint
  readonly target: Address
  /** ABI calldata, empty for a plain transfer. */
  readonly call: Uint8Array
}

const CALL_AT = 52

/** Undefined where `payload` is too short to have a value and a target. */
export function decodeSend(payload: Uint8Array): SendPayload | undefined {
  if (payload.length < CALL_AT) return undefined
  return {
    value: readU256(payload, 0),
    target: addressFromBytes(payload, 32),
    call: copyBytes(payload, CALL_AT, payload.length),
  }
}
