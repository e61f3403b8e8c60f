import { Address, EVENTS, eventData, eventTopics, KINDS, STAGES, systemAddress, UNIT, ZERO_ADDRESS } from '@distribute/state-machine'
import type { Argument, ContractName, Event, EventName, KindName } from '@distribute/state-machine'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { budget } from '../../test/budget.ts'
import { decodeEvent } from './decode-event.ts'
import { describeCall } from './describe-call.ts'
import { describeEvent } from './describe-event.ts'
import { describeTransaction } from './describe-transaction.ts'
import { decimal, percentWords, timeWords } from './quantities.ts'
import { STAGE_NAMES, stageName } from './stage-names.ts'
import { toldArguments } from './told.ts'

const ada = Address(`0x${'ad'.repeat(20)}`)
const bob = Address(`0x${'b0'.repeat(20)}`)
const root = new Uint8Array(32).fill(0xab)
const rootText = `0x${'ab'.repeat(32)}`
const T = 1_800_000_000n
const DATE = '2027-01-15 08:00:00 UTC'

/** Arguments, [wei sent along], what is asked. */
const CALLS: { readonly [kind in KindName]: readonly [readonly Argument[], string, bigint?] } = {
  send: [[], `send 2 ether to ${bob}`, 2n * UNIT],
  tokenTransfer: [[bob, 5n * UNIT], `send 5 tokens to ${bob}`],
  tokenApprove: [[bob, UNIT], `allow ${bob} to spend 1 token`],
  tokenTransferFrom: [[ada, bob, UNIT / 2n], `send 0.5 tokens of ${ada} to ${bob}`],
  mint: [[20n * UNIT], 'mint 20 tokens for at most 1 ether', UNIT],
  burn: [[20n * UNIT, UNIT / 10n], 'burn 20 tokens for at least 0.1 ether'],
  donate: [[], 'donate 1 ether to the pool', UNIT],
  reputationTransfer: [[bob, UNIT], `send 1 reputation to ${bob}`],
  reputationApprove: [[bob, 2n ** 256n - 1n], `allow ${bob} to spend any reputation`],
  reputationTransferFrom: [[ada, bob, UNIT], `send 1 reputation of ${ada} to ${bob}`],
  register: [[ada, root, T, root], `register ${ada} as a member`],
  startRecovery: [[ada, bob, T, root], `start moving the membership of ${ada} to ${bob}`],
  cancelRecovery: [[], 'cancel the recovery of the own account'],
  finishRecovery: [[ada], `finish moving the membership of ${ada}`],
  propose: [[3n * UNIT, 86_400n, 0n, root, root], 'propose a project of 3 ether'],
  advance: [[3n], 'advance project 3'],
  stake: [[3n, 0n, 20n * UNIT], 'stake 20 tokens on project 3'],
  unstake: [[3n, 1n, 20n * UNIT], 'unstake 20 reputation from project 3'],
  submitTaskList: [[3n, [{ weight: 6_000n, contentHash: root }, { weight: 4_000n, contentHash: root }]], 'submit a list of 2 tasks for project 3'],
  supportTaskList: [[3n, root], `support task list ${rootText} of project 3`],
  claimTask: [[3n, 1n, 2_550n, root, [root, root, root, root, root]], 'claim task 1 of project 3, 25.5% of the work'],
  submitEvidence: [[3n, 1n, root, root], 'submit evidence for task 1 of project 3'],
  validate: [[3n, 1n, true], 'approve task 1 of project 3'],
  settleTask: [[3n, 1n], 'settle task 1 of project 3'],
  settleValidation: [[3n, 1n, ada], `settle the seat of ${ada} in task 1 of project 3`],
  settleStake: [[3n, ada], `settle the stake of ${ada} in project 3`],
  requestRights: [[0n, UNIT], 'lock 1 token as voting rights'],
  withdrawRights: [[1n, UNIT], 'unlock 1 reputation of voting rights'],
  commit: [[3n, 1n, 0n, root, 7n * UNIT], 'commit a secret ballot of 7 tokens on task 1 of project 3'],
  reveal: [[3n, 1n, 0n, false, root], 'reveal a ballot against task 1 of project 3'],
  settleBallot: [[3n, 1n, ada, 0n], `settle the ballot of ${ada} on task 1 of project 3`],
  payDividend: [[], 'pay a dividend of 1 ether', UNIT],
  collectDividend: [[ada], `collect the dividends of ${ada}`],
  withdraw: [[bob], `withdraw 1 ether to ${bob} on L1`, UNIT],
  withdrawTokens: [[bob, 2n * UNIT], `withdraw 2 tokens to ${bob} on L1`],
}

