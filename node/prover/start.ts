import type { LocalAccount } from 'viem'
import { Address, equalBytes, toHex } from '@distribute/state-machine'
import { prepareProof, readEvidence, type L1Reader, type RollupFacts } from '@distribute/bridge-contracts'
import type { OpenSegment } from '../blobs/opening.ts'
import type { BlobReader } from '../blobs/reader.ts'
import type { Chain } from '../chain/chain.ts'
import type { WrongRoot } from '../derivation/deriver.ts'
import { wordsOf } from '../l1/fault-words.ts'
import type { Log } from '../l1/log.ts'
import type { L1View } from '../l1/view.ts'
import type { Breaches } from '../promises/breaches.ts'
import { repeatRounds } from '../rounds.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { agingOrigin } from './aging.ts'
import { keepOrigin, moveBreach } from './breach.ts'
import { buildProof } from './build-proof.ts'
import { loadCases, type Case, type Cases } from './cases.ts'
import { moveCase } from './convict.ts'
import { createDryRun } from './dry-run.ts'
import { ProverError } from './errors.ts'
import { postRightRoots } from './repair.ts'
import { createPatientSend, type SendPatiently } from './send.ts'

export interface ProverOptions {
  readonly l1ChainId: bigint
  readonly pollMs: number
  /** How long a transaction may wait before it is sent again, dearer. */
  readonly patienceMs: number
  /** Whether to answer, with a stake, for the right roots after a conviction. */
  readonly postsRoots: boolean
  readonly maxCalldata?: number
}

export interface ProverDependencies {
  readonly chain: Chain
  readonly facts: RollupFacts
  readonly reader: L1Reader
  readonly blobs: Pick<BlobReader, 'open'>
  readonly openSegment: OpenSegment
  readonly account: LocalAccount
  readonly l1: () => L1View
  readonly following: { wrongRoots(): readonly WrongRoot[]; voidFrom(): bigint | undefined }
  /** Promises that were not kept. */
  readonly breaches: Breaches
  readonly log: Log
  readonly metrics: Metrics
}

export interface Prover {
  cases(): readonly Case[]
  /** Resolves when nothing is done any more. */
  readonly ended: Promise<void>
}

/** After faults: a devnet's window is a minute, so it must not become long there. */
const MOST_POLLS = 10

/** Long after the start, and long before L1 has seen much of a lie. */
const LOAD_EVM_MS = 3_000

/**
 * Watches for roots on L1 that execution does not give, and convicts them one after the other, the earliest first: what builds on a
 * false one cannot be judged before it.
 */
export const startProver = async (options: ProverOptions, dependencies: ProverDependencies, signal: AbortSignal): Promise<Prover> => {
  const { chain, l1, log, metrics } = dependencies
  const cases = await loadCases(chain.meta)
  const round = createRound(options, dependencies, cases, signal)
  const endGauge = metrics.onRender(() => metrics.gauge('prover_cases', cases.list().filter(({ step }) => step !== 'given-up').length))
  const onFault = (fault: unknown, failures: number): void => {
    metrics.count('prover_faults_total')
    log.warn({ failures, fault: wordsOf(fault) }, 'the prover could not go on; it tries again')
  }
  const pace = { pollMs: options.pollMs, mostPolls: MOST_POLLS }
  return { cases: cases.list, ended: repeatRounds(pace, { isReady: () => l1().isCaughtUp, onFault }, round, signal).finally(endGauge) }
}

/** One look at what there is to do, and at most one step of it. */
const createRound = (options: ProverOptions, dependencies: ProverDependencies, cases: Cases, signal: AbortSignal) => {
  const { chain, facts, reader, account, l1, following, breaches, log, metrics } = dependencies
  const { contracts, requiredStake } = facts
  const address = Address(account.address)
  const patience = { chainId: options.l1ChainId, pollMs: options.pollMs, patienceMs: options.patienceMs }
  const patiently = createPatientSend(patience, { reader, account, log, signal })
  let included = 0n
  const send: SendPatiently = async (call) => {
    const receipt = await patiently(call)
    included = BigInt(receipt.blockNumber)
    return receipt
  }
  const caseOf = ({ claimId }: WrongRoot): Case | undefined => cases.list().find((one) => equalBytes(one.claimId, claimId))

  const open = async (wrong: WrongRoot): Promise<void> => {
    const evidence = await readEvidence(wrong, { reader, contracts, batchOf: chain.batches.get, openBatch: dependencies.blobs.open })
    const proof = await buildProof(evidence, { chain, reader, contracts, openSegment: dependencies.openSegment })
    if (proof === undefined) {
      throw new ProverError('OtherParent', `derived anew from L1, batch ${wrong.batch} has right roots: this node's own notes are wrong, and nobody is challenged`)
    }
    const { maxCalldata } = options
    const prepared = await prepareProof(reader, proof, { challenges: contracts.challenges, beneficiary: address, ...(maxCalldata === undefined ? {} : { maxCalldata }) })
    await cases.put({ batch: wrong.batch, claimId: wrong.claimId, step: 'found', ...prepared })
    const facts = { batch: wrong.batch, segment: proof.index, bytes: prepared.data.length, records: proof.witness.keys.length }
    log.warn(facts, `batch ${wrong.batch} was derived anew from L1: its claim is false, and here is the proof`)
  }
  const dryRun = createDryRun(chain.config.genesis, LOAD_EVM_MS)
  const move = async (one: Case): Promise<void> => {
    const parts = { reader, contracts, account: address, send, dryRun, l1Time: () => l1().latest.time, log }
    const moved = await moveCase(one, parts).catch(async (error: unknown) => {
      if (error instanceof ProverError && error.code === 'WitnessRefused') await cases.drop(one.claimId)
      throw error
    })
    if (moved?.step === 'proven' && one.step !== 'proven') metrics.count('prover_convictions_total')
    if (moved === undefined || moved.step === 'settled') await cases.drop(one.claimId)
    else if (moved !== one) await cases.put(moved)
  }
  const dropStale = async (wrong: WrongRoot | undefined): Promise<void> => {
    for (const { claimId, step } of cases.list()) {
      const isOver = step === 'proven' || (wrong !== undefined && equalBytes(claimId, wrong.claimId))
      if (!isOver) log.info({ claimId: toHex(claimId) }, 'a claim stands no more; there is nothing left to be proven')
      if (!isOver) await cases.drop(claimId)
    }
  }

  const movePromises = async (): Promise<void> => {
    const parts = { chain, reader, contracts, account: address, send, l1Time: () => l1().latest.time, breaches, log, metrics }
    for (const one of breaches.list()) if (one.state === 'open') await moveBreach(one, parts)
    const aging = await agingOrigin({ chain, l1Head: l1().latest.number })
    if (aging !== undefined) await keepOrigin(aging, parts)
  }

  return async (): Promise<void> => {
    // What was sent has to be taken in before the next look, or it would be done twice.
    if (l1().derived.number < included) return
    const wrong = following.wrongRoots().reduce<WrongRoot | undefined>((first, one) => (first === undefined || one.batch < first.batch ? one : first), undefined)
    if (wrong !== undefined && caseOf(wrong) === undefined) await open(wrong)
    for (const one of cases.list()) await move(one)
    await dropStale(wrong)
    await movePromises()
    const missing = following.voidFrom()
    if (options.postsRoots && missing !== undefined && wrong === undefined && l1().derived.number >= included) {
      await postRightRoots(missing, { chain, reader, contracts, requiredStake, account: address, send, log })
    }
  }
}
