import { STAGES } from '@distribute/state-machine'
import type { Address, Call, Event, EventName } from '@distribute/state-machine'
import { SequencerError } from './errors.ts'
import { createSchedule } from './keeper-schedule.ts'
import type { Schedule } from './keeper-schedule.ts'

/**
 * What the keeper knows of the chain: who still has something to be settled where, and from when on. It is made of the chain's events
 * alone, in order, so that reading them again gives the same book.
 */
export interface KeeperBook {
  readonly schedule: Schedule
  /** Projects that are still Proposed. */
  readonly proposals: Set<bigint>
  apply(event: Event): void
  /** Projects with anything left to do. */
  readonly projects: number
}

interface KeptTask {
  /** A claim without evidence, or evidence without a verdict. */
  isOpen: boolean
  hasEvidence: boolean
  approvals: number
  rejections: number
  /** Validators who are not settled. */
  readonly seats: Set<Address>
}

interface KeptProject {
  readonly id: bigint
  stage: bigint
  deadline: bigint
  /** Tokens and reputation together, in base units: only whether there is any matters. */
  readonly stakes: Map<Address, bigint>
  readonly tasks: Map<bigint, KeptTask>
  ballots: number
}

/** Due as soon as it is known. */
const AT_ONCE = 0n

const advanceOf = (id: bigint): Call => ({ kind: 'advance', args: [id] })
const settleTaskOf = (id: bigint, index: bigint): Call => ({ kind: 'settleTask', args: [id, index] })
const settleValidationOf = (id: bigint, index: bigint, validator: Address): Call => ({ kind: 'settleValidation', args: [id, index, validator] })
const settleStakeOf = (id: bigint, staker: Address): Call => ({ kind: 'settleStake', args: [id, staker] })
const settleBallotOf = (id: bigint, index: bigint, voter: Address, currency: bigint): Call => ({
  kind: 'settleBallot', args: [id, index, voter, currency],
})

const unreadable = ({ name }: Event, at: number): SequencerError =>
  new SequencerError('bad-event', `argument ${at} of ${name} is not what it should be`, { retry: false })

const uint = (event: Event, at: number): bigint => {
  const value = event.args[at]
  if (typeof value === 'bigint') return value
  throw unreadable(event, at)
}

const account = (event: Event, at: number): Address => {
  const value = event.args[at]
  if (typeof value === 'string') return value
  throw unreadable(event, at)
}

const isDisputed = ({ approvals, rejections }: KeptTask): boolean => approvals > 0 && rejections > 0
const hasEnded = ({ stage }: KeptProject): boolean => stage >= STAGES.complete
const isDone = (project: KeptProject): boolean =>
  hasEnded(project) && project.stakes.size === 0 && project.ballots === 0 &&
  [...project.tasks.values()].every(({ isOpen, seats }) => !isOpen && seats.size === 0)

const taskIn = ({ tasks }: KeptProject, index: bigint): KeptTask => {
  const known = tasks.get(index)
  if (known !== undefined) return known
  const task = { isOpen: false, hasEvidence: false, approvals: 0, rejections: 0, seats: new Set<Address>() }
  tasks.set(index, task)
  return task
}

const changeStake = ({ stakes }: KeptProject, staker: Address, change: bigint): void => {
  const left = (stakes.get(staker) ?? 0n) + change
  if (left > 0n) stakes.set(staker, left)
  else stakes.delete(staker)
}

type Note = (event: Event, project: KeptProject, schedule: Schedule) => void

const enterStage: Note = (event, project, schedule) => {
  const { id, tasks } = project
  project.stage = uint(event, 1)
  project.deadline = uint(event, 2)
  const moves = project.stage < STAGES.validation
  if (moves) schedule.set(advanceOf(id), project.deadline)
  else schedule.clear(advanceOf(id))
  if (project.stage === STAGES.validation || project.stage === STAGES.voting) {
    for (const [index, task] of tasks) {
      const isNext = project.stage === STAGES.validation || isDisputed(task)
      if (task.isOpen && task.hasEvidence && isNext) schedule.set(settleTaskOf(id, index), project.deadline)
    }
  }
  if (hasEnded(project)) for (const staker of project.stakes.keys()) schedule.set(settleStakeOf(id, staker), AT_ONCE)
}

