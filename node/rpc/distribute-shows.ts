import {
  fullPot, isDisputed, pollOutcome, seatPay, SIDES, STAGES, taskPay, toHex, validatorsPay, ZERO_ADDRESS,
} from '@distribute/state-machine'
import type { Address, RecordOf } from '@distribute/state-machine'
import { currencyName, stageName } from '@distribute/client/words'
import type { Located, Reading } from './distribute-reading.ts'
import { projectNow } from './distribute-views.ts'
import type { Project } from './distribute-views.ts'
import { quantity } from './hex.ts'

const BASIS_POINTS = 10_000n

export const isZeroHash = (hash: Uint8Array): boolean => hash.every((byte) => byte === 0)
export const hashOrNull = (hash: Uint8Array): string | null => (isZeroHash(hash) ? null : toHex(hash))

type At = Located['at']
type Task = RecordOf<'task'>

/** What a stake would be given if its project ended now: of a complete one what it is given; of a live one, if all passed. */
function expectedOf({ parameters }: Reading, project: Project, { tokens, reputation }: RecordOf<'stake'>): { ether: bigint; reputation: bigint } {
  if (project.stage === STAGES.failed || project.stage === STAGES.expired) return { ether: 0n, reputation: 0n }
  const passed = project.stage === STAGES.complete ? project.passedWeight : BASIS_POINTS
  const pot = (fullPot(project.cost, parameters) * passed) / BASIS_POINTS
  const ether = project.stakedTokens === 0n ? 0n : (pot * tokens) / project.stakedTokens
  return { ether, reputation: (reputation * parameters.stakersReputationBps * passed) / (BASIS_POINTS * BASIS_POINTS) }
}

export function showStake(reading: Reading, { project: id, account }: { readonly project: bigint; readonly account: Address }, at: At): unknown {
  const project = projectNow(reading, id)
  const stake = reading.ledger.get('stake', id, account)
  const expected = expectedOf(reading, project, stake)
  return {
    project: quantity(id),
    stage: stageName(project.stage) ?? null,
    account,
    tokens: quantity(stake.tokens),
    reputation: quantity(stake.reputation),
    choice: hashOrNull(stake.choice),
    expected: { ether: quantity(expected.ether), reputation: quantity(expected.reputation) },
    at,
  }
}

const hasEvidence = ({ evidenceHash }: Task): boolean => !isZeroHash(evidenceHash)

/** Where a task stands by its record alone. */
export function taskStatus(task: Task, time: bigint): string {
  if (task.settled === 1n) return task.passed === 1n ? 'passed' : 'failed'
  if (isDisputed(task)) return 'disputed'
  if (task.approvals > 0n) return 'approved'
  if (task.rejections > 0n) return 'rejected'
  if (hasEvidence(task)) return 'evidence'
  if (task.claimer === ZERO_ADDRESS) return 'open'
  return time >= task.claimEnd ? 'ran-out' : 'claimed'
}

/** A task that an account claimed once: `lost` where it is no longer hers. */
export function showClaim(reading: Reading, place: { readonly account: Address; readonly project: bigint; readonly index: bigint }, at: At): unknown {
  const { ledger, time } = reading
  const { account, project: id, index } = place
  const project = projectNow(reading, id)
  const task = ledger.get('task', id, index)
  const isHers = task.claimer === account
  return {
    project: quantity(id),
    index: quantity(index),
    stage: stageName(project.stage) ?? null,
    weight: quantity(task.weight),
    status: isHers ? taskStatus(task, time) : 'lost',
    collateral: quantity(isHers ? task.collateral : 0n),
    claimEnd: quantity(isHers ? task.claimEnd : 0n),
    pay: quantity(taskPay(project.cost, task.weight)),
    at,
  }
}

interface SeatPlace {
  readonly project: bigint
  readonly index: bigint
  readonly account: Address
}

/** wei for the seat if its side is right, as many as there are on it now. */
function payIfRight({ ledger, parameters }: Reading, { project, index }: SeatPlace, seat: RecordOf<'seat'>): bigint {
  const task = ledger.get('task', project, index)
  const total = validatorsPay(ledger.get('project', project).cost, task.weight, parameters)
  return seatPay(total, seat.side === SIDES.approve ? task.approvals : task.rejections, seat.position)
}

/** wei that the seat gets; undefined while the task is not settled. */
function payOf(reading: Reading, place: SeatPlace, seat: RecordOf<'seat'>): bigint | undefined {
  const task = reading.ledger.get('task', place.project, place.index)
  if (task.settled === 0n) return undefined
  const isRight = (seat.side === SIDES.approve) === (task.passed === 1n)
  return isRight && task.undecided === 0n ? payIfRight(reading, place, seat) : 0n
}

export function showSeat(reading: Reading, place: SeatPlace, at: At): unknown {
  const { project, index, account } = place
  const seat = reading.ledger.get('seat', project, index, account)
  const pay = payOf(reading, place, seat)
  return {
    project: quantity(project),
    index: quantity(index),
    account,
    side: seat.side === SIDES.approve ? 'approve' : 'reject',
    position: quantity(seat.position),
    stake: quantity(reading.ledger.get('task', project, index).validationStake),
    settled: seat.settled === 1n,
    payIfRight: quantity(payIfRight(reading, place, seat)),
    pay: pay === undefined ? null : quantity(pay),
    at,
  }
}

interface BallotPlace extends SeatPlace {
  readonly currency: bigint
}

export function showBallot(reading: Reading, { project: id, index, account, currency }: BallotPlace, at: At): unknown {
  const ballot = reading.ledger.get('ballot', id, index, account, currency)
  const { commitEnd, deadline, stage } = projectNow(reading, id)
  return {
    project: quantity(id),
    index: quantity(index),
    stage: stageName(stage) ?? null,
    account,
    currency: currencyName(currency),
    amount: quantity(ballot.amount),
    secretHash: toHex(ballot.secretHash),
    revealed: ballot.revealed === 1n,
    settled: ballot.settled === 1n,
    commitEnd: quantity(commitEnd),
    revealEnd: quantity(deadline),
    at,
  }
}

/** A task's poll as it is revealed so far; null where the task is not disputed. */
export function showPoll({ ledger }: Reading, project: bigint, index: bigint): unknown {
  if (!isDisputed(ledger.get('task', project, index))) return null
  const poll = ledger.get('poll', project, index)
  return {
    supplyTokens: quantity(poll.supplyTokens),
    supplyReputation: quantity(poll.supplyReputation),
    tokensFor: quantity(poll.tokensFor),
    tokensAgainst: quantity(poll.tokensAgainst),
    reputationFor: quantity(poll.reputationFor),
    reputationAgainst: quantity(poll.reputationAgainst),
    outcome: pollOutcome(poll),
  }
}
