import { equalBytes, promiseDigest, toHex, type Address } from '@distribute/state-machine'
import { readPenalty, type Breach, type L1Reader, type RollupFacts, type SequencerTerm, type SignedPromise } from '@distribute/bridge-contracts'
import type { Chain } from '../chain/chain.ts'
import type { KeptPromise } from '../chain/kept-promises.ts'
import type { ClaimNews } from '../derivation/claim-news.ts'
import type { Forward } from '../forward.ts'
import { wordsOf } from '../l1/fault-words.ts'
import type { Log } from '../l1/log.ts'
import type { L1View } from '../l1/view.ts'
import { repeatRounds } from '../rounds.ts'
import type { SuccessionWatch } from '../sequencing/succession.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { loadBreaches, type Breaches, type KnownBreach } from './breaches.ts'
import { PromiseError } from './errors.ts'
import { createFetch } from './fetch.ts'
import { createJudge } from './judge.ts'
import { createKeep } from './keep.ts'
import { createOrigins } from './origins.ts'
import { createScan } from './scan.ts'
import { createTerms } from './terms.ts'

export interface PromiseWatchOptions {
  readonly l1ChainId: bigint
  readonly pollMs: number
}

export interface PromiseWatchDependencies {
  readonly chain: Chain
  readonly facts: RollupFacts
  readonly reader: L1Reader
  readonly l1: () => L1View
  readonly succession: SuccessionWatch
  /** The sequencer's RPC, where this node has one. */
  readonly forward: Forward | undefined
  readonly tell: (news: ClaimNews) => void
  readonly log: Log
  readonly metrics: Metrics
}

/** Keeps what sequencers promise, and compares it with what they post. */
export interface PromiseWatch {
  /** Those kept for a number. */
  at(number: bigint): Promise<readonly KeptPromise[]>
  /** Takes one from anybody; answers what it breaks. Throws PromiseError, or viem's error where L1 does not answer. */
  submit(signed: SignedPromise): Promise<readonly Breach[]>
  /** Undefined for a key that never was a sequencer's. */
  termOf(signer: Address): SequencerTerm | undefined
  /** Tells of each that is new, until what it answers is called. */
  onKept(listener: (promise: KeptPromise) => void): () => void
  readonly breaches: Breaches
  /** Resolves when nothing is done any more. */
  readonly ended: Promise<void>
}

const WORDS: Readonly<Record<Breach, (number: bigint) => string>> = {
  equivocation: (number) => `BROKEN PROMISE: its sequencer signed two headers for block ${number} on one parent. Its whole stake answers for that`,
  broken: (number) => `BROKEN PROMISE: block ${number} on L1 is not the one that its sequencer signed. Its whole stake answers for that`,
  abandoned: (number) => `BROKEN PROMISE: a sequencer whose term is over signed block ${number} and never posted it. Half of its stake answers for that`,
}

/** After faults. */
const MOST_POLLS = 60

