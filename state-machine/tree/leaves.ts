import { MAX_WORDS, WORD_BYTES } from './hashing.ts'
import { KEY_BYTES } from './key.ts'
import { takeBytes } from '../slab.ts'

/**
 * The records. Each number of words has a shelf of its own, so that a record of one word takes the room of one word. A
 * row is a key and its words; the hash is made from what is written (hash-batch.ts), before it is stored.
 *
 * A leaf's reference is the negative number `~(row * 8 + words)`, so that a link tells it from a node (nodes.ts).
 */
export type Leaves = {
  /** By number of words; index 0 is never used. */
  readonly shelves: readonly Shelf[]
  count: number
}

type Shelf = {
  readonly rowBytes: number
  /** Rows in chunks: growing neither copies nor wastes much. */
  readonly chunks: Uint8Array[]
  readonly free: number[]
  next: number
  capacity: number
}

const KEY_OFFSET = 0
const WORDS_OFFSET = KEY_OFFSET + KEY_BYTES
const CHUNK_SHIFT = 12
const CHUNK_ROWS = 1 << CHUNK_SHIFT
const CHUNK_MASK = CHUNK_ROWS - 1
const SMALLEST_CHUNK = 8

export function createLeaves(): Leaves {
  const shelves = Array.from({ length: MAX_WORDS + 1 }, (_, words) => createShelf(words))
  return { shelves, count: 0 }
}

/** Adds a record that is not there yet; key and words have been checked. */
export function addLeaf(leaves: Leaves, key: Uint8Array, words: Uint8Array): number {
  const count = words.length / WORD_BYTES
  const shelf = leaves.shelves[count]!
  const row = takeRow(shelf)
  const chunk = shelf.chunks[row >>> CHUNK_SHIFT]!
  const offset = (row & CHUNK_MASK) * shelf.rowBytes
  chunk.set(key, offset + KEY_OFFSET)
  chunk.set(words, offset + WORDS_OFFSET)
  leaves.count++
  return ~(row * 8 + count)
}

export function removeLeaf(leaves: Leaves, leaf: number): void {
  shelfOf(leaves, leaf).free.push(rowOf(leaf))
  leaves.count--
}

/** Writes new words to a leaf and returns its reference, another one if the number of words has changed. */
export function replaceWords(leaves: Leaves, leaf: number, key: Uint8Array, words: Uint8Array): number {
  const shelf = shelfOf(leaves, leaf)
  if (shelf.rowBytes === WORDS_OFFSET + words.length) {
    chunkOf(shelf, leaf).set(words, offsetOf(shelf, leaf) + WORDS_OFFSET)
    return leaf
  }
  removeLeaf(leaves, leaf)
  return addLeaf(leaves, key, words)
}

export function hasKey(leaves: Leaves, leaf: number, key: Uint8Array): boolean {
  const shelf = shelfOf(leaves, leaf)
  const chunk = chunkOf(shelf, leaf)
  const offset = offsetOf(shelf, leaf) + KEY_OFFSET
  for (let i = 0; i < KEY_BYTES; i++) if (chunk[offset + i] !== key[i]) return false
  return true
}

export function leafBit(leaves: Leaves, leaf: number, depth: number): 0 | 1 {
  const shelf = shelfOf(leaves, leaf)
  const byte = chunkOf(shelf, leaf)[offsetOf(shelf, leaf) + KEY_OFFSET + (depth >>> 3)]!
  return ((byte >>> (7 - (depth & 7))) & 1) === 1 ? 1 : 0
}

export function copyKey(leaves: Leaves, leaf: number): Uint8Array {
  const shelf = shelfOf(leaves, leaf)
  const offset = offsetOf(shelf, leaf)
  return chunkOf(shelf, leaf).slice(offset + KEY_OFFSET, offset + WORDS_OFFSET)
}

export function copyWords(leaves: Leaves, leaf: number): Uint8Array {
  const shelf = shelfOf(leaves, leaf)
  const offset = offsetOf(shelf, leaf)
  const words = takeBytes(shelf.rowBytes - WORDS_OFFSET)
  words.set(chunkOf(shelf, leaf).subarray(offset + WORDS_OFFSET, offset + shelf.rowBytes))
  return words
}

function createShelf(words: number): Shelf {
  return { rowBytes: WORDS_OFFSET + words * WORD_BYTES, chunks: [], free: [], next: 0, capacity: 0 }
}

function shelfOf(leaves: Leaves, leaf: number): Shelf {
  return leaves.shelves[~leaf & 7]!
}

function rowOf(leaf: number): number {
  return ~leaf >>> 3
}

function chunkOf(shelf: Shelf, leaf: number): Uint8Array {
  return shelf.chunks[rowOf(leaf) >>> CHUNK_SHIFT]!
}

function offsetOf(shelf: Shelf, leaf: number): number {
  return (rowOf(leaf) & CHUNK_MASK) * shelf.rowBytes
}

function takeRow(shelf: Shelf): number {
  const reused = shelf.free.pop()
  if (reused !== undefined) return reused
  if (shelf.next === shelf.capacity) grow(shelf)
  return shelf.next++
}

// The first chunk doubles, so that a small tree stays small; later ones come whole.
function grow(shelf: Shelf): void {
  if (shelf.capacity >= CHUNK_ROWS) {
    shelf.chunks.push(new Uint8Array(CHUNK_ROWS * shelf.rowBytes))
    shelf.capacity += CHUNK_ROWS
    return
  }
  const rows = Math.max(SMALLEST_CHUNK, shelf.capacity * 2)
  const chunk = new Uint8Array(rows * shelf.rowBytes)
  const old = shelf.chunks[0]
  if (old !== undefined) chunk.set(old)
  shelf.chunks[0] = chunk
  shelf.capacity = rows
}
