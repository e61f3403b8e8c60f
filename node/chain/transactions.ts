import { addressFromBytes, bytesToBigint, decodeRlp, decodeSigned, encodeCalldata, keccak256, SYSTEM_TRANSACTION_TYPE } from '@distribute/state-machine'
import type { Address, ErrorName, RlpItem } from '@distribute/state-machine'
import type { Database } from '../storage/database.ts'
import { hashKey, readNumber, transactionKey } from '../storage/tables.ts'
import type { TransactionRow } from '../storage/transaction-row.ts'
import { takeTransactionRow, viewRaw } from '../storage/transaction-row.ts'
import { corruptValue, decodeStored } from '../storage/value-reader.ts'
import type { ReceiptLog } from './logs-rlp.ts'
import { decodeLogs } from './logs-rlp.ts'

/** A transaction and its receipt. Wei, gas in units; of system transactions (0x7e) nonce, caps and signature are zero. */
export interface StoredTransaction {
  readonly hash: Uint8Array
  readonly block: bigint
  readonly index: number
  readonly type: 0 | 2 | 0x7e
  readonly from: Address
  readonly to: Address
  readonly value: bigint
  readonly gas: bigint
  readonly gasUsed: bigint
  readonly cumulativeGas: bigint
  readonly nonce: bigint
  readonly feeCap: bigint
  readonly tipCap: bigint
  readonly input: Uint8Array
  readonly yParity: 0 | 1
  readonly r: Uint8Array
  readonly s: Uint8Array
  /** Of system transactions. */
  readonly sourceHash?: Uint8Array
  readonly mint?: bigint
  /** Of those that came through the inbox. */
  readonly entryIndex?: bigint
  readonly status: boolean
  /** The broken rule, where there is one with a name. */
  readonly error?: ErrorName
  readonly logs: readonly ReceiptLog[]
  /** Place of its first log in the block. */
  readonly firstLog: number
  readonly output: Uint8Array
  /** The bytes that `hash` is the hash of. */
  readonly raw: Uint8Array
}

/** What a list of a block's transactions says of one. */
export interface TransactionName {
  readonly hash: Uint8Array
  /** Whether its bytes are an RLP list, without a type before it. */
  readonly isLegacy: boolean
  /** Of the bytes that `hash` is the hash of. */
  readonly size: number
}

const NO_WORD = new Uint8Array(32)
const FIRST_LIST_BYTE = 0xc0

/** All of a block, in order. */
export async function readTransactions(database: Database, block: bigint, chainId: bigint): Promise<StoredTransaction[]> {
  const transactions: StoredTransaction[] = []
  for await (const rows of database.rows(transactionRange(block))) {
    for (const [key, value] of rows) transactions.push(decodeTransaction(key, value, chainId))
  }
  return transactions
}

/** The names alone of all of a block, in order: nothing is decoded. */
export async function readTransactionNames(database: Database, block: bigint): Promise<TransactionName[]> {
  const names: TransactionName[] = []
  for await (const rows of database.rows(transactionRange(block))) {
    for (const [key, value] of rows) {
      const raw = decodeStored(key, value, viewRaw)
      names.push({ hash: keccak256(raw), isLegacy: (raw[0] ?? 0) >= FIRST_LIST_BYTE, size: raw.length })
    }
  }
  return names
}

export const transactionRange = (block: bigint): { gte: Uint8Array; lt: Uint8Array } => ({
  gte: transactionKey(block, 0),
  lt: transactionKey(block + 1n, 0),
})

export async function readTransactionAt(database: Database, block: bigint, index: number, chainId: bigint): Promise<StoredTransaction | undefined> {
  const key = transactionKey(block, index)
  const value = await database.get(key)
  return value === undefined ? undefined : decodeTransaction(key, value, chainId)
}

/** By hash. Throws StorageError `corrupt` where the index points to nothing or to another one. */
export async function readTransaction(database: Database, hash: Uint8Array, chainId: bigint): Promise<StoredTransaction | undefined> {
  const key = hashKey('location', hash)
  const place = await database.get(key)
  if (place === undefined) return undefined
  if (place.length !== 12) throw corruptValue(key, `${place.length} bytes are no place`)
  const found = await readTransactionAt(database, readNumber(place, 0), indexAt(place, 8), chainId)
  if (found === undefined) {
    // Unless a rewind took it in the meantime.
    if ((await database.get(key)) === undefined) return undefined
    throw corruptValue(key, 'points to no transaction')
  }
  if (found.hash.every((byte, i) => byte === hash[i])) return found
  throw corruptValue(key, 'points to another transaction')
}

const indexAt = (bytes: Uint8Array, at: number): number => Number(bytesToBigint(bytes, at, 4))

function decodeTransaction(key: Uint8Array, value: Uint8Array, chainId: bigint): StoredTransaction {
  const row = decodeStored(key, value, takeTransactionRow)
  const logs = decodeLogs(row.logs)
  if (logs === undefined) throw corruptValue(key, 'its logs are no logs')
  const envelope = row.raw[0] === SYSTEM_TRANSACTION_TYPE ? systemEnvelope(row.raw) : signedEnvelope(row.raw, chainId)
  if (envelope === undefined) throw corruptValue(key, 'its bytes are no transaction')
  return { ...envelope, ...receiptOf(row), hash: keccak256(row.raw), block: readNumber(key, 1), index: indexAt(key, 9), logs, raw: row.raw }
}

function receiptOf({ from, error, gasUsed, cumulativeGas, firstLog, entryIndex, output }: TransactionRow) {
  const named = typeof error === 'string' ? { error } : {}
  const entry = entryIndex === undefined ? {} : { entryIndex }
  return { from, gasUsed, cumulativeGas, firstLog, output, status: error === undefined, ...named, ...entry }
}

function signedEnvelope(raw: Uint8Array, chainId: bigint) {
  const decoded = decodeSigned(raw, chainId)
  if (!decoded.ok) return undefined
  const { call, ...fields } = decoded.transaction
  return { ...fields, input: encodeCalldata(call) }
}

function systemEnvelope(raw: Uint8Array) {
  const fields = stringsOf(decodeRlp(raw.subarray(1)))
  if (fields?.length !== 8) return undefined
  const [sourceHash, from, to, mint, value, gas, , input] = fields
  if (sourceHash?.length !== 32 || from?.length !== 20 || to?.length !== 20 || !mint || !value || !gas || !input) return undefined
  const unsigned = { nonce: 0n, feeCap: 0n, tipCap: 0n, yParity: 0, r: NO_WORD, s: NO_WORD } as const
  const [mintWei, valueWei, gasUnits] = [mint, value, gas].map((bytes) => bytesToBigint(bytes)) as [bigint, bigint, bigint]
  return { ...unsigned, type: 0x7e as const, to: addressFromBytes(to), value: valueWei, gas: gasUnits, input, sourceHash, mint: mintWei }
}

function stringsOf(item: RlpItem | undefined): Uint8Array[] | undefined {
  if (item === undefined || item instanceof Uint8Array) return undefined
  const strings = item.filter((field): field is Uint8Array => field instanceof Uint8Array)
  return strings.length === item.length ? strings : undefined
}
