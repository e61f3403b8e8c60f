import { describe, expect, test } from 'vitest'
import { systemAddress } from '../codec/address.ts'
import { ALICE, BOB, CAROL, DAVE, DAY, ETHER, giveTokens, MAX, wordOf, type World } from '../testing/world.ts'
import {
  active, community, COST, did, ERIN, GINA, HUGO, inValidation, ORIGIN, PATRON, PERIOD, projectOf, proposalOf, proposed,
  REPUTATION, seated, staked, stakeOf, TOKENS, worked,
} from '../testing/projects.ts'

const NO_URI = new Uint8Array(0)
const HASH = new Uint8Array(32).fill(7)
const HOUR = 3_600n
const propose = (world: World, cost: bigint, period = PERIOD, currency = TOKENS, uri = NO_URI, who = DAVE) =>
  world.call(who, 'propose', [cost, period, currency, HASH, uri])

describe('propose', () => {
  test('fixes shares of the pool as requirements and takes 5 % of one as collateral', () => {
    const world = community()
    const result = propose(world, COST)
    expect(wordOf(result)).toBe(1n)
    expect(projectOf(world)).toMatchObject({ proposer: DAVE, cost: COST, stage: 1n, deadline: ORIGIN + PERIOD, escrow: 0n })
    expect(proposalOf(world)).toMatchObject({
      requiredTokens: 1_000n * ETHER, requiredReputation: 6_000n * ETHER, period: PERIOD, collateralIn: 0n, collateral: 50n * ETHER,
    })
    expect(world.account(DAVE)).toMatchObject({ tokens: 950n * ETHER, heldTokens: 1_000n * ETHER })
    expect(world.pool()).toMatchObject({ ether: 100n * ETHER, escrowed: 0n, projects: 1n, tokens: 10_000n * ETHER })
    expect(result.events).toEqual([
      { name: 'Proposed', contract: 'projects', args: [1n, DAVE, COST, ORIGIN + PERIOD, HASH, NO_URI] },
      { name: 'Transfer', contract: 'token', args: [DAVE, systemAddress('projects'), 50n * ETHER] },
    ])
  })

  test('a Reputation Holder without a token gives 5 % of the reputation; ids count on', () => {
    const world = community()
    proposed(world)
    expect(wordOf(propose(world, COST, DAY, REPUTATION, new Uint8Array(256), ERIN))).toBe(2n)
    expect(proposalOf(world, 2n)).toMatchObject({ collateralIn: 1n, collateral: 300n * ETHER })
    expect(world.account(ERIN)).toMatchObject({ reputation: 9_700n * ETHER, heldReputation: 10_000n * ETHER })
  })

  test('what is collected rounds up: requirements, and the collateral of them', () => {
    const world = community()
    propose(world, 1n)
    // ceil(10,000e18 / 100e18) = 100 and ceil(60,000e18 / 100e18) = 600 base units for a wei: whole. One unit more of each rounds up.
    expect(proposalOf(world)).toMatchObject({ requiredTokens: 100n, requiredReputation: 600n, collateral: 5n })
    world.setPool({ tokens: 10_000n * ETHER + 1n })
    propose(world, 1n)
    expect(proposalOf(world, 2n)).toMatchObject({ requiredTokens: 101n, collateral: 6n })
  })

  test('the rules in their order', () => {
    const world = community()
    const long = new Uint8Array(257)
    expect(world.call(DAVE, 'propose', [0n, 0n, 9n, HASH, long], { value: 1n }).error).toBe('ValueNotAccepted')
    expect(propose(world, 0n, 0n, 9n, long).error).toBe('ZeroAmount')
    expect(propose(world, MAX + 1n, 0n, 9n, long).error).toBe('AmountTooLarge')
    expect(propose(world, MAX, DAY - 1n, 9n, long).error).toBe('BadPeriod')
    expect(propose(world, MAX, 90n * DAY + 1n, 9n, long).error).toBe('BadPeriod')
    expect(propose(world, MAX, 90n * DAY, 2n, long).error).toBe('BadCurrency')
    expect(propose(world, MAX, DAY, TOKENS, long).error).toBe('UriTooLong')
    expect(propose(world, 50n * ETHER + 1n, PERIOD, TOKENS, NO_URI, PATRON).error).toBe('CostShareTooLarge')
    expect(propose(world, 50n * ETHER, PERIOD, TOKENS, NO_URI, PATRON).error).toBe('InsufficientBalance')
    expect(propose(world, 50n * ETHER).error).toBeUndefined()
  })

  test('PoolTooSmall comes before EmptySupply, and EmptySupply before InsufficientBalance', () => {
    const world = community({ maxCostShare: 10_000n })
    // need(c) = 1.11 c: a pool of 100 ether holds 90.09… ether of cost, and three roundings.
    const most = (100n * ETHER * 100n) / 111n
    world.setPool({ tokens: 0n })
    expect(propose(world, most + 5n, PERIOD, TOKENS, NO_URI, PATRON).error).toBe('PoolTooSmall')
    expect(propose(world, most, PERIOD, TOKENS, NO_URI, PATRON).error).toBe('EmptySupply')
    world.setPool({ tokens: 10_000n * ETHER, reputation: 0n })
    expect(propose(world, most, PERIOD, TOKENS, NO_URI, PATRON).error).toBe('EmptySupply')
    world.setPool({ reputation: 60_000n * ETHER })
    expect(propose(world, most, PERIOD, TOKENS, NO_URI, PATRON).error).toBe('InsufficientBalance')
  })

  test('one base unit below the collateral is too little', () => {
    const world = community()
    giveTokens(world, PATRON, 0n)
    world.setAccount(PATRON, { tokens: 50n * ETHER - 1n })
    expect(propose(world, COST, PERIOD, TOKENS, NO_URI, PATRON).error).toBe('InsufficientBalance')
    world.setAccount(PATRON, { tokens: 50n * ETHER })
    expect(propose(world, COST, PERIOD, TOKENS, NO_URI, PATRON).error).toBeUndefined()
  })

  test('a pool pumped for a block, or for a day, buys nothing: the lowest since the window before counts', () => {
    const world = community()
    world.deposit(PATRON, 100n * ETHER)
    did(world, PATRON, 'donate', [], { value: 100n * ETHER })
    expect(propose(world, 50n * ETHER + 1n).error).toBe('CostShareTooLarge')
    propose(world, COST)
    // E is 200 ether now and E* 100: half of the tokens, all of the reputation.
    expect(proposalOf(world)).toMatchObject({ requiredTokens: 500n * ETHER, requiredReputation: 6_000n * ETHER })
    world.now = ORIGIN + 2n * DAY - 1n
    expect(propose(world, 50n * ETHER + 1n).error).toBe('CostShareTooLarge')
    world.now += 1n
    expect(propose(world, 50n * ETHER + 1n).error).toBeUndefined()
  })
})

