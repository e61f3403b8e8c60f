import { accountOf, kindGas, nameOfBytes } from '@distribute/state-machine'
import type { Address, Included } from '@distribute/state-machine'
import { SequencerError } from './errors.ts'
import { createEntry, entryAt, firstAvailable, pendingNonce } from './pool-account.ts'
import type { Entry, PoolAccount } from './pool-account.ts'
import { checkAccount, checkAlone, checkReplacement } from './pool-checks.ts'
import { assess, waitingOf, wakeNamed } from './pool-credits.ts'
import { alreadyKnown } from './pool-errors.ts'
import { expire, makeRoom } from './pool-limits.ts'
import { createOperationQueue } from './pool-operations.ts'
import { createSelection } from './pool-selection.ts'
import type { OpenSelection } from './pool-selection.ts'
import { accountFor, advance, createStore, insert, replace, reread } from './pool-store.ts'
import type { PoolStore } from './pool-store.ts'
import { POOL_DEFAULTS } from './pool-types.ts'
import type { AccountContent, Added, Pool, PoolDependencies, PooledTransaction, PoolError, PoolOptions } from './pool-types.ts'

/** Checks and takes one transaction in; O(log n) whatever the pool holds. */
function addTransaction(store: PoolStore, pooled: PooledTransaction): PoolError | undefined {
  const key = nameOfBytes(pooled.hash)
  if (store.entries.has(key)) return alreadyKnown()
  const wrong = checkAlone(store, pooled)
  if (wrong !== undefined) return wrong
  const account = accountFor(store, pooled.sender)
  const refused = checkAccount(store, account, pooled)
  if (refused !== undefined) return refused
  expire(store)
  const entry = createEntry(pooled, account, key, kindGas(pooled.transaction.call.kind))
  const full = place(store, account, entry)
  if (full !== undefined) return full
  if (account.taken === 0 && firstAvailable(account) === entry) assess(store, account)
  return undefined
}

function place(store: PoolStore, account: PoolAccount, entry: Entry): PoolError | undefined {
  const { nonce } = entry.pooled.transaction
  const old = entryAt(account, nonce)
  if (old === undefined) {
    const full = makeRoom(store, account, nonce)
    if (full === undefined) insert(store, account, entry)
    return full
  }
  const underpriced = checkReplacement(store, old, entry.pooled)
  if (underpriced === undefined) replace(store, account, old, entry)
  return underpriced
}

/** Brings each sender of the block to the nonce after its last transaction there. */
function advanceSenders(store: PoolStore, outcomes: readonly Included[]): void {
  const moved: PoolAccount[] = []
  for (const { transaction, sender } of outcomes) {
    const account = transaction === undefined ? undefined : store.accounts.get(sender)
    if (account === undefined || transaction === undefined) continue
    if (account.reached <= account.next) moved.push(account)
    account.reached = transaction.nonce + 1n
  }
  for (const account of moved) advance(store, account, account.reached)
}

function contentOf(account: PoolAccount): AccountContent {
  const pooled = (entry: Entry): PooledTransaction => entry.pooled
  return {
    address: account.address,
    pending: account.ready.slice(account.start).map(pooled),
    queued: account.gapped.map(pooled),
  }
}

function takeBack(store: PoolStore, rewound: readonly PooledTransaction[]): void {
  store.epoch++
  for (const account of [...store.accounts.values()]) {
    reread(store, account)
    assess(store, account)
  }
  for (const pooled of rewound) addTransaction(store, pooled)
}

/**
 * The transactions that wait for a block, by geth's rules: an account's run without a gap is executable, the rest is gapped;
 * a replacement pays 10 % more. Turns go by arrival and not by price, since tips are not taken. What lacks credits waits.
 */
export function createPool(settings: Partial<PoolOptions>, dependencies: PoolDependencies): Pool {
  const options = { ...POOL_DEFAULTS, ...settings }
  const store = createStore(options, dependencies)
  const operations = createOperationQueue(options, dependencies)
  const workers = new Set<() => void>()
  let selection: OpenSelection | undefined

  const told = (added: Added): Added => {
    if (added.ok) for (const worker of workers) worker()
    return added
  }
  const measure = (error: PoolError | undefined): Added => {
    dependencies.metrics?.count(error === undefined ? 'pool_added_total' : 'pool_refused_total')
    return error === undefined ? { ok: true } : { ok: false, error }
  }

  return {
    add: (pooled) => told(measure(addTransaction(store, pooled))),
    addOperation: (pooled) => told(operations.add(pooled)),
    get: (hash) => store.entries.get(nameOfBytes(hash))?.pooled,
    nonceOf(address: Address) {
      const account = store.accounts.get(address)
      return account === undefined ? accountOf(dependencies.state, address).nonce : pendingNonce(account)
    },
    pendingCount: () => store.entries.size - store.gaps.size,
    queuedCount: () => store.gaps.size,
    operationCount: () => operations.size,
    content: () => [...store.accounts.values()].map(contentOf),
    contentOf(address) {
      const account = store.accounts.get(address)
      return account === undefined ? { address, pending: [], queued: [] } : contentOf(account)
    },
    waiting(hash) {
      const entry = store.entries.get(nameOfBytes(hash))
      return entry === undefined ? undefined : waitingOf(store, entry)
    },
    hasWork(now) {
      const ready = store.waiting.first()?.until
      return store.turns.size > 0 || operations.size > 0 || (ready !== undefined && ready <= now)
    },
    select(now) {
      if (selection?.isOpen === true) throw new SequencerError('selection-open', 'a block is being made', { retry: false })
      selection = createSelection(store, operations, now)
      return selection
    },
    onBlock({ outcomes }) {
      store.epoch++
      advanceSenders(store, outcomes)
      if (selection?.isOpen === true) selection.commit()
      wakeNamed(store, outcomes)
    },
    onRewind(rewound) {
      if (selection?.isOpen === true) selection.release()
      takeBack(store, rewound)
    },
    subscribe(listener) {
      store.listeners.add(listener)
      return () => void store.listeners.delete(listener)
    },
    onWork(listener) {
      workers.add(listener)
      return () => void workers.delete(listener)
    },
  }
}
