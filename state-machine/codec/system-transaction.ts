import { keccak256 } from '../hash.ts'
import type { Bytes32 } from '../hash.ts'
import { addressToBytes } from './address.ts'
import type { Address } from './address.ts'
import { concat, EMPTY, writeBigint } from './bytes.ts'
import { createBackwardWriter, prependByte, prependInteger, prependListHeader, prependString, written } from './rlp.ts'

/** How an inbox entry or an operation stands in a block (docs/formats.md 7). `mint` and `value` in wei. */
export interface SystemTransaction {
  readonly sourceHash: Bytes32
  readonly from: Address
  readonly to: Address
  readonly mint: bigint
  readonly value: bigint
  readonly gas: bigint
  readonly data: Uint8Array
}

export const SYSTEM_TRANSACTION_TYPE = 0x7e
const FIELDS_BYTES = 256

/** 0x7e and the list. Throws CodecError for integers from 2^256. */
export function encodeSystemTransaction(transaction: SystemTransaction): Uint8Array {
  const writer = createBackwardWriter(FIELDS_BYTES + transaction.data.length)
  prependString(writer, transaction.data)
  prependString(writer, EMPTY)
  prependInteger(writer, transaction.gas)
  prependInteger(writer, transaction.value)
  prependInteger(writer, transaction.mint)
  prependString(writer, addressToBytes(transaction.to))
  prependString(writer, addressToBytes(transaction.from))
  prependString(writer, transaction.sourceHash)
  prependListHeader(writer, writer.bytes.length)
  prependByte(writer, SYSTEM_TRANSACTION_TYPE)
  return concat(written(writer))
}

export const systemTransactionHash = (transaction: SystemTransaction): Bytes32 =>
  keccak256(encodeSystemTransaction(transaction))

const DOMAINS = { entry: 0n, operation: 1n } as const

function hashSource(domain: bigint, first: bigint, last: Uint8Array): Bytes32 {
  const bytes = new Uint8Array(96)
  writeBigint(bytes, 0, domain, 32)
  writeBigint(bytes, 32, first, 32)
  bytes.set(last, 64)
  return keccak256(bytes)
}

/** What makes an inbox entry's transaction unlike all others: its place in the inbox and its hash. */
export const sourceHashOfEntry = (index: bigint, entryHash: Bytes32): Bytes32 => hashSource(DOMAINS.entry, index, entryHash)

/** The same for an operation: its block and its place in it. */
export function sourceHashOfOperation(block: bigint, position: bigint): Bytes32 {
  const last = new Uint8Array(32)
  writeBigint(last, 0, position, 32)
  return hashSource(DOMAINS.operation, block, last)
}
