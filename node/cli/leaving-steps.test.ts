import { expect, test } from 'vitest'
import { Address, kindGas } from '@distribute/state-machine'
import type { Project } from '@distribute/client/words'
import type { Account } from './account.ts'
import { formatAmount } from './amounts.ts'
import { heldBack, stepsLeft, stepsOut, type LeaveSight } from './leaving-steps.ts'

const UNIT = 10n ** 18n
const ME = Address(`0x${'11'.repeat(20)}`)
const HASH = `0x${'22'.repeat(32)}` as const
const at = { blockNumber: 1n, timestamp: 1n, transactionHash: HASH, transactionIndex: 0n }
const holding = { free: 0n, held: 0n, rights: { amount: 0n, committed: 0n, openBallots: 0n } }

const EMPTY: Account = {
  account: ME, isMember: true, identity: null, nonce: 0n, ether: 0n, tokens: holding, reputation: holding, credits: { available: 0n, capacity: 0n },
  owedDividend: 0n, recovery: null, proposed: [], stakes: [], claims: [], seats: [], ballots: [],
}

const PROJECT: Project = {
  id: 1n, stage: 'proposed', due: false, proposer: ME, cost: UNIT, deadline: 1_000n, commitEnd: 0n, next: { deadline: 1_000n, words: 'the project expires' }, contentHash: HASH, uri: null,
  requirements: { tokens: { fixed: 0n, now: 0n, staked: 0n, missing: 0n }, reputation: { fixed: 0n, now: 0n, staked: 0n, missing: 0n } },
  stakedTokens: 0n, stakedReputation: 0n, evidenceWeight: 0n, passedWeight: 0n, at, period: 1_000n, collateral: { currency: 'tokens', amount: UNIT }, need: 0n, affordable: true,
  unstakeUntil: 900n, escrow: 0n, pot: 0n, unsettled: 0n, disputed: 0n, leader: null, accepted: null, tasks: [], taskLists: { items: [], next: null }, stakes: { items: [], next: null },
}

const sight = (account: Partial<Account>, { project = PROJECT, now = 100n }: { readonly project?: Project; readonly now?: bigint } = {}): LeaveSight =>
  ({ account: { ...EMPTY, ...account }, projects: new Map([[1n, project]]), now, baseFee: 1n })
const stakeAt = (stage: Project['stage']): Account['stakes'] => [{ project: 1n, stage, account: ME, tokens: 2n * UNIT, reputation: 0n, choice: null, expected: { ether: 0n, reputation: 0n }, at }]
const lines = (found: LeaveSight): readonly string[] => stepsOut(found).map(({ kind, args }) => [kind, ...args].join(' '))
const RICH = { ether: UNIT } as const

test('first what is held, then rights, then tokens, and the ether last: all of it but the fee', () => {
  const tokens = { free: 3n * UNIT, held: 0n, rights: { amount: 5n, committed: 2n, openBallots: 1n } }
  expect(lines(sight({ ...RICH, tokens, stakes: stakeAt('proposed'), owedDividend: UNIT }))).toEqual(['unstake 1 all tokens', 'collectDividend'])
  expect(lines(sight({ ...RICH, tokens }))).toEqual(['withdrawRights all tokens'])
  expect(lines(sight({ ...RICH, tokens: { ...tokens, rights: holding.rights } }))).toEqual(['burn 3'])
  expect(stepsOut(sight(RICH))).toEqual([{ kind: 'withdraw', args: [formatAmount(UNIT - kindGas('withdraw'))] }])
  expect(lines(sight({ ether: kindGas('withdraw') }))).toEqual([])
})

test('what was refused too often holds nothing else up', () => {
  const all = sight({ ...RICH, tokens: { ...holding, free: UNIT }, stakes: stakeAt('expired') })
  expect(lines(all)).toEqual(['settleStake 1'])
  expect(stepsOut(all, ({ kind }) => kind !== 'settleStake').map(({ kind }) => kind)).toEqual(['burn'])
  expect(stepsLeft(all).map(({ kind }) => kind)).toEqual(['settleStake', 'burn', 'withdraw'])
})

test('who holds tokens and no ether brings the fees first', () => {
  const [only, ...others] = stepsOut(sight({ ether: 5n, tokens: { ...holding, free: UNIT } }))
  expect(others).toEqual([])
  expect(only).toEqual({ kind: 'deposit', args: [formatAmount(2n * (kindGas('burn') - 5n))] })
})

