import type { Bytes32 } from '../hash.ts'
import { isZero, MAX_WORDS, WORD_BYTES } from './hashing.ts'
import { KEY_BYTES, MAX_DEPTH } from './key.ts'

/**
 * What a set of keys holds, present and absent ones alike, against one root. The keys themselves are not in it: whoever
 * checks a proof knows what it asks about. It is read from left to right, along the ascending keys, without recursion;
 * layout.ts and fold.ts are the pass that the Solidity verifier repeats.
 *
 * The ways down from the root to the keys end in **terminals**: empty subtrees, and leaves. Several keys may end in one.
 */
export type Multiproof = { readonly terminals: readonly Terminal[] }

/** Where one or more keys end. */
export type Terminal = {
  /** `own`: the leaf of one of the keys; `other`: a leaf that stands where absent keys would; `empty`: nothing. */
  readonly form: 'empty' | 'own' | 'other'
  /** How many of the keys, all absent, come before the leaf in key order; with no leaf, how many there are. */
  readonly before: number
  /** How many of the keys, all absent, come after the leaf. 0 without a leaf. */
  readonly after: number
  /** Key of an `other` leaf; of an `own` one it is among the keys asked about. */
  readonly otherKey: Bytes32 | null
  /** Words of the leaf, one after the other. */
  readonly words: Uint8Array | null
  /** How many levels this terminal climbs: down to 1 + the bits shared with the next terminal, for the last one to 0. */
  readonly levels: number
  /** Bit i, counted from the terminal: the sibling at that level is not empty, so it is listed. */
  readonly nonEmpty: bigint
  /** Listed siblings, from the terminal upwards. None at a level where the subtree on the left is a terminal's too. */
  readonly siblings: readonly Bytes32[]
}

/** Why bytes are not a proof of these keys under this root. */
export type ProofFault =
  | 'malformed-root' | 'malformed-key' | 'truncated' | 'unknown-form' | 'malformed-counts' | 'too-deep'
  | 'padding' | 'zero-sibling' | 'too-few-keys' | 'too-many-keys' | 'wrong-group' | 'wrong-order'
  | 'sibling-at-join' | 'not-minimal' | 'root-differs'

export type Decoded = { readonly ok: true; readonly proof: Multiproof } | { readonly ok: false; readonly reason: ProofFault }

/** What `before` and `after` can count. */
export const MAX_ABSENT = 0xffff

const HEAD_BYTES = 7
const OTHER = 0x80
const HASH_BYTES = 32

/**
 * The bytes of a proof: its terminals one after the other, nothing before, between or behind them. One terminal:
 *
 *     form      u8      0 empty · 1 to 6 own leaf with as many words · 0x81 to 0x86 other leaf with as many words
 *     levels    u16     big-endian, at most 256
 *     before    u16
 *     after     u16
 *     otherKey  32 bytes, if form >= 0x81
 *     words     32 bytes each, as many as form says
 *     nonEmpty  ceil(levels / 8) bytes, big-endian; bits from `levels` upwards are zero
 *     siblings  32 bytes each, as many as nonEmpty has ones; none is zero
 *
 * A set of keys under a root has one proof, and no other bytes are accepted. Of no keys it is zero bytes long.
 */
export function encodeMultiproof(proof: Multiproof): Uint8Array {
  const parts = proof.terminals.flatMap(encodeTerminal)
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let offset = 0
  for (const part of parts) {
    bytes.set(part, offset)
    offset += part.length
  }
  return bytes
}

/** Reads a proof from outside; refuses whatever `encodeMultiproof` would not have written. Never throws. */
export function decodeMultiproof(bytes: Uint8Array): Decoded {
  const terminals: Terminal[] = []
  for (let offset = 0; offset < bytes.length;) {
    const read = decodeTerminal(bytes, offset)
    if (typeof read === 'string') return { ok: false, reason: read }
    terminals.push(read.terminal)
    offset = read.end
  }
  return { ok: true, proof: { terminals } }
}

/** Number of ones. */
export function countOnes(bits: bigint): number {
  let count = 0
  for (let rest = bits; rest > 0n; rest &= rest - 1n) count++
  return count
}

