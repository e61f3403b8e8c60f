import type { Bytes32 } from '../hash.ts'
import { bitAt, checkKey, compareKeys, MAX_DEPTH } from './key.ts'
import { hashLeaves, hashLevel } from './hash-batch.ts'
import type { Level } from './hash-batch.ts'
import { checkRecord } from './hashing.ts'
import { addLeaf, hasKey, leafBit, removeLeaf, replaceWords } from './leaves.ts'
import {
  addNode, clearHash, EMPTY_LINK, HASH_WORDS, linkAt, moveChild, removeNode, ROOT_EDGE, setHash, setLink,
} from './nodes.ts'
import type { Store } from './store.ts'

/** A record's new words, one after the other, or null to take the record away. */
export type Write = { readonly key: Bytes32; readonly words: Uint8Array | null }

/** Sorted writes, and the hashes of their leaves. */
type Batch = {
  readonly store: Store
  readonly writes: readonly Write[]
  readonly leafHashes: Int32Array
}

/** One list a level, for all batches: made anew for each they were a quarter of what a segment leaves behind. */
const levels: Level[] = Array.from({ length: MAX_DEPTH }, () => ({ edges: new Int32Array(8), count: 0 }))

function note(level: Level, edge: number): void {
  if (level.count === level.edges.length) {
    const grown = new Int32Array(2 * level.count)
    grown.set(level.edges)
    level.edges = grown
  }
  level.edges[level.count++] = edge
}

/** Throws `bad-key` or `bad-words`, before anything has changed. */
export function checkWrites(writes: readonly Write[]): void {
  for (const { key, words } of writes) {
    checkKey(key)
    if (words !== null) checkRecord(words)
  }
}

/** As many as a segment writes: up to here sorting by insertion is the cheaper one. */
const SMALL_BATCH = 64

/** The writes in order of their keys; of several to one key the last. */
export function sortWrites(writes: readonly Write[]): Write[] {
  if (writes.length <= SMALL_BATCH) return sortFew(writes)
  const sorted = [...writes].sort((a, b) => compareKeys(a.key, b.key))
  return sorted.filter((write, i) => {
    const next = sorted[i + 1]
    return next === undefined || compareKeys(write.key, next.key) !== 0
  })
}

function sortFew(writes: readonly Write[]): Write[] {
  const sorted: Write[] = []
  for (const write of writes) {
    let at = sorted.length
    while (at > 0 && compareKeys(sorted[at - 1]!.key, write.key) > 0) at--
    if (at > 0 && compareKeys(sorted[at - 1]!.key, write.key) === 0) {
      sorted[at - 1] = write
      continue
    }
    for (let i = sorted.length; i > at; i--) sorted[i] = sorted[i - 1]!
    sorted[at] = write
  }
  return sorted
}

/**
 * Writes all of a batch and hashes every node above it once. Leaves are hashed before and nodes after the descent, level by
 * level, because two hashes side by side cost 1.5 times one (hash.ts).
 */
export function applyWrites(store: Store, writes: readonly Write[]): void {
  checkWrites(writes)
  const sorted = sortWrites(writes)
  if (sorted.length === 0) return
  for (const level of levels) level.count = 0
  update({ store, writes: sorted, leafHashes: hashLeaves(sorted) }, 0, sorted.length, ROOT_EDGE, 0)
  for (let depth = levels.length - 1; depth >= 0; depth--) hashLevel(store.nodes, levels[depth]!)
}

// Recursion, not a loop: it is at most 256 deep, and returns past each shared node once, which is when it may be closed.
function update(batch: Batch, from: number, to: number, edge: number, depth: number): void {
  const { store, writes } = batch
  const link = linkAt(store.nodes, edge)
  if (link <= 0 && to - from === 1 && writeHere(batch, from, edge, link)) return
  const node = link > 0 ? link : openNode(store, edge, link, depth)
  const middle = firstOnRight(writes, from, to, depth)
  if (middle > from) update(batch, from, middle, node * 2, depth + 1)
  if (middle < to) update(batch, middle, to, node * 2 + 1, depth + 1)
  if (closeNode(store, edge, node)) note(levels[depth]!, edge)
}

/** Does a single write at an empty edge or at its own leaf. False: another leaf is in the way. */
function writeHere({ store, writes, leafHashes }: Batch, at: number, edge: number, link: number): boolean {
  const { key, words } = writes[at]!
  if (link !== EMPTY_LINK && !hasKey(store.leaves, link, key)) return words === null
  if (words !== null) {
    const leaf = link === EMPTY_LINK ? addLeaf(store.leaves, key, words) : replaceWords(store.leaves, link, key, words)
    setLink(store.nodes, edge, leaf)
    setHash(store.nodes, edge, leafHashes, at * HASH_WORDS)
  } else if (link !== EMPTY_LINK) {
    removeLeaf(store.leaves, link)
    setLink(store.nodes, edge, EMPTY_LINK)
    clearHash(store.nodes, edge)
  }
  return true
}

/** Puts a node where nothing or a leaf was; the leaf moves one level down. */
function openNode({ nodes, leaves }: Store, edge: number, link: number, depth: number): number {
  const node = addNode(nodes)
  if (link !== EMPTY_LINK) moveChild(nodes, edge, node * 2 + leafBit(leaves, link, depth))
  setLink(nodes, edge, node)
  return node
}

/** Takes out a node that has less than two leaves left below it. True: it stays, and is to be hashed. */
function closeNode({ nodes }: Store, edge: number, node: number): boolean {
  const left = linkAt(nodes, node * 2)
  const right = linkAt(nodes, node * 2 + 1)
  if (left > 0 || right > 0 || (left < 0 && right < 0)) return true
  moveChild(nodes, left === EMPTY_LINK ? node * 2 + 1 : node * 2, edge)
  removeNode(nodes, node)
  return false
}

function firstOnRight(writes: readonly Write[], from: number, to: number, depth: number): number {
  let low = from
  let high = to
  while (low < high) {
    const middle = (low + high) >>> 1
    if (bitAt(writes[middle]!.key, depth) === 0) low = middle + 1
    else high = middle
  }
  return low
}
