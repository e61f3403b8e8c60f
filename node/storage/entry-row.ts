import type { InboxEntry } from '@distribute/state-machine'
import type { ValueReader } from './value-reader.ts'
import { takeAddress, takeByte, takeBytes, takeFixed, takeInteger } from './value-reader.ts'
import type { ValueWriter } from './value-writer.ts'
import { putAddress, putByte, putBytes, putFixed, putInteger } from './value-writer.ts'

/** Where an inbox entry stands on L1. */
export interface EntryMeta {
  readonly l1Block: bigint
  readonly l1Hash: Uint8Array
  readonly transactionHash: Uint8Array
}

export interface EntryRow {
  readonly entry: InboxEntry
  readonly meta: EntryMeta
  /** The inbox's rolling hash with this entry. */
  readonly rolling: Uint8Array
}

export function putEntryRow(writer: ValueWriter, { entry, meta, rolling }: EntryRow): void {
  putByte(writer, entry.kind)
  putInteger(writer, entry.time)
  putAddress(writer, entry.from)
  putInteger(writer, entry.value)
  putBytes(writer, entry.payload)
  putInteger(writer, meta.l1Block)
  putFixed(writer, meta.l1Hash)
  putFixed(writer, meta.transactionHash)
  putFixed(writer, rolling)
}

export function takeEntryRow(reader: ValueReader): EntryRow {
  const kind = takeByte(reader)
  const time = takeInteger(reader)
  const from = takeAddress(reader)
  const value = takeInteger(reader)
  const entry = { kind, time, from, value, payload: takeBytes(reader) }
  const meta = { l1Block: takeInteger(reader), l1Hash: takeFixed(reader, 32), transactionHash: takeFixed(reader, 32) }
  return { entry, meta, rolling: takeFixed(reader, 32) }
}
