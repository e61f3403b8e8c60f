import { BaseError, ContractFunctionRevertedError, ContractFunctionZeroDataError } from 'viem'
import { readRollupFacts, readSuccession, type L1Reader, type RollupFacts, type Succession } from '@distribute/bridge-contracts'
import type { Address, Genesis } from '@distribute/state-machine'
import { mustStop } from '../must-stop.ts'
import { sleep } from '../sequencing/clock.ts'
import { checkCommunity } from './check-community.ts'
import { L1Error } from './errors.ts'
import { l1ErrorIn, wordsOf } from './fault-words.ts'
import type { Log } from './log.ts'
import { readHead, type L1Head } from './read-head.ts'
import type { L1Urls } from './urls.ts'

export interface CommunityOnL1 {
  readonly rollup: Address
  readonly genesis: Genesis
  /** L1 block of the deployment. */
  readonly deployed: bigint
}

export interface CommunityDependencies {
  readonly urls: L1Urls
  readonly log: Log
  /** Told, in words for people, what is being waited for. */
  readonly onWaiting?: (reason: string) => void
}

export interface FirstSight {
  readonly facts: RollupFacts
  readonly succession: Succession
  readonly head: L1Head
}

/** A URL that does not answer at all must not hold up the start for long while others do. */
const CHAINS_MS = 3_000

/**
 * Looks for the community on L1, until L1 answers. Throws L1Error WrongChain, NoRollup, WrongCommunity or WrongMachine where it answers what cannot
 * be right, and Unavailable where `signal` ends the wait.
 */
export const findCommunity = async (community: CommunityOnL1, dependencies: CommunityDependencies, signal: AbortSignal): Promise<FirstSight> => {
  const { urls, log } = dependencies
  await unlessStopped(signal, urls.refuseOtherChains(CHAINS_MS))
  for (let failures = 1; !signal.aborted; failures++) {
    const source = urls.best()
    try {
      const found = await unlessStopped(signal, look(community, source.reader))
      urls.praise(source)
      if (failures > 1) log.info({ url: source.origin, failures: failures - 1 }, 'L1 answers')
      return found
    } catch (error) {
      const fault = atStart(l1ErrorIn(error) ?? error)
      if (mustStop(fault) || signal.aborted) throw fault
      urls.blame(source)
      const reason = `waiting for L1: ${source.origin}: ${wordsOf(fault)}`
      log.warn({ url: source.origin, failures, fault: wordsOf(fault) }, 'L1 does not answer; the node starts once it does')
      dependencies.onWaiting?.(reason)
      await sleep(urls.pauseMs(), signal)
    }
  }
  throw stopped()
}

const stopped = (): L1Error => new L1Error('Unavailable', 'stopped while waiting for L1')

/** A request under way may hang for long; whoever stops the node does not wait for it. */
const unlessStopped = <T>(signal: AbortSignal, work: Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    const stop = (): void => reject(stopped())
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })

/** While a node runs another chain may be a slip of whoever serves the URL; at the start it is the operator's. */
const atStart = (fault: unknown): unknown =>
  fault instanceof L1Error && fault.code === 'OtherChain' ? new L1Error('WrongChain', fault.message) : fault

const look = async ({ rollup, genesis, deployed }: CommunityOnL1, reader: L1Reader): Promise<FirstSight> => {
  const head = await readHead(reader, { blockTag: 'latest' })
  const facts = await readRollupFacts(reader, rollup).catch((error: unknown) => whyNone(error, { reader, rollup, deployed, head }))
  checkCommunity(facts, genesis)
  return { facts, succession: await readSuccession(reader, rollup, head.number), head }
}

interface Missing {
  readonly reader: L1Reader
  readonly rollup: Address
  readonly deployed: bigint
  readonly head: L1Head
}

/** Throws: that there is no rollup for good, or not yet for an L1 node that still catches up, or what was wrong with the answer. */
const whyNone = async (error: unknown, { reader, rollup, deployed, head }: Missing): Promise<never> => {
  const isNone = (cause: unknown): boolean => cause instanceof ContractFunctionZeroDataError || cause instanceof ContractFunctionRevertedError
  if (!(error instanceof BaseError) || error.walk(isNone) === null) throw error
  if (head.number >= deployed) throw new L1Error('NoRollup', `there is no rollup of this kind at ${rollup} on L1: check rollup.json and --l1-url`)
  const ends = `L1 ends with block ${head.number}, and the community was deployed in block ${deployed}`
  if ((await reader.request({ method: 'eth_syncing' })) === false) throw new L1Error('NoRollup', `${ends}: is it another L1, or has it lost its data?`)
  throw new L1Error('Lagging', `${ends}: it still catches up`)
}