test('a stake waits for the end of a running project, or of a proposal shortly before its deadline; a failed one is gone', () => {
  for (const stage of ['staked', 'active', 'validation', 'voting'] as const) {
    const found = sight({ stakes: stakeAt(stage) }, { project: { ...PROJECT, stage, next: { deadline: 777n, words: 'something ends' } } })
    expect(stepsOut(found)).toEqual([])
    expect(heldBack(found)).toEqual([{ what: `the stake of 2 tokens in project 1, which is ${stage}`, why: 'something ends', notBefore: 777n }])
  }
  const frozen = sight({ ...RICH, stakes: stakeAt('proposed') }, { now: 900n })
  expect(stepsOut(frozen).map(({ kind }) => kind)).toEqual(['withdraw'])
  expect(heldBack(frozen)).toMatchObject([{ notBefore: 1_000n }])
  expect([...stepsOut(sight({ stakes: stakeAt('failed') })), ...heldBack(sight({ stakes: stakeAt('failed') }))]).toEqual([])
})

test('the collateral of an open proposal is told; of tasks whose judgement is over nobody is waited for', () => {
  expect(heldBack(sight({ proposed: [PROJECT] }))).toEqual([{ what: 'the collateral of 1 tokens of your proposal, project 1', why: 'the project expires', notBefore: 1_000n }])
  const task: Project['tasks'][number] = {
    index: 4n, weight: 10_000n, contentHash: HASH, status: 'approved', pay: UNIT, validatorsPay: 0n, claim: null, evidence: null, validationStake: 7n, approvals: 1n, rejections: 0n, disputed: false,
    undecided: false, validators: [], poll: null,
  }
  const seat: Account['seats'][number] = { project: 1n, index: 4n, account: ME, side: 'approve', position: 1n, stake: 7n, settled: false, payIfRight: 3n, pay: null, at }
  const claimed: Account['claims'][number] = { project: 1n, index: 4n, stage: 'validation', weight: 10_000n, status: 'approved', collateral: 0n, claimEnd: 0n, pay: UNIT, at }
  const judging: Project = { ...PROJECT, stage: 'validation', tasks: [task] }
  const waits = sight({ ...RICH, seats: [seat], claims: [claimed] }, { project: judging })
  expect(stepsOut(waits).map(({ kind }) => kind)).toEqual(['withdraw'])
  expect(heldBack(waits).map(({ what }) => what)).toEqual(['0.000000000000000007 tokens of your seat at task 4 of project 1, and 0.000000000000000003 ETH if you are right', 'the pay of 1 ETH for task 4 of project 1, if it passes'])
  const over = sight({ ...RICH, seats: [seat], claims: [claimed] }, { project: { ...judging, next: null } })
  expect(lines(over)).toEqual(['settleTask 1 4'])
  expect(lines(sight({ ...RICH, seats: [{ ...seat, pay: 3n }] }))).toEqual(['settleValidation 1 4'])
})

test('a ballot is settled once its poll is over, and holds its rights until then', () => {
  const ballot: Account['ballots'][number] = { project: 1n, index: 0n, stage: 'voting', account: ME, currency: 'tokens', amount: UNIT, secretHash: HASH, revealed: true, settled: false, commitEnd: 400n, revealEnd: 500n, at }
  const voting: Project = { ...PROJECT, stage: 'voting', next: { deadline: 500n, words: 'revealing ends' } }
  const open = sight({ ...RICH, ballots: [ballot] }, { project: voting, now: 450n })
  expect(stepsOut(open).map(({ kind }) => kind)).toEqual(['withdraw'])
  expect(heldBack(open)).toEqual([{ what: 'voting rights of 1 tokens that your ballot on task 0 of project 1 holds', why: 'revealing ends', notBefore: 500n }])
  expect(lines(sight({ ...RICH, ballots: [ballot] }, { project: voting, now: 500n }))).toEqual(['settleBallot 1 0 tokens'])
  expect(lines(sight({ ...RICH, ballots: [{ ...ballot, currency: 'reputation' }] }, { project: voting, now: 500n })).map((line) => line.split(' ')[0])).toEqual(['withdraw'])
})
