import type { LocalAccount } from 'viem'
import { getGasPrice } from 'viem/actions'
import { encodedCall, estimateGas, readIsClaimed, revertOf, type EncodedCall, type L1Contracts, type L1Reader } from '@distribute/bridge-contracts'
import { etherWords } from '@distribute/client/words'
import type { Chain } from '../chain/chain.ts'
import { wordsOf } from '../l1/fault-words.ts'
import type { Log } from '../l1/log.ts'
import type { L1View } from '../l1/view.ts'
import type { SendPatiently } from '../prover/send.ts'
import { repeatRounds } from '../rounds.ts'
import type { StoredBatch } from '../storage/batch-row.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { claimAgainst, lastFinalBatch, withdrawalsUpTo, type Claimable } from './final-withdrawals.ts'
import { loadNotes, type NotesStore } from './notes.ts'

export interface ClaimerOptions {
  readonly pollMs: number
  /** wei that may be spent on gas in a day of L1's clock */
  readonly budget: bigint
}

export interface ClaimerDependencies {
  readonly chain: Pick<Chain, 'heads' | 'batches' | 'proveAt' | 'meta'>
  readonly contracts: Pick<L1Contracts, 'bridge'>
  readonly reader: L1Reader
  readonly account: LocalAccount
  readonly send: SendPatiently
  readonly l1: () => L1View
  readonly log: Log
  readonly metrics: Metrics
}

export interface Claimer {
  /** Resolves when nothing is done any more. */
  readonly ended: Promise<void>
}

const DAY = 86_400n
/** After which one that could not be paid, or was not worth its gas, is looked at again. Seconds of L1. */
const LATER = 3_600n
const MOST_A_ROUND = 64
const MOST_POLLS = 10
/** What the cap of a transaction may be above the price now (`createSend`). */
const CAP_FACTOR = 2n
const WEI = 1e18

/**
 * Has withdrawals paid that are final, one after the other, whosever they are, for nothing: their formats know no tip. L1 says what is
 * paid, so that a restart or a reorg at any point costs nothing and pays nothing twice.
 */
export const startClaimer = async (options: ClaimerOptions, dependencies: ClaimerDependencies, signal: AbortSignal): Promise<Claimer> => {
  const { chain, l1, log, metrics } = dependencies
  const notes = await loadNotes(chain.meta)
  const round = createRound(options, { ...dependencies, notes }, signal)
  const onFault = (fault: unknown, failures: number): void => {
    metrics.count('claimer_faults_total')
    log.warn({ failures, fault: wordsOf(fault) }, 'the claimer could not go on; it tries again')
  }
  const pace = { pollMs: options.pollMs, mostPolls: MOST_POLLS }
  return { ended: repeatRounds(pace, { isReady: () => l1().isCaughtUp, onFault }, round, signal) }
}

type Outcome = 'paid' | 'later' | 'over-budget'

const createRound = (options: ClaimerOptions, dependencies: ClaimerDependencies & { readonly notes: NotesStore }, signal: AbortSignal) => {
  const { chain, contracts: { bridge }, reader, l1, log, metrics, notes } = dependencies
  /** Until which L1 time these are left alone. */
  const later = new Map<bigint, bigint>()
  let warnedOn = 0n

  /** Ids are left behind for good once a final L1 block has paid them. */
  const moveOn = async (count: bigint): Promise<void> => {
    const { number } = l1().finalized
    let { paidTo } = notes.get()
    while (paidTo < count && (await readIsClaimed(reader, bridge, paidTo + 1n, number))) paidTo++
    if (paidTo !== notes.get().paidTo) await notes.put({ ...notes.get(), paidTo })
    for (const id of later.keys()) if (id <= paidTo) later.delete(id)
  }
  const isPaid = async (id: bigint): Promise<boolean> => readIsClaimed(reader, bridge, id)
  const tellBudget = (open: number): void => {
    const day = l1().latest.time / DAY
    if (day === warnedOn) return
    warnedOn = day
    log.warn({ open, budget: etherWords(options.budget) }, 'the claimer has spent what it may today: withdrawals wait for tomorrow, or for somebody else')
  }

  return async (): Promise<void> => {
    const batch = await lastFinalBatch(chain)
    if (batch === undefined) return
    const count = await withdrawalsUpTo(chain, batch)
    await moveOn(count)
    let [open, tried] = [0, 0]
    for (let id = notes.get().paidTo + 1n; id <= count && !signal.aborted; id++) {
      const isDue = (later.get(id) ?? 0n) <= l1().latest.time
      if (!isDue) open++
      if (!isDue || tried >= MOST_A_ROUND || (await isPaid(id))) continue
      tried++
      const outcome = await payOne(id, batch, options, dependencies)
      if (outcome === 'later') later.set(id, l1().latest.time + LATER)
      if (outcome !== 'paid') open++
      if (outcome !== 'over-budget') continue
      tellBudget(open)
      break
    }
    metrics.gauge('claimer_open', open)
  }
}

type Paying = ClaimerDependencies & { readonly notes: NotesStore }

const payOne = async (id: bigint, batch: StoredBatch, { budget }: ClaimerOptions, dependencies: Paying): Promise<Outcome> => {
  const { chain, contracts, reader, account, l1, log, notes } = dependencies
  const claim = await claimAgainst(chain, batch, id, contracts.bridge)
  if (claim === undefined) return 'later'
  const call = encodedCall(claim.call)
  const gas = await gasFor(call, { reader, account, log, id })
  if (gas === undefined) return 'later'
  const price = await getGasPrice(reader)
  const { to, worth, words } = claim
  if (worth <= gas * price) {
    log.debug({ id, to, value: words, gas }, 'a withdrawal is worth less than the gas that pays it: it is left to its payee')
    return 'later'
  }
  const day = l1().latest.time / DAY
  const before = notes.get().day === day ? notes.get().spent : 0n
  const aside = gas * price * CAP_FACTOR
  if (before + aside > budget) return 'over-budget'
  // Set aside on the disk first: whoever is killed while he pays must not believe that he has not paid.
  await notes.put({ ...notes.get(), day, spent: before + aside })
  const spent = await paid(call, claim, dependencies)
  await notes.put({ ...notes.get(), day, spent: before + spent })
  return 'paid'
}

const paid = async (call: EncodedCall, { id, to, words }: Claimable, { send, log, metrics }: Paying): Promise<bigint> => {
  const { transactionHash, gasUsed, effectiveGasPrice } = await send(call)
  const spent = BigInt(gasUsed) * BigInt(effectiveGasPrice)
  metrics.count('claimer_claims_total')
  metrics.count('claimer_spent_ether_total', Number(spent) / WEI)
  log.info({ id, to, value: words, fee: etherWords(spent), transaction: transactionHash }, `withdrawal ${id} is paid`)
  return spent
}

/** Undefined where L1 would not pay now: a payee that refuses, one that somebody else has just paid, roots that are final no more. */
const gasFor = async (call: EncodedCall, { reader, account, log, id }: Pick<ClaimerDependencies, 'reader' | 'account' | 'log'> & { readonly id: bigint }): Promise<bigint | undefined> => {
  try {
    return await estimateGas(reader, call, account.address)
  } catch (error) {
    const reason = revertOf(error)?.name
    if (reason === undefined) throw error
    log.info({ id, reason }, `withdrawal ${id} cannot be paid now`)
    return undefined
  }
}
