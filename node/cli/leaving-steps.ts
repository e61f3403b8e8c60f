import { kindGas, type KindName } from '@distribute/state-machine'
import type { Project } from '@distribute/client/words'
import type { Account } from './account.ts'
import { ether, formatAmount } from './amounts.ts'
import { money } from './currency.ts'

/** What a member command does for who leaves. */
export type LeaveKind = Extract<KindName, 'unstake' | 'settleStake' | 'settleValidation' | 'settleTask' | 'settleBallot' | 'collectDividend' | 'withdrawRights' | 'burn' | 'withdraw'> | 'deposit'

/** One call, by its command and the command's arguments. */
export interface LeaveStep {
  readonly kind: LeaveKind
  readonly args: readonly string[]
}

/** What cannot be got out yet. */
export interface Held {
  readonly what: string
  readonly why: string
  /** Chain time in seconds before which nothing can change; null where nobody can say. */
  readonly notBefore: bigint | null
}

export interface LeaveSight {
  readonly account: Account
  /** Those in which the account has something open, by their ids. */
  readonly projects: ReadonlyMap<bigint, Project>
  /** Chain time in seconds. */
  readonly now: bigint
  /** wei */
  readonly baseFee: bigint
}

type Find = (sight: LeaveSight) => readonly LeaveStep[]

const step = (kind: LeaveKind, ...args: readonly (bigint | string)[]): LeaveStep => ({ kind, args: args.map(String) })

/** What ends up as free tokens or ether comes before they are sold, and all of it before the withdrawal. Reputation is worth nothing outside. */
const ROUNDS: readonly Find[] = [freeing, rights, tokens, withdrawal]

/** The calls to be made now, all at once; what they give decides on the next. None where nothing more can be got out, but by those that `isOpen` leaves out. */
export function stepsOut(sight: LeaveSight, isOpen: (step: LeaveStep) => boolean = () => true): readonly LeaveStep[] {
  const [due = []] = ROUNDS.map((find) => find(sight).filter(isOpen)).filter((steps) => steps.length > 0)
  const missing = due.reduce((sum, each) => sum + feeOf(each, sight), 0n) - sight.account.ether
  // Fees are paid in ether of the chain: who holds tokens alone brings the little that is missing, and has the rest back.
  return due.length > 0 && missing > 0n ? [step('deposit', formatAmount(2n * missing))].filter(isOpen) : due
}

/** The calls that are still to be made, whatever stands in their way. */
export const stepsLeft = (sight: LeaveSight): readonly LeaveStep[] => ROUNDS.flatMap((find) => find(sight))

function feeOf({ kind }: LeaveStep, { baseFee }: LeaveSight): bigint {
  return kind === 'deposit' ? 0n : kindGas(kind) * baseFee
}

function freeing({ account, projects, now, baseFee }: LeaveSight): readonly LeaveStep[] {
  const stakes = account.stakes.filter((stake) => stake.tokens > 0n).flatMap(({ project, stage }) => {
    if (stage === 'complete' || stage === 'expired') return [step('settleStake', project)]
    return stage === 'proposed' && now < (projects.get(project)?.unstakeUntil ?? 0n) ? [step('unstake', project, 'all', 'tokens')] : []
  })
  const tasks = [...projects.values()].flatMap(judged)
  const seats = account.seats.filter(({ settled, pay }) => !settled && pay !== null).map(({ project, index }) => step('settleValidation', project, index))
  const ballots = account.ballots.filter((ballot) => holdsTokens(ballot) && hasEnded(ballot, now)).map(({ project, index }) => step('settleBallot', project, index, 'tokens'))
  const dividend = account.owedDividend > kindGas('collectDividend') * baseFee ? [step('collectDividend')] : []
  return [...stakes, ...tasks, ...seats, ...ballots, ...dividend]
}

const JUDGED: readonly string[] = ['evidence', 'approved', 'rejected', 'disputed']

