import type { SkipName } from '@distribute/state-machine'
import { firstAvailable } from './pool-account.ts'
import type { PoolAccount } from './pool-account.ts'
import { assess, wake } from './pool-credits.ts'
import { expire } from './pool-limits.ts'
import type { OperationQueue } from './pool-operations.ts'
import { dropReady, reread, settleTurn } from './pool-store.ts'
import type { PoolStore } from './pool-store.ts'
import type { PooledOperation, Selection } from './pool-types.ts'

/** A selection, with what the pool needs to end it. */
export interface OpenSelection extends Selection {
  readonly isOpen: boolean
  /** The block stands: whatever it took has been told by its outcomes. */
  commit(): void
}

export function createSelection(store: PoolStore, queue: OperationQueue, now: bigint): OpenSelection {
  /** Accounts that the block has taken from, in the order of their first turn. */
  const touched: PoolAccount[] = []
  const parked = new Set<PoolAccount>()
  const operations: PooledOperation[] = []
  let last: PoolAccount | undefined
  let isOpen = true
  expire(store)
  wake(store, now)

  const park = (account: PoolAccount): void => {
    account.taken--
    account.mood = 'parked'
    parked.add(account)
    settleTurn(store, account)
  }
  const unpark = (): void => {
    isOpen = false
    for (const account of parked) {
      account.mood = 'open'
      if (account.unsure) reread(store, account)
      assess(store, account)
    }
  }

  return {
    get isOpen() {
      return isOpen
    },
    operations: () => queue.all(),
    tookOperation: (operation) => void operations.push(operation),
    dropOperation: (operation) => queue.remove(operation),
    next() {
      last = isOpen ? store.turns.shift() : undefined
      if (last === undefined) return undefined
      const entry = firstAvailable(last)
      if (last.taken === 0) touched.push(last)
      last.taken++
      settleTurn(store, last)
      return entry?.pooled
    },
    giveBack() {
      if (last === undefined) return
      last.taken--
      store.turns.remove(last)
      store.turns.pushFront(last)
      last = undefined
    },
    skipped(reason: SkipName) {
      const account = last
      last = undefined
      if (account === undefined) return
      if (reason === 'NoCredits') return park(account)
      account.unsure = reason === 'WrongNonce'
      if (account.unsure) return park(account)
      account.taken--
      dropReady(store, account, account.taken, reason)
    },
    release() {
      store.epoch++
      for (const account of touched.reverse()) {
        account.taken = 0
        settleTurn(store, account)
        if (!account.queued) continue
        store.turns.remove(account)
        store.turns.pushFront(account)
      }
      unpark()
    },
    commit() {
      for (const operation of operations) queue.remove(operation)
      for (const account of touched) {
        account.taken = 0
        settleTurn(store, account)
      }
      unpark()
    },
  }
}
