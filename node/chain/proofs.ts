import { equalBytes, proveInclusion } from '@distribute/state-machine'
import type { InclusionProof, Multiproof, Tree } from '@distribute/state-machine'
import { numberKey } from '../storage/tables.ts'
import { corruptValue } from '../storage/value-reader.ts'
import type { Core } from './core.ts'
import { whenIdle } from './core.ts'
import { ChainError } from './errors.ts'
import { buildTreeAt, type FinalizedTree } from './finalized-tree.ts'
import { changedKeys, checkReadable, loadAt, nameOf } from './history.ts'
import { readBlockRow } from './rows.ts'

/** To put back and forth 20,000 records costs about 0.4 s of the one thread. */
export const MAX_CHANGED_RECORDS = 20_000
const MAX_TRIES = 5

/** What keys hold in the state after a block, with proofs against that block's state root. */
export interface StateProof {
  readonly block: bigint
  readonly stateRoot: Uint8Array
  /** As L1 checks it (docs/formats.md 2), in the order asked; undefined where the record is absent. */
  readonly inclusion: readonly ((InclusionProof & { readonly words: Uint8Array }) | undefined)[]
  /** All keys at once, absence included. */
  readonly multiproof: Multiproof
}

const proveIn = (tree: Tree, block: bigint, keys: readonly Uint8Array[]): StateProof => ({
  block,
  stateRoot: tree.root(),
  inclusion: keys.map((key) => (tree.has(key) ? proveInclusion(tree, key) : undefined)),
  multiproof: tree.prove(keys),
})

/**
 * Cheap for the newest and the finalized block; between them as long as at most MAX_CHANGED_RECORDS records changed
 * since. Throws ChainError `unknown-block`, `history-pruned`, `proof-too-far`.
 */
export async function proveAt(core: Core, finalized: FinalizedTree, block: bigint, keys: readonly Uint8Array[]): Promise<StateProof> {
  return useNearTreeAt(core, finalized, block, (tree) => proveIn(tree, block, keys))
}

/** As `useTreeAt`, where that is cheap. Throws ChainError `unknown-block`, `history-pruned`, `proof-too-far`. */
export async function useNearTreeAt<T>(core: Core, finalized: FinalizedTree, block: bigint, use: Use<T>): Promise<T> {
  const near = await useNear(core, finalized, block, use)
  if (near !== undefined) return near.used
  const advice = 'Ask for the finalized or the latest block.'
  throw new ChainError('proof-too-far', `More than ${MAX_CHANGED_RECORDS} records changed since block ${block}. ${advice}`)
}

/**
 * Lends the state after a block as a tree, for work that waits for nothing and leaves it as it found it. Where too much changed
 * since, all records are read into a tree of its own: seconds for a million. Throws ChainError `unknown-block`, `history-pruned`.
 */
export async function useTreeAt<T>(core: Core, finalized: FinalizedTree, block: bigint, use: Use<T>): Promise<T> {
  const near = await useNear(core, finalized, block, use)
  return near === undefined ? use(await buildTreeAt(core, block)) : near.used
}

/** Runs while nothing else can. */
export type Use<T> = (tree: Tree) => T

/** Undefined where too much has changed since the block. */
async function useNear<T>(core: Core, finalized: FinalizedTree, block: bigint, use: Use<T>): Promise<{ readonly used: T } | undefined> {
  checkReadable(core, block)
  if (block === core.head.header.number) {
    const near = await whenIdle(core, () => (block === core.head.header.number ? { used: use(core.tree) } : undefined))
    if (near !== undefined) return near
  }
  if (block === core.finalized) return { used: await finalized.with(block, use) }
  return useBetween(core, block, use)
}

async function useBetween<T>(core: Core, block: bigint, use: Use<T>): Promise<{ readonly used: T } | undefined> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const head = core.head
    const old = await loadChanges(core, block)
    if (old === undefined) return undefined
    const root = (await readBlockRow(core.database, block))?.header.stateRoot
    const near = await whenIdle(core, () =>
      root !== undefined && catchUp(core, head.hash, old) ? { used: useBack(core.tree, { block, root, old }, use) } : undefined)
    if (near !== undefined) return near
    checkReadable(core, block)
  }
  throw new ChainError('busy', `The chain moved on ${MAX_TRIES} times while the state of block ${block} was read.`)
}

type Old = Map<string, { readonly key: Uint8Array; readonly words: Uint8Array | null }>

/** The records that changed since `block`, as they were; undefined where they are too many. */
async function loadChanges({ database, head }: Core, block: bigint): Promise<Old | undefined> {
  const snapshot = database.snapshot()
  try {
    const keys = await changedKeys(database, block + 1n, head.header.number, { limit: MAX_CHANGED_RECORDS, snapshot })
    if (keys === undefined) return undefined
    const old: Old = new Map()
    for (const [name, key] of keys) old.set(name, { key, words: await loadAt(database, snapshot, block, key) })
    return old
  } finally {
    await snapshot.close()
  }
}

/** Adds what blocks appended since have changed; false where the chain did more than grow by a few blocks. */
function catchUp(core: Core, headBefore: Uint8Array, old: Old): boolean {
  if (equalBytes(core.head.hash, headBefore)) return true
  const start = core.recent.findIndex(({ parent }) => equalBytes(parent, headBefore))
  if (start < 0) return false
  for (const { writes } of core.recent.slice(start)) {
    for (const { key, previous } of writes) if (!old.has(nameOf(key))) old.set(nameOf(key), { key, words: previous })
  }
  return true
}

interface Back {
  readonly block: bigint
  readonly root: Uint8Array
  readonly old: Old
}

/** Lends the head's tree the old state. Nothing else can run meanwhile. */
function useBack<T>(tree: Tree, { block, root, old }: Back, use: Use<T>): T {
  const writes = [...old.values()]
  const now = writes.map(({ key }) => ({ key, words: tree.get(key) ?? null }))
  tree.apply(writes)
  try {
    if (!equalBytes(tree.root(), root)) throw corruptValue(numberKey('block', block), 'the history does not give its state root')
    return use(tree)
  } finally {
    tree.apply(now)
  }
}
