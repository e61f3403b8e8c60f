import { keccak256, toHex } from 'viem'
import type { Hex } from 'viem'
import { proofOfTask, rootOfTasks, secretOf } from '@distribute/client'
import type { SystemCall } from './drivers.ts'
import { CHAIN_ID } from './node.ts'
import { FAR, signMembership, signRecovery } from './registrar.ts'

export const UNIT = 10n ** 18n
const DAY = 86_400n
const ALL = 2n ** 95n
const [TOKENS, REPUTATION] = [0, 1]
/** What a project costs, in wei. */
export const COST = UNIT / 10n
const HERS = 1n
const ANNAS = 2n

const wordOf = (text: string): Hex => keccak256(toHex(text))
const LIST = [{ weight: 6_000n, contentHash: wordOf('the roof') }, { weight: 4_000n, contentHash: wordOf('the door') }] as const
const OTHER = [{ weight: 10_000n, contentHash: wordOf('a tent') }] as const
const tasksOf = (list: readonly { readonly weight: bigint; readonly contentHash: Hex }[]) => list.map(({ weight, contentHash }) => ({ weight: Number(weight), contentHash }))
const claimOf = (project: bigint, list: typeof LIST | typeof OTHER, index: 0 | 1): readonly unknown[] =>
  [project, index, Number(list[index]?.weight), list[index]?.contentHash, proofOfTask(list, index)]

/** Everybody in it, by address. Anna, Bert and Carl have ether. */
export interface Cast {
  readonly she: Hex
  readonly anna: Hex
  readonly bert: Hex
  readonly carl: Hex
  /** Nobody yet: a neighbour whom she registers, and her own next key. */
  readonly neighbour: Hex
  readonly heir: Hex
}
export type Helper = 'anna' | 'bert' | 'carl'

type Arguments = (cast: Cast) => readonly unknown[] | Promise<readonly unknown[]>
type Named = `${SystemCall['contract']}.${string}`

/** One thing that happens. */
export type Act =
  | { readonly who: 'she' | Helper; readonly does: Named; readonly args: Arguments; readonly value?: bigint; /** The rule, or geth's words, that stand in her way. */ readonly refused?: RegExp }
  | { readonly who: 'she'; readonly does: 'pay'; readonly to: keyof Cast; readonly value: bigint; readonly refused?: RegExp }
  | { readonly who: 'time'; readonly seconds: bigint }

const none: Arguments = () => []
const she = (does: Named, args: Arguments, value = 0n): Act => ({ who: 'she', does, args, value })
const sheCannot = (does: Named, args: Arguments, refused: RegExp, value = 0n): Act => ({ who: 'she', does, args, value, refused })
const by = (who: Helper, does: Named, args: Arguments): Act => ({ who, does, args })
const later = (seconds: bigint): Act => ({ who: 'time', seconds })

const secret = (voter: Hex) => secretOf({ chainId: CHAIN_ID, project: HERS, task: 0n, voter, currency: 'reputation' }, true, wordOf('salt'))
const FUNDS = /insufficient funds for gas \* price \+ value/

const TOKEN: readonly Act[] = [
  by('anna', 'token.transfer', ({ she: to }) => [to, 100n * UNIT]),
  by('anna', 'token.approve', ({ she: spender }) => [spender, 7n * UNIT]),
  she('token.transferFrom', ({ anna, she: to }) => [anna, to, 7n * UNIT]),
  she('token.transfer', ({ bert }) => [bert, 2n * UNIT]),
  she('token.approve', ({ bert }) => [bert, 3n * UNIT]),
  by('bert', 'token.transferFrom', ({ she: owner, bert }) => [owner, bert, 3n * UNIT]),
  sheCannot('token.transfer', ({ bert }) => [bert, ALL], /InsufficientBalance/),
]

/** Reputation is nobody's to give, and ether she has none of. */
const NEVER: readonly Act[] = [
  sheCannot('reputation.transfer', ({ anna }) => [anna, UNIT], /NotTransferable/),
  sheCannot('reputation.approve', ({ anna }) => [anna, UNIT], /NotTransferable/),
  sheCannot('reputation.transferFrom', ({ anna, she: to }) => [anna, to, UNIT], /NotTransferable/),
  sheCannot('token.mint', () => [UNIT], FUNDS, UNIT),
  sheCannot('token.donate', none, FUNDS, UNIT),
  sheCannot('dividends.payDividend', none, FUNDS, UNIT),
  sheCannot('bridge.withdraw', ({ she: to }) => [to], FUNDS, UNIT),
  { who: 'she', does: 'pay', to: 'anna', value: UNIT, refused: FUNDS },
]

