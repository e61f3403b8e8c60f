import { equalBytes, proveInclusion } from '@distribute/state-machine'
import type { InclusionProof, Multiproof, Tree } from '@distribute/state-machine'
import { numberKey } from '../storage/tables.ts'
import { corruptValue } from '../storage/value-reader.ts'
import type { Core } from './core.ts'
import { whenIdle } from './core.ts'
import { ChainError } from './errors.ts'
import type { FinalizedTree } from './finalized-tree.ts'
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
  checkReadable(core, block)
  if (block === core.head.header.number) {
    const proof = await whenIdle(core, () => (block === core.head.header.number ? proveIn(core.tree, block, keys) : undefined))
    if (proof !== undefined) return proof
  }
  if (block === core.finalized) return finalized.with(block, (tree) => proveIn(tree, block, keys))
  return proveBetween(core, block, keys)
}

async function proveBetween(core: Core, block: bigint, keys: readonly Uint8Array[]): Promise<StateProof> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const head = core.head
    const old = await loadChanges(core, block)
    const root = (await readBlockRow(core.database, block))?.header.stateRoot
    const proof = await whenIdle(core, () => (root !== undefined && catchUp(core, head.hash, old) ? proveBack(core.tree, { block, root, keys, old }) : undefined))
    if (proof !== undefined) return proof
    checkReadable(core, block)
  }
  throw new ChainError('busy', `The chain moved on ${MAX_TRIES} times while the state of block ${block} was read.`)
}

type Old = Map<string, { readonly key: Uint8Array; readonly words: Uint8Array | null }>

/** The records that changed since `block`, as they were. */
async function loadChanges({ database, head }: Core, block: bigint): Promise<Old> {
  const snapshot = database.snapshot()
  try {
    const keys = await changedKeys(database, block + 1n, head.header.number, { limit: MAX_CHANGED_RECORDS, snapshot })
    if (keys === undefined) {
      const advice = 'Ask for the finalized or the latest block.'
      throw new ChainError('proof-too-far', `More than ${MAX_CHANGED_RECORDS} records changed since block ${block}. ${advice}`)
    }
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
  readonly keys: readonly Uint8Array[]
  readonly old: Old
}

/** Lends the head's tree the old state for one proof. Nothing else can run meanwhile. */
function proveBack(tree: Tree, { block, root, keys, old }: Back): StateProof {
  const writes = [...old.values()]
  const now = writes.map(({ key }) => ({ key, words: tree.get(key) ?? null }))
  tree.apply(writes)
  try {
    if (!equalBytes(tree.root(), root)) throw corruptValue(numberKey('block', block), 'the history does not give its state root')
    return proveIn(tree, block, keys)
  } finally {
    tree.apply(now)
  }
}
