import type { Argument } from '../codec/argument.ts'
import { taskListRoot, type Task } from '../rules/task-lists.ts'
import { active, claimArguments, community, COST, did, ERIN, GINA, inValidation, ORIGIN, PATRON, PERIOD, proposed, REPUTATION, seated, staked, TOKENS } from './projects.ts'
import { account, bridged, call, pool, record, stream, tokenDeposit, type Case } from './vector-case.ts'
import { scene } from './vector-scene.ts'
import { ALICE, BOB, CAROL, DAVE, DAY, ETHER, MAX, START, type World } from './world.ts'

// Bounds met exactly, and passed by one. Where another file has one side of a bound, both stand here.

const HASH = new Uint8Array(32).fill(7)
const NO_URI = new Uint8Array(0)
const project = (fields: Parameters<typeof record>[2]) => record('project', [1n], fields)
type Expected = Parameters<typeof scene>[3]
const after = (enter: (world: World) => unknown, world = community()): World => {
  enter(world)
  return world
}

const proposing = (): readonly Case[] => {
  const propose = (name: string, expected: Expected, { cost = COST, period = PERIOD, uri = NO_URI, world = community(expected.parameters) }: {
    readonly cost?: bigint
    readonly period?: bigint
    readonly uri?: Uint8Array
    readonly world?: World
  }): Case => {
    const args: readonly Argument[] = [cost, period, TOKENS, HASH, uri]
    return scene(`propose: ${name}`, world, [DAVE, 'propose', args], expected)
  }
  /** 90.09… ether: with 1 % and twice 5 %, each rounded down, exactly the pool's 100. */
  const most = 90_090090090090090092n
  const all = { parameters: { maxCostShare: 10_000n } }
  const given = (world: World): void => world.setPool({ tokens: 20_000n * ETHER })
  return [
    // 5 % of half of all tokens is 250 of Dave's 1,000.
    propose('a cost of exactly the largest share of the pool', { returns: 1n, gives: [project({ cost: 50n * ETHER, stage: 1n }), record('proposal', [1n], { requiredTokens: 5_000n * ETHER, requiredReputation: 30_000n * ETHER, collateral: 250n * ETHER })] }, { cost: 50n * ETHER }),
    propose('a wei over the largest share', { fails: 'CostShareTooLarge' }, { cost: 50n * ETHER + 1n }),
    propose('what leaves the pool is exactly the pool', { ...all, returns: 1n, gives: [project({ cost: most })] }, { cost: most }),
    propose('what leaves the pool is a wei more', { ...all, fails: 'PoolTooSmall' }, { cost: most + 1n }),
    propose('the longest period', { returns: 1n, gives: [project({ deadline: ORIGIN + 90n * DAY })] }, { period: 90n * DAY }),
    propose('a second longer', { fails: 'BadPeriod' }, { period: 90n * DAY + 1n }),
    propose('the shortest period', { returns: 1n, gives: [project({ deadline: ORIGIN + DAY })] }, { period: DAY }),
    propose('a second shorter', { fails: 'BadPeriod' }, { period: DAY - 1n }),
    propose('256 bytes of uri', { returns: 1n }, { uri: new Uint8Array(256) }),
    propose('257 bytes of uri', { fails: 'UriTooLong' }, { uri: new Uint8Array(257) }),
    // Of 20,000 tokens a project of all that may be asked for takes 10,000, and 5 % of those are 500.
    propose('all that is free as collateral', { returns: 1n, gives: [account(DAVE, { tokens: 0n, heldTokens: 500n * ETHER })] }, { cost: 50n * ETHER, world: after((w) => {
      given(w)
      w.setAccount(DAVE, { tokens: 500n * ETHER, heldTokens: 500n * ETHER })
    }) }),
    propose('a unit short of the collateral', { fails: 'InsufficientBalance' }, { cost: 50n * ETHER, world: after((w) => {
      given(w)
      w.setAccount(DAVE, { tokens: 500n * ETHER - 1n, heldTokens: 500n * ETHER - 1n })
    }) }),
  ]
}

const rich = account(ALICE, { ether: MAX, heldTokens: 0n })
/** Alice owns all tokens that there can be. */
const whole = [account(ALICE, { tokens: MAX, heldTokens: MAX, ether: MAX }), pool({ tokens: MAX }), stream('tokens', { earning: MAX })]

