import { isZero } from '../codec/bytes.ts'
import { ZERO_ADDRESS } from '../codec/address.ts'
import { BASIS_POINTS, MAX_TASKS, MAX_URI_BYTES, STAGES } from '../params.ts'
import type { RecordOf } from '../state/layout.ts'
import { max, min, mulDivUp } from './arithmetic.ts'
import { broken, DONE, type CallContext, type Verdict } from './context.ts'
import { forfeit, freeOf, lock } from './holdings.ts'
import { taskPay, validatorsPay } from './project-terms.ts'
import { changeProject, endActive, onProject, type Project } from './stages.ts'
import { isTaskOf, type Task } from './task-lists.ts'
import { priceOf } from './token.ts'

type TaskRecord = RecordOf<'task'>

export const isTaskIndex = (index: bigint): boolean => index < BigInt(MAX_TASKS)

export const hasEvidence = (task: TaskRecord): boolean => !isZero(task.evidenceHash)

/** A claim without evidence whose time is over. */
export const hasRunOut = (task: TaskRecord, now: bigint): boolean =>
  task.claimer !== ZERO_ADDRESS && !hasEvidence(task) && now >= task.claimEnd

/** Forfeits the lock of a claim that ran out, and opens the task again. */
export const forfeitClaim = (context: CallContext, id: bigint, index: bigint): void => {
  const task = context.ledger.get('task', id, index)
  forfeit(context, task.claimer, { currency: 'reputation', amount: task.collateral })
  context.emit({ name: 'ClaimForfeited', contract: 'projects', args: [id, index, task.claimer, task.collateral] })
  context.ledger.put('task', { ...task, claimer: ZERO_ADDRESS, collateral: 0n, claimEnd: 0n }, id, index)
}

export interface ClaimArguments extends Task {
  readonly index: bigint
  readonly proof: readonly Uint8Array[]
}

const takeTask = (context: CallContext, id: bigint, project: Project, claim: ClaimArguments): Verdict => {
  const { ledger, sender, now, genesis } = context
  const { index, weight } = claim
  const amount = mulDivUp(project.stakedReputation, weight, BASIS_POINTS)
  if (hasRunOut(ledger.get('task', id, index), now)) forfeitClaim(context, id, index)
  if (freeOf(context, sender, 'reputation') < amount) return broken('InsufficientBalance')
  lock(context, sender, { currency: 'reputation', amount }, 'projects')
  const claimEnd = min(now + genesis.parameters.turnover, project.deadline)
  ledger.put('task', { ...ledger.get('task', id, index), claimer: sender, collateral: amount, claimEnd, weight }, id, index)
  ledger.put('stake', { ...ledger.get('stake', id, sender), claimed: 1n }, id, sender)
  context.emit({ name: 'TaskClaimed', contract: 'projects', args: [id, index, sender, weight, amount, claimEnd] })
  return DONE
}

/** claimTask(id, index, weight, contentHash, proof): by a member while Active; locks ceil(Rp·weight/1e4) reputation. */
export const claimTask = (context: CallContext, id: bigint, claim: ClaimArguments): Verdict => {
  const { index } = claim
  if (!isTaskIndex(index)) return broken('BadProof')
  return onProject(context, id, (project) => {
    if (project.stage !== STAGES.active) return broken('WrongStage')
    if (context.ledger.get('account', context.sender).member === 0n) return broken('NotAMember')
    if (!isTaskOf(project.leader, index, claim, claim.proof)) return broken('BadProof')
    const task = context.ledger.get('task', id, index)
    if (hasEvidence(task)) return broken('TaskDone')
    if (task.claimer !== ZERO_ADDRESS && !hasRunOut(task, context.now)) return broken('TaskClaimed')
    return takeTask(context, id, project, claim)
  })
}

/** max(1, ceil(cost·weight·validationStakeBps / (1e8·P))) tokens in base units. protocol.md section 4, "Work". */
const validationStakeOf = ({ ledger, genesis }: CallContext, cost: bigint, weight: bigint): bigint => {
  const { basePrice, validationStakeBps } = genesis.parameters
  const [numerator, denominator] = priceOf(ledger.get('pool'), basePrice)
  const scaled = BASIS_POINTS * BASIS_POINTS * numerator
  return max(1n, mulDivUp(cost * weight * validationStakeBps, denominator, scaled))
}

export interface Evidence {
  readonly index: bigint
  readonly evidenceHash: Uint8Array
  readonly uri: Uint8Array
}

const takeEvidence = (context: CallContext, id: bigint, project: Project, { index, evidenceHash, uri }: Evidence): Verdict => {
  const { ledger, genesis } = context
  const task = ledger.get('task', id, index)
  const validationStake = validationStakeOf(context, project.cost, task.weight)
  ledger.put('task', { ...task, evidenceHash, validationStake }, id, index)
  const evidenceWeight = project.evidenceWeight + task.weight
  const earned = taskPay(project.cost, task.weight) + validatorsPay(project.cost, task.weight, genesis.parameters)
  changeProject(context, id, { evidenceWeight, unsettled: project.unsettled + 1n, earmarked: project.earmarked + earned })
  const args = [id, index, context.sender, evidenceHash, validationStake, uri] as const
  context.emit({ name: 'EvidenceSubmitted', contract: 'projects', args })
  if (evidenceWeight === BASIS_POINTS) endActive(context, id, context.now)
  return DONE
}

/** submitEvidence(id, index, evidenceHash, uri): by the claimer, once a task, before her claim ends. */
export const submitEvidence = (context: CallContext, id: bigint, evidence: Evidence): Verdict => {
  if (isZero(evidence.evidenceHash)) return broken('NoEvidence')
  if (evidence.uri.length > MAX_URI_BYTES) return broken('UriTooLong')
  return onProject(context, id, (project) => {
    if (project.stage !== STAGES.active) return broken('WrongStage')
    if (!isTaskIndex(evidence.index)) return broken('NotTheClaimer')
    const task = context.ledger.get('task', id, evidence.index)
    if (task.claimer !== context.sender) return broken('NotTheClaimer')
    if (hasEvidence(task)) return broken('TaskDone')
    if (context.now >= task.claimEnd) return broken('ClaimExpired')
    return takeEvidence(context, id, project, evidence)
  })
}
