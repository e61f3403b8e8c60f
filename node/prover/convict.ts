import { getBlockNumber, getCode } from 'viem/actions'
import { addressFromBytes, toHex, type Address } from '@distribute/state-machine'
import {
  codeOfPart, commitmentTo, commitProofCall, dryRunEncoded, encodedCall, proveFraudWith, readCommittedAt, readConviction, revertOf, stageWitnessCall, takePenaltyCall,
  type EncodedCall, type KeptConviction, type L1Contracts, type L1Reader,
} from '@distribute/bridge-contracts'
import type { Log } from '../l1/log.ts'
import type { Case } from './cases.ts'
import { ProverError } from './errors.ts'
import type { SendPatiently } from './send.ts'
import { verdictWords, type DryRun, type Verdict } from './verdict.ts'

export interface ConvictDependencies {
  readonly reader: L1Reader
  readonly contracts: Pick<L1Contracts, 'challenges'>
  /** Who commits and proves, and gets half of the stake. */
  readonly account: Address
  readonly send: SendPatiently
  /** What the machine says in this process, before L1 is asked. */
  readonly dryRun: DryRun
  /** L1's time, in seconds. */
  readonly l1Time: () => bigint
  readonly log: Log
}

/** What is left of a case after a move; `undefined`: nothing, and its proof may have to be made anew. */
export type Moved = Case | undefined

/** Answers of L1 after which the same claim cannot be convicted by the same proof, now or ever. */
const FINAL_WORDS: Readonly<Record<string, string>> = {
  NoFraud: 'L1 executes this segment as its claimant says: this node executes otherwise and MUST NOT be trusted; nothing is proven',
  WindowOver: 'too late: the window in which this claim could be convicted is over',
}

/**
 * Does what is next about a false claim, at most one transaction at a time. L1 alone says how far it is, so that it goes on after a
 * restart or a reorg at any point: a commitment or a conviction that is gone is made again.
 */
export const moveCase = async (one: Case, dependencies: ConvictDependencies): Promise<Moved> => {
  const { reader, contracts: { challenges }, account } = dependencies
  if (one.step === 'given-up') return one
  const data = toHex(one.data)
  const [conviction, committedAt] = await Promise.all([
    readConviction(reader, challenges, one.claimId),
    readCommittedAt(reader, challenges, commitmentTo(data, account)),
  ])
  const call = proveFraudWith(challenges, data)
  if (conviction !== undefined) return afterConviction(one, { call, conviction, committedAt }, dependencies)
  const refused = await tryOut(one, call, dependencies)
  if (refused !== undefined) return refused === 'given-up' ? { ...one, step: refused } : undefined
  if (committedAt === 0n) return commit(one, dependencies)
  if (!(await stageParts(one, dependencies))) return undefined
  // A commitment of the same block does not count: somebody could have copied it from a proof under way.
  if ((await getBlockNumber(reader, { cacheTime: 0 })) <= committedAt) return one
  return prove(one, call, dependencies)
}

type Refusal = 'given-up' | 'stale'

/** Runs the proof in this process, then in an L1 that has what is still to be staged; compares what they say. */
const tryOut = async (one: Case, call: EncodedCall, dependencies: ConvictDependencies): Promise<Refusal | undefined> => {
  const here = await dependencies.dryRun(one)
  try {
    await askL1(one, call, dependencies)
  } catch (error) {
    return refusalOf(one, here, error, dependencies)
  }
  if (here.kind === 'convicts') return undefined
  // L1 has the last word: else a fault of the EVM in this process would let a false claim stand.
  const facts = { batch: one.batch, here: verdictWords(here), l1: 'convicts' }
  dependencies.log.error(facts, 'the machine in this process does not convict a claim that L1 convicts: this release MUST be looked at; L1 counts')
  return undefined
}

const askL1 = async ({ parts }: Case, call: EncodedCall, { reader, account }: ConvictDependencies): Promise<void> => {
  const codes = Object.fromEntries(parts.map(({ address, bytes }) => [toHex(address), codeOfPart(bytes)]))
  await dryRunEncoded(reader, call, account, codes)
}