const totals: readonly Case[] = [
  // 2·n tokens at 5e13 wei for 1e18: 7,922,816.2514264337593543950335 ether, rounded up.
  { name: 'mint: 2^96 - 1 units, all that there can be', before: [rich], action: call(ALICE, 'mint', [MAX], { value: MAX }), returns: (2n * MAX * 5n * 10n ** 13n + 10n ** 18n - 1n) / 10n ** 18n,
    gives: [pool({ tokens: MAX }), account(ALICE, { tokens: MAX, heldTokens: MAX })] },
  { name: 'mint: 2^96 units', before: [rich], action: call(ALICE, 'mint', [MAX + 1n], { value: MAX }), fails: 'AmountTooLarge' },
  { name: 'mint: the last unit of 2^96 - 1', before: [rich, pool({ tokens: MAX - 3n, forfeited: 2n })], action: call(ALICE, 'mint', [1n], { value: 1n }), returns: 1n, gives: [pool({ tokens: MAX - 2n, forfeited: 2n })] },
  { name: 'mint: a unit more than the last', before: [rich, pool({ tokens: MAX - 3n, forfeited: 3n })], action: call(ALICE, 'mint', [1n], { value: 1n }), fails: 'AmountTooLarge' },
  { name: 'transfer: 2^96 - 1', before: whole, action: call(ALICE, 'tokenTransfer', [BOB, MAX]), returns: 1n, gives: [account(ALICE, { tokens: 0n, heldTokens: 0n }), account(BOB, { tokens: MAX, heldTokens: MAX })] },
  { name: 'transfer: 2^96', before: whole, action: call(ALICE, 'tokenTransfer', [BOB, MAX + 1n]), fails: 'AmountTooLarge' },
  { name: 'approve: 2^96 - 1', before: whole, action: call(ALICE, 'tokenApprove', [BOB, MAX]), returns: 1n, gives: [record('allowance', [ALICE, BOB], { amount: MAX })] },
  { name: 'approve: 2^96', before: whole, action: call(ALICE, 'tokenApprove', [BOB, MAX + 1n]), fails: 'AmountTooLarge' },
  { name: 'burn: 2^96 - 1', before: whole, action: call(ALICE, 'burn', [MAX, 0n]), returns: 0n, gives: [pool({ tokens: 0n })] },
  { name: 'burn: 2^96', before: whole, action: call(ALICE, 'burn', [MAX + 1n, 0n]), fails: 'AmountTooLarge' },
  { name: 'send: 2^96 - 1', before: [rich], action: call(ALICE, 'send', [], { to: CAROL, value: MAX }), gives: [account(ALICE, { ether: 0n }), account(CAROL, { ether: MAX })] },
  { name: 'send: 2^96', before: [rich], action: call(ALICE, 'send', [], { to: CAROL, value: MAX + 1n }), fails: 'AmountTooLarge' },
  { name: 'donate: 2^96 - 1', before: [rich], action: call(ALICE, 'donate', [], { value: MAX }), gives: [pool({ ether: MAX }), account(ALICE, { ether: 0n })] },
  { name: 'donate: 2^96', before: [rich], action: call(ALICE, 'donate', [], { value: MAX + 1n }), fails: 'AmountTooLarge' },
  { name: 'withdraw: 2^96 - 1', before: [rich], action: call(ALICE, 'withdraw', [BOB], { value: MAX }), returns: 1n, gives: [account(ALICE, { ether: 0n }), record('withdrawal', [1n], { to: BOB, value: MAX })] },
  { name: 'withdrawTokens: 2^96 - 1', before: whole, action: call(ALICE, 'withdrawTokens', [BOB, MAX]), returns: 1n,
    gives: [account(ALICE, { tokens: 0n, heldTokens: 0n }), record('tokenWithdrawal', [1n], { to: BOB, amount: MAX }), bridged(MAX), pool({ tokens: MAX })] },
  { name: 'withdrawTokens: 2^96', before: whole, action: call(ALICE, 'withdrawTokens', [BOB, MAX + 1n]), fails: 'AmountTooLarge' },
  { name: 'tokenDeposit: 2^96 - 1', before: [pool({ tokens: MAX }), bridged(MAX)], action: tokenDeposit(BOB, MAX), gives: [account(BOB, { tokens: MAX, heldTokens: MAX }), bridged(0n)] },
  { name: 'withdraw: 2^96', before: [rich], action: call(ALICE, 'withdraw', [BOB], { value: MAX + 1n }), fails: 'AmountTooLarge' },
]

