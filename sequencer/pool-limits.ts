import { lastGapped, lastReady, nonceOfEntry, pendingNonce, readyCount } from './pool-account.ts'
import type { PoolAccount } from './pool-account.ts'
import { accountLimit, poolFull } from './pool-errors.ts'
import { dropGapped, dropReady } from './pool-store.ts'
import type { PoolStore } from './pool-store.ts'
import type { PoolError } from './pool-types.ts'

/** Forgets what has been gapped for longer than its lifetime. Amortised O(1): each transaction expires once. */
export function expire(store: PoolStore): void {
  const oldest = store.dependencies.clock.now() - store.options.lifetime
  for (let entry = store.gaps.first(); entry !== undefined && entry.gappedAt < oldest; entry = store.gaps.first()) {
    dropGapped(store, entry, 'Expired')
  }
}

/** Makes room for a transaction of this nonce, by taking away what is worth less; else says why there is none. */
export function makeRoom(store: PoolStore, account: PoolAccount, nonce: bigint): PoolError | undefined {
  return nonce === pendingNonce(account) ? roomForReady(store, account) : roomForGapped(store, account, nonce)
}

function roomForReady(store: PoolStore, account: PoolAccount): PoolError | undefined {
  const { total, accountExecutable } = store.options
  if (readyCount(account) >= accountExecutable) return accountLimit(readyCount(account))
  if (store.entries.size < total) return undefined
  return dropMostGapped(store) || dropFromLargest(store, account) ? undefined : poolFull()
}

function roomForGapped(store: PoolStore, account: PoolAccount, nonce: bigint): PoolError | undefined {
  const { total, totalGapped, accountGapped } = store.options
  const count = account.gapped.length
  if (count >= accountGapped) return makeOwnRoom(store, account, nonce) ? undefined : accountLimit(count)
  if (store.entries.size < total && store.gaps.size < totalGapped) return undefined
  const most = store.gappy.first()
  if (most !== undefined && most !== account && most.gapped.length > count + 1 && dropMostGapped(store)) return undefined
  return makeOwnRoom(store, account, nonce) ? undefined : poolFull()
}

/** The nearer to the account's executable ones, the more a transaction is worth. */
function makeOwnRoom(store: PoolStore, account: PoolAccount, nonce: bigint): boolean {
  const farthest = lastGapped(account)
  if (farthest === undefined || nonceOfEntry(farthest) < nonce) return false
  dropGapped(store, farthest, 'Evicted')
  return true
}

/** The farthest of the account with the most gapped ones. */
function dropMostGapped(store: PoolStore): boolean {
  const most = store.gappy.first()
  const farthest = most === undefined ? undefined : lastGapped(most)
  if (farthest === undefined) return false
  dropGapped(store, farthest, 'Evicted')
  return true
}

/** The last one of the account with the most executable ones, if that is more than its slots and more than `account` has. */
function dropFromLargest(store: PoolStore, account: PoolAccount): boolean {
  const largest = store.large.first()
  if (largest === undefined || largest === account || lastReady(largest) === undefined) return false
  const count = readyCount(largest)
  if (count <= readyCount(account) + 1 || count <= largest.taken) return false
  dropReady(store, largest, count - 1, 'Evicted')
  return true
}