const kinds = Object.keys(KINDS) as KindName[]

test.each(kinds)('%s is told in words', (kind) => {
  const [args, asked, value = 0n] = CALLS[kind]
  const described = describeCall({ call: { kind, args }, to: bob, value })
  expect(described.asked).toBe(asked)
  const [verb = '', ...rest] = asked.split(' ')
  expect(described.done).toMatch(new RegExp(`^${verb.slice(0, 1)}\\w+ ${rest.join(' ').replaceAll('.', '\\.')}$`))
  const types = KINDS[kind].inputs
  const named = KINDS[kind].contract === 'projects' && kind !== 'propose' || ['commit', 'reveal', 'settleBallot'].includes(kind)
  expect(described.project).toBe(named ? 3n : undefined)
  expect(described.index).toBe(named && types[1] === 'uint256' ? 1n : undefined)
})

test('the other side, the other currency, other words', () => {
  const words = (kind: KindName, args: readonly Argument[]): string => describeCall({ call: { kind, args }, to: bob, value: 0n }).done
  expect(words('validate', [3n, 1n, false])).toBe('rejected task 1 of project 3')
  expect(words('reveal', [3n, 1n, 0n, true, root])).toBe('revealed a ballot for task 1 of project 3')
  expect(words('stake', [3n, 1n, UNIT])).toBe('staked 1 reputation on project 3')
  expect(words('tokenApprove', [bob, 2n ** 256n - 1n])).toBe(`allowed ${bob} to spend any number of tokens`)
  expect(words('submitTaskList', [3n, [{ weight: 10_000n, contentHash: root }]])).toBe('submitted a list of 1 task for project 3')
})

test('amounts of calls are those asked for', () => {
  const amounts = (kind: KindName): object => describeCall({ call: { kind, args: CALLS[kind][0] }, to: bob, value: CALLS[kind][2] ?? 0n }).amounts
  expect(amounts('stake')).toEqual({ tokens: 20n * UNIT })
  expect(amounts('unstake')).toEqual({ reputation: 20n * UNIT })
  expect(amounts('mint')).toEqual({ tokens: 20n * UNIT, ether: UNIT })
  expect(amounts('commit')).toEqual({ tokens: 7n * UNIT })
  expect(amounts('advance')).toEqual({})
})

