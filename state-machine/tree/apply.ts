import type { Bytes32 } from '../hash.ts'
import { bitAt, checkKey, compareKeys } from './key.ts'
import { checkRecord } from './hashing.ts'
import { addLeaf, hashLeafInto, hasKey, leafBit, removeLeaf, replaceWords } from './leaves.ts'
import {
  addNode, clearHash, EMPTY_LINK, hashChunk, hashNode, hashOffset, linkAt, moveChild, removeNode, ROOT_EDGE, setLink,
} from './nodes.ts'
import type { Store } from './store.ts'

/** A record's new words, one after the other, or null to take the record away. */
export type Write = { readonly key: Bytes32; readonly words: Uint8Array | null }

/** A run of sorted writes whose keys all lie below one edge. */
type Run = { readonly store: Store; readonly writes: readonly Write[] }

/** Throws `bad-key` or `bad-words`, before anything has changed. */
export function checkWrites(writes: readonly Write[]): void {
  for (const { key, words } of writes) {
    checkKey(key)
    if (words !== null) checkRecord(words)
  }
}

/** The writes in order of their keys; of several to one key the last. */
export function sortWrites(writes: readonly Write[]): Write[] {
  const sorted = [...writes].sort((a, b) => compareKeys(a.key, b.key))
  return sorted.filter((write, i) => {
    const next = sorted[i + 1]
    return next === undefined || compareKeys(write.key, next.key) !== 0
  })
}

/** Writes all of a batch and hashes every node above it once. */
export function applyWrites(store: Store, writes: readonly Write[]): void {
  checkWrites(writes)
  const sorted = sortWrites(writes)
  if (sorted.length > 0) update({ store, writes: sorted }, 0, sorted.length, ROOT_EDGE, 0)
}

// Recursion, not a loop: it is at most 256 deep, and returns past each shared node once, which is when it is hashed.
function update(run: Run, from: number, to: number, edge: number, depth: number): void {
  const { nodes } = run.store
  const link = linkAt(nodes, edge)
  if (link <= 0 && to - from === 1 && writeHere(run.store, run.writes[from]!, edge, link)) return
  const node = link > 0 ? link : openNode(run.store, edge, link, depth)
  const middle = firstOnRight(run.writes, from, to, depth)
  if (middle > from) update(run, from, middle, node * 2, depth + 1)
  if (middle < to) update(run, middle, to, node * 2 + 1, depth + 1)
  closeNode(run.store, edge, node)
}

/** Does a single write at an empty edge or at its own leaf. False: another leaf is in the way. */
function writeHere(store: Store, write: Write, edge: number, link: number): boolean {
  if (link === EMPTY_LINK) {
    if (write.words !== null) setLeaf(store, edge, addLeaf(store.leaves, write.key, write.words))
    return true
  }
  if (!hasKey(store.leaves, link, write.key)) return write.words === null
  if (write.words === null) {
    removeLeaf(store.leaves, link)
    setLink(store.nodes, edge, EMPTY_LINK)
    clearHash(store.nodes, edge)
  } else {
    setLeaf(store, edge, replaceWords(store.leaves, link, write.key, write.words))
  }
  return true
}

function setLeaf({ nodes, leaves }: Store, edge: number, leaf: number): void {
  setLink(nodes, edge, leaf)
  hashLeafInto(leaves, leaf, hashChunk(nodes, edge), hashOffset(edge))
}

/** Puts a node where nothing or a leaf was; the leaf moves one level down. */
function openNode({ nodes, leaves }: Store, edge: number, link: number, depth: number): number {
  const node = addNode(nodes)
  if (link !== EMPTY_LINK) moveChild(nodes, edge, node * 2 + leafBit(leaves, link, depth))
  setLink(nodes, edge, node)
  return node
}

/** Hashes a node whose children are done, or takes it out if less than two leaves are left below it. */
function closeNode({ nodes }: Store, edge: number, node: number): void {
  const left = linkAt(nodes, node * 2)
  const right = linkAt(nodes, node * 2 + 1)
  if (left > 0 || right > 0 || (left < 0 && right < 0)) {
    hashNode(nodes, node, edge)
    return
  }
  moveChild(nodes, left === EMPTY_LINK ? node * 2 + 1 : node * 2, edge)
  removeNode(nodes, node)
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
