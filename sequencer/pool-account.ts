import type { accountOf, Address } from '@distribute/state-machine'
import type { PooledTransaction } from './pool-types.ts'
import type { Links } from './queue.ts'

/** An account's record at the head. */
export type Account = ReturnType<typeof accountOf>

/** A transaction's place in the pool. Queued: gapped, in the order in which gapped ones expire. */
export interface Entry extends Links<Entry> {
  readonly pooled: PooledTransaction
  readonly account: PoolAccount
  /** nameOfBytes of its hash. */
  readonly key: string
  /** What its kind costs, in gas and so in credits. */
  readonly gas: bigint
  /** Gas of the account's executable ones up to this one and with it; only differences mean something. */
  gasUpTo: bigint
  /** Chain time since when it is gapped. */
  gappedAt: bigint
}

/** `open`: takes turns; `parked`: not again in the block that is open; `waiting`: for credits, until `until`. */
export type Mood = 'open' | 'parked' | 'waiting'

/** The pool's transactions of one sender. Queued: it takes turns. */
export interface PoolAccount extends Links<PoolAccount> {
  readonly address: Address
  /** The nonce at the head. */
  next: bigint
  /** `ready[start]` has nonce `next`, and so on without a gap: the executable ones. */
  ready: Entry[]
  start: number
  /** How many of them the open block has taken. */
  taken: number
  /** Ascending by nonce, all above the executable ones with a gap between. */
  gapped: Entry[]
  mood: Mood
  until: bigint
  /** The nonce that the block being told has brought the account to. */
  reached: bigint
  /** The chain disagreed about the nonce: read it again once the open block has ended. */
  unsure: boolean
  /** The account at the head, as read in epoch `recordEpoch`. */
  record: Account
  recordEpoch: number
}

export const createAccount = (address: Address, record: Account, recordEpoch: number): PoolAccount => ({
  before: undefined, after: undefined, queued: false,
  address, next: record.nonce, ready: [], start: 0, taken: 0, gapped: [], mood: 'open', until: 0n, reached: 0n, unsure: false,
  record, recordEpoch,
})

export const createEntry = (pooled: PooledTransaction, account: PoolAccount, key: string, gas: bigint): Entry => ({
  before: undefined, after: undefined, queued: false, pooled, account, key, gas, gasUpTo: 0n, gappedAt: 0n,
})

export const nonceOfEntry = (entry: Entry): bigint => entry.pooled.transaction.nonce
export const readyCount = (account: PoolAccount): number => account.ready.length - account.start
/** How many executable ones the open block has not taken. */
export const availableCount = (account: PoolAccount): number => readyCount(account) - account.taken
export const isEmpty = (account: PoolAccount): boolean => readyCount(account) === 0 && account.gapped.length === 0
export const pendingNonce = (account: PoolAccount): bigint => account.next + BigInt(readyCount(account))
/** The lowest nonce that can still be added or replaced: what the open block has taken is spoken for. */
export const openNonce = (account: PoolAccount): bigint => account.next + BigInt(account.taken)
export const firstAvailable = (account: PoolAccount): Entry | undefined => account.ready[account.start + account.taken]
export const lastReady = (account: PoolAccount): Entry | undefined =>
  readyCount(account) === 0 ? undefined : account.ready[account.ready.length - 1]
export const lastGapped = (account: PoolAccount): Entry | undefined => account.gapped[account.gapped.length - 1]

/** The index in `ready` of a nonce that is executable, else -1. */
function readyIndex(account: PoolAccount, nonce: bigint): number {
  if (nonce < account.next || nonce >= pendingNonce(account)) return -1
  return account.start + Number(nonce - account.next)
}

/** The index in `gapped` of the first nonce that is not below `nonce`. */
function gappedIndex({ gapped }: PoolAccount, nonce: bigint): number {
  let low = 0
  let high = gapped.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (nonceOfEntry(gapped[middle]!) < nonce) low = middle + 1
    else high = middle
  }
  return low
}