describe('stake', () => {
  const stake = (world: World, who = ALICE, amount = ETHER, currency = TOKENS, id = 1n) => world.call(who, 'stake', [id, currency, amount])

  test('locks what it takes and answers how much', () => {
    const world = community()
    proposed(world)
    const result = stake(world, ALICE, 600n * ETHER)
    expect(wordOf(result)).toBe(600n * ETHER)
    expect(stakeOf(world, ALICE)).toMatchObject({ tokens: 600n * ETHER, reputation: 0n })
    expect(projectOf(world)).toMatchObject({ stakedTokens: 600n * ETHER, stakedReputation: 0n, stage: 1n })
    expect(world.account(ALICE)).toMatchObject({ tokens: 3_400n * ETHER, heldTokens: 4_000n * ETHER })
    expect(result.events).toEqual([
      { name: 'Transfer', contract: 'token', args: [ALICE, systemAddress('projects'), 600n * ETHER] },
      { name: 'Staked', contract: 'projects', args: [1n, ALICE, TOKENS, 600n * ETHER] },
    ])
  })

  test('is clipped to what is still required before it is compared with the balance', () => {
    const world = community()
    proposed(world)
    stake(world, ALICE, 900n * ETHER)
    expect(wordOf(stake(world, GINA, MAX))).toBe(100n * ETHER)
    expect(stake(world, GINA, 1n).error).toBe('NothingRequired')
  })

  test('with the last of what is required the project is Staked: ether moves, the proposer is paid, the collateral goes back', () => {
    const world = community()
    staked(world)
    expect(projectOf(world)).toMatchObject({
      stage: 2n, deadline: ORIGIN + 7n * DAY, escrow: 11n * ETHER, pot: ETHER / 2n, stakedTokens: 1_000n * ETHER, stakedReputation: 6_000n * ETHER,
    })
    expect(world.pool()).toMatchObject({ ether: 889n * ETHER / 10n, escrowed: 11n * ETHER })
    expect(world.account(DAVE)).toMatchObject({ ether: ETHER / 10n, tokens: 1_000n * ETHER, reputation: 8_500n * ETHER })
    expect(proposalOf(world).collateral).toBe(0n)
  })

  test('each part of the need rounds down for itself', () => {
    const world = community()
    const id = proposed(world, { cost: COST + 99n })
    for (const [who, currency] of [[ALICE, TOKENS], [CAROL, REPUTATION]] as const) did(world, who, 'stake', [id, currency, MAX >> 4n])
    expect(projectOf(world)).toMatchObject({ stage: 2n, escrow: COST + 99n + 2n * (ETHER / 2n + 4n), pot: ETHER / 2n + 4n })
    expect(world.account(DAVE).ether).toBe(ETHER / 10n)
  })

  test('what was minted since raises what is required; what was burned never lowers it', () => {
    const world = community()
    proposed(world)
    giveTokens(world, PATRON, 10_000n * ETHER)
    expect(wordOf(stake(world, ALICE, MAX))).toBe(2_000n * ETHER)
    world.setPool({ tokens: 5_000n * ETHER })
    expect(stake(world, BOB, 1n).error).toBe('NothingRequired')
    // More than was fixed is required where the pool is poorer; less never.
    expect(wordOf(stake(world, CAROL, MAX, REPUTATION))).toBe(6_000n * ETHER)
    expect(projectOf(world).stage).toBe(2n)
  })

  test('a poorer pool asks for more; one that could not pay asks for what was fixed and takes nothing', () => {
    const world = community()
    proposed(world)
    world.setPool({ ether: 50n * ETHER, low: 50n * ETHER, previousLow: 50n * ETHER })
    expect(wordOf(stake(world, ALICE, MAX))).toBe(2_000n * ETHER)
    world.setPool({ ether: 11n * ETHER, low: 11n * ETHER, previousLow: 11n * ETHER })
    expect(stake(world, BOB, 1n).error).toBe('NothingRequired')
    expect(wordOf(stake(world, CAROL, MAX, REPUTATION))).toBe(6_000n * ETHER)
    expect(projectOf(world).stage).toBe(1n)
    expect(world.call(PATRON, 'advance', [1n]).error).toBe('NothingDue')
    // When the pool can pay again, the next call finds the project staked, if it still asks for no more.
    world.setPool({ ether: 100n * ETHER, low: 100n * ETHER, previousLow: 100n * ETHER })
    did(world, PATRON, 'advance', [1n])
    expect(projectOf(world).stage).toBe(2n)
  })

  test('the rules in their order; a failed call undoes its implicit advance', () => {
    const world = community()
    proposed(world)
    expect(stake(world, PATRON, 0n, 2n, 0n).error).toBe('BadCurrency')
    expect(stake(world, PATRON, 0n, TOKENS, 0n).error).toBe('ZeroAmount')
    expect(stake(world, PATRON, MAX + 1n, TOKENS, 0n).error).toBe('AmountTooLarge')
    expect(stake(world, PATRON, MAX, TOKENS, 0n).error).toBe('UnknownProject')
    expect(stake(world, PATRON, MAX, TOKENS, 2n).error).toBe('UnknownProject')
    expect(stake(world, PATRON, MAX, TOKENS, 2n ** 64n + 1n).error).toBe('UnknownProject')
    expect(stake(world, PATRON, MAX).error).toBe('InsufficientBalance')
    stake(world, ALICE, MAX)
    expect(stake(world, PATRON, 1n).error).toBe('NothingRequired')
    world.now = ORIGIN + PERIOD
    expect(stake(world, PATRON, 1n)).toEqual({ error: 'WrongStage', output: new Uint8Array(0), events: [] })
    expect(projectOf(world).stage).toBe(1n)
  })

  test('reputation stakes work the same: member or not, it is the balance that counts', () => {
    const world = community()
    proposed(world)
    expect(stake(world, GINA, 1n, REPUTATION).error).toBe('InsufficientBalance')
    expect(wordOf(stake(world, ERIN, MAX, REPUTATION))).toBe(6_000n * ETHER)
    expect(world.account(ERIN)).toMatchObject({ reputation: 4_000n * ETHER, heldReputation: 10_000n * ETHER })
  })
})

