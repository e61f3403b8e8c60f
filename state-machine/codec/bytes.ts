import type { Bytes32 } from '../hash.ts'
import { CodecError } from './errors.ts'

export const EMPTY: Uint8Array = new Uint8Array(0)
export const ZERO_HASH: Bytes32 = new Uint8Array(32)

const scratch = new DataView(new ArrayBuffer(32))
const scratchBytes = new Uint8Array(scratch.buffer)

/** The byte at `at`; 0 behind the end. */
export const byteAt = (bytes: Uint8Array, at: number): number => bytes[at] ?? 0

/** A copy, never a view: what is decoded must not change with the buffer it came from (Buffer's own slice is a view). */
export function copyBytes(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const copy = new Uint8Array(end - start)
  copy.set(bytes.subarray(start, end))
  return copy
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0
  for (const part of parts) length += part.length
  const joined = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

export function isZero(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if (bytes[i] !== 0) return false
  return true
}

/** Unsigned, big-endian, of any length; an empty range is 0. */
export function bytesToBigint(bytes: Uint8Array, offset = 0, length = bytes.length - offset): bigint {
  if (length <= 8) return shortToBigint(bytes, offset, length)
  if (length > 32) {
    const high = bytesToBigint(bytes, offset, length - 32)
    return (high << 256n) | bytesToBigint(bytes, offset + length - 32, 32)
  }
  scratchBytes.fill(0)
  for (let i = 0; i < length; i++) scratchBytes[32 - length + i] = byteAt(bytes, offset + i)
  const low = (scratch.getBigUint64(16) << 64n) | scratch.getBigUint64(24)
  if (length <= 16) return low
  return (scratch.getBigUint64(0) << 192n) | (scratch.getBigUint64(8) << 128n) | low
}

/** Two halves as numbers: measured 13 ns, against 650 ns for shifting byte by byte. */
function shortToBigint(bytes: Uint8Array, offset: number, length: number): bigint {
  const middle = length - 4
  let high = 0
  let low = 0
  let i = 0
  for (; i < middle; i++) high = high * 256 + byteAt(bytes, offset + i)
  for (; i < length; i++) low = low * 256 + byteAt(bytes, offset + i)
  scratch.setUint32(0, high)
  scratch.setUint32(4, low)
  return scratch.getBigUint64(0)
}

/** Writes `value` into `length` bytes at `at`, big-endian. Throws ValueOutOfRange where it does not fit, or from 2^256. */
export function writeBigint(target: Uint8Array, at: number, value: bigint, length: number): void {
  const needed = byteLength(value)
  if (needed > length) throw new CodecError('ValueOutOfRange', `${value} does not fit into ${length} bytes`)
  target.fill(0, at, at + length - needed)
  copyLow(target, at + length - needed, needed)
}

/** Writes `value` at `at` without leading zeros, 0 as nothing, and answers how many bytes that were. */
export function writeTrimmed(target: Uint8Array, at: number, value: bigint): number {
  const length = byteLength(value)
  copyLow(target, at, length)
  return length
}

/** The last `length` bytes of what byteLength left behind. */
function copyLow(target: Uint8Array, at: number, length: number): void {
  for (let i = 0; i < length; i++) target[at + i] = byteAt(scratchBytes, 32 - length + i)
}

/** `length` bytes, big-endian. Throws ValueOutOfRange where `value` is negative or does not fit, or from 2^256. */
export function bigintToBytes(value: bigint, length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  writeBigint(bytes, 0, value, length)
  return bytes
}

const LIMIT_64 = 2n ** 64n
const LIMIT_256 = 2n ** 256n

/** How many bytes `value` has without leading zeros, 0 for 0. Throws ValueOutOfRange outside 0 to 2^256 - 1. */
export function byteLength(value: bigint): number {
  let start = 24
  if (value < 0n || value >= LIMIT_64) {
    if (value < 0n || value >= LIMIT_256) throw new CodecError('ValueOutOfRange', `${value} is not within 0 to 2^256-1`)
    scratch.setBigUint64(16, value >> 64n)
    scratch.setBigUint64(8, value >> 128n)
    scratch.setBigUint64(0, value >> 192n)
    start = 0
  }
  scratch.setBigUint64(24, value)
  while (start < 32 && scratchBytes[start] === 0) start++
  return 32 - start
}

const HEX_CODES = Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0))
const HEX_CHUNK = 512
/** Hashes, addresses and all that is shorter. */
const SHORT_BYTES = 64
/** Lists of character codes by their length, filled again and again: a new one would be four times as large as its text. */
const lists: number[][] = []
const listOf = (length: number): number[] => (lists[length] ??= Array.from({ length }, () => 0))