export function entryAt(account: PoolAccount, nonce: bigint): Entry | undefined {
  const index = readyIndex(account, nonce)
  if (index >= 0) return account.ready[index]
  const entry = account.gapped[gappedIndex(account, nonce)]
  return entry !== undefined && nonceOfEntry(entry) === nonce ? entry : undefined
}

/** Appends at the pending nonce and moves up what no longer has a gap. Returns what has become executable, in order. */
export function appendReady(account: PoolAccount, entry: Entry): readonly Entry[] {
  pushReady(account, entry)
  return account.gapped.length === 0 ? [entry] : [entry, ...closeGap(account)]
}

/** Moves up the gapped ones that follow without a gap. */
export function closeGap(account: PoolAccount): readonly Entry[] {
  let nonce = pendingNonce(account)
  let count = 0
  for (const entry of account.gapped) {
    if (nonceOfEntry(entry) !== nonce) break
    pushReady(account, entry)
    nonce++
    count++
  }
  return count === 0 ? [] : account.gapped.splice(0, count)
}

function pushReady(account: PoolAccount, entry: Entry): void {
  entry.gasUpTo = (lastReady(account)?.gasUpTo ?? 0n) + entry.gas
  // A first push would make room for seventeen; most accounts have one or two.
  if (account.ready.length === 0) account.ready = [entry]
  else account.ready.push(entry)
}

export const insertGapped = (account: PoolAccount, entry: Entry): void => {
  account.gapped.splice(gappedIndex(account, nonceOfEntry(entry)), 0, entry)
}

/** Puts `entry` where another of its nonce stands. Returns whether that one was executable. */
export function replaceEntry(account: PoolAccount, entry: Entry): boolean {
  const nonce = nonceOfEntry(entry)
  const index = readyIndex(account, nonce)
  if (index < 0) {
    account.gapped[gappedIndex(account, nonce)] = entry
    return false
  }
  const difference = entry.gas - account.ready[index]!.gas
  entry.gasUpTo = account.ready[index]!.gasUpTo
  account.ready[index] = entry
  if (difference !== 0n) for (let i = index; i < account.ready.length; i++) account.ready[i]!.gasUpTo += difference
  return true
}

export const removeGapped = (account: PoolAccount, entry: Entry): void => {
  account.gapped.splice(gappedIndex(account, nonceOfEntry(entry)), 1)
}

/**
 * Takes the executable entry number `position` (from 0) out. Those behind it now have a gap before them; they are returned,
 * and stand in `gapped` already.
 */
export function cutReady(account: PoolAccount, position: number): { readonly entry: Entry; readonly behind: readonly Entry[] } {
  const [entry, ...behind] = account.ready.splice(account.start + position)
  if (behind.length > 0) account.gapped = [...behind, ...account.gapped]
  return { entry: entry!, behind }
}

/** Sets the nonce at the head forward. Returns what it leaves behind, executable or gapped; closes no gap. */
export function advanceTo(account: PoolAccount, nonce: bigint): readonly Entry[] {
  const steps = nonce - account.next
  if (steps <= 0n) return []
  const used = Math.min(Number(steps), readyCount(account))
  const left = account.ready.slice(account.start, account.start + used)
  account.start += used
  account.next = nonce
  account.taken = Math.max(0, account.taken - used)
  if (account.start * 2 > account.ready.length) compact(account)
  if (account.gapped.length === 0) return left
  return [...left, ...account.gapped.splice(0, gappedIndex(account, nonce))]
}

function compact(account: PoolAccount): void {
  account.ready = account.ready.slice(account.start)
  account.start = 0
}

/** Sorts everything anew around another nonce at the head. Returns what is below it; closes no gap. */
export function rebuild(account: PoolAccount, nonce: bigint): readonly Entry[] {
  account.gapped = [...account.ready.slice(account.start), ...account.gapped]
  account.ready = []
  account.start = 0
  account.taken = 0
  account.next = nonce
  return account.gapped.splice(0, gappedIndex(account, nonce))
}
