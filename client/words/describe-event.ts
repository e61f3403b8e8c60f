import { contractAt, SIDES, STAGES, toHex, ZERO_ADDRESS } from '@distribute/state-machine'
import type { Address, Event, EventName } from '@distribute/state-machine'
import { addressAt, boolAt, bytesAt, uintAt } from './arguments.ts'
import {
  currencyAmount, currencyWords, etherWords, listWords, percentWords, reputationWords, timeWords, tokenWords, type Amounts,
} from './quantities.ts'
import { stageName } from './stage-names.ts'

/** What happened, in plain English. With `by` the words go on from a name: "staked 20 tokens on project 3". */
export interface DescribedEvent {
  readonly by?: Address
  readonly words: string
  readonly project?: bigint
  /** Of the task in the project. */
  readonly index?: bigint
  readonly amounts: Amounts
}

type Args = Event['args']
type Shown = Omit<DescribedEvent, 'amounts'> & { readonly amounts?: Amounts }
type Describe = (args: Args, contract: Event['contract']) => Shown

const isOver = (stage: bigint): boolean => stage >= STAGES.complete

const projectAt = (args: Args): { readonly project: bigint } => ({ project: uintAt(args, 0) })
const taskAt = (args: Args) => ({ project: uintAt(args, 0), index: uintAt(args, 1) })
const taskWords = (args: Args): string => `task ${uintAt(args, 1)} of project ${uintAt(args, 0)}`
/** A currency's number at `at`, and the amount behind it. */
const amountAt = (args: Args, at: number): Amounts => currencyAmount(uintAt(args, at), uintAt(args, at + 1))
const amountWords = (args: Args, at: number): string => currencyWords(uintAt(args, at), uintAt(args, at + 1))

const describeTransfer: Describe = (args, contract) => {
  const [from, to, units] = [addressAt(args, 0), addressAt(args, 1), uintAt(args, 2)]
  const [words, amounts] = contract === 'reputation' ? [reputationWords(units), { reputation: units }] : [tokenWords(units), { tokens: units }]
  if (from === ZERO_ADDRESS) return { by: to, words: `received ${words}, newly made`, amounts }
  if (contractAt(from) !== undefined && to === ZERO_ADDRESS) return { words: `${words} forfeited`, amounts }
  if (contractAt(from) !== undefined) return { by: to, words: `got ${words} back`, amounts }
  if (to === ZERO_ADDRESS) return { by: from, words: `gave ${words} up`, amounts }
  if (contractAt(to) !== undefined) return { by: from, words: `locked ${words}`, amounts }
  return { by: from, words: `sent ${words} to ${to}`, amounts }
}

const describeStage: Describe = (args) => {
  const [project, stage, deadline] = [uintAt(args, 0), uintAt(args, 1), uintAt(args, 2)]
  const until = isOver(stage) ? '' : ` until ${timeWords(deadline)}`
  return { words: `project ${project} is ${stageName(stage) ?? `in stage ${stage}`}${until}`, project }
}

const describeOutcome: Describe = (args) => {
  const [passed, undecided] = [boolAt(args, 3), boolAt(args, 4)]
  const how = undecided ? ', undecided' : ''
  return { words: `${taskWords(args)} by ${addressAt(args, 2)} ${passed ? 'passed' : 'failed'}${how}`, ...taskAt(args) }
}

const describeStakeSettled: Describe = (args) => {
  const [tokens, reputation, ether] = [uintAt(args, 2), uintAt(args, 3), uintAt(args, 4)]
  const parts = [...(tokens > 0n ? [tokenWords(tokens)] : []), ...(reputation > 0n ? [reputationWords(reputation)] : [])]
  const pay = ether > 0n ? `, and earned ${etherWords(ether)}` : ''
  const words = `had the stake of ${listWords(parts)} in project ${uintAt(args, 0)} settled${pay}`
  return { by: addressAt(args, 1), words, ...projectAt(args), amounts: { ether, tokens, reputation } }
}