describe('unstake', () => {
  const unstake = (world: World, who = ALICE, amount = ETHER, currency = TOKENS, id = 1n) => world.call(who, 'unstake', [id, currency, amount])

  test('gives back a part, while Proposed', () => {
    const world = community()
    proposed(world)
    did(world, ALICE, 'stake', [1n, TOKENS, 600n * ETHER])
    const result = unstake(world, ALICE, 200n * ETHER)
    expect(result.events).toEqual([
      { name: 'Transfer', contract: 'token', args: [systemAddress('projects'), ALICE, 200n * ETHER] },
      { name: 'Unstaked', contract: 'projects', args: [1n, ALICE, TOKENS, 200n * ETHER] },
    ])
    expect(stakeOf(world, ALICE).tokens).toBe(400n * ETHER)
    expect(projectOf(world).stakedTokens).toBe(400n * ETHER)
    expect(world.account(ALICE)).toMatchObject({ tokens: 3_600n * ETHER, heldTokens: 4_000n * ETHER })
  })

  test('the rules in their order', () => {
    const world = community()
    proposed(world)
    did(world, ALICE, 'stake', [1n, TOKENS, ETHER])
    expect(unstake(world, ALICE, 0n, 2n, 9n).error).toBe('BadCurrency')
    expect(unstake(world, ALICE, 0n, TOKENS, 9n).error).toBe('ZeroAmount')
    expect(unstake(world, ALICE, MAX + 1n, TOKENS, 9n).error).toBe('AmountTooLarge')
    expect(unstake(world, ALICE, MAX, TOKENS, 9n).error).toBe('UnknownProject')
    expect(unstake(world, ALICE, ETHER + 1n).error).toBe('InsufficientStake')
    expect(unstake(world, ALICE, 1n, REPUTATION).error).toBe('InsufficientStake')
    world.now = ORIGIN + PERIOD - 6n * HOUR
    expect(unstake(world, ALICE, ETHER + 1n).error).toBe('StakesFrozen')
    world.now = ORIGIN + PERIOD
    expect(unstake(world, ALICE, ETHER + 1n).error).toBe('WrongStage')
  })

  test('frozen in the last six hours, or the last quarter of a short period', () => {
    for (const [period, freeze] of [[PERIOD, 6n * HOUR], [DAY, 6n * HOUR], [86_401n, 6n * HOUR]] as const) {
      const world = community()
      proposed(world, { period })
      did(world, ALICE, 'stake', [1n, TOKENS, ETHER])
      world.now = ORIGIN + period - freeze - 1n
      expect(unstake(world, ALICE, 1n).error).toBeUndefined()
      world.now += 1n
      expect(unstake(world, ALICE, 1n).error).toBe('StakesFrozen')
    }
    const world = community({ minStakingPeriod: 1n })
    proposed(world, { period: 103n })
    did(world, ALICE, 'stake', [1n, TOKENS, ETHER])
    world.now = ORIGIN + 77n
    expect(unstake(world, ALICE, 1n).error).toBeUndefined()
    world.now = ORIGIN + 78n
    expect(unstake(world, ALICE, 1n).error).toBe('StakesFrozen')
  })

  test('a project that could be Staked in the meantime is, before anybody leaves it', () => {
    const world = community()
    proposed(world)
    world.setPool({ ether: 11n * ETHER, low: 11n * ETHER, previousLow: 11n * ETHER })
    did(world, ALICE, 'stake', [1n, TOKENS, 1_000n * ETHER])
    did(world, CAROL, 'stake', [1n, REPUTATION, 6_000n * ETHER])
    world.setPool({ ether: 100n * ETHER, low: 100n * ETHER, previousLow: 100n * ETHER })
    expect(unstake(world, ALICE).error).toBe('WrongStage')
    expect(projectOf(world).stage).toBe(1n)
  })
})