const projects = systemAddress('projects')
/** Contract, arguments, who, what. */
const EVENT_WORDS: { readonly [name in EventName]: readonly [ContractName, Event['args'], Address | undefined, string] } = {
  Transfer: ['token', [ada, bob, UNIT], ada, `sent 1 token to ${bob}`],
  Approval: ['token', [ada, bob, 2n * UNIT], ada, `allowed ${bob} to spend 2 tokens`],
  Minted: ['token', [ada, 20n * UNIT, UNIT], ada, 'minted 20 tokens for 1 ether'],
  Burned: ['token', [ada, 20n * UNIT, UNIT], ada, 'burned 20 tokens for 1 ether'],
  Donated: ['token', [ada, UNIT], ada, 'donated 1 ether to the pool'],
  Registered: ['reputation', [ada, root], ada, 'became a member'],
  RecoveryStarted: ['reputation', [ada, bob, T], undefined, `the membership of ${ada} will move to ${bob} from ${DATE} on`],
  RecoveryCancelled: ['reputation', [ada], ada, 'kept the membership: its recovery is cancelled'],
  RecoveryFinished: ['reputation', [ada, bob, UNIT], undefined, `1 reputation of ${ada} moved to ${bob}, who is the member now`],
  Proposed: ['projects', [3n, ada, UNIT, T, root, root], ada, `proposed project 3 of 1 ether, to be staked until ${DATE}`],
  StageChanged: ['projects', [3n, STAGES.active, T], undefined, `project 3 is active until ${DATE}`],
  Staked: ['projects', [3n, ada, 0n, 20n * UNIT], ada, 'staked 20 tokens on project 3'],
  Unstaked: ['projects', [3n, ada, 1n, 20n * UNIT], ada, 'unstaked 20 reputation from project 3'],
  TaskListSubmitted: ['projects', [3n, ada, root], ada, `submitted task list ${rootText} for project 3`],
  TaskListSupported: ['projects', [3n, ada, root], ada, `supported task list ${rootText} of project 3`],
  TaskClaimed: ['projects', [3n, 1n, ada, 2_500n, UNIT, T], ada, `claimed task 1 of project 3, 25% of the work, until ${DATE}`],
  ClaimForfeited: ['projects', [3n, 1n, ada, UNIT], ada, 'lost 1 reputation: the claim of task 1 of project 3 ran out'],
  EvidenceSubmitted: ['projects', [3n, 1n, ada, root, UNIT, root], ada, 'submitted evidence for task 1 of project 3'],
  Validated: ['projects', [3n, 1n, ada, 2n, 4n, UNIT], ada, 'rejected task 1 of project 3 with 1 token, as number 4 of that side'],
  TaskSettled: ['projects', [3n, 1n, ada, false, true], undefined, `task 1 of project 3 by ${ada} failed, undecided`],
  ValidationSettled: ['projects', [3n, 1n, ada, UNIT], ada, 'earned 1 ether for validating task 1 of project 3'],
  StakeSettled: ['projects', [3n, ada, UNIT, 2n * UNIT, UNIT / 4n], ada, 'had the stake of 1 token and 2 reputation in project 3 settled, and earned 0.25 ether'],
  RightsRequested: ['voting', [ada, 1n, UNIT], ada, 'locked 1 reputation as voting rights'],
  RightsWithdrawn: ['voting', [ada, 0n, UNIT], ada, 'unlocked 1 token of voting rights'],
  Committed: ['voting', [3n, 1n, ada, 0n, UNIT, root], ada, 'committed a secret ballot of 1 token on task 1 of project 3'],
  Revealed: ['voting', [3n, 1n, ada, 1n, true, UNIT], ada, 'voted for task 1 of project 3 with 1 reputation'],
  BallotSettled: ['voting', [3n, 1n, ada, 0n], ada, 'had a ballot on task 1 of project 3 settled'],
  DividendPaid: ['dividends', [ada, UNIT], ada, 'paid a dividend of 1 ether'],
  DividendCollected: ['dividends', [ada, UNIT], ada, 'received 1 ether of dividends'],
  Deposited: ['bridge', [7n, ada, UNIT], ada, 'received 1 ether from L1'],
  Withdrawn: ['bridge', [7n, ada, bob, UNIT], ada, `withdrew 1 ether to ${bob} on L1, as withdrawal 7`],
  TokensDeposited: ['bridge', [7n, ada, 2n * UNIT], ada, 'received 2 tokens from L1'],
  TokensWithdrawn: ['bridge', [7n, ada, bob, 2n * UNIT], ada, `withdrew 2 tokens to ${bob} on L1, as withdrawal 7`],
}

const names = Object.keys(EVENTS) as EventName[]

