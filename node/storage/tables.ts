/**
 * The tables of the data directory: the first byte of a key, then what the line says. Numbers are big-endian, so that
 * LevelDB's order of keys is the order of blocks. A change of a key or a value needs a new FORMAT (identity.ts).
 */
export const TABLES = {
  /** name → bytes */
  meta: 0x00,
  /** record key → words, as of the head */
  record: 0x01,
  /** record key ‖ block u64 → the words before that block changed them */
  history: 0x02,
  /** block u64 → the keys it changed */
  undo: 0x03,
  /** block u64 → header without its bloom, hash, cursor, promise */
  block: 0x04,
  /** block u64 → its bloom, or nothing where no bit is set */
  bloom: 0x05,
  /** block u64 → its segments, each with the root after it */
  segments: 0x06,
  /** block u64 ‖ index u32 → a transaction with its receipt */
  transaction: 0x07,
  /** transaction hash → block u64 ‖ index u32 */
  location: 0x08,
  /** block hash → block u64 */
  blockHash: 0x09,
  /** block u64 → what was signed under that number; outlives every rewind */
  journal: 0x0a,
  /** index u64 → inbox entry and where it stands on L1 */
  entry: 0x0b,
  /** index u64 → batch as L1 has it */
  batch: 0x0c,
  /** number u64 of a batch's last block → index u64 */
  batchEnd: 0x0d,
  /** row u8 ‖ ids (node/catalog/keys.ts): which projects, stakes, seats, … there are, and what concerned whom */
  catalog: 0x0e,
  /** block u64 ‖ digest → a promise that somebody was given for it, whatever the chain says of that block */
  promise: 0x0f,
} as const
export type TableName = keyof typeof TABLES

const NUMBER_BYTES = 8
const KEY_BYTES = 32
const names = new Map<number, string>(Object.entries(TABLES).map(([name, prefix]) => [prefix, name]))

/** The table that a stored key belongs to. */
export const tableOf = (key: Uint8Array): string => names.get(key[0] ?? -1) ?? 'unknown'

const scratch = new DataView(new ArrayBuffer(8))
const scratchBytes = new Uint8Array(scratch.buffer)

/** Writes a u64 at `at`. */
export function writeNumber(target: Uint8Array, at: number, value: bigint): void {
  scratch.setBigUint64(0, value)
  target.set(scratchBytes, at)
}

/** The u64 at `at`; the caller has checked the length. */
export function readNumber(bytes: Uint8Array, at: number): bigint {
  for (let i = 0; i < NUMBER_BYTES; i++) scratchBytes[i] = bytes[at + i] ?? 0
  return scratch.getBigUint64(0)
}

/** Key of a row found by a u64: a block, an entry, a batch. */
export function numberKey(table: TableName, number: bigint): Uint8Array {
  const key = new Uint8Array(1 + NUMBER_BYTES)
  key[0] = TABLES[table]
  writeNumber(key, 1, number)
  return key
}

/** Key of a row found by 32 bytes: a record, a transaction's or a block's hash. */
export function hashKey(table: TableName, hash: Uint8Array): Uint8Array {
  const key = new Uint8Array(1 + KEY_BYTES)
  key[0] = TABLES[table]
  key.set(hash, 1)
  return key
}

export function historyKey(record: Uint8Array, block: bigint): Uint8Array {
  const key = new Uint8Array(1 + KEY_BYTES + NUMBER_BYTES)
  key[0] = TABLES.history
  key.set(record, 1)
  writeNumber(key, 1 + KEY_BYTES, block)
  return key
}

export function promiseKey(block: bigint, digest: Uint8Array): Uint8Array {
  const key = new Uint8Array(1 + NUMBER_BYTES + KEY_BYTES)
  key[0] = TABLES.promise
  writeNumber(key, 1, block)
  key.set(digest, 1 + NUMBER_BYTES)
  return key
}

/** The block in a history key. */
export const blockOfHistoryKey = (key: Uint8Array): bigint => readNumber(key, 1 + KEY_BYTES)

export function transactionKey(block: bigint, index: number): Uint8Array {
  const key = new Uint8Array(1 + NUMBER_BYTES + 4)
  key[0] = TABLES.transaction
  writeNumber(key, 1, block)
  writeIndex(key, 1 + NUMBER_BYTES, index)
  return key
}

/** Writes a u32 at `at`. */
export function writeIndex(target: Uint8Array, at: number, value: number): void {
  target[at] = value >>> 24
  target[at + 1] = value >>> 16
  target[at + 2] = value >>> 8
  target[at + 3] = value
}

const encoder = new TextEncoder()

export function metaKey(name: string): Uint8Array {
  const text = encoder.encode(name)
  const key = new Uint8Array(1 + text.length)
  key[0] = TABLES.meta
  key.set(text, 1)
  return key
}

/** From the first key of a table to the first of the next. */
export const tableRange = (table: TableName): { gte: Uint8Array; lt: Uint8Array } => ({
  gte: Uint8Array.of(TABLES[table]),
  lt: Uint8Array.of(TABLES[table] + 1),
})

/** The rows of a table by number, both ends included. */
export const numberRange = (table: TableName, from: bigint, to: bigint): { gte: Uint8Array; lte: Uint8Array } => ({
  gte: numberKey(table, from),
  lte: numberKey(table, to),
})
