import { MalformedValue } from './errors.ts'
import type { ValueReader } from './value-reader.ts'
import { takeFixed } from './value-reader.ts'

const KEY_BYTES = 32
const WORD_BYTES = 32
const MAX_WORDS = 6

/** The words of a record, in the record table: the value as it is. */
export function takeWords(reader: ValueReader): Uint8Array {
  const { length } = reader.bytes
  if (length === 0 || length > MAX_WORDS * WORD_BYTES || length % WORD_BYTES !== 0) throw new MalformedValue(`${length} bytes are no record`)
  reader.at = length
  return reader.bytes
}

/** The words before a block, in the history table: no bytes where the record was absent. */
export const takePreviousWords = (reader: ValueReader): Uint8Array | null =>
  reader.bytes.length === 0 ? null : takeWords(reader)

/** The keys that a block changed, in the undo table. */
export function takeKeys(reader: ValueReader): Uint8Array[] {
  const { length } = reader.bytes
  if (length % KEY_BYTES !== 0) throw new MalformedValue(`${length} bytes are no list of keys`)
  return Array.from({ length: length / KEY_BYTES }, () => takeFixed(reader, KEY_BYTES))
}