/** Lower-case, with 0x. */
export function toHex(bytes: Uint8Array): `0x${string}` {
  if (bytes.length <= SHORT_BYTES) return hexOf(bytes, 0, bytes.length) as `0x${string}`
  let text: `0x${string}` = '0x'
  for (let start = 0; start < bytes.length; start += HEX_CHUNK) {
    text = `${text}${hexRange(bytes, start, Math.min(start + HEX_CHUNK, bytes.length))}`
  }
  return text
}

/** The hex of at most 64 bytes, with 0x: measured 127 ns for 20 bytes, against 195 ns from a table of digit pairs. */
export function hexOf(bytes: Uint8Array, start: number, end: number): string {
  const codes = listOf(2 + 2 * (end - start))
  codes[0] = 48
  codes[1] = 120
  writeDigits(codes, 2, bytes, start, end)
  return String.fromCharCode.apply(null, codes)
}

function hexRange(bytes: Uint8Array, start: number, end: number): string {
  const codes = new Array<number>(2 * (end - start))
  writeDigits(codes, 0, bytes, start, end)
  return String.fromCharCode.apply(null, codes)
}

function writeDigits(codes: number[], to: number, bytes: Uint8Array, start: number, end: number): void {
  for (let i = start, at = to; i < end; i++) {
    const byte = byteAt(bytes, i)
    codes[at++] = HEX_CODES[byte >> 4] ?? 0
    codes[at++] = HEX_CODES[byte & 15] ?? 0
  }
}

/** A text with a character for each of at most 64 bytes, as a name in a Map: half as long as hex. */
export function nameOfBytes(bytes: Uint8Array): string {
  const codes = listOf(bytes.length)
  for (let i = 0; i < bytes.length; i++) codes[i] = byteAt(bytes, i)
  return String.fromCharCode.apply(null, codes)
}

/** Of 0x and an even number of digits in either case. Throws InvalidHex. */
export function fromHex(text: string): Uint8Array {
  if (!text.startsWith('0x') || text.length % 2 !== 0) throw new CodecError('InvalidHex', 'not 0x and pairs of hex digits')
  const bytes = new Uint8Array(text.length / 2 - 1)
  for (let i = 0; i < bytes.length; i++) {
    const byte = 16 * digitAt(text, 2 * i + 2) + digitAt(text, 2 * i + 3)
    if (!(byte >= 0)) throw new CodecError('InvalidHex', `no hex digit at ${2 * i + 2}`)
    bytes[i] = byte
  }
  return bytes
}

/** The value of a hex digit in either case; NaN for any other character. */
export function digitAt(text: string, at: number): number {
  const code = text.charCodeAt(at)
  if (code >= 48 && code <= 57) return code - 48
  const lower = code | 32
  return lower >= 97 && lower <= 102 ? lower - 87 : NaN
}

/** The characters of plain text (names, signatures) as bytes. Throws ValueOutOfRange outside ASCII. */
export function asciiBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code > 127) throw new CodecError('ValueOutOfRange', `not ASCII: ${text}`)
    bytes[i] = code
  }
  return bytes
}

/** Big-endian integers of fixed width; bytes behind the end read as zeros. */
export const readU16 = (bytes: Uint8Array, at: number): number => byteAt(bytes, at) * 256 + byteAt(bytes, at + 1)
export const readU40 = (bytes: Uint8Array, at: number): bigint => shortToBigint(bytes, at, 5)
export const readU64 = (bytes: Uint8Array, at: number): bigint => shortToBigint(bytes, at, 8)
export const readU96 = (bytes: Uint8Array, at: number): bigint => bytesToBigint(bytes, at, 12)
export const readU256 = (bytes: Uint8Array, at: number): bigint => bytesToBigint(bytes, at, 32)