function encodeTerminal(terminal: Terminal): Uint8Array[] {
  const { otherKey, words, siblings } = terminal
  return [
    encodeHead(terminal),
    ...(otherKey === null ? [] : [otherKey]),
    ...(words === null ? [] : [words]),
    encodeBits(terminal.nonEmpty, bitmapBytes(terminal.levels)),
    ...siblings,
  ]
}

function encodeHead({ form, levels, before, after, words }: Terminal): Uint8Array {
  const head = new Uint8Array(HEAD_BYTES)
  const view = new DataView(head.buffer)
  view.setUint8(0, (words?.length ?? 0) / WORD_BYTES + (form === 'other' ? OTHER : 0))
  view.setUint16(1, levels)
  view.setUint16(3, before)
  view.setUint16(5, after)
  return head
}

function bitmapBytes(levels: number): number {
  return (levels + 7) >>> 3
}

function encodeBits(bits: bigint, length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  let rest = bits
  for (let i = length - 1; i >= 0; i--, rest >>= 8n) bytes[i] = Number(rest & 0xffn)
  return bytes
}

function decodeBits(bytes: Uint8Array): bigint {
  return bytes.reduce((bits, byte) => (bits << 8n) | BigInt(byte), 0n)
}

type Head = Pick<Terminal, 'form' | 'before' | 'after' | 'levels'> & { readonly wordCount: number }

function decodeHead(bytes: Uint8Array, offset: number): Head | ProofFault {
  if (bytes.length - offset < HEAD_BYTES) return 'truncated'
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, HEAD_BYTES)
  const code = view.getUint8(0)
  const wordCount = code & ~OTHER
  if (wordCount > MAX_WORDS || code === OTHER) return 'unknown-form'
  const form = code === 0 ? 'empty' : code > OTHER ? 'other' : 'own'
  const [levels, before, after] = [view.getUint16(1), view.getUint16(3), view.getUint16(5)]
  if (levels > MAX_DEPTH) return 'too-deep'
  if (form === 'empty' && (before === 0 || after > 0)) return 'malformed-counts'
  if (form === 'other' && before + after === 0) return 'malformed-counts'
  return { form, before, after, levels, wordCount }
}

function decodeTerminal(bytes: Uint8Array, offset: number): { terminal: Terminal; end: number } | ProofFault {
  const head = decodeHead(bytes, offset)
  if (typeof head === 'string') return head
  const { wordCount, ...counts } = head
  const keyAt = offset + HEAD_BYTES
  const wordsAt = keyAt + (head.form === 'other' ? KEY_BYTES : 0)
  const bitsAt = wordsAt + wordCount * WORD_BYTES
  const siblingsAt = bitsAt + bitmapBytes(head.levels)
  const nonEmpty = decodeBits(bytes.subarray(bitsAt, siblingsAt))
  if (nonEmpty >> BigInt(head.levels) !== 0n) return 'padding'
  const siblings = decodeSiblings(bytes, siblingsAt, countOnes(nonEmpty))
  if (typeof siblings === 'string') return siblings
  const otherKey = head.form === 'other' ? bytes.slice(keyAt, wordsAt) : null
  const words = head.form === 'empty' ? null : bytes.slice(wordsAt, bitsAt)
  return { terminal: { ...counts, otherKey, words, nonEmpty, siblings }, end: siblingsAt + siblings.length * HASH_BYTES }
}

function decodeSiblings(bytes: Uint8Array, offset: number, count: number): Bytes32[] | ProofFault {
  // Negative when the bytes ended before the siblings, so this one bound holds for the whole terminal.
  if (bytes.length - offset < count * HASH_BYTES) return 'truncated'
  const siblings: Bytes32[] = []
  for (let i = 0; i < count; i++) {
    const sibling = bytes.slice(offset + i * HASH_BYTES, offset + (i + 1) * HASH_BYTES)
    if (isZero(sibling)) return 'zero-sibling'
    siblings.push(sibling)
  }
  return siblings
}
