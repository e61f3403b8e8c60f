import type { EventName } from '@distribute/state-machine'
import { ether } from './amounts.ts'
import { currencyAt, money } from './currency.ts'
import { formatTime } from './durations.ts'
import type { ChainEvent } from './event-log.ts'
import { stageName } from './stages.ts'

/**
 * What each event says, with its arguments by name. How an argument reads stands behind a colon: ether, tokens, reputation, of (the
 * currency argument beside it), currency, side, stage, time, choice; without one it stands as it is.
 */
export const EVENT_WORDS: { readonly [name in EventName]: string } = {
  Transfer: '{value:moved} from {from:person} to {to:person}',
  Approval: '{owner} lets {spender} transfer {value:tokens}',
  Minted: '{buyer} bought {amount:tokens} for {cost:ether}',
  Burned: '{seller} sold {amount:tokens} for {proceeds:ether}',
  Donated: '{donor} gave {value:ether} to the pool',
  Registered: '{member} became a member',
  RecoveryStarted: 'recovery of {from} to {to} started, ready {readyAt:time}',
  RecoveryCancelled: 'recovery of {from} cancelled',
  RecoveryFinished: '{from} became {to}, with {amount:reputation}',
  Proposed: '{proposer} proposed project {id} of {cost:ether}, staking ends {deadline:time}',
  StageChanged: 'project {id} is {stage:stage}',
  Staked: '{staker} staked {amount:of} on project {id}',
  Unstaked: '{staker} took {amount:of} back from project {id}',
  TaskListSubmitted: '{staker} submitted task list {root} for project {id}',
  TaskListSupported: '{staker} supports task list {root} of project {id}',
  TaskClaimed: '{claimer} claimed task {index} of project {id} until {claimEnd:time}, with {collateral:reputation} locked',
  ClaimForfeited: 'the claim of {claimer} on task {index} of project {id} ran out, {collateral:reputation} forfeited',
  EvidenceSubmitted: '{claimer} submitted evidence {evidenceHash} for task {index} of project {id}',
  Validated: '{validator} took {side:side} seat {position} at task {index} of project {id}, with {stake:tokens}',
  TaskSettled: 'task {index} of project {id} by {claimer} {passed:passed}',
  ValidationSettled: '{validator} was paid {pay:ether} for validating task {index} of project {id}',
  StakeSettled: '{staker} got {tokens:tokens}, {reputation:reputation} and {pay:ether} for the stake in project {id}',
  RightsRequested: '{account} locked {amount:of} as voting rights',
  RightsWithdrawn: '{account} took {amount:of} of voting rights back',
  Committed: '{voter} committed {amount:of} on task {index} of project {id}',
  Revealed: '{voter} voted {choice:choice} task {index} of project {id} with {amount:of}',
  BallotSettled: 'the ballot of {voter} in {currency:currency} on task {index} of project {id} is settled',
  DividendPaid: '{payer} paid a dividend of {value:ether}',
  DividendCollected: '{account} was paid {value:ether} of dividends',
  Deposited: '{value:ether} came from L1 to {to}',
  Withdrawn: '{from} withdrew {value:ether} to {to} on L1 (withdrawal {id})',
}

const NOBODY = /^0x0+$/
type Reading = (value: unknown, event: ChainEvent) => string
const units = (value: unknown): bigint => (typeof value === 'bigint' || typeof value === 'number' ? BigInt(value) : 0n)

export const READINGS: { readonly [how: string]: Reading } = {
  ether: (value) => ether(units(value)),
  tokens: (value) => money(units(value), 'tokens'),
  reputation: (value) => money(units(value), 'reputation'),
  of: (value, { args }) => money(units(value), currencyAt(Number(args['currency']))),
  moved: (value, { contract }) => money(units(value), contract === 'reputation' ? 'reputation' : 'tokens'),
  currency: (value) => currencyAt(Number(value)),
  person: (value) => (NOBODY.test(String(value)) ? 'nobody' : String(value)),
  side: (value) => (Number(value) === 1 ? 'approving' : 'rejecting'),
  stage: (value) => stageName(Number(value)),
  time: (value) => formatTime(units(value)),
  choice: (value) => (value === true ? 'for' : 'against'),
  passed: (value, { args }) => (value === true ? 'passed' : args['undecided'] === true ? 'failed without fault' : 'failed'),
}

const isEvent = (name: string): name is EventName => Object.hasOwn(EVENT_WORDS, name)

/** An event in a line, in the words of the protocol; the bare name of one that is not known. */
export function eventText(event: ChainEvent): string {
  if (!isEvent(event.name)) return event.name
  return EVENT_WORDS[event.name].replace(/\{(\w+)(?::(\w+))?\}/g, (_all, name: string, how?: string) => {
    const value = event.args[name]
    return how === undefined ? String(value) : (READINGS[how] ?? String)(value, event)
  })
}