test.each(names)('%s is told in words, also from its log', (name) => {
  const [contract, args, by, words] = EVENT_WORDS[name]
  const event: Event = { name, contract, args }
  const described = describeEvent(event)
  expect([described.by, described.words]).toEqual([by, words])
  const signature = EVENTS[name][0]
  const ofProject = /^\w+\(uint256/.test(signature) && !['Deposited', 'Withdrawn', 'TokensDeposited', 'TokensWithdrawn'].includes(name)
  expect(described.project).toBe(ofProject ? 3n : undefined)
  expect(described.index).toBe(ofProject && /^\w+\(uint256,uint256/.test(signature) ? 1n : undefined)
  expect(decodeEvent({ address: systemAddress(contract), topics: eventTopics(event), data: eventData(event) })).toEqual(event)
})

test('what a transfer means depends on its ends', () => {
  const words = (from: Address, to: Address, contract: ContractName = 'token') => describeEvent({ name: 'Transfer', contract, args: [from, to, UNIT] })
  expect(words(ZERO_ADDRESS, ada)).toEqual({ by: ada, words: 'received 1 token, newly made', amounts: { tokens: UNIT } })
  expect(words(ada, ZERO_ADDRESS)).toMatchObject({ by: ada, words: 'gave 1 token up' })
  expect(words(ada, projects)).toMatchObject({ by: ada, words: 'locked 1 token' })
  expect(words(projects, ada, 'reputation')).toEqual({ by: ada, words: 'got 1 reputation back', amounts: { reputation: UNIT } })
  expect(words(projects, ZERO_ADDRESS)).toEqual({ words: '1 token forfeited', amounts: { tokens: UNIT } })
})

test('a log of somebody else, of another event, or cut short is no event', () => {
  const event: Event = { name: 'Staked', contract: 'projects', args: [3n, ada, 0n, 20n] }
  const log = { address: projects, topics: eventTopics(event), data: eventData(event) }
  expect(decodeEvent(log)).toEqual(event)
  expect(decodeEvent({ ...log, address: ada })).toBeUndefined()
  expect(decodeEvent({ ...log, topics: [] })).toBeUndefined()
  expect(decodeEvent({ ...log, topics: log.topics.slice(0, 2) })).toBeUndefined()
  expect(decodeEvent({ ...log, topics: [root, ...log.topics.slice(1)] })).toBeUndefined()
  expect(decodeEvent({ ...log, data: log.data.subarray(1) })).toBeUndefined()
})

test('a transaction is told by what moved, or by what failed', () => {
  const call = { kind: 'stake', args: [3n, 0n, 50n * UNIT] } as const
  const facts = { call, from: ada, to: projects, value: 0n, status: true, events: [{ name: 'Staked', contract: 'projects', args: [3n, ada, 0n, 20n * UNIT] }] } as const
  expect(describeTransaction(facts)).toEqual({ kind: 'stake', by: ada, words: 'staked 20 tokens on project 3', project: 3n, amounts: { tokens: 20n * UNIT }, tells: { of: 'event', name: 'Staked', args: ['3', ada, '0', String(20n * UNIT)] } })
  expect(describeTransaction({ ...facts, status: false, error: 'WrongStage', events: [] })).toEqual({
    kind: 'stake', by: ada, words: 'could not stake 50 tokens on project 3: WrongStage', project: 3n, amounts: { tokens: 50n * UNIT }, tells: { of: 'call', name: 'stake', args: ['3', '0', String(50n * UNIT)] },
  })
  const send = { call: { kind: 'send', args: [] }, from: ada, to: bob, value: UNIT, status: true, events: [] } as const
  expect(describeTransaction(send)).toEqual({ kind: 'send', by: ada, words: `sent 1 ether to ${bob}`, amounts: { ether: UNIT }, tells: { of: 'call', name: 'send', args: [] } })
  const deposit = { call: undefined, from: bob, to: ada, value: UNIT, status: true, events: [{ name: 'Deposited', contract: 'bridge', args: [0n, ada, UNIT] }] } as const
  expect(describeTransaction(deposit)).toEqual({ kind: 'deposit', by: ada, words: 'received 1 ether from L1', amounts: { ether: UNIT }, tells: { of: 'event', name: 'Deposited', args: ['0', ada, String(UNIT)] } })
  const ofTokens = { ...deposit, value: 0n, events: [{ name: 'TokensDeposited', contract: 'bridge', args: [0n, ada, UNIT] }] } as const
  expect(describeTransaction(ofTokens)).toEqual({ kind: 'deposit', by: ada, words: 'received 1 token from L1', amounts: { tokens: UNIT }, tells: { of: 'event', name: 'TokensDeposited', args: ['0', ada, String(UNIT)] } })
  expect(toldArguments([5n, true, Uint8Array.of(1, 255), [Uint8Array.of(1), Uint8Array.of(2)]])).toEqual(['5', 'true', '0x01ff', '2'])
})

test('numbers', () => {
  expect(['0', '1', '0.5', '1200.000000000000000001', '0.00005']).toEqual([0n, UNIT, UNIT / 2n, 1_200n * UNIT + 1n, 50_000_000_000_000n].map(decimal))
  expect([percentWords(10_000n), percentWords(1n), percentWords(1_250n)]).toEqual(['100%', '0.01%', '12.5%'])
  expect(timeWords(2n ** 40n - 1n)).toMatch(/UTC$/)
  expect(STAGE_NAMES.map((name) => stageName(STAGES[name]))).toEqual(STAGE_NAMES)
  expect([stageName(0n), stageName(9n)]).toEqual([undefined, undefined])
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 96n }), (units) => {
      const [whole = '', fraction = ''] = decimal(units).split('.')
      expect(BigInt(whole) * UNIT + BigInt(fraction.padEnd(18, '0'))).toBe(units)
    }),
    { numRuns: budget(200) },
  )
})
