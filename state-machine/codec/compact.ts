import { byteAt, byteLength, bytesToBigint, copyBytes, writeTrimmed } from './bytes.ts'

/** Where a reader of the compact form stands. Readers answer undefined, and no byte is read twice, once one failed. */
export interface Cursor {
  readonly bytes: Uint8Array
  at: number
}

/** A word: one length byte and that many bytes, without leading zeros; `maxBytes` at most 32. */
export function readWord(cursor: Cursor, maxBytes: number): bigint | undefined {
  const { bytes, at } = cursor
  const length = at < bytes.length ? byteAt(bytes, at) : 33
  if (length > maxBytes || at + 1 + length > bytes.length) return undefined
  if (length > 0 && bytes[at + 1] === 0) return undefined
  cursor.at = at + 1 + length
  return bytesToBigint(bytes, at + 1, length)
}

/** A copy of the next `length` bytes. */
export function readBytes(cursor: Cursor, length: number): Uint8Array | undefined {
  const start = cursor.at
  if (start + length > cursor.bytes.length) return undefined
  cursor.at = start + length
  return copyBytes(cursor.bytes, start, cursor.at)
}

/** A big-endian number of one or two bytes. */
export function readCount(cursor: Cursor, size: 1 | 2): number | undefined {
  const { bytes, at } = cursor
  if (at + size > bytes.length) return undefined
  cursor.at = at + size
  return size === 1 ? byteAt(bytes, at) : byteAt(bytes, at) * 256 + byteAt(bytes, at + 1)
}

/** Bytes of a word. Throws ValueOutOfRange outside 0 to 2^256 - 1. */
export const wordBytes = (value: bigint): number => 1 + byteLength(value)

/** Answers where the next field starts. Throws ValueOutOfRange outside 0 to 2^256 - 1. */
export function writeWord(target: Uint8Array, at: number, value: bigint): number {
  const length = writeTrimmed(target, at + 1, value)
  target[at] = length
  return at + 1 + length
}