/** Tasks whose judgement is over: the sequencer settles them by itself, and who leaves does not wait for it. */
function judged({ id, stage, next, tasks: all }: Project): readonly LeaveStep[] {
  if (next !== null || (stage !== 'validation' && stage !== 'voting')) return []
  return all.filter(({ status }) => JUDGED.includes(status)).map(({ index }) => step('settleTask', id, index))
}

type Ballot = Account['ballots'][number]
const holdsTokens = ({ currency, settled, amount }: Ballot): boolean => currency === 'tokens' && !settled && amount > 0n
const hasEnded = ({ stage, revealEnd }: Ballot, now: bigint): boolean => stage === 'complete' || stage === 'failed' || now >= revealEnd

function rights({ account: { tokens: { rights: { amount, committed } } } }: LeaveSight): readonly LeaveStep[] {
  return amount > committed ? [step('withdrawRights', 'all', 'tokens')] : []
}

function tokens({ account: { tokens: { free } } }: LeaveSight): readonly LeaveStep[] {
  return free > 0n ? [step('burn', formatAmount(free))] : []
}

/** All of it to the wei, apart from the fee of this very call. */
function withdrawal({ account, baseFee }: LeaveSight): readonly LeaveStep[] {
  const rest = account.ether - kindGas('withdraw') * baseFee
  return rest > 0n ? [step('withdraw', formatAmount(rest))] : []
}

/** What stays inside for now, and until when at least. */
export function heldBack(sight: LeaveSight): readonly Held[] {
  return [...heldStakes(sight), ...heldCollateral(sight), ...heldSeats(sight), ...heldPay(sight), ...heldBallots(sight)]
}

const RUNNING: readonly (string | null)[] = ['proposed', 'staked', 'active', 'validation', 'voting']

function until({ projects }: LeaveSight, id: bigint): Omit<Held, 'what'> {
  const next = projects.get(id)?.next
  return { why: next?.words ?? 'its tasks are being settled', notBefore: next?.deadline ?? null }
}

function heldStakes(sight: LeaveSight): readonly Held[] {
  const open = sight.account.stakes.filter((stake) => stake.tokens > 0n && RUNNING.includes(stake.stage))
  return open.map(({ project, tokens: amount, stage }) => ({ what: `the stake of ${money(amount, 'tokens')} in project ${project}, which is ${stage ?? ''}`, ...until(sight, project) }))
}

function heldCollateral(sight: LeaveSight): readonly Held[] {
  return sight.account.proposed.flatMap(({ id, stage }) => {
    const collateral = sight.projects.get(id)?.collateral
    if (stage !== 'proposed' || collateral?.currency !== 'tokens' || collateral.amount === 0n) return []
    return [{ what: `the collateral of ${money(collateral.amount, 'tokens')} of your proposal, project ${id}`, ...until(sight, id) }]
  })
}

function heldSeats(sight: LeaveSight): readonly Held[] {
  const open = sight.account.seats.filter(({ settled, pay }) => !settled && pay === null)
  return open.map(({ project, index, stake, payIfRight }) => ({ what: `${money(stake, 'tokens')} of your seat at task ${index} of project ${project}, and ${ether(payIfRight)} if you are right`, ...until(sight, project) }))
}

function heldPay(sight: LeaveSight): readonly Held[] {
  const open = sight.account.claims.filter(({ status }) => JUDGED.includes(status))
  return open.map(({ project, index, pay }) => ({ what: `the pay of ${ether(pay)} for task ${index} of project ${project}, if it passes`, ...until(sight, project) }))
}

function heldBallots(sight: LeaveSight): readonly Held[] {
  const open = sight.account.ballots.filter(holdsTokens)
  return open.map(({ project, index, amount }) => ({ what: `voting rights of ${money(amount, 'tokens')} that your ballot on task ${index} of project ${project} holds`, ...until(sight, project) }))
}
