import { byteAt, byteLength, copyBytes, writeTrimmed } from './bytes.ts'

export type RlpItem = Uint8Array | readonly RlpItem[]

/** Bytes written from the end towards the front: an RLP header can only be written once its content's length is known. */
export interface BackwardWriter {
  readonly bytes: Uint8Array
  /** Where the next byte ends; what is written stands from here to the end. */
  at: number
}

export const createBackwardWriter = (capacity: number): BackwardWriter => ({ bytes: new Uint8Array(capacity), at: capacity })

export const written = (writer: BackwardWriter): Uint8Array => writer.bytes.subarray(writer.at)

export function prependByte(writer: BackwardWriter, byte: number): void {
  writer.bytes[--writer.at] = byte
}

export function prependRaw(writer: BackwardWriter, bytes: Uint8Array): void {
  writer.at -= bytes.length
  writer.bytes.set(bytes, writer.at)
}

/** The bytes from `start` to `end`: for a few, a view of them would cost more than the copy. */
export function prependRange(writer: BackwardWriter, bytes: Uint8Array, start: number, end: number): void {
  writer.at -= end - start
  for (let from = start, to = writer.at; from < end; from++) writer.bytes[to++] = byteAt(bytes, from)
}

/** `base` 0x80 for a string, 0xc0 for a list. */
function prependHeader(writer: BackwardWriter, length: number, base: number): void {
  if (length < 56) return prependByte(writer, base + length)
  let size = 0
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256), size++) prependByte(writer, rest % 256)
  prependByte(writer, base + 55 + size)
}

export function prependString(writer: BackwardWriter, bytes: Uint8Array): void {
  prependRaw(writer, bytes)
  if (bytes.length !== 1 || byteAt(bytes, 0) >= 0x80) prependHeader(writer, bytes.length, 0x80)
}

/** An integer: no leading zeros, 0 is the empty string. Throws ValueOutOfRange from 2^256. */
export function prependInteger(writer: BackwardWriter, value: bigint): void {
  const length = byteLength(value)
  writer.at -= length
  writeTrimmed(writer.bytes, writer.at, value)
  if (length !== 1 || value >= 0x80n) prependHeader(writer, length, 0x80)
}

/** The bytes of a fixed-width word as an integer. */
export function prependTrimmed(writer: BackwardWriter, bytes: Uint8Array): void {
  let start = 0
  while (start < bytes.length && bytes[start] === 0) start++
  prependString(writer, bytes.subarray(start))
}

/** The header of a string of more than one byte, written since `end`, the writer's `at` before it; or of an empty one. */
export const prependStringHeader = (writer: BackwardWriter, end: number): void => prependHeader(writer, end - writer.at, 0x80)

/** The header of a list whose items were written since `end`, the writer's `at` before them. */
export const prependListHeader = (writer: BackwardWriter, end: number): void => prependHeader(writer, end - writer.at, 0xc0)

export function encodeRlp(item: RlpItem): Uint8Array {
  const writer = createBackwardWriter(capacityOf(item))
  prependItem(writer, item)
  return copyBytes(writer.bytes, writer.at, writer.bytes.length)
}

/** An upper bound: no header has more than nine bytes. */
function capacityOf(item: RlpItem): number {
  if (item instanceof Uint8Array) return item.length + 9
  let capacity = 9
  for (const child of item) capacity += capacityOf(child)
  return capacity
}

function prependItem(writer: BackwardWriter, item: RlpItem): void {
  if (item instanceof Uint8Array) return prependString(writer, item)
  const end = writer.at
  for (let i = item.length - 1; i >= 0; i--) prependItem(writer, item[i] ?? [])
  prependListHeader(writer, end)
}

/** An item's content, as offsets; `end` is also where the next item begins. */
export interface RlpSpan {
  list: boolean
  start: number
  end: number
}

/**
 * Reads the header at `at` into `span`. False where the item is not wholly before `limit` or its header is not the
 * shortest one. Written into an object of the caller's, as this is the inner loop of decoding what arrives.
 */
export function readHeader(bytes: Uint8Array, at: number, limit: number, span: RlpSpan): boolean {
  if (at >= limit) return false
  const first = byteAt(bytes, at)
  span.list = first >= 0xc0
  span.start = at + 1
  if (first < 0x80) {
    span.start = at
    span.end = at + 1
    return true
  }
  const short = first & 0x3f
  if (short < 56) {
    span.end = span.start + short
    return span.end <= limit && !(first === 0x81 && byteAt(bytes, span.start) < 0x80)
  }
  return readLongHeader(bytes, short - 55, limit, span)
}

function readLongHeader(bytes: Uint8Array, size: number, limit: number, span: RlpSpan): boolean {
  // Six bytes of length are exact in a number, and more than any buffer holds.
  if (size > 6 || span.start + size > limit || byteAt(bytes, span.start) === 0) return false
  let length = 0
  for (let i = 0; i < size; i++) length = length * 256 + byteAt(bytes, span.start + i)
  span.start += size
  span.end = span.start + length
  return length >= 56 && span.end <= limit
}

const MAX_DEPTH = 64

/**
 * Strict: the shortest headers, nothing behind the item, at most 64 lists deep (so that no input exhausts the stack).
 * Undefined for anything else. Integers' leading zeros are the caller's to judge.
 */
export function decodeRlp(bytes: Uint8Array): RlpItem | undefined {
  const span: RlpSpan = { list: false, start: 0, end: 0 }
  if (!readHeader(bytes, 0, bytes.length, span) || span.end !== bytes.length) return undefined
  return decodeContent(bytes, span, 0)
}

function decodeContent(bytes: Uint8Array, { list, start, end }: RlpSpan, depth: number): RlpItem | undefined {
  if (!list) return copyBytes(bytes, start, end)
  if (depth >= MAX_DEPTH) return undefined
  const items: RlpItem[] = []
  const span: RlpSpan = { list: false, start: 0, end: start }
  while (span.end < end) {
    if (!readHeader(bytes, span.end, end, span)) return undefined
    const item = decodeContent(bytes, span, depth + 1)
    if (item === undefined) return undefined
    items.push(item)
  }
  return items
}
