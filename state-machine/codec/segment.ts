import { SEGMENT } from '../params.ts'
import { byteAt, copyBytes, readU16, writeBigint } from './bytes.ts'
import { CodecError } from './errors.ts'

/** Flags and time (docs/formats.md 4); `t` in seconds, below 2^40, meant only in a block's first segment. */
export interface SegmentHead {
  /** The last of its block. */
  readonly last: boolean
  /** Reads inbox entries instead of holding transactions. */
  readonly inbox: boolean
  readonly t: bigint
}

export interface Segment {
  readonly head: SegmentHead
  /** The first items, at most one more than are executed: a 17th means that more follow. None in an inbox segment. */
  readonly items: readonly Uint8Array[]
  /** How many entries an inbox segment asks for; 0 in a transaction segment. */
  readonly count: number
}

const LENGTH_BYTES = 2

function writeHead(head: SegmentHead, bodyBytes: number): Uint8Array {
  const bytes = new Uint8Array(SEGMENT.headBytes + bodyBytes)
  bytes[0] = (head.last ? SEGMENT.flagLast : 0) | (head.inbox ? SEGMENT.flagInbox : 0)
  writeBigint(bytes, 1, head.t, 5)
  return bytes
}

/** Throws CodecError for a time or an item that its field cannot hold. The limits of a segment are the builder's. */
export function encodeTransactionSegment(head: SegmentHead, items: readonly Uint8Array[]): Uint8Array {
  if (head.inbox) throw new CodecError('WrongArguments', 'an inbox segment holds no items')
  const bytes = writeHead(head, items.reduce((size, item) => size + LENGTH_BYTES + item.length, 0))
  let at: number = SEGMENT.headBytes
  for (const item of items) {
    writeBigint(bytes, at, BigInt(item.length), LENGTH_BYTES)
    bytes.set(item, at + LENGTH_BYTES)
    at += LENGTH_BYTES + item.length
  }
  return bytes
}

/** A segment that reads up to `count` entries. Throws CodecError for a time or count that its field cannot hold. */
export function encodeInboxSegment(head: SegmentHead, count: number): Uint8Array {
  if (!head.inbox) throw new CodecError('WrongArguments', 'only an inbox segment reads entries')
  if (!Number.isInteger(count)) throw new CodecError('ValueOutOfRange', `${count} entries`)
  const bytes = writeHead(head, LENGTH_BYTES)
  writeBigint(bytes, SEGMENT.headBytes, BigInt(count), LENGTH_BYTES)
  return bytes
}

/** Total: every byte string is a segment. Missing bytes of the head, of a count and of a length read as zeros. */
export function decodeSegment(bytes: Uint8Array): Segment {
  const flags = byteAt(bytes, 0)
  const inbox = (flags & SEGMENT.flagInbox) !== 0
  let t = 0
  for (let i = 1; i < SEGMENT.headBytes; i++) t = t * 256 + byteAt(bytes, i)
  const head: SegmentHead = { last: (flags & SEGMENT.flagLast) !== 0, inbox, t: BigInt(t) }
  if (inbox) return { head, items: [], count: readU16(bytes, SEGMENT.headBytes) }
  return { head, items: readItems(bytes), count: 0 }
}

/** A length that passes the end takes the rest. */
function readItems(bytes: Uint8Array): Uint8Array[] {
  const items: Uint8Array[] = []
  let at: number = SEGMENT.headBytes
  while (at < bytes.length && items.length <= SEGMENT.transactions) {
    const start = Math.min(at + LENGTH_BYTES, bytes.length)
    const end = Math.min(start + readU16(bytes, at), bytes.length)
    items.push(copyBytes(bytes, start, end))
    at = end
  }
  return items
}
