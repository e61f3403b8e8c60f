import { decodeRecord, proposerPay, recordKey, STAGES, taskPay, ZERO_ADDRESS } from '@distribute/state-machine'
import type { Address, Event, EventName, Parameters, StateReader } from '@distribute/state-machine'
import { addressAt, boolAt, uintAt } from '@distribute/client/words'

/** What an account earned by: a task passed, a right seat, a stake in a complete project, a proposal that was staked, … */
export type PayoutReason = 'task' | 'validation' | 'stake' | 'proposal' | 'dividend' | 'registration'

export interface Payout {
  readonly account: Address
  readonly reason: PayoutReason
  readonly project?: bigint
  /** Of the task. */
  readonly index?: bigint
  /** wei. Of a registration it is 0 here: whether the pool held the stipend stands in the catalog's row. */
  readonly ether: bigint
  /** Newly made, in base units. */
  readonly reputation: bigint
}

type Args = Event['args']

interface Context {
  readonly events: readonly Event[]
  /** Any state from this transaction's block on: cost, proposer and weights do not change any more. */
  readonly state: StateReader
  readonly parameters: Parameters
}

/** Reputation that this transaction made for an account. */
const madeFor = ({ events }: Context, account: Address): bigint =>
  events.reduce((sum, { name, contract, args }) => {
    const isGrant = name === 'Transfer' && contract === 'reputation' && args[0] === ZERO_ADDRESS && args[1] === account
    return isGrant ? sum + uintAt(args, 2) : sum
  }, 0n)

export const projectRecord = (state: StateReader, id: bigint) => decodeRecord('project', state.get(recordKey('project', id)))
const weightOf = (state: StateReader, id: bigint, index: bigint): bigint => decodeRecord('task', state.get(recordKey('task', id, index))).weight

type Read = (args: Args, context: Context) => Payout | undefined

const TABLE: Readonly<Partial<Record<EventName, Read>>> = {
  TaskSettled: (args, context) => {
    const [project, index, account] = [uintAt(args, 0), uintAt(args, 1), addressAt(args, 2)]
    if (!boolAt(args, 3)) return undefined
    const ether = taskPay(projectRecord(context.state, project).cost, weightOf(context.state, project, index))
    return { account, reason: 'task', project, index, ether, reputation: madeFor(context, account) }
  },
  ValidationSettled: (args) =>
    ({ account: addressAt(args, 2), reason: 'validation', project: uintAt(args, 0), index: uintAt(args, 1), ether: uintAt(args, 3), reputation: 0n }),
  StakeSettled: (args, context) => {
    const account = addressAt(args, 1)
    return { account, reason: 'stake', project: uintAt(args, 0), ether: uintAt(args, 4), reputation: madeFor(context, account) }
  },
  StageChanged: (args, { state, parameters }) => {
    if (uintAt(args, 1) !== STAGES.staked) return undefined
    const project = uintAt(args, 0)
    const { proposer, cost } = projectRecord(state, project)
    return { account: proposer, reason: 'proposal', project, ether: proposerPay(cost, parameters), reputation: 0n }
  },
  DividendCollected: (args) => ({ account: addressAt(args, 0), reason: 'dividend', ether: uintAt(args, 1), reputation: 0n }),
  Registered: (args, context) => {
    const account = addressAt(args, 0)
    return { account, reason: 'registration', ether: 0n, reputation: madeFor(context, account) }
  },
}

/** Whether an event may mean a payout. */
export const isPaying = (name: EventName): boolean => TABLE[name] !== undefined

const isDue = ({ reason, ether, reputation }: Payout): boolean => reason === 'registration' || ether > 0n || reputation > 0n

/**
 * Money and reputation that a transaction brought to whoever earned them (protocol.md sections 3, 4 and 6). Stakes, locks and
 * collateral that come back are no payouts.
 */
export function payoutsOf(context: Context): readonly Payout[] {
  return context.events.flatMap(({ name, args }) => {
    const payout = TABLE[name]?.(args, context)
    return payout !== undefined && isDue(payout) ? [payout] : []
  })
}
