import { contractAt, decodeRecord, EVENTS, isValidReceiver, recordKey } from '@distribute/state-machine'
import type { Address, Event, EventName, StateReader } from '@distribute/state-machine'
import { addressAt, bytesAt, uintAt } from '../words/arguments.ts'
import type { BlockFacts, CatalogTransaction } from './facts.ts'
import type { ActivityClass, CatalogId, CatalogRow } from './keys.ts'
import { payoutsOf, projectRecord } from './payouts.ts'

/** A row that stands from the first transaction on that brings it. */
export interface FirstRow {
  readonly row: CatalogRow
  readonly ids: readonly CatalogId[]
  /** Of the transaction in its block. */
  readonly index: number
}

export interface Activity {
  readonly account: Address
  readonly kind: ActivityClass
  /** Of the transaction in its block. */
  readonly index: number
}

/** From stage to stage; 0 before it was proposed. */
export interface Move {
  readonly project: bigint
  readonly from: bigint
  readonly to: bigint
}

export interface Registration {
  readonly member: Address
  readonly index: number
}

/** What a block means to the catalog: a function of the block alone, so that taking it back finds the same rows. */
export interface CatalogChange {
  readonly number: bigint
  readonly activity: readonly Activity[]
  readonly projectActivity: readonly { readonly project: bigint; readonly index: number }[]
  readonly firsts: readonly FirstRow[]
  readonly moves: readonly Move[]
  readonly registrations: readonly Registration[]
}

type Args = Event['args']
type Rows = (args: Args) => readonly (readonly [CatalogRow, ...CatalogId[]])[]

const FIRST_ROWS: Readonly<Partial<Record<EventName, Rows>>> = {
  Proposed: (args) => [['proposerProject', addressAt(args, 1), uintAt(args, 0)]],
  Staked: (args) => [
    ['accountStake', addressAt(args, 1), uintAt(args, 0)],
    ['projectStake', uintAt(args, 0), addressAt(args, 1)],
  ],
  TaskListSubmitted: (args) => [['taskList', uintAt(args, 0), bytesAt(args, 2)]],
  TaskClaimed: (args) => [['accountClaim', addressAt(args, 2), uintAt(args, 0), uintAt(args, 1)]],
  EvidenceSubmitted: (args) => [['evidence', uintAt(args, 0), uintAt(args, 1)]],
  Validated: (args) => [
    ['accountSeat', addressAt(args, 2), uintAt(args, 0), uintAt(args, 1)],
    ['taskSeat', uintAt(args, 0), uintAt(args, 1), addressAt(args, 2)],
  ],
  Committed: (args) => [['accountBallot', addressAt(args, 2), uintAt(args, 0), uintAt(args, 1), uintAt(args, 3)]],
}

const VOTES: ReadonlySet<EventName> = new Set(['Committed', 'Revealed', 'BallotSettled'])
const isOfProject = ({ name, contract }: Event): boolean => contract === 'projects' || VOTES.has(name)

const placesOfAddresses = (name: EventName): readonly number[] => {
  const signature: string = EVENTS[name][0]
  const types = signature.slice(signature.indexOf('(') + 1, -1).split(',')
  return types.flatMap((type, i) => (type === 'address' ? [i] : []))
}
const ADDRESSES = new Map((Object.keys(EVENTS) as EventName[]).map((name) => [name, placesOfAddresses(name)]))

/** Everybody whom a transaction concerns: who sent it, who received ether, whom its events name. */
function accountsIn({ sender, to, success, events }: CatalogTransaction, state: StateReader): readonly Address[] {
  const accounts: Address[] = isValidReceiver(sender) ? [sender] : []
  const add = (account: Address): void => {
    if (!accounts.includes(account) && isValidReceiver(account)) accounts.push(account)
  }
  if (!success) return accounts
  if (contractAt(to) === undefined) add(to)
  for (const { name, args } of events) {
    for (const at of ADDRESSES.get(name) ?? []) add(addressAt(args, at))
    if (name === 'StageChanged') add(projectRecord(state, uintAt(args, 0)).proposer)
  }
  return accounts
}

function activityIn(facts: BlockFacts, transaction: CatalogTransaction, index: number): readonly Activity[] {
  const { after: state, parameters } = facts
  const { events } = transaction
  const paid = payoutsOf({ events, state, parameters })
  const other = events.some(({ name }) => name === 'Withdrawn') ? 'withdrawal' : 'other'
  return accountsIn(transaction, state).map((account) => {
    const isPaid = paid.length > 0 && paid.some((payout) => payout.account === account)
    return { account, kind: isPaid ? 'payout' : other, index }
  })
}

const stageIn = (state: StateReader, project: bigint): bigint => decodeRecord('project', state.get(recordKey('project', project))).stage

function movesOf({ before, after }: BlockFacts, projects: ReadonlySet<bigint>): readonly Move[] {
  const moves = [...projects].map((project) => ({ project, from: stageIn(before, project), to: stageIn(after, project) }))
  return moves.filter(({ from, to }) => from !== to)
}

const STAGE_EVENTS: ReadonlySet<EventName> = new Set(['Proposed', 'StageChanged'])

/** What a block changes in the catalog. */
export function catalogChange(facts: BlockFacts): CatalogChange {
  const activity: Activity[] = []
  const projectActivity: { project: bigint; index: number }[] = []
  const firsts: FirstRow[] = []
  const registrations: Registration[] = []
  const moved = new Set<bigint>()
  facts.transactions.forEach((transaction, index) => {
    for (const each of activityIn(facts, transaction, index)) activity.push(each)
    const projects = new Set<bigint>()
    for (const event of transaction.events) {
      const { name, args } = event
      if (name === 'Registered') registrations.push({ member: addressAt(args, 0), index })
      if (STAGE_EVENTS.has(name)) moved.add(uintAt(args, 0))
      if (isOfProject(event)) projects.add(uintAt(args, 0))
      for (const [row, ...ids] of FIRST_ROWS[name]?.(args) ?? []) firsts.push({ row, ids, index })
    }
    for (const project of projects) projectActivity.push({ project, index })
  })
  return { number: facts.number, activity, projectActivity, firsts, moves: movesOf(facts, moved), registrations }
}
