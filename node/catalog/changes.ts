import { decodeRecord, EVENTS, isValidReceiver, recordKey } from '@distribute/state-machine'
import type { Address, Event, EventName, StateReader } from '@distribute/state-machine'
import { addressAt, bytesAt, uintAt } from '@distribute/client/words'
import type { BlockFacts, CatalogTransaction } from './facts.ts'
import type { ActivityClass, CatalogId, CatalogRow } from './keys.ts'
import { isPaying, payoutsOf, projectRecord } from './payouts.ts'
import { beginsPeriod } from './samples.ts'

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
  /** Seconds, where the block begins a period of samples. */
  readonly sampleTime: bigint | undefined
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
const WITHDRAWALS: ReadonlySet<EventName> = new Set(['Withdrawn', 'TokensWithdrawn'])
/** Their first argument is a number too, and none of a project. */
const OF_BRIDGE: ReadonlySet<EventName> = new Set(['Deposited', 'TokensDeposited', ...WITHDRAWALS])
const STAGE_EVENTS: ReadonlySet<EventName> = new Set(['Proposed', 'StageChanged'])

/** What is looked up for every event of every block. */
interface EventTraits {
  /** Places of arguments that are addresses. */
  readonly addresses: readonly number[]
  /** Brings more than that it concerns somebody: most events of most blocks do not. */
  readonly isSpecial: boolean
}

function traitsOf(name: EventName): EventTraits {
  const signature: string = EVENTS[name][0]
  const types = signature.slice(signature.indexOf('(') + 1, -1).split(',')
  const isOfProject = types[0] === 'uint256' && !OF_BRIDGE.has(name)
  return { addresses: types.flatMap((type, i) => (type === 'address' ? [i] : [])), isSpecial: isOfProject || isPaying(name) || WITHDRAWALS.has(name) }
}
const names = Object.keys(EVENTS) as EventName[]
const TRAITS = Object.fromEntries(names.map((name) => [name, traitsOf(name)])) as Record<EventName, EventTraits>

const isOfProject = ({ name, contract }: Event): boolean => contract === 'projects' || VOTES.has(name)

function add(accounts: Address[], account: Address): void {
  if (!accounts.includes(account) && isValidReceiver(account)) accounts.push(account)
}

/** Everybody whom a transaction concerns: who sent it, who received ether, whom its events name. */
function accountsIn({ sender, to, success, events }: CatalogTransaction): Address[] {
  const accounts: Address[] = []
  add(accounts, sender)
  if (!success) return accounts
  add(accounts, to)
  for (const { name, args } of events) {
    for (const at of TRAITS[name].addresses) add(accounts, addressAt(args, at))
  }
  return accounts
}

const isSpecial = ({ events }: CatalogTransaction): boolean => {
  for (const { name } of events) if (TRAITS[name].isSpecial) return true
  return false
}

function addProposers(accounts: Address[], events: readonly Event[], state: StateReader): void {
  for (const { name, args } of events) if (name === 'StageChanged') add(accounts, projectRecord(state, uintAt(args, 0)).proposer)
}

/** What a change is gathered in. */
interface Draft {
  readonly activity: Activity[]
  readonly projectActivity: { readonly project: bigint; readonly index: number }[]
  readonly firsts: FirstRow[]
  readonly registrations: Registration[]
  readonly moved: Set<bigint>
}

function addSpecial(draft: Draft, { after: state, parameters }: BlockFacts, transaction: CatalogTransaction, index: number): void {
  const { events } = transaction
  const accounts = accountsIn(transaction)
  addProposers(accounts, events, state)
  const paid = payoutsOf({ events, state, parameters })
  const other = events.some(({ name }) => WITHDRAWALS.has(name)) ? 'withdrawal' : 'other'
  for (const account of accounts) draft.activity.push({ account, kind: paid.some((payout) => payout.account === account) ? 'payout' : other, index })
  const projects = new Set<bigint>()
  for (const event of events) {
    const { name, args } = event
    if (name === 'Registered') draft.registrations.push({ member: addressAt(args, 0), index })
    if (STAGE_EVENTS.has(name)) draft.moved.add(uintAt(args, 0))
    if (isOfProject(event)) projects.add(uintAt(args, 0))
    for (const [row, ...ids] of FIRST_ROWS[name]?.(args) ?? []) draft.firsts.push({ row, ids, index })
  }
  for (const project of projects) draft.projectActivity.push({ project, index })
}

const stageIn = (state: StateReader, project: bigint): bigint => decodeRecord('project', state.get(recordKey('project', project))).stage

function movesOf({ before, after }: BlockFacts, projects: ReadonlySet<bigint>): readonly Move[] {
  const moves = [...projects].map((project) => ({ project, from: stageIn(before, project), to: stageIn(after, project) }))
  return moves.filter(({ from, to }) => from !== to)
}

/** What a block changes in the catalog. */
export function catalogChange(facts: BlockFacts): CatalogChange {
  const draft: Draft = { activity: [], projectActivity: [], firsts: [], registrations: [], moved: new Set() }
  facts.transactions.forEach((transaction, index) => {
    if (isSpecial(transaction)) addSpecial(draft, facts, transaction, index)
    else for (const account of accountsIn(transaction)) draft.activity.push({ account, kind: 'other', index })
  })
  const { moved, ...rest } = draft
  const sampleTime = beginsPeriod(facts.parentTime, facts.time) ? facts.time : undefined
  return { number: facts.number, ...rest, moves: movesOf(facts, moved), sampleTime }
}
