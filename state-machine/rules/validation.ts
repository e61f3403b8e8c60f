import type { Address } from '../codec/address.ts'
import { SEAT_SHARES, SIDES, STAGES } from '../params.ts'
import type { RecordOf } from '../state/layout.ts'
import { mulDiv } from './arithmetic.ts'
import { broken, DONE, type CallContext, type Verdict } from './context.ts'
import { payFromEscrow, returnEscrow } from './escrow.ts'
import { forfeit, freeOf, lock, unlock } from './holdings.ts'
import { taskPay, validatorsPay } from './project-terms.ts'
import { grantReputation } from './reputation.ts'
import { changeProject, complete, fail, onProject, type Project } from './stages.ts'
import { pollOutcome } from './voting.ts'
import { forfeitClaim, hasEvidence, hasRunOut, isTaskIndex } from './work.ts'

type TaskRecord = RecordOf<'task'>

const SEATS = BigInt(SEAT_SHARES.length)

export const isDisputed = ({ approvals, rejections }: TaskRecord): boolean => approvals > 0n && rejections > 0n

/**
 * What seat `position` of `seats` right validators is paid out of V, in wei: its share and an equal part of the empty seats', the
 * first gets the rest. protocol.md section 4, "Outcome of a task".
 */
export const seatPay = (total: bigint, seats: bigint, position: bigint): bigint => {
  if (position < 1n || position > seats || seats > SEATS) return 0n
  const empty = SEAT_SHARES.slice(Number(seats)).reduce((sum, share) => sum + share, 0n)
  const payOf = (place: bigint): bigint =>
    mulDiv(total, seats * (SEAT_SHARES[Number(place) - 1] ?? 0n) + empty, 100n * seats)
  if (position > 1n) return payOf(position)
  let others = 0n
  for (let place = 2n; place <= seats; place++) others += payOf(place)
  return total - others
}

const openDispute = ({ ledger }: CallContext, id: bigint, index: bigint): void => {
  const { tokens, reputation } = ledger.get('pool')
  ledger.put('poll', { ...ledger.get('poll', id, index), supplyTokens: tokens, supplyReputation: reputation }, id, index)
}

const takeSeat = (context: CallContext, id: bigint, index: bigint, approve: boolean): Verdict => {
  const { ledger, sender } = context
  const task = ledger.get('task', id, index)
  if (freeOf(context, sender, 'tokens') < task.validationStake) return broken('InsufficientBalance')
  lock(context, sender, { currency: 'tokens', amount: task.validationStake }, 'projects')
  const side = approve ? SIDES.approve : SIDES.reject
  const after = approve ? { ...task, approvals: task.approvals + 1n } : { ...task, rejections: task.rejections + 1n }
  const position = approve ? after.approvals : after.rejections
  ledger.put('task', after, id, index)
  ledger.put('seat', { side, position, settled: 0n }, id, index, sender)
  context.emit({ name: 'Validated', contract: 'projects', args: [id, index, sender, side, position, task.validationStake] })
  if (isDisputed(after) && !isDisputed(task)) {
    changeProject(context, id, { disputed: ledger.get('project', id).disputed + 1n })
    openDispute(context, id, index)
  }
  return DONE
}

/** validate(id, index, approve): one seat an account a task, five a side, for the task's validation stake. */
export const validate = (context: CallContext, id: bigint, index: bigint, approve: boolean): Verdict =>
  onProject(context, id, ({ stage, deadline }) => {
    const { ledger, sender, now, genesis } = context
    if (stage !== STAGES.validation || now >= deadline) return broken('WrongStage')
    if (ledger.get('stake', id, sender).claimed === 1n) return broken('ClaimerMayNotValidate')
    if (!isTaskIndex(index)) return broken('NoEvidence')
    const task = ledger.get('task', id, index)
    if (!hasEvidence(task)) return broken('NoEvidence')
    if (ledger.get('seat', id, index, sender).side !== SIDES.none) return broken('AlreadyValidated')
    if ((approve ? task.approvals : task.rejections) >= SEATS) return broken('SeatsFull')
    const isFirst = task.approvals + task.rejections === 0n
    if (isFirst && now + genesis.parameters.counterPeriod >= deadline) return broken('TooLateForFirstSeat')
    return takeSeat(context, id, index, approve)
  })

interface Outcome {
  readonly passed: boolean
  /** The claimer is to blame: her lock is forfeited. */
  readonly fault: boolean
  /** Nobody was right or wrong: stakes go back, the validators' pay returns. */
  readonly undecided: boolean
}

/** protocol.md section 4, "Outcome of a task". */
const outcomeOf = (context: CallContext, id: bigint, index: bigint, task: TaskRecord): Outcome => {
  const { approvals, rejections } = task
  if (!isDisputed(task)) {
    const passed = approvals > 0n
    return { passed, fault: rejections > 0n, undecided: approvals + rejections === 0n }
  }
  const verdict = pollOutcome(context.ledger.get('poll', id, index))
  if (verdict === 'undecided') return { passed: approvals > rejections, fault: false, undecided: true }
  return { passed: verdict === 'for', fault: verdict === 'against', undecided: false }
}