describe('settleStake', () => {
  const settle = (world: World, staker = ALICE, id = 1n) => world.call(PATRON, 'settleStake', [id, staker])

  /** Complete, tasks 0 and 1 passed by Gina and Hugo, task 2 (20 %) without a validator: 80 % of the weight. */
  function completed(): World {
    const world = community()
    inValidation(world)
    seated(world, 1n, 0n, GINA, true)
    seated(world, 1n, 1n, HUGO, true)
    world.now += 7n * DAY
    for (const index of [0n, 1n, 2n]) did(world, PATRON, 'settleTask', [1n, index])
    return world
  }

  test('Complete: the stake back, floor(pot·t/Tp), and floor(r·5,000·passed/1e8) reputation minted', () => {
    const world = completed()
    expect(projectOf(world)).toMatchObject({ stage: 6n, passedWeight: 8_000n, pot: 4n * ETHER / 10n, unsettledTokens: 1_000n * ETHER })
    const { ether } = world.account(ALICE)
    const result = settle(world)
    expect(result.events.at(-1)).toEqual({ name: 'StakeSettled', contract: 'projects', args: [1n, ALICE, 600n * ETHER, 0n, 24n * ETHER / 100n] })
    expect(world.account(ALICE)).toMatchObject({ ether: ether + 24n * ETHER / 100n, tokens: 4_000n * ETHER, heldTokens: 4_000n * ETHER })
    settle(world, CAROL)
    // 4,500 · 50 % · 80 % = 1,800.
    expect(world.account(CAROL)).toMatchObject({ reputation: 11_800n * ETHER, heldReputation: 11_800n * ETHER, ether: 0n })
    expect(settle(world).error).toBe('NothingDue')
  })

  test('after the last token stake what rounding left of the pot goes to the pool', () => {
    const world = community()
    const id = proposed(world, { cost: COST + 21n })
    const required = proposalOf(world).requiredTokens
    did(world, ALICE, 'stake', [id, TOKENS, required / 3n])
    did(world, BOB, 'stake', [id, TOKENS, MAX])
    did(world, CAROL, 'stake', [id, REPUTATION, MAX])
    did(world, ALICE, 'submitTaskList', [id, [{ weight: 10_000n, contentHash: HASH }]])
    const root = stakeOf(world, ALICE).choice
    for (const who of [BOB, CAROL]) did(world, who, 'supportTaskList', [id, root])
    worked(world, id, 0, ERIN, [{ weight: 10_000n, contentHash: HASH }])
    seated(world, id, 0n, GINA, true)
    world.now += 7n * DAY
    did(world, PATRON, 'settleTask', [id, 0n])
    did(world, PATRON, 'settleValidation', [id, 0n, GINA])
    const pot = ETHER / 2n + 1n
    const first = (pot * (required / 3n)) / required
    const second = (pot * (required - required / 3n)) / required
    expect(pot - first - second).toBe(1n)
    const { ether } = world.pool()
    settle(world, ALICE)
    settle(world, CAROL)
    expect(world.pool().ether).toBe(ether)
    settle(world, BOB)
    expect(world.pool()).toMatchObject({ ether: ether + 1n, escrowed: 0n })
    expect(projectOf(world)).toMatchObject({ escrow: 0n, pot: 0n, unsettledTokens: 0n })
  })

  test('Failed: the stakes were forfeited at once; settling only clears what is held', () => {
    const world = community()
    staked(world)
    world.now += 7n * DAY
    did(world, PATRON, 'advance', [1n])
    const pool = world.pool()
    expect(pool).toMatchObject({ tokens: 9_000n * ETHER, forfeited: 1_000n * ETHER, reputation: 54_000n * ETHER })
    expect(world.account(ALICE)).toMatchObject({ tokens: 3_400n * ETHER, heldTokens: 4_000n * ETHER })
    for (const who of [ALICE, BOB, CAROL, DAVE]) expect(settle(world, who).error).toBeUndefined()
    expect(world.account(ALICE)).toMatchObject({ tokens: 3_400n * ETHER, heldTokens: 3_400n * ETHER })
    expect(world.account(CAROL)).toMatchObject({ reputation: 5_500n * ETHER, heldReputation: 5_500n * ETHER })
    expect(world.pool()).toEqual(pool)
    expect(world.stream('tokens').earning).toBe(9_000n * ETHER)
    expect(settle(world, ALICE).error).toBe('NothingDue')
  })

  test('Expired: the stake goes back in full', () => {
    const world = community()
    proposed(world)
    did(world, ALICE, 'stake', [1n, TOKENS, 600n * ETHER])
    did(world, CAROL, 'stake', [1n, REPUTATION, 500n * ETHER])
    world.now += PERIOD
    expect(settle(world, ALICE).error).toBeUndefined()
    expect(settle(world, CAROL).error).toBeUndefined()
    expect(world.account(ALICE)).toMatchObject({ tokens: 4_000n * ETHER, heldTokens: 4_000n * ETHER })
    expect(world.account(CAROL)).toMatchObject({ reputation: 10_000n * ETHER, heldReputation: 10_000n * ETHER })
    expect(projectOf(world).stage).toBe(8n)
  })

  test('the rules in their order', () => {
    const world = community()
    active(world)
    expect(settle(world, PATRON, 2n).error).toBe('UnknownProject')
    expect(settle(world, PATRON).error).toBe('WrongStage')
    world.now += 14n * DAY
    expect(settle(world, PATRON).error).toBe('NothingDue')
  })
})
