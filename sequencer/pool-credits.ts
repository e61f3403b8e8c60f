import { capacityOf, creditsReadyAt, refillCredits, SECONDS_A_DAY } from '@distribute/state-machine'
import type { Address, Included } from '@distribute/state-machine'
import { firstAvailable, nonceOfEntry } from './pool-account.ts'
import type { Account, Entry, PoolAccount } from './pool-account.ts'
import { dropReady, recordOf, settleTurn } from './pool-store.ts'
import type { PoolStore } from './pool-store.ts'
import type { PoolDependencies, Waiting } from './pool-types.ts'

type World = Pick<PoolDependencies, 'config' | 'clock'>

export const capacityIn = ({ config }: World, record: Account): bigint => capacityOf(record, config.genesis.parameters)

/** The clock may stand behind the head's time for a moment after an L1 reorganisation. */
const nowFor = ({ clock }: World, record: Account): bigint => {
  const now = clock.now()
  return now < record.creditsTime ? record.creditsTime : now
}

const readyAt = (world: World, record: Account, gas: bigint): bigint | undefined =>
  creditsReadyAt(record, gas, nowFor(world, record), world.config.genesis.parameters)

/** Whether the account will have `gas` credits some day if nothing else changes: credits never pass the capacity. */
export const creditsEver = (world: World, record: Account, gas: bigint): boolean => capacityIn(world, record) >= gas

/** Decides by the state at the head whether the account takes turns or waits; drops a transaction that waits in vain. */
export function assess(store: PoolStore, account: PoolAccount): void {
  const first = firstAvailable(account)
  const at = first === undefined ? 0n : readyAt(store.dependencies, recordOf(store, account), first.gas)
  if (at === undefined) {
    account.mood = 'open'
    dropReady(store, account, account.taken, 'NoCredits')
    return
  }
  if (account.mood === 'waiting') store.waiting.remove(account)
  account.mood = at > store.dependencies.clock.now() ? 'waiting' : 'open'
  account.until = at
  settleTurn(store, account)
}

/** Lets those take turns who have waited long enough. */
export function wake(store: PoolStore, now: bigint): void {
  for (let account = store.waiting.first(); account !== undefined && account.until <= now; account = store.waiting.first()) {
    account.mood = 'open'
    settleTurn(store, account)
  }
}

/** A block may have brought ether, credits or membership to accounts that wait: those it names are looked at again. */
export function wakeNamed(store: PoolStore, outcomes: readonly Included[]): void {
  if (store.waiting.first() === undefined) return
  const seen = new Set<PoolAccount>()
  for (const outcome of outcomes) {
    for (const address of namedIn(outcome)) {
      const account = store.accounts.get(address)
      if (account?.mood === 'waiting') seen.add(account)
    }
  }
  for (const account of seen) assess(store, account)
}

function namedIn({ sender, to, call, events }: Included): readonly Address[] {
  const named: Address[] = [sender, to]
  for (const argument of call?.args ?? []) if (typeof argument === 'string') named.push(argument)
  for (const event of events) for (const argument of event.args) if (typeof argument === 'string') named.push(argument)
  return named
}

/** Until when an executable transaction waits: until the account can pay it and all that it has before it. */
export function waitingOf(store: PoolStore, entry: Entry): Waiting | undefined {
  const { account } = entry
  const first = firstAvailable(account)
  if (first === undefined || entry.queued || nonceOfEntry(entry) < nonceOfEntry(first)) return undefined
  const record = recordOf(store, account)
  if (!creditsEver(store.dependencies, record, entry.gas)) return { until: undefined }
  const until = paidAt(store.dependencies, record, entry.gasUpTo - first.gasUpTo + first.gas)
  return until !== undefined && until <= nowFor(store.dependencies, record) ? undefined : { until }
}

/** Transactions are taken as soon as they can be paid, so what refills in the meantime never meets the capacity. */
function paidAt(world: World, record: Account, gas: bigint): bigint | undefined {
  const { parameters } = world.config.genesis
  const now = nowFor(world, record)
  const filled = refillCredits(record, now, parameters)
  if (filled.credits >= gas) return now
  const capacity = capacityOf(record, parameters)
  if (capacity === 0n) return undefined
  return filled.creditsTime + ((gas - filled.credits) * SECONDS_A_DAY + capacity - 1n) / capacity
}
