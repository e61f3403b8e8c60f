import { getBlockNumber } from 'viem/actions'
import { equalBytes, type Address } from '@distribute/state-machine'
import {
  commitmentTo, commitProofCall, dryRunEncoded, encodedCall, keepBlockHashCall, proveAbandonedPromiseCall, proveBrokenPromiseCall, proveEquivocationCall,
  readBatch, readCommittedAt, readKeptBlockHash, readPenalty, readTerm, revertOf, takeBreachPenaltyCall,
  type KeptPenalty, type L1Call, type L1Contracts, type L1Reader,
} from '@distribute/bridge-contracts'
import { ChainError } from '../chain/errors.ts'
import type { Log } from '../l1/log.ts'
import type { Breaches, KnownBreach } from '../promises/breaches.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { readClaimedBlock, type ClaimedBlockDependencies } from './claimed-block.ts'
import { ProverError } from './errors.ts'
import type { SendPatiently } from './send.ts'

export interface BreachDependencies extends ClaimedBlockDependencies {
  readonly contracts: Pick<L1Contracts, 'challenges' | 'promises' | 'rollup'>
  readonly reader: L1Reader
  /** Who commits and proves, and gets half of a whole stake. */
  readonly account: Address
  readonly send: SendPatiently
  /** L1's time, in seconds. */
  readonly l1Time: () => bigint
  readonly breaches: Breaches
  readonly log: Log
  readonly metrics: Metrics
}

/** Answers of L1 after which this breach cannot be proven, now or ever. */
const FINAL_WORDS: Readonly<Record<string, string>> = {
  NothingStaked: 'its sequencer has no stake left that could answer for it',
  PromiseKept: 'L1 says that it was kept: this node has another block than L1 and MUST NOT be trusted',
  NoEquivocation: 'L1 says that the two headers are not for one place: this node MUST NOT be trusted',
  NotTheSigner: 'L1 says that it is not signed by the key of the term: this node MUST NOT be trusted',
  WrongChain: 'L1 says that it is of another chain: this node MUST NOT be trusted',
  UnknownL1Block: 'L1 has forgotten the L1 block that it names, and nobody had it kept',
}

/** What L1 does not show yet, or not any more: another claim may stand soon, a reorg may come back. */
const isPassing = (error: unknown): boolean =>
  (error instanceof ProverError && ['NotStanding', 'OtherParent', 'MissingData'].includes(error.code)) ||
  ['NotStanding', 'NotOfTheTerm', 'TermNotOver', 'TermNotBegun', 'WrongBlock', 'RootNotPosted', 'OriginNotCanonical'].includes(revertOf(error)?.name ?? '')

/**
 * Does what is next about a broken promise, one transaction at a time at most but for the L1 blocks that have to be kept. The proof is made
 * anew each time, from L1's own hashes, and L1 runs it before it is sent: nothing here has to survive a restart.
 */
export const moveBreach = async (one: KnownBreach, dependencies: BreachDependencies): Promise<void> => {
  const { reader, contracts: { promises } } = dependencies
  const penalty = await readPenalty(reader, promises, one.id)
  if (penalty?.isSettled === true) return settle(one, dependencies)
  if (penalty !== undefined && (await isPayable(penalty, dependencies))) return takePenalty(one, dependencies)
  try {
    await prove(one, penalty, dependencies)
  } catch (error) {
    const words = error instanceof ChainError && error.code === 'history-pruned' ? 'its block is final for long: the state is not kept here' : FINAL_WORDS[revertOf(error)?.name ?? '']
    if (words !== undefined) return giveUp(one, words, dependencies)
    if (!isPassing(error)) throw error
    dependencies.log.debug({ block: one.number, breach: one.breach, fault: error instanceof Error ? error.message : '' }, 'a broken promise cannot be proven yet')
    await keepOrigins(one, dependencies)
  }
}

/** Due; or its claim stands no more, and L1 would rather forget it: then it is proven anew. */
const isPayable = async ({ due, rests }: KeptPenalty, { reader, contracts: { rollup }, l1Time }: BreachDependencies): Promise<boolean> => {
  if (l1Time() >= due) return true
  if (rests === undefined) return false
  const kept = await readBatch(reader, rollup, rests.index)
  return kept === undefined || !equalBytes(kept.claimId, rests.claimId)
}