const settleClaim = (context: CallContext, id: bigint, task: TaskRecord, { passed, fault }: Outcome): void => {
  const pay = taskPay(context.ledger.get('project', id).cost, task.weight)
  const held = { currency: 'reputation', amount: task.collateral } as const
  if (passed) payFromEscrow(context, id, task.claimer, pay)
  else returnEscrow(context, id, pay)
  if (fault) return forfeit(context, task.claimer, held)
  unlock(context, task.claimer, held, 'projects')
  if (passed) grantReputation(context, task.claimer, task.collateral)
}

const settleValidatorsPay = (context: CallContext, id: bigint, task: TaskRecord, { passed, undecided }: Outcome): void => {
  const { cost } = context.ledger.get('project', id)
  const right = passed ? task.approvals : task.rejections
  if (undecided || right === 0n) returnEscrow(context, id, validatorsPay(cost, task.weight, context.genesis.parameters))
}

/** When every task with evidence is settled, the project ends. */
const endIfSettled = (context: CallContext, id: bigint): void => {
  const { unsettled, passedWeight, pot } = context.ledger.get('project', id)
  if (unsettled > 0n) return
  if (passedWeight >= context.genesis.parameters.passThreshold) complete(context, id)
  else fail(context, id, pot)
}

const settleEvidence = (context: CallContext, id: bigint, index: bigint): Verdict => {
  const { ledger } = context
  const task = ledger.get('task', id, index)
  const outcome = outcomeOf(context, id, index, task)
  const { passed, undecided } = outcome
  settleClaim(context, id, task, outcome)
  settleValidatorsPay(context, id, task, outcome)
  ledger.put('task', { ...task, collateral: 0n, settled: 1n, passed: passed ? 1n : 0n, undecided: undecided ? 1n : 0n }, id, index)
  const project = ledger.get('project', id)
  const passedWeight = project.passedWeight + (passed ? task.weight : 0n)
  changeProject(context, id, { unsettled: project.unsettled - 1n, passedWeight })
  context.emit({ name: 'TaskSettled', contract: 'projects', args: [id, index, task.claimer, passed, undecided] })
  endIfSettled(context, id)
  return DONE
}

const isRipe = ({ stage, deadline }: Project, task: TaskRecord, now: bigint): boolean => {
  if (stage === STAGES.validation) return now >= deadline
  return stage === STAGES.voting && (!isDisputed(task) || now >= deadline)
}

/** settleTask(id, index): by anybody; also takes the lock of a claim that ran out, at any stage. */
export const settleTask = (context: CallContext, id: bigint, index: bigint): Verdict =>
  onProject(context, id, (project) => {
    if (!isTaskIndex(index)) return broken('NothingDue')
    const task = context.ledger.get('task', id, index)
    if (!hasEvidence(task)) {
      if (!hasRunOut(task, context.now)) return broken('NothingDue')
      forfeitClaim(context, id, index)
      return DONE
    }
    if (task.settled === 1n) return broken('AlreadySettled')
    return isRipe(project, task, context.now) ? settleEvidence(context, id, index) : broken('TooEarly')
  })

/** Stake back and pay for a right validator, stake back where nobody was right, forfeited else. Answers the wei paid. */
const closeSeat = (context: CallContext, id: bigint, task: TaskRecord, validator: Address, seat: RecordOf<'seat'>): bigint => {
  const held = { currency: 'tokens', amount: task.validationStake } as const
  const isRight = (seat.side === SIDES.approve) === (task.passed === 1n)
  if (task.undecided === 0n && !isRight) {
    forfeit(context, validator, held)
    return 0n
  }
  unlock(context, validator, held, 'projects')
  if (task.undecided === 1n) return 0n
  const { cost } = context.ledger.get('project', id)
  const right = seat.side === SIDES.approve ? task.approvals : task.rejections
  const pay = seatPay(validatorsPay(cost, task.weight, context.genesis.parameters), right, seat.position)
  payFromEscrow(context, id, validator, pay)
  return pay
}

/** settleValidation(id, index, validator): by anybody, once the task is settled. */
export const settleValidation = (context: CallContext, id: bigint, index: bigint, validator: Address): Verdict =>
  onProject(context, id, () => {
    if (!isTaskIndex(index)) return broken('NoSeat')
    const seat = context.ledger.get('seat', id, index, validator)
    if (seat.side === SIDES.none) return broken('NoSeat')
    const task = context.ledger.get('task', id, index)
    if (task.settled === 0n) return broken('TooEarly')
    if (seat.settled === 1n) return broken('AlreadySettled')
    context.ledger.put('seat', { ...seat, settled: 1n }, id, index, validator)
    const pay = closeSeat(context, id, task, validator, seat)
    context.emit({ name: 'ValidationSettled', contract: 'projects', args: [id, index, validator, pay] })
    return DONE
  })