const SCALE = 2n ** 96n
/** Both streams owe 1,000 wei: 20 are a hundredth of it all. */
const owing = [
  account(ALICE, { ether: ETHER }), pool({ dividendPot: 2_000n }),
  stream('tokens', { earning: 400n, rate: SCALE, end: START + 1_000n, last: START }), stream('reputation', { earning: 1_000n, rate: SCALE, end: START + 1_000n, last: START }),
]
const dividends: readonly Case[] = [
  { name: 'payDividend: exactly a hundredth of what is owed is a dividend', before: owing, action: call(ALICE, 'payDividend', [], { value: 20n }),
    gives: [pool({ dividendPot: 2_020n, ether: 0n }), stream('tokens', { rate: (1_010n * SCALE) / (30n * DAY), end: START + 30n * DAY })] },
  { name: 'payDividend: a wei less is the pool’s', before: owing, action: call(ALICE, 'payDividend', [], { value: 19n }), gives: [pool({ dividendPot: 2_000n, ether: 19n }), stream('tokens', { rate: SCALE, end: START + 1_000n })] },
  { name: 'payDividend: 2^96 - 1', before: [rich, pool({}), stream('tokens', { earning: 400n })], action: call(ALICE, 'payDividend', [], { value: MAX }),
    gives: [pool({ dividendPot: MAX }), stream('tokens', { rate: (MAX * SCALE) / (30n * DAY) })] },
  { name: 'payDividend: 2^96', before: [rich, pool({}), stream('tokens', { earning: 400n })], action: call(ALICE, 'payDividend', [], { value: MAX + 1n }), fails: 'AmountTooLarge' },
]

const working = (): readonly Case[] => {
  const submit = (name: string, tasks: readonly Task[], expected: Expected) => scene(`submitTaskList: ${name}`, after(staked), [ALICE, 'submitTaskList', [1n, tasks]], expected)
  const tasks = (count: number, last: bigint): readonly Task[] => Array.from({ length: count }, (_, i) => ({ weight: i === 0 ? last : 312n, contentHash: HASH }))
  const full = tasks(32, 328n)
  const claim = (name: string, locked: bigint, expected: Expected) => scene(`claimTask: ${name}`, after((w) => {
    active(w)
    did(w, ERIN, 'requestRights', [REPUTATION, locked])
  }), [ERIN, 'claimTask', claimArguments(1n, 0)], expected)
  return [
    submit('32 tasks', full, { gives: [record('taskList', [1n, taskListRoot(full)], { count: 32n })] }),
    submit('33 tasks', tasks(33, 16n), { fails: 'BadTaskCount' }),
    submit('a weight of 1, 10,000 in sum', [{ weight: 9_999n, contentHash: HASH }, { weight: 1n, contentHash: HASH }], { gives: [project({ stage: 2n })] }),
    submit('10,001 in sum', [{ weight: 9_999n, contentHash: HASH }, { weight: 2n, contentHash: HASH }], { fails: 'BadWeightSum' }),
    claim('all reputation that is free', 7_000n * ETHER, { gives: [account(ERIN, { reputation: 0n, heldReputation: 10_000n * ETHER })] }),
    claim('a unit short', 7_000n * ETHER + 1n, { fails: 'InsufficientBalance' }),
  ]
}

/** Of three tasks one of 5,000 passed, the last of the others is settled now. */
const ending = (): readonly Case[] => {
  const settle = (name: string, passThreshold: bigint, gives: Expected['gives'] = []) => {
    const parameters = { passThreshold }
    const world = after((w) => {
      inValidation(w)
      seated(w, 1n, 0n, GINA, true)
      w.now = ORIGIN + 7n * DAY
      for (const index of [0n, 1n]) did(w, PATRON, 'settleTask', [1n, index])
    }, community(parameters))
    return scene(`settleTask: ${name}`, world, [PATRON, 'settleTask', [1n, 2n]], { parameters, gives })
  }
  return [
    settle('exactly what has to pass: Complete', 5_000n, [project({ stage: 6n, passedWeight: 5_000n })]),
    settle('a hundredth of a percent short: Failed', 5_001n, [project({ stage: 7n, passedWeight: 5_000n })]),
  ]
}

const staking = (): readonly Case[] => {
  const stake = (name: string, who: typeof ALICE, amount: bigint, expected: Expected) => scene(`stake: ${name}`, after((w) => {
    proposed(w)
    did(w, ALICE, 'stake', [1n, TOKENS, 999n * ETHER])
  }), [who, 'stake', [1n, TOKENS, amount]], expected)
  return [
    stake('exactly what is missing', BOB, ETHER, { returns: ETHER, gives: [project({ stakedTokens: 1_000n * ETHER })] }),
    stake('a unit more than is missing', BOB, ETHER + 1n, { returns: ETHER, gives: [project({ stakedTokens: 1_000n * ETHER })] }),
    stake('a unit less than is missing', BOB, ETHER - 1n, { returns: ETHER - 1n, gives: [project({ stakedTokens: 1_000n * ETHER - 1n })] }),
  ]
}

export const boundsCases = (): readonly Case[] => [...proposing(), ...staking(), ...working(), ...ending(), ...totals, ...dividends]
