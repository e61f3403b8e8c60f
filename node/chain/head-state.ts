import { nameOfBytes } from '@distribute/state-machine'
import type { StateReader, Tree } from '@distribute/state-machine'
import { hashKey } from '../storage/tables.ts'
import type { Core } from './core.ts'

/**
 * The state of the head, and of no block in the making. While a builder has the tree, what it has changed is remembered as it was;
 * while anybody else has it, records come from the database, which holds the head’s and is dearer to ask.
 */
export const headState = (core: Core): StateReader => ({
  get(key) {
    if (core.phase === 'idle') return core.tree.get(key)
    if (core.builder === undefined) return core.database.getSync(hashKey('record', key))
    const name = nameOfBytes(key)
    return core.replaced.has(name) ? core.replaced.get(name) : core.tree.get(key)
  },
})

/** As a ledger gives it, which knows what stood there: to read it again would be a copy of each record. */
interface KnownWrite {
  readonly key: Uint8Array
  readonly words: Uint8Array | null
  readonly previous?: Uint8Array | null
}

/** The tree as a builder gets it: records are remembered as they were before their first change. */
export const rememberingTree = ({ tree, replaced }: Core): Tree => ({
  ...tree,
  get size() {
    return tree.size
  },
  apply(writes: readonly KnownWrite[]) {
    for (const { key, previous } of writes) {
      const name = nameOfBytes(key)
      if (!replaced.has(name)) replaced.set(name, previous === undefined ? tree.get(key) : (previous ?? undefined))
    }
    tree.apply(writes)
  },
})