const PROPOSED: readonly Act[] = [
  she('projects.propose', () => [COST, DAY, REPUTATION, wordOf('a house'), 'ipfs://house']),
  she('projects.stake', () => [HERS, REPUTATION, 100n * UNIT]),
  she('projects.unstake', () => [HERS, REPUTATION, 40n * UNIT]),
  she('projects.stake', () => [HERS, TOKENS, 10n * UNIT]),
  by('anna', 'projects.stake', () => [HERS, TOKENS, ALL]),
  she('projects.stake', () => [HERS, REPUTATION, ALL]),
  by('anna', 'projects.propose', () => [COST, DAY, TOKENS, wordOf('a bench'), 'ipfs://bench']),
  by('anna', 'projects.stake', () => [ANNAS, TOKENS, ALL]),
  by('anna', 'projects.stake', () => [ANNAS, REPUTATION, ALL]),
]

const WORK: readonly Act[] = [
  by('anna', 'projects.submitTaskList', () => [HERS, tasksOf(LIST)]),
  she('projects.submitTaskList', () => [HERS, tasksOf(OTHER)]),
  she('projects.supportTaskList', () => [HERS, rootOfTasks(LIST)]),
  she('projects.claimTask', () => claimOf(HERS, LIST, 0)),
  by('bert', 'projects.claimTask', () => claimOf(HERS, LIST, 1)),
  she('projects.submitEvidence', () => [HERS, 0, wordOf('a photograph'), 'ipfs://photograph']),
  by('bert', 'projects.submitEvidence', () => [HERS, 1, wordOf('another'), 'ipfs://another']),
  by('anna', 'projects.submitTaskList', () => [ANNAS, tasksOf(OTHER)]),
  by('bert', 'projects.claimTask', () => claimOf(ANNAS, OTHER, 0)),
  by('bert', 'projects.submitEvidence', () => [ANNAS, 0, wordOf('a bench stands'), 'ipfs://bench']),
]

const JUDGED: readonly Act[] = [
  by('anna', 'projects.validate', () => [HERS, 0, true]),
  by('carl', 'projects.validate', () => [HERS, 0, false]),
  by('carl', 'projects.validate', () => [HERS, 1, true]),
  sheCannot('projects.validate', () => [HERS, 1, true], /ClaimerMayNotValidate/),
  she('projects.validate', () => [ANNAS, 0, true]),
  sheCannot('projects.settleTask', () => [ANNAS, 0], /TooEarly/),
  later(7n * DAY + 1n),
  she('projects.advance', () => [HERS]),
  she('projects.settleTask', () => [ANNAS, 0]),
  she('projects.settleValidation', ({ she: validator }) => [ANNAS, 0, validator]),
]

const VOTE: readonly Act[] = [
  she('voting.requestRights', () => [REPUTATION, 1_000n * UNIT]),
  she('voting.requestRights', () => [TOKENS, UNIT]),
  she('voting.commit', ({ she: voter }) => [HERS, 0, REPUTATION, secret(voter).secretHash, 900n * UNIT]),
  sheCannot('voting.withdrawRights', () => [REPUTATION, 1_000n * UNIT], /RightsLocked/),
  later(7n * DAY),
  she('voting.reveal', () => [HERS, 0, REPUTATION, true, wordOf('salt')]),
  later(7n * DAY),
  she('projects.settleTask', () => [HERS, 0]),
  she('projects.settleTask', () => [HERS, 1]),
  she('projects.settleStake', ({ she: staker }) => [HERS, staker]),
  she('voting.settleBallot', ({ she: voter }) => [HERS, 0, voter, REPUTATION]),
  she('voting.withdrawRights', () => [REPUTATION, 1_000n * UNIT]),
  she('voting.withdrawRights', () => [TOKENS, UNIT]),
]

/** What she has earned she can do with what she likes. */
const PAID: readonly Act[] = [
  she('token.mint', () => [UNIT], UNIT / 100n),
  she('token.burn', () => [2n * UNIT, 1n]),
  she('token.donate', none, UNIT / 1_000n),
  she('dividends.payDividend', none, UNIT / 1_000n),
  later(DAY),
  she('dividends.collectDividend', ({ she: account }) => [account]),
  { who: 'she', does: 'pay', to: 'carl', value: 5n },
  she('bridge.withdraw', ({ she: to }) => [to], UNIT / 100n),
  she('bridge.withdrawTokens', ({ she: to }) => [to, UNIT / 3n]),
]

const MEMBERS: readonly Act[] = [
  she('reputation.register', async ({ neighbour }) => [neighbour, wordOf('neighbour'), FAR, await signMembership(neighbour, wordOf('neighbour'))]),
  she('reputation.startRecovery', async ({ she: from, heir }) => [from, heir, FAR, await signRecovery(from, heir, FAR)]),
  she('reputation.cancelRecovery', none),
  she('reputation.startRecovery', async ({ she: from, heir }) => [from, heir, FAR + 1n, await signRecovery(from, heir, FAR + 1n)]),
  later(7n * DAY),
  she('reputation.finishRecovery', ({ she: from }) => [from]),
]

/** A member's whole life, from protocol.md: every call there is, those of a proposer, staker, worker, validator and voter, and of one who leaves. */
export const LIFE: readonly Act[] = [...TOKEN, ...NEVER, ...PROPOSED, ...WORK, ...JUDGED, ...VOTE, ...PAID, ...MEMBERS]
