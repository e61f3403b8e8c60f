import { arena, blocksOf, hashOne, hashTwo, pad } from '../hash.ts'
import type { Bytes32 } from '../hash.ts'
import { KEY_BYTES } from './key.ts'
import { hashChunk, hashOffset, HASH_WORDS, linkAt, setHash } from './nodes.ts'
import type { Nodes } from './nodes.ts'

const NODE_WORDS = 2 * HASH_WORDS

const WORDS_OFFSET = 1 + KEY_BYTES

const BLOCK_BYTES = 136
const NODE_FIRST = arena.free
const NODE_SECOND = NODE_FIRST + BLOCK_BYTES
const LEAF_FIRST = NODE_SECOND + BLOCK_BYTES
const LEAF_SECOND = LEAF_FIRST + 2 * BLOCK_BYTES
// Nodes are all of one length, and nothing else is laid out where they are: their padding stays.
for (const start of [NODE_FIRST, NODE_SECOND]) pad(start, NODE_WORDS * 4)

const { bytes, words } = arena

/** Edges of one level: the first `count` of the list. */
export interface Level {
  edges: Int32Array
  count: number
}

/** Hashes the nodes that these edges lead to, which are on one level: of two such neither lies below the other. */
export function hashLevel(nodes: Nodes, { edges, count }: Level): void {
  let i = 0
  for (; i + 1 < count; i += 2) {
    placeNode(nodes, edges[i]!, NODE_FIRST)
    placeNode(nodes, edges[i + 1]!, NODE_SECOND)
    hashTwo(NODE_FIRST, NODE_SECOND, 1)
    setHash(nodes, edges[i]!, words, 0)
    setHash(nodes, edges[i + 1]!, words, HASH_WORDS)
  }
  if (i === count) return
  placeNode(nodes, edges[i]!, NODE_FIRST)
  hashOne(NODE_FIRST, 1)
  setHash(nodes, edges[i]!, words, 0)
}

function placeNode(nodes: Nodes, edge: number, start: number): void {
  const left = linkAt(nodes, edge) * 2
  const source = hashChunk(nodes, left)
  const offset = hashOffset(left)
  for (let i = 0; i < NODE_WORDS; i++) words[start / 4 + i] = source[offset + i]!
}

function keepHash(from: number, target: Int32Array, offset: number): void {
  for (let i = 0; i < HASH_WORDS; i++) target[offset + i] = words[from + i]!
}

type Write = { readonly key: Bytes32; readonly words: Uint8Array | null }

/** For the writes of a segment: arrays of their size cost a microsecond to make. */
const SMALL_BATCH = 128
const smallBatch = new Int32Array(SMALL_BATCH * HASH_WORDS)

/**
 * Hashes of the leaves that these writes make, eight words each; where a record is taken away they mean nothing. Valid until the
 * next call.
 */
export function hashLeaves(writes: readonly Write[]): Int32Array {
  const hashes = writes.length > SMALL_BATCH ? new Int32Array(writes.length * HASH_WORDS) : smallBatch
  // Two of as many blocks go together: one waits for the next of its length.
  const waiting = [-1, -1, -1]
  writes.forEach(({ words: written }, i) => {
    if (written === null) return
    const blocks = blocksOf(WORDS_OFFSET + written.length)
    const first = waiting[blocks]!
    if (first >= 0) hashLeafPair(writes, first, i, hashes)
    waiting[blocks] = first >= 0 ? -1 : i
  })
  for (const i of waiting) if (i >= 0) hashLeaf(writes, i, hashes)
  return hashes
}

function hashLeafPair(writes: readonly Write[], first: number, second: number, hashes: Int32Array): void {
  placeLeaf(writes[first]!, LEAF_FIRST)
  hashTwo(LEAF_FIRST, LEAF_SECOND, placeLeaf(writes[second]!, LEAF_SECOND))
  keepHash(0, hashes, first * HASH_WORDS)
  keepHash(HASH_WORDS, hashes, second * HASH_WORDS)
}

function hashLeaf(writes: readonly Write[], i: number, hashes: Int32Array): void {
  hashOne(LEAF_FIRST, placeLeaf(writes[i]!, LEAF_FIRST))
  keepHash(0, hashes, i * HASH_WORDS)
}

/** 0x00 ‖ key ‖ words, padded. Answers its blocks. */
function placeLeaf({ key, words: written }: Write, start: number): number {
  const length = WORDS_OFFSET + (written?.length ?? 0)
  bytes[start] = 0
  bytes.set(key, start + 1)
  if (written !== null) bytes.set(written, start + WORDS_OFFSET)
  return pad(start, length)
}