/** What follows from L1's refusal. Throws what has no answer now, ProverError WitnessRefused and DryRunsDisagree. */
const refusalOf = ({ batch }: Case, here: Verdict, error: unknown, { log }: ConvictDependencies): Refusal => {
  const name = revertOf(error)?.name
  if (name === undefined) throw error
  if (name === 'NotStanding' || name === 'WrongParent') {
    log.info({ batch, reason: name }, 'a claim that was to be convicted stands no more')
    return 'stale'
  }
  const isAgreed = name === 'WindowOver' || (name === 'NoFraud' && here.kind === 'no-fraud')
  const words = FINAL_WORDS[name]
  if (isAgreed && words !== undefined) {
    log.error({ batch, reason: name }, words)
    return 'given-up'
  }
  const facts = { batch, here: verdictWords(here), l1: name }
  if (here.kind === 'refused' && words === undefined) {
    log.error(facts, 'the witness of a proof is refused, in this process and by L1: nothing is sent, and the proof is made anew')
    throw new ProverError('WitnessRefused', `the witness is refused: ${verdictWords(here)}; L1: ${name}`, { cause: error })
  }
  log.error(facts, 'L1 and the machine in this process differ about a proof: nothing is sent. Either this release or the L1 node MUST NOT be trusted')
  throw new ProverError('DryRunsDisagree', `this process says ${verdictWords(here)}, L1 says ${name}`, { cause: error })
}

const commit = async (one: Case, { account, contracts: { challenges }, send, log }: ConvictDependencies): Promise<Case> => {
  const receipt = await send(encodedCall(commitProofCall(challenges, commitmentTo(toHex(one.data), account))))
  log.info({ batch: one.batch, transaction: receipt.transactionHash }, `committed to a proof that convicts the claim of batch ${one.batch}`)
  return { ...one, step: 'committed' }
}

/** False where somebody else's part came first and took an address: then the proof names the wrong ones. */
const stageParts = async ({ batch, parts }: Case, { reader, contracts: { challenges }, send, log }: ConvictDependencies): Promise<boolean> => {
  for (const { address, bytes } of parts) {
    const place = { address: toHex(address) }
    if ((await getCode(reader, place)) === codeOfPart(bytes)) continue
    await send(encodedCall(stageWitnessCall(challenges, bytes)))
    if ((await getCode(reader, place)) === codeOfPart(bytes)) continue
    log.warn({ batch, address: addressFromBytes(address) }, 'a part of the witness stands elsewhere than expected: the proof is made anew')
    return false
  }
  return true
}

const prove = async (one: Case, call: EncodedCall, { send, log }: ConvictDependencies): Promise<Case> => {
  const { transactionHash, gasUsed } = await send(call)
  const facts = { batch: one.batch, transaction: transactionHash, gas: BigInt(gasUsed), bytes: one.data.length }
  log.warn(facts, `the false claim of batch ${one.batch} is convicted: its roots and those after it are void`)
  return { ...one, step: 'proven' }
}

interface Convicted {
  readonly call: EncodedCall
  readonly conviction: KeptConviction
  /** L1 block of this prover's own commitment; 0 for none. */
  readonly committedAt: bigint
}

const afterConviction = async (one: Case, { call, conviction, committedAt }: Convicted, dependencies: ConvictDependencies): Promise<Moved> => {
  const { account, contracts: { challenges }, send, l1Time, log } = dependencies
  const { batch } = one
  if (conviction.isSettled) return { ...one, step: 'settled' }
  if (conviction.isCancelled) {
    log.info({ batch }, `the conviction of batch ${batch} is cancelled: an earlier claim was false, and it built on that`)
    return { ...one, step: 'settled' }
  }
  if (l1Time() >= conviction.due) return takePenalty(one, dependencies)
  const isOurs = committedAt !== 0n && (conviction.committedAt === 0n || committedAt < conviction.committedAt)
  if (conviction.beneficiary === account || !isOurs) return { ...one, step: 'proven' }
  await send(call)
  log.info({ batch, challenges }, `batch ${batch} was convicted by somebody who had committed later: the reward is this prover's`)
  return { ...one, step: 'proven' }
}

const takePenalty = async (one: Case, { contracts: { challenges }, send, log }: ConvictDependencies): Promise<Case> => {
  try {
    const { transactionHash } = await send(encodedCall(takePenaltyCall(challenges, one.claimId)))
    log.info({ batch: one.batch, transaction: transactionHash }, `the stake behind the false claim of batch ${one.batch} is taken: half of it burned`)
  } catch (error) {
    if (revertOf(error)?.name !== 'NothingDue') throw error
    log.info({ batch: one.batch }, 'somebody else has had the penalty taken')
  }
  return { ...one, step: 'settled' }
}