const takeSeat: Note = (event, project, schedule) => {
  const { id, deadline } = project
  const index = uint(event, 1)
  const task = taskIn(project, index)
  task.seats.add(account(event, 2))
  if (uint(event, 3) === 1n) task.approvals++
  else task.rejections++
  if (!isDisputed(task)) return
  schedule.clear(settleTaskOf(id, index))
  schedule.set(advanceOf(id), deadline)
}

const settleTask: Note = (event, project, schedule) => {
  const index = uint(event, 1)
  const task = taskIn(project, index)
  task.isOpen = false
  schedule.clear(settleTaskOf(project.id, index))
  for (const validator of task.seats) schedule.set(settleValidationOf(project.id, index, validator), AT_ONCE)
}

const NOTES: { readonly [name in EventName]?: Note } = {
  StageChanged: enterStage,
  Staked: (event, project) => changeStake(project, account(event, 1), uint(event, 3)),
  Unstaked: (event, project) => changeStake(project, account(event, 1), -uint(event, 3)),
  TaskClaimed(event, project, schedule) {
    const index = uint(event, 1)
    taskIn(project, index).isOpen = true
    schedule.set(settleTaskOf(project.id, index), uint(event, 5))
  },
  ClaimForfeited(event, project, schedule) {
    const index = uint(event, 1)
    taskIn(project, index).isOpen = false
    schedule.clear(settleTaskOf(project.id, index))
  },
  EvidenceSubmitted(event, project, schedule) {
    const index = uint(event, 1)
    taskIn(project, index).hasEvidence = true
    // Until it is known when validation ends.
    schedule.clear(settleTaskOf(project.id, index))
  },
  Validated: takeSeat,
  TaskSettled: settleTask,
  ValidationSettled(event, project, schedule) {
    const [index, validator] = [uint(event, 1), account(event, 2)]
    taskIn(project, index).seats.delete(validator)
    schedule.clear(settleValidationOf(project.id, index, validator))
  },
  StakeSettled(event, project, schedule) {
    const staker = account(event, 1)
    project.stakes.delete(staker)
    schedule.clear(settleStakeOf(project.id, staker))
  },
  BallotSettled(event, project, schedule) {
    project.ballots--
    schedule.clear(settleBallotOf(project.id, uint(event, 1), account(event, 2), uint(event, 3)))
  },
}

/** The events that a book is made of. */
export const KEEPER_EVENTS: readonly EventName[] = ['Proposed', 'Committed', ...(Object.keys(NOTES) as EventName[])]

export function createKeeperBook(): KeeperBook {
  const schedule = createSchedule()
  const proposals = new Set<bigint>()
  const projects = new Map<bigint, KeptProject>()
  /** A ballot may be committed again and again. */
  const ballots = new Set<string>()

  const propose = (event: Event): void => {
    const [id, deadline] = [uint(event, 0), uint(event, 3)]
    projects.set(id, { id, stage: STAGES.proposed, deadline, stakes: new Map(), tasks: new Map(), ballots: 0 })
    proposals.add(id)
    schedule.set(advanceOf(id), deadline)
  }
  const ballotOf = (event: Event): string => [0, 1, 2, 3].map((at) => String(event.args[at])).join()
  const commit = (event: Event, project: KeptProject): void => {
    const ballot = ballotOf(event)
    if (ballots.has(ballot)) return
    ballots.add(ballot)
    project.ballots++
    schedule.set(settleBallotOf(project.id, uint(event, 1), account(event, 2), uint(event, 3)), project.deadline)
  }

  return {
    schedule,
    proposals,
    get projects() {
      return projects.size
    },
    apply(event) {
      if (event.name === 'Proposed') return propose(event)
      const note = event.name === 'Committed' ? commit : NOTES[event.name]
      const project = note === undefined ? undefined : projects.get(uint(event, 0))
      if (note === undefined || project === undefined) return
      note(event, project, schedule)
      if (event.name === 'BallotSettled') ballots.delete(ballotOf(event))
      if (project.stage !== STAGES.proposed) proposals.delete(project.id)
      if (isDone(project)) projects.delete(project.id)
    },
  }
}
