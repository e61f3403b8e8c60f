import { equalBytes } from '@distribute/state-machine'
import type { Tree } from '@distribute/state-machine'
import { numberKey } from '../storage/tables.ts'
import { corruptValue } from '../storage/value-reader.ts'
import type { Core } from './core.ts'
import { changedKeys, loadAt } from './history.ts'
import { loadTreeAt } from './load-state.ts'
import { readBlockRow } from './rows.ts'

/** The state that withdrawals are proven against, kept in a tree of its own. */
export interface FinalizedTree {
  /** Runs `use` over the state after `block`, which is the finalized one. */
  with<T>(block: bigint, use: (tree: Tree) => T): Promise<T>
  /** Moves on to the finalized block where it was ever built, while the history it needs for that is there. Never rejects. */
  follow(): Promise<void>
}

/** Beyond so many changes one walk along all records is faster than a look-up each. */
const MAX_LOOK_UPS = 50_000

interface Held {
  readonly block: bigint
  readonly tree: Tree
}

/**
 * Built when it is first asked for (many nodes never are, and it costs as much memory as the head's), then moved along
 * with the finalized block; built anew where that goes back.
 */
export function createFinalizedTree(core: Core): FinalizedTree {
  let held: Held | undefined
  let turn: Promise<unknown> = Promise.resolve()
  const use = async <T>(block: bigint, task: (tree: Tree) => T): Promise<T> => {
    const from = held
    // Forgotten while it moves: a move that fails half-way leaves a tree of no block.
    held = undefined
    held = from === undefined || from.block > block || from.block < core.floor ? await build(core, block) : await advance(core, from, block)
    return task(held.tree)
  }
  const queue = <T>(task: () => Promise<T>): Promise<T> => {
    const result = turn.then(task)
    turn = result.catch(() => undefined)
    return result
  }
  return {
    with: (block, task) => queue(() => use(block, task)),
    async follow() {
      // Where it fails it is forgotten, and the next proof tells why.
      await queue(async () => (held === undefined || held.block >= core.finalized ? undefined : use(core.finalized, () => undefined))).catch(() => undefined)
    },
  }
}

async function build(core: Core, block: bigint): Promise<Held> {
  const snapshot = core.database.snapshot()
  try {
    return await checked(core, { block, tree: await loadTreeAt(core.database, snapshot, block) })
  } finally {
    await snapshot.close()
  }
}

/** The state after a block in a tree that is the caller's own. Throws StorageError `corrupt` where it has not the block's root. */
export const buildTreeAt = async (core: Core, block: bigint): Promise<Tree> => (await build(core, block)).tree

async function advance(core: Core, { block: from, tree }: Held, block: bigint): Promise<Held> {
  if (from === block) return { block, tree }
  const { database } = core
  const snapshot = database.snapshot()
  try {
    const keys = await changedKeys(database, from + 1n, block, { limit: MAX_LOOK_UPS, snapshot })
    if (keys === undefined) return await build(core, block)
    const writes = []
    for (const key of keys.values()) writes.push({ key, words: await loadAt(database, snapshot, block, key) })
    tree.apply(writes)
    return await checked(core, { block, tree })
  } finally {
    await snapshot.close()
  }
}

async function checked(core: Core, held: Held): Promise<Held> {
  const row = await readBlockRow(core.database, held.block)
  if (row !== undefined && equalBytes(row.header.stateRoot, held.tree.root())) return held
  throw corruptValue(numberKey('block', held.block), 'the history does not give its state root')
}