const TABLE: { readonly [name in EventName]: Describe } = {
  Transfer: describeTransfer,
  Approval: (args) => ({ by: addressAt(args, 0), words: `allowed ${addressAt(args, 1)} to spend ${spendable(uintAt(args, 2))}`, amounts: { tokens: uintAt(args, 2) } }),
  Minted: (args) => ({
    by: addressAt(args, 0),
    words: `minted ${tokenWords(uintAt(args, 1))} for ${etherWords(uintAt(args, 2))}`,
    amounts: { tokens: uintAt(args, 1), ether: uintAt(args, 2) },
  }),
  Burned: (args) => ({
    by: addressAt(args, 0),
    words: `burned ${tokenWords(uintAt(args, 1))} for ${etherWords(uintAt(args, 2))}`,
    amounts: { tokens: uintAt(args, 1), ether: uintAt(args, 2) },
  }),
  Donated: (args) => ({ by: addressAt(args, 0), words: `donated ${etherWords(uintAt(args, 1))} to the pool`, amounts: { ether: uintAt(args, 1) } }),
  Registered: (args) => ({ by: addressAt(args, 0), words: 'became a member' }),
  RecoveryStarted: (args) => ({ words: `the membership of ${addressAt(args, 0)} will move to ${addressAt(args, 1)} from ${timeWords(uintAt(args, 2))} on` }),
  RecoveryCancelled: (args) => ({ by: addressAt(args, 0), words: 'kept the membership: its recovery is cancelled' }),
  RecoveryFinished: (args) => ({
    words: `${reputationWords(uintAt(args, 2))} of ${addressAt(args, 0)} moved to ${addressAt(args, 1)}, who is the member now`,
    amounts: { reputation: uintAt(args, 2) },
  }),
  Proposed: (args) => ({
    by: addressAt(args, 1),
    words: `proposed project ${uintAt(args, 0)} of ${etherWords(uintAt(args, 2))}, to be staked until ${timeWords(uintAt(args, 3))}`,
    ...projectAt(args),
    amounts: { ether: uintAt(args, 2) },
  }),
  StageChanged: describeStage,
  Staked: (args) => ({ by: addressAt(args, 1), words: `staked ${amountWords(args, 2)} on project ${uintAt(args, 0)}`, ...projectAt(args), amounts: amountAt(args, 2) }),
  Unstaked: (args) => ({ by: addressAt(args, 1), words: `unstaked ${amountWords(args, 2)} from project ${uintAt(args, 0)}`, ...projectAt(args), amounts: amountAt(args, 2) }),
  TaskListSubmitted: (args) => ({ by: addressAt(args, 1), words: `submitted task list ${toHex(bytesAt(args, 2))} for project ${uintAt(args, 0)}`, ...projectAt(args) }),
  TaskListSupported: (args) => ({ by: addressAt(args, 1), words: `supported task list ${toHex(bytesAt(args, 2))} of project ${uintAt(args, 0)}`, ...projectAt(args) }),
  TaskClaimed: (args) => ({
    by: addressAt(args, 2),
    words: `claimed ${taskWords(args)}, ${percentWords(uintAt(args, 3))} of the work, until ${timeWords(uintAt(args, 5))}`,
    ...taskAt(args),
    amounts: { reputation: uintAt(args, 4) },
  }),
  ClaimForfeited: (args) => ({
    by: addressAt(args, 2),
    words: `lost ${reputationWords(uintAt(args, 3))}: the claim of ${taskWords(args)} ran out`,
    ...taskAt(args),
    amounts: { reputation: uintAt(args, 3) },
  }),
  EvidenceSubmitted: (args) => ({ by: addressAt(args, 2), words: `submitted evidence for ${taskWords(args)}`, ...taskAt(args) }),
  Validated: (args) => ({
    by: addressAt(args, 2),
    words: `${uintAt(args, 3) === SIDES.approve ? 'approved' : 'rejected'} ${taskWords(args)} with ${tokenWords(uintAt(args, 5))}, as number ${uintAt(args, 4)} of that side`,
    ...taskAt(args),
    amounts: { tokens: uintAt(args, 5) },
  }),
  TaskSettled: describeOutcome,
  ValidationSettled: (args) => ({
    by: addressAt(args, 2),
    words: `earned ${etherWords(uintAt(args, 3))} for validating ${taskWords(args)}`,
    ...taskAt(args),
    amounts: { ether: uintAt(args, 3) },
  }),
  StakeSettled: describeStakeSettled,
  RightsRequested: (args) => ({ by: addressAt(args, 0), words: `locked ${amountWords(args, 1)} as voting rights`, amounts: amountAt(args, 1) }),
  RightsWithdrawn: (args) => ({ by: addressAt(args, 0), words: `unlocked ${amountWords(args, 1)} of voting rights`, amounts: amountAt(args, 1) }),
  Committed: (args) => ({
    by: addressAt(args, 2),
    words: `committed a secret ballot of ${amountWords(args, 3)} on ${taskWords(args)}`,
    ...taskAt(args),
    amounts: amountAt(args, 3),
  }),
  Revealed: (args) => ({
    by: addressAt(args, 2),
    words: `voted ${boolAt(args, 4) ? 'for' : 'against'} ${taskWords(args)} with ${currencyWords(uintAt(args, 3), uintAt(args, 5))}`,
    ...taskAt(args),
    amounts: currencyAmount(uintAt(args, 3), uintAt(args, 5)),
  }),
  BallotSettled: (args) => ({ by: addressAt(args, 2), words: `had a ballot on ${taskWords(args)} settled`, ...taskAt(args) }),
  DividendPaid: (args) => ({ by: addressAt(args, 0), words: `paid a dividend of ${etherWords(uintAt(args, 1))}`, amounts: { ether: uintAt(args, 1) } }),
  DividendCollected: (args) => ({ by: addressAt(args, 0), words: `received ${etherWords(uintAt(args, 1))} of dividends`, amounts: { ether: uintAt(args, 1) } }),
  Deposited: (args) => ({ by: addressAt(args, 1), words: `received ${etherWords(uintAt(args, 2))} from L1`, amounts: { ether: uintAt(args, 2) } }),
  Withdrawn: (args) => ({
    by: addressAt(args, 1),
    words: `withdrew ${etherWords(uintAt(args, 3))} to ${addressAt(args, 2)} on L1, as withdrawal ${uintAt(args, 0)}`,
    amounts: { ether: uintAt(args, 3) },
  }),
  TokensDeposited: (args) => ({ by: addressAt(args, 1), words: `received ${tokenWords(uintAt(args, 2))} from L1`, amounts: { tokens: uintAt(args, 2) } }),
  TokensWithdrawn: (args) => ({
    by: addressAt(args, 1),
    words: `withdrew ${tokenWords(uintAt(args, 3))} to ${addressAt(args, 2)} on L1, as withdrawal ${uintAt(args, 0)}`,
    amounts: { tokens: uintAt(args, 3) },
  }),
}

function spendable(units: bigint): string {
  return units === 2n ** 256n - 1n ? 'any number of tokens' : tokenWords(units)
}

/** The one table of what events mean to a member. */
export function describeEvent({ name, args, contract }: Event): DescribedEvent {
  const { amounts = {}, ...shown } = TABLE[name](args, contract)
  return { ...shown, amounts }
}
