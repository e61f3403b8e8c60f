import type { Address, Call, ErrorName, Event, EventName, KindName } from '@distribute/state-machine'
import { describeCall } from './describe-call.ts'
import { describeEvent } from './describe-event.ts'
import type { DescribedEvent } from './describe-event.ts'
import { depositIn } from './from-l1.ts'
import { toldArguments, type Told } from './told.ts'

/** A transaction as a block holds it. */
export interface TransactionFacts {
  /** Undefined for deposits, which call nothing. */
  readonly call: Call | undefined
  readonly from: Address
  readonly to: Address
  /** wei */
  readonly value: bigint
  readonly status: boolean
  readonly error?: ErrorName
  readonly events: readonly Event[]
}

export interface DescribedTransaction extends DescribedEvent {
  readonly kind: KindName | 'deposit'
  /** what the words are made of; undefined for an entry of the inbox that did nothing */
  readonly tells: Told | undefined
}

type Described = Omit<DescribedTransaction, 'kind'>

const toldEvent = (event: Event): Described => ({ ...describeEvent(event), tells: { of: 'event', name: event.name, args: toldArguments(event.args) } })
const toldCall = ({ kind, args }: Call): Told => ({ of: 'call', name: kind, args: toldArguments(args) })

/** The event that says best what a call did: with the amounts that moved, where the call has those asked for. */
const MAIN_EVENT: Readonly<Partial<Record<KindName, EventName>>> = {
  mint: 'Minted',
  burn: 'Burned',
  register: 'Registered',
  startRecovery: 'RecoveryStarted',
  finishRecovery: 'RecoveryFinished',
  propose: 'Proposed',
  advance: 'StageChanged',
  stake: 'Staked',
  unstake: 'Unstaked',
  submitTaskList: 'TaskListSubmitted',
  claimTask: 'TaskClaimed',
  validate: 'Validated',
  settleTask: 'TaskSettled',
  settleValidation: 'ValidationSettled',
  settleStake: 'StakeSettled',
  reveal: 'Revealed',
  collectDividend: 'DividendCollected',
  withdraw: 'Withdrawn',
  withdrawTokens: 'TokensWithdrawn',
}

function describeDone(call: Call, facts: TransactionFacts): Described {
  const main = facts.events.findLast(({ name }) => name === MAIN_EVENT[call.kind])
  if (main !== undefined) return toldEvent(main)
  const { done, asked: _asked, ...rest } = describeCall({ ...facts, call })
  return { by: facts.from, words: done, ...rest, tells: toldCall(call) }
}

function describeFailed(call: Call, facts: TransactionFacts): Described {
  const { asked, done: _done, ...rest } = describeCall({ ...facts, call })
  return { by: facts.from, words: `could not ${asked}${facts.error === undefined ? '' : `: ${facts.error}`}`, ...rest, tells: toldCall(call) }
}

/** What a transaction did, or failed to do, in one line. */
export function describeTransaction(facts: TransactionFacts): DescribedTransaction {
  const { call, events } = facts
  if (call !== undefined) return { kind: call.kind, ...(facts.status ? describeDone(call, facts) : describeFailed(call, facts)) }
  const deposited = depositIn(events)
  const described = deposited === undefined ? { words: 'nothing', amounts: {}, tells: undefined } : toldEvent(deposited)
  return { kind: 'deposit', ...described }
}
