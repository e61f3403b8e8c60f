import { accountOf } from '@distribute/state-machine'
import type { Address } from '@distribute/state-machine'
import { createHeap } from './heap.ts'
import type { Heap } from './heap.ts'
import {
  advanceTo, appendReady, availableCount, closeGap, createAccount, cutReady, insertGapped, isEmpty, nonceOfEntry,
  readyCount, rebuild, removeGapped, replaceEntry,
} from './pool-account.ts'
import type { Account, Entry, PoolAccount } from './pool-account.ts'
import type { DropReason, PoolDependencies, PooledTransaction, PoolOptions } from './pool-types.ts'
import { createQueue } from './queue.ts'
import type { Queue } from './queue.ts'

/** Everything the pool holds about transactions, with one index for each question that is asked often. */
export interface PoolStore {
  readonly options: PoolOptions
  readonly dependencies: PoolDependencies
  readonly accounts: Map<Address, PoolAccount>
  /** By hash. */
  readonly entries: Map<string, Entry>
  /** All gapped ones, the oldest first. */
  readonly gaps: Queue<Entry>
  /** The accounts whose turn may come, the next one first. */
  readonly turns: Queue<PoolAccount>
  /** Those that wait for credits, by when they have them. */
  readonly waiting: Heap<PoolAccount>
  /** Those above their guaranteed slots, the largest first. */
  readonly large: Heap<PoolAccount>
  /** Those with gapped ones, the most first. */
  readonly gappy: Heap<PoolAccount>
  /** Told of each transaction that becomes executable. */
  readonly listeners: Set<(pooled: PooledTransaction) => void>
  /** Counts what may have changed the state at the head: records read in an earlier epoch are read again. */
  epoch: number
}

export const createStore = (options: PoolOptions, dependencies: PoolDependencies): PoolStore => ({
  options,
  dependencies,
  accounts: new Map(),
  entries: new Map(),
  gaps: createQueue(),
  turns: createQueue(),
  waiting: createHeap((a, b) => a.until < b.until),
  large: createHeap((a, b) => readyCount(a) > readyCount(b)),
  gappy: createHeap((a, b) => a.gapped.length > b.gapped.length),
  listeners: new Set(),
  epoch: 0,
})

/** The account at the head, read at most once an epoch. */
export function recordOf(store: PoolStore, account: PoolAccount): Account {
  if (account.recordEpoch !== store.epoch) {
    account.record = accountOf(store.dependencies.state, account.address)
    account.recordEpoch = store.epoch
  }
  return account.record
}

/** The account in the pool, or a new one that is in the pool only once it holds something. */
export const accountFor = (store: PoolStore, address: Address): PoolAccount =>
  store.accounts.get(address) ?? createAccount(address, accountOf(store.dependencies.state, address), store.epoch)

/** Brings every index in line with what the account holds now. To be called after each change. */
export function settle(store: PoolStore, account: PoolAccount): void {
  const ready = readyCount(account)
  if (ready > store.options.accountSlots) store.large.place(account)
  else store.large.remove(account)
  if (account.gapped.length > 0) store.gappy.place(account)
  else store.gappy.remove(account)
  settleTurn(store, account)
  if (!isEmpty(account)) store.accounts.set(account.address, account)
  else if (store.accounts.get(account.address) === account) store.accounts.delete(account.address)
}

/** The part of `settle` for a change of mood, or of how many the open block has taken. */
export function settleTurn(store: PoolStore, account: PoolAccount): void {
  const available = availableCount(account) > 0
  const takesTurns = available && account.mood === 'open'
  if (takesTurns !== account.queued) {
    if (takesTurns) store.turns.push(account)
    else store.turns.remove(account)
  }
  if (account.mood === 'waiting' && available) store.waiting.place(account)
  else store.waiting.remove(account)
}

/** Takes the entry, which its account does not hold any more, out of everything else. */
function forget(store: PoolStore, entry: Entry): void {
  store.entries.delete(entry.key)
  store.gaps.remove(entry)
}

function drop(store: PoolStore, entry: Entry, reason: DropReason): void {
  forget(store, entry)
  store.dependencies.metrics?.count('pool_dropped_total')
  store.dependencies.onDrop?.(entry.pooled, reason)
}

/** The last thing a change does, so that a listener finds the pool in order. */
function announce(store: PoolStore, ready: readonly Entry[]): void {
  for (const entry of ready) store.gaps.remove(entry)
  for (const entry of ready) for (const listener of store.listeners) listener(entry.pooled)
}

function becomeGapped(store: PoolStore, entries: readonly Entry[]): void {
  const now = store.dependencies.clock.now()
  for (const entry of entries) {
    entry.gappedAt = now
    store.gaps.push(entry)
  }
}

/** Adds a transaction whose nonce is free and not used up; limits are the caller's matter. */
export function insert(store: PoolStore, account: PoolAccount, entry: Entry): void {
  store.entries.set(entry.key, entry)
  const nonce = nonceOfEntry(entry)
  if (nonce === account.next + BigInt(readyCount(account))) {
    const ready = appendReady(account, entry)
    settle(store, account)
    announce(store, ready)
    return
  }
  insertGapped(account, entry)
  becomeGapped(store, [entry])
  settle(store, account)
}

/** Puts a transaction in the place of `old`, which has its nonce; gapped ones live from now on. */
export function replace(store: PoolStore, account: PoolAccount, old: Entry, entry: Entry): void {
  drop(store, old, 'Replaced')
  store.entries.set(entry.key, entry)
  const isReady = replaceEntry(account, entry)
  if (!isReady) becomeGapped(store, [entry])
  settle(store, account)
  if (isReady) announce(store, [entry])
}

export function dropGapped(store: PoolStore, entry: Entry, reason: DropReason): void {
  removeGapped(entry.account, entry)
  drop(store, entry, reason)
  settle(store, entry.account)
}

/** Drops the executable one number `position`; those behind it become gapped, and the farthest go if they are too many. */
export function dropReady(store: PoolStore, account: PoolAccount, position: number, reason: DropReason): void {
  const { entry, behind } = cutReady(account, position)
  becomeGapped(store, behind)
  drop(store, entry, reason)
  trimGapped(store, account)
  settle(store, account)
}

function trimGapped(store: PoolStore, account: PoolAccount): void {
  for (const entry of account.gapped.splice(store.options.accountGapped)) drop(store, entry, 'Evicted')
}

/** A block has brought the account's nonce to `nonce`: what is below stands in blocks, or can never any more. */
export function advance(store: PoolStore, account: PoolAccount, nonce: bigint): void {
  for (const entry of advanceTo(account, nonce)) forget(store, entry)
  const ready = account.gapped.length === 0 ? [] : closeGap(account)
  settle(store, account)
  if (ready.length > 0) announce(store, ready)
}

/** Reads the account's nonce again, whatever the pool thought, and sorts its transactions anew. */
export function reread(store: PoolStore, account: PoolAccount): void {
  const before = new Set(account.ready.slice(account.start))
  for (const entry of rebuild(account, recordOf(store, account).nonce)) drop(store, entry, 'NonceUsed')
  const ready = closeGap(account)
  const gapped = account.gapped.filter((entry) => before.has(entry))
  becomeGapped(store, gapped)
  trimGapped(store, account)
  account.unsure = false
  account.reached = 0n
  settle(store, account)
  announce(store, ready.filter((entry) => !before.has(entry)))
}
