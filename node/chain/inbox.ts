import { entryHash, rollHash, ZERO_HASH } from '@distribute/state-machine'
import type { Inbox, InboxEntry } from '@distribute/state-machine'
import type { Database, WriteBatch } from '../storage/database.ts'
import type { EntryMeta } from '../storage/entry-row.ts'
import { putEntryRow, takeEntryRow } from '../storage/entry-row.ts'
import type { EntryRow } from '../storage/entry-row.ts'
import { numberKey, readNumber, tableRange } from '../storage/tables.ts'
import { corruptValue, decodeStored } from '../storage/value-reader.ts'
import type { ValueWriter } from '../storage/value-writer.ts'
import { createValueWriter, writtenValue } from '../storage/value-writer.ts'

/** The entries that L1 is known to hold, and how long they are together. */
export interface InboxEnd {
  readonly length: bigint
  /** The rolling hash over all of them. */
  readonly rolling: Uint8Array
}

/** An entry as the follower found it on L1. */
export interface NewEntry {
  readonly entry: InboxEntry
  readonly meta: EntryMeta
}

const EMPTY_INBOX: InboxEnd = { length: 0n, rolling: ZERO_HASH }

export async function readInboxEnd(database: Database): Promise<InboxEnd> {
  const last = await database.first({ ...tableRange('entry'), reverse: true })
  if (last === undefined) return EMPTY_INBOX
  return { length: readNumber(last[0], 1) + 1n, rolling: decodeStored(last[0], last[1], takeEntryRow).rolling }
}

/** The rolling hash over the first `length` entries. Throws StorageError `corrupt` where one is missing. */
export async function rollingAt(database: Database, length: bigint): Promise<Uint8Array> {
  if (length === 0n) return ZERO_HASH
  const row = await readEntry(database, length - 1n)
  if (row === undefined) throw corruptValue(numberKey('entry', length - 1n), 'missing')
  return row.rolling
}

export async function readEntry(database: Database, index: bigint): Promise<EntryRow | undefined> {
  if (index < 0n) return undefined
  const key = numberKey('entry', index)
  const value = await database.get(key)
  return value === undefined ? undefined : decodeStored(key, value, takeEntryRow)
}

/**
 * The first `length` entries, for execution. It reads the database at once, as execution cannot wait: entries are read in
 * order, and soon after they came, so they are in LevelDB's memory.
 */
export function createInboxView(database: Database, length: bigint): Inbox {
  return {
    length,
    entry(index) {
      if (index < 0n || index >= length) return undefined
      const key = numberKey('entry', index)
      const value = database.getSync(key)
      if (value === undefined) throw corruptValue(key, 'missing')
      return decodeStored(key, value, takeEntryRow).entry
    },
  }
}

/** Puts entries behind `end`; answers the new end. */
export function putEntries(batch: WriteBatch, end: InboxEnd, entries: readonly NewEntry[]): InboxEnd {
  const writer: ValueWriter = createValueWriter()
  let { length, rolling } = end
  for (const { entry, meta } of entries) {
    rolling = rollHash(rolling, entryHash(entry))
    writer.at = 0
    putEntryRow(writer, { entry, meta, rolling })
    batch.put(numberKey('entry', length), writtenValue(writer))
    length++
  }
  return { length, rolling }
}
