import type { SignedPromise } from './block-row.ts'
import { putPromise, takePromise } from './block-row.ts'
import { MalformedValue } from './errors.ts'
import type { ValueReader } from './value-reader.ts'
import { takeFixed } from './value-reader.ts'
import type { ValueWriter } from './value-writer.ts'
import { putFixed } from './value-writer.ts'

/** What left under a block number. */
export interface JournalRow {
  readonly hash: Uint8Array
  readonly promise: SignedPromise
}

export function putJournalRow(writer: ValueWriter, { hash, promise }: JournalRow): void {
  putFixed(writer, hash)
  putPromise(writer, promise)
}

export function takeJournalRow(reader: ValueReader): JournalRow {
  const hash = takeFixed(reader, 32)
  const promise = takePromise(reader)
  if (promise === undefined) throw new MalformedValue('nothing signed')
  return { hash, promise }
}