/** Starts the watch; it looks every `pollMs` until the signal. */
export const startPromiseWatch = async (options: PromiseWatchOptions, dependencies: PromiseWatchDependencies, signal: AbortSignal): Promise<PromiseWatch> => {
  const { chain, facts, reader, l1, metrics, forward } = dependencies
  const { rollup, promises } = facts.contracts
  const terms = createTerms({ reader, rollup, succession: dependencies.succession })
  const origins = createOrigins(reader)
  const breaches = await loadBreaches(chain.meta)
  const listeners = new Set<(promise: KeptPromise) => void>()
  const judge = createJudge({ chain, terms, origins })
  const domain = { l1ChainId: options.l1ChainId, rollup }
  const keep = createKeep({ kept: chain.kept, heads: chain.heads, config: chain.config, domain, terms, origins, l1Head: () => l1().latest.number })

  const report = async (found: readonly KnownBreach[]): Promise<void> => {
    for (const one of found) {
      const penalty = await readPenalty(reader, promises, one.id)
      if (!(await breaches.add(one))) continue
      if (penalty?.isSettled === true) await breaches.mark(one.id, 'settled')
      else tellBreach(one, dependencies)
    }
  }
  const scan = createScan({ chain, terms, judge, report })
  const take = async (signed: SignedPromise): Promise<readonly KnownBreach[]> => {
    const { promise, isNew } = await keep(signed)
    // Compared when it was kept, and again when its block landed.
    if (!isNew) return breaches.list().filter(({ signed: parts }) => parts.some(({ header }) => equalBytes(promiseDigest(header, domain), promise.digest)))
    metrics.count('promises_kept_total')
    for (const listener of listeners) listener(promise)
    try {
      const found = await judge(promise, await chain.kept.at(promise.header.number))
      await report(found)
      return found
    } catch (error) {
      // It is on the disk, and will not be new again.
      scan.again()
      throw error
    }
  }
  const fetch = forward === undefined ? undefined : createFetch(forward, createTaking(take, dependencies), await firstOf(chain))
  const recheck = createRecheck({ ...dependencies, breaches, judge, again: scan.again })
  const endGauge = metrics.onRender(() => metrics.gauge('broken_promises', breaches.list().filter(({ state }) => state === 'open').length))
  const compare = async (): Promise<void> => {
    await scan.look()
    await recheck()
  }
  const loop = (round: () => Promise<void>): Promise<void> => repeat(round, options.pollMs, dependencies, signal)
  return {
    at: chain.kept.at,
    submit: async (signed) => {
      await terms.refresh()
      return (await take(signed)).map(({ breach }) => breach)
    },
    termOf: terms.ofSigner,
    onKept(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    breaches,
    // A sequencer that does not answer must not hold up what is compared.
    ended: Promise.all([loop(compare), fetch === undefined ? undefined : loop(fetch)]).then(() => {
      endGauge()
      scan.end()
    }),
  }
}

/** What is on L1 already needs no promise; what is kept need not be asked for again. */
const firstOf = async (chain: Chain): Promise<bigint> => {
  const [kept, posted] = [(await chain.kept.highest()) ?? 0n, chain.heads().latest]
  return (kept > posted ? kept : posted) + 1n
}

const repeat = (round: () => Promise<void>, pollMs: number, { l1, log, metrics }: PromiseWatchDependencies, signal: AbortSignal): Promise<void> => {
  const onFault = (fault: unknown, failures: number): void => {
    metrics.count('promises_faults_total')
    log.warn({ failures, fault: wordsOf(fault) }, 'promises could not be asked for or compared; trying again')
  }
  return repeatRounds({ pollMs, mostPolls: MOST_POLLS }, { isReady: () => l1().isCaughtUp, onFault }, round, signal)
}

/** Takes what the sequencer answers. Only what may be fit to be kept later stops the asking. */
const createTaking = (take: (signed: SignedPromise) => Promise<unknown>, { log, metrics }: PromiseWatchDependencies) => {
  let told = ''
  return async (signed: SignedPromise): Promise<void> => {
    try {
      await take(signed)
    } catch (error) {
      if (!(error instanceof PromiseError) || error.code === 'OriginUnknown') throw error
      if (error.code === 'Final') return
      metrics.count('promises_refused_total', 1, { reason: error.code })
      // Once for a run of the same: the newest are asked for again and again.
      if (told !== error.code) log.warn({ number: signed.header.number, reason: error.code }, `a promise of the sequencer is not kept: ${error.message}`)
      told = error.code
    }
  }
}

const tellBreach = ({ id, breach, term, number, signed }: KnownBreach, { log, metrics, tell }: PromiseWatchDependencies): void => {
  const signatures = signed.map(({ signature }) => toHex(signature))
  log.error({ breach, term, block: number, id: toHex(id), signatures }, WORDS[breach](number))
  metrics.count('broken_promises_total', 1, { breach })
  tell({ type: 'promiseBroken', breach, term, number, id })
}

interface RecheckDependencies extends PromiseWatchDependencies {
  readonly breaches: Breaches
  readonly judge: ReturnType<typeof createJudge>
  readonly again: () => void
}

/** Once for each new L1 block: whether what is known as broken still is, after what L1 has become, and whether somebody has paid for it. */
const createRecheck = ({ breaches, judge, again, chain, facts, reader, l1, log }: RecheckDependencies) => {
  let seen = ''
  const stands = async ({ id, number }: KnownBreach): Promise<boolean> => {
    const kept = await chain.kept.at(number)
    for (const promise of kept) if ((await judge(promise, kept)).some((found) => equalBytes(found.id, id))) return true
    // What is final is not kept any more, and does not change.
    return kept.length === 0
  }
  const look = async (one: KnownBreach): Promise<void> => {
    const { id, number, breach } = one
    const place = { breach, block: number, id: toHex(id) }
    if ((await readPenalty(reader, facts.contracts.promises, id))?.isSettled === true) {
      log.info(place, `what the broken promise for block ${number} costs was taken`)
      return breaches.mark(id, 'settled')
    }
    if (await stands(one)) return
    log.warn(place, `after an L1 reorg the promise for block ${number} is not broken any more, or binds nobody`)
    await breaches.drop(id)
    again()
  }
  return async (): Promise<void> => {
    const now = toHex(l1().derived.hash)
    if (now === seen) return
    for (const one of breaches.list()) if (one.state === 'open') await look(one)
    seen = now
  }
}
