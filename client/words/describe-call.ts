import { toHex } from '@distribute/state-machine'
import type { Address, Argument, Call, KindName } from '@distribute/state-machine'
import { addressAt, boolAt, bytesAt, tasksAt, uintAt } from './arguments.ts'
import {
  currencyAmount, currencyWords, etherWords, percentWords, reputationWords, tokenWords, type Amounts,
} from './quantities.ts'

/** A call, who it is sent to (matters for plain transfers) and the wei sent along. */
export interface CallFacts {
  readonly call: Call
  readonly to: Address
  readonly value: bigint
}

/** What a call asks for, in plain English. Amounts are those asked for; what really moved stands in the events. */
export interface DescribedCall {
  /** "stake 20 tokens on project 3" */
  readonly asked: string
  /** "staked 20 tokens on project 3" */
  readonly done: string
  readonly project?: bigint
  /** Of the task in the project. */
  readonly index?: bigint
  readonly amounts: Amounts
}

interface Phrase {
  readonly verb: readonly [asked: string, done: string]
  readonly object: string
  readonly project?: bigint
  readonly index?: bigint
  readonly amounts?: Amounts
}

type Describe = (args: readonly Argument[], facts: CallFacts) => Phrase

const MAX_UINT256 = 2n ** 256n - 1n

const place = (args: readonly Argument[]) => {
  const [project, index] = [uintAt(args, 0), uintAt(args, 1)]
  return { project, index, task: `task ${index} of project ${project}` }
}

/** Of a call on a project whose first argument is its id. */
const onProject = (args: readonly Argument[], verb: Phrase['verb'], object: (name: string) => string, amounts: Amounts = {}): Phrase => {
  const project = uintAt(args, 0)
  return { verb, object: object(`project ${project}`), project, amounts }
}

/** Of a call on a task whose first two arguments are project and index. */
const onTask = (args: readonly Argument[], verb: Phrase['verb'], object: (name: string) => string, amounts: Amounts = {}): Phrase => {
  const { project, index, task } = place(args)
  return { verb, object: object(task), project, index, amounts }
}

const SEND = ['send', 'sent'] as const
const ALLOW = ['allow', 'allowed'] as const
const SETTLE = ['settle', 'settled'] as const
const SUBMIT = ['submit', 'submitted'] as const

const spending = (args: readonly Argument[], words: (units: bigint) => string, all: string): string => {
  const units = uintAt(args, 1)
  return `${addressAt(args, 0)} to spend ${units === MAX_UINT256 ? all : words(units)}`
}

