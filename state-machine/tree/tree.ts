import type { Bytes32 } from '../hash.ts'
import { applyWrites } from './apply.ts'
import type { Write } from './apply.ts'
import { checkKey } from './key.ts'
import { copyKey, copyWords } from './leaves.ts'
import type { Multiproof } from './multiproof.ts'
import { copyHash, linkAt, ROOT_EDGE } from './nodes.ts'
import { proveKeys } from './prove.ts'
import { createStore, findLeaf } from './store.ts'
import type { Store } from './store.ts'

export type Entry = { readonly key: Bytes32; readonly words: Uint8Array }

/** What execution needs of the state: a full tree has it, and so has a partial one. */
export type StateTree = {
  /** The words of a record one after the other, as a copy, or undefined. Throws `bad-key`. */
  get(key: Bytes32): Uint8Array | undefined
  has(key: Bytes32): boolean
  root(): Bytes32
  /**
   * Does all the writes, or none if one is malformed (`bad-key`, `bad-words`). Of several to one key the last counts;
   * taking away an absent record does nothing. Zeros are stored as any other words.
   */
  apply(writes: readonly Write[]): void
}

/** The whole state (docs/formats.md section 2). The root depends on the records present and on nothing else. */
export type Tree = StateTree & {
  /** Number of records. */
  readonly size: number
  /** All records in order of their keys. An `apply` while it runs makes what it yields meaningless. */
  entries(): IterableIterator<Entry>
  /** Proves what each of these keys holds, absence included (multiproof.ts). Throws `bad-key`, `proof-too-wide`. */
  prove(keys: readonly Bytes32[]): Multiproof
}

/**
 * An empty tree in memory: about 330 bytes for a record of six words, 170 for one of one word.
 * `capacityHint` is the number of records expected; it saves the first few copies and bounds nothing.
 */
export function createTree(capacityHint = 0): Tree {
  const store = createStore(capacityHint)
  return {
    get size() { return store.leaves.count },
    get: key => getWords(store, key),
    has: key => leafOf(store, key) !== 0,
    root: () => copyHash(store.nodes, ROOT_EDGE),
    apply: writes => applyWrites(store, writes),
    entries: () => entriesOf(store),
    prove: keys => proveKeys(store, keys),
  }
}

function leafOf(store: Store, key: Bytes32): number {
  checkKey(key)
  return findLeaf(store, key)
}

function getWords(store: Store, key: Bytes32): Uint8Array | undefined {
  const leaf = leafOf(store, key)
  return leaf === 0 ? undefined : copyWords(store.leaves, leaf)
}

function* entriesOf({ nodes, leaves }: Store): Generator<Entry, undefined> {
  const links = [linkAt(nodes, ROOT_EDGE)]
  for (let link = links.pop(); link !== undefined; link = links.pop()) {
    if (link > 0) links.push(linkAt(nodes, link * 2 + 1), linkAt(nodes, link * 2))
    else if (link < 0) yield { key: copyKey(leaves, link), words: copyWords(leaves, link) }
  }
}