const prove = async (one: KnownBreach, penalty: KeptPenalty | undefined, dependencies: BreachDependencies): Promise<void> => {
  const { reader, contracts: { challenges }, account, send, log, metrics } = dependencies
  if (penalty !== undefined && (penalty.beneficiary === account || one.breach === 'abandoned')) return
  const call = encodedCall(await callOf(one, dependencies))
  const commitment = commitmentTo(call.data, account)
  const committedAt = one.breach === 'abandoned' ? 0n : await readCommittedAt(reader, challenges, commitment)
  const isEarlier = committedAt !== 0n && (penalty?.committedAt === 0n || committedAt < (penalty?.committedAt ?? 0n))
  if (penalty !== undefined && !isEarlier) return
  await dryRunEncoded(reader, call, account)
  if (one.breach !== 'abandoned' && committedAt === 0n) return commit(one, commitProofCall(challenges, commitment), dependencies)
  // A commitment of the same block does not count: somebody could have copied it from a proof under way.
  if (committedAt !== 0n && (await getBlockNumber(reader, { cacheTime: 0 })) <= committedAt) return
  const { transactionHash } = await send(call)
  metrics.count('prover_breaches_total', 1, { breach: one.breach })
  log.warn({ block: one.number, breach: one.breach, term: one.term, transaction: transactionHash }, `the broken promise for block ${one.number} is proven on L1: what it costs is taken one window later`)
}

const commit = async ({ number, breach }: KnownBreach, call: L1Call, { send, log }: BreachDependencies): Promise<void> => {
  const { transactionHash } = await send(encodedCall(call))
  log.info({ block: number, breach, transaction: transactionHash }, `committed to a proof of the broken promise for block ${number}`)
}

/** The proof as it can be made now. Throws as `readClaimedBlock` does. */
const callOf = async ({ breach, term, number, signed: [first, second] }: KnownBreach, dependencies: BreachDependencies): Promise<L1Call> => {
  const { chain, reader, contracts: { promises, rollup }, account } = dependencies
  if (first === undefined) throw new ProverError('MissingData', `nothing signed for block ${number}`)
  if (second !== undefined) return proveEquivocationCall(promises, term, [first, second], account)
  if (breach === 'broken') {
    const batch = await chain.batches.ofBlock(number)
    if (batch === undefined) throw new ProverError('MissingData', `block ${number} is in no batch`)
    return proveBrokenPromiseCall(promises, term, { signed: first, posted: await readClaimedBlock(batch.index, number, dependencies) }, account)
  }
  const next = await readTerm(reader, rollup, term + 1n)
  const batch = next === undefined ? undefined : await chain.batches.get(next.firstBatch - 1n)
  if (batch === undefined) throw new ProverError('MissingData', `the last batch of term ${term} is not known here`)
  return proveAbandonedPromiseCall(promises, term, { signed: first, last: await readClaimedBlock(batch.index, batch.lastBlock, dependencies) })
}

/** Of a promise that cannot be proven yet: L1 knows the blocks that it names for 8,191 blocks only. */
const keepOrigins = async ({ signed }: KnownBreach, dependencies: BreachDependencies): Promise<void> => {
  for (const { header } of signed) await keepOrigin(header.l1Number, dependencies)
}

/** Has L1 keep the hash of a block for good, if it still knows it and has not. */
export const keepOrigin = async (l1Number: bigint, { reader, contracts: { rollup }, send, log }: Pick<BreachDependencies, 'reader' | 'contracts' | 'send' | 'log'>): Promise<void> => {
  if ((await readKeptBlockHash(reader, rollup, l1Number)) !== undefined) return
  try {
    await send(encodedCall(keepBlockHashCall(rollup, l1Number)))
    log.info({ l1Block: l1Number }, `had L1 keep the hash of its block ${l1Number}: a promise names it`)
  } catch (error) {
    if (revertOf(error)?.name !== 'UnknownL1Block') throw error
  }
}

const takePenalty = async (one: KnownBreach, { contracts: { promises }, send, log }: BreachDependencies): Promise<void> => {
  try {
    const { transactionHash } = await send(encodedCall(takeBreachPenaltyCall(promises, one.id)))
    log.info({ block: one.number, breach: one.breach, transaction: transactionHash }, `asked L1 for what the broken promise for block ${one.number} costs`)
  } catch (error) {
    // A wrong root's penalty comes first; or somebody else was faster.
    if (!['FraudFirst', 'NothingDue'].includes(revertOf(error)?.name ?? '')) throw error
  }
}

const settle = async ({ id, number, breach }: KnownBreach, { breaches, log }: BreachDependencies): Promise<void> => {
  await breaches.mark(id, 'settled')
  log.warn({ block: number, breach }, `the stake behind the broken promise for block ${number} is taken`)
}

const giveUp = async ({ id, number, breach }: KnownBreach, words: string, { breaches, log }: BreachDependencies): Promise<void> => {
  await breaches.mark(id, 'given-up')
  log.error({ block: number, breach }, `the broken promise for block ${number} is not proven: ${words}`)
}