const TABLE: { readonly [kind in KindName]: Describe } = {
  send: (_args, { to, value }) => ({ verb: SEND, object: `${etherWords(value)} to ${to}`, amounts: { ether: value } }),
  tokenTransfer: (args) => ({ verb: SEND, object: `${tokenWords(uintAt(args, 1))} to ${addressAt(args, 0)}`, amounts: { tokens: uintAt(args, 1) } }),
  tokenApprove: (args) => ({ verb: ALLOW, object: spending(args, tokenWords, 'any number of tokens'), amounts: { tokens: uintAt(args, 1) } }),
  tokenTransferFrom: (args) => ({
    verb: SEND,
    object: `${tokenWords(uintAt(args, 2))} of ${addressAt(args, 0)} to ${addressAt(args, 1)}`,
    amounts: { tokens: uintAt(args, 2) },
  }),
  mint: (args, { value }) => ({
    verb: ['mint', 'minted'],
    object: `${tokenWords(uintAt(args, 0))} for at most ${etherWords(value)}`,
    amounts: { tokens: uintAt(args, 0), ether: value },
  }),
  burn: (args) => ({
    verb: ['burn', 'burned'],
    object: `${tokenWords(uintAt(args, 0))} for at least ${etherWords(uintAt(args, 1))}`,
    amounts: { tokens: uintAt(args, 0), ether: uintAt(args, 1) },
  }),
  donate: (_args, { value }) => ({ verb: ['donate', 'donated'], object: `${etherWords(value)} to the pool`, amounts: { ether: value } }),
  reputationTransfer: (args) => ({ verb: SEND, object: `${reputationWords(uintAt(args, 1))} to ${addressAt(args, 0)}`, amounts: { reputation: uintAt(args, 1) } }),
  reputationApprove: (args) => ({ verb: ALLOW, object: spending(args, reputationWords, 'any reputation'), amounts: { reputation: uintAt(args, 1) } }),
  reputationTransferFrom: (args) => ({
    verb: SEND,
    object: `${reputationWords(uintAt(args, 2))} of ${addressAt(args, 0)} to ${addressAt(args, 1)}`,
    amounts: { reputation: uintAt(args, 2) },
  }),
  register: (args) => ({ verb: ['register', 'registered'], object: `${addressAt(args, 0)} as a member` }),
  startRecovery: (args) => ({ verb: ['start', 'started'], object: `moving the membership of ${addressAt(args, 0)} to ${addressAt(args, 1)}` }),
  cancelRecovery: () => ({ verb: ['cancel', 'cancelled'], object: 'the recovery of the own account' }),
  finishRecovery: (args) => ({ verb: ['finish', 'finished'], object: `moving the membership of ${addressAt(args, 0)}` }),
  propose: (args) => ({ verb: ['propose', 'proposed'], object: `a project of ${etherWords(uintAt(args, 0))}`, amounts: { ether: uintAt(args, 0) } }),
  advance: (args) => onProject(args, ['advance', 'advanced'], (name) => name),
  stake: (args) => onProject(args, ['stake', 'staked'], (name) => `${currencyWords(uintAt(args, 1), uintAt(args, 2))} on ${name}`, amountOf(args, 1)),
  unstake: (args) => onProject(args, ['unstake', 'unstaked'], (name) => `${currencyWords(uintAt(args, 1), uintAt(args, 2))} from ${name}`, amountOf(args, 1)),
  submitTaskList: (args) => onProject(args, SUBMIT, (name) => `a list of ${taskCount(tasksAt(args, 1).length)} for ${name}`),
  supportTaskList: (args) => onProject(args, ['support', 'supported'], (name) => `task list ${toHex(bytesAt(args, 1))} of ${name}`),
  claimTask: (args) => onTask(args, ['claim', 'claimed'], (task) => `${task}, ${percentWords(uintAt(args, 2))} of the work`),
  submitEvidence: (args) => onTask(args, SUBMIT, (task) => `evidence for ${task}`),
  validate: (args) => onTask(args, boolAt(args, 2) ? ['approve', 'approved'] : ['reject', 'rejected'], (task) => task),
  settleTask: (args) => onTask(args, SETTLE, (task) => task),
  settleValidation: (args) => onTask(args, SETTLE, (task) => `the seat of ${addressAt(args, 2)} in ${task}`),
  settleStake: (args) => onProject(args, SETTLE, (name) => `the stake of ${addressAt(args, 1)} in ${name}`),
  requestRights: (args) => ({ verb: ['lock', 'locked'], object: `${currencyWords(uintAt(args, 0), uintAt(args, 1))} as voting rights`, amounts: amountOf(args, 0) }),
  withdrawRights: (args) => ({ verb: ['unlock', 'unlocked'], object: `${currencyWords(uintAt(args, 0), uintAt(args, 1))} of voting rights`, amounts: amountOf(args, 0) }),
  commit: (args) => onTask(args, ['commit', 'committed'], (task) => `a secret ballot of ${currencyWords(uintAt(args, 2), uintAt(args, 4))} on ${task}`, currencyAmount(uintAt(args, 2), uintAt(args, 4))),
  reveal: (args) => onTask(args, ['reveal', 'revealed'], (task) => `a ballot ${boolAt(args, 3) ? 'for' : 'against'} ${task}`),
  settleBallot: (args) => onTask(args, SETTLE, (task) => `the ballot of ${addressAt(args, 2)} on ${task}`),
  payDividend: (_args, { value }) => ({ verb: ['pay', 'paid'], object: `a dividend of ${etherWords(value)}`, amounts: { ether: value } }),
  collectDividend: (args) => ({ verb: ['collect', 'collected'], object: `the dividends of ${addressAt(args, 0)}` }),
  withdraw: (args, { value }) => ({ verb: ['withdraw', 'withdrew'], object: `${etherWords(value)} to ${addressAt(args, 0)} on L1`, amounts: { ether: value } }),
  withdrawTokens: (args) => ({ verb: ['withdraw', 'withdrew'], object: `${tokenWords(uintAt(args, 1))} to ${addressAt(args, 0)} on L1`, amounts: { tokens: uintAt(args, 1) } }),
}

/** A currency's number at `at`, and the amount behind it. */
function amountOf(args: readonly Argument[], at: number): Amounts {
  return currencyAmount(uintAt(args, at), uintAt(args, at + 1))
}

const taskCount = (count: number): string => (count === 1 ? '1 task' : `${count} tasks`)

/** The one table of what calls mean to a member. Total: any arguments of the kind's types are described. */
export function describeCall(facts: CallFacts): DescribedCall {
  const { verb, object, project, index, amounts = {} } = TABLE[facts.call.kind](facts.call.args, facts)
  const [asked, done] = verb
  return {
    asked: `${asked} ${object}`,
    done: `${done} ${object}`,
    amounts,
    ...(project === undefined ? {} : { project }),
    ...(index === undefined ? {} : { index }),
  }
}
