import { describe, expect, test } from 'vitest'
import { ALICE, BOB, CAROL, DAVE, DAY, enrolled, ETHER, MAX } from '../testing/world.ts'
import { bought, cashOf, EVA, EVE, rich } from '../testing/attacker.ts'
import {
  active, claimed, community, COST, did, ERIN, FRANK, GINA, HUGO, ONE_TASK, ORIGIN, PATRON, PERIOD, projectOf, proposalOf, proposed, REPUTATION,
  seated, staked, stakeOf, TASKS, TOKENS, worked,
} from '../testing/projects.ts'

describe('when ether moves', () => {
  test('stake – mint – unstake – burn, again and again, moves no ether out of the pool', () => {
    const world = rich(community(), EVE, EVA)
    proposed(world)
    for (let i = 0; i < 20; i++) {
      bought(world, EVE, 100n * ETHER)
      did(world, EVE, 'stake', [1n, TOKENS, 100n * ETHER])
      bought(world, EVA, 100n * ETHER)
      did(world, EVE, 'unstake', [1n, TOKENS, 100n * ETHER])
      did(world, EVE, 'burn', [100n * ETHER, 0n])
      did(world, EVA, 'burn', [100n * ETHER, 0n])
    }
    expect(cashOf(world, EVE, EVA)).toBeLessThan(2_000n * ETHER)
    expect(world.pool().ether).toBeGreaterThan(100n * ETHER)
    expect(projectOf(world)).toMatchObject({ stage: 1n, stakedTokens: 0n, escrow: 0n })
  })

  test('a proposer who stakes all by herself gets 1 % of the cost and loses her stakes if she does no more', () => {
    const world = rich(community(), EVE)
    enrolled(world, EVE, 90)
    bought(world, EVE, 3_000n * ETHER)
    const start = cashOf(world, EVE)
    const cost = ETHER
    const id = proposed(world, { cost, proposer: EVE })
    did(world, EVE, 'stake', [id, TOKENS, MAX])
    did(world, EVE, 'stake', [id, REPUTATION, MAX])
    expect(projectOf(world, id).stage).toBe(2n)
    world.now += 7n * DAY
    did(world, PATRON, 'advance', [id])
    // 1 % of an ether against one part in a hundred of the tokens.
    expect(world.account(EVE).ether).toBeLessThan(1_000n * ETHER)
    expect(cashOf(world, EVE)).toBeLessThan(start)
  })
})

describe('requirements', () => {
  /** Eve pumps the pool from 100 to 1,100 ether and proposes for 44 of them. */
  const pumped = (poolMemory: bigint, wait = 0n) => {
    const world = rich(community({ poolMemory }), EVE, EVA)
    did(world, EVE, 'donate', [], { value: 1_000n * ETHER })
    world.now += wait
    proposed(world, { cost: 44n * ETHER })
    return proposalOf(world)
  }

  test('a pool pumped for a block, or a day, lowers nothing of the reputation that it takes', () => {
    expect(pumped(DAY).requiredReputation).toBe((60_000n * ETHER * 44n) / 100n)
    expect(pumped(DAY, DAY).requiredReputation).toBe((60_000n * ETHER * 44n) / 100n)
  })

  test('without that memory 4 % of the reputation would do; capital parked for two windows still counts', () => {
    expect(pumped(0n).requiredReputation).toBe((60_000n * ETHER * 44n) / 1_100n)
    expect(pumped(DAY, 2n * DAY).requiredReputation).toBe((60_000n * ETHER * 44n) / 1_100n)
  })

  test('a pool pumped after the proposal lowers nothing: the larger of then and now', () => {
    const world = rich(community(), EVE)
    proposed(world)
    did(world, EVE, 'donate', [], { value: 1_000n * ETHER })
    world.now += 3n * DAY
    expect(did(world, ALICE, 'stake', [1n, TOKENS, MAX]).output.some((byte) => byte > 0)).toBe(true)
    expect(stakeOf(world, ALICE).tokens).toBe(1_000n * ETHER)
  })

  test('minting to outweigh the stakers raises what is required of the minter too', () => {
    const world = rich(community(), EVE)
    proposed(world)
    bought(world, EVE, 10_000n * ETHER)
    did(world, EVE, 'stake', [1n, TOKENS, MAX])
    // S doubled; E grew by 150 of 100: 20,000 · 10/250 = 800 are fewer than the 1,000 that were fixed.
    expect(stakeOf(world, EVE).tokens).toBe(1_000n * ETHER)
  })
})

describe('blocking', () => {
  test('last-second unstaking is closed: a blocker who staked can no longer leave at deadline − 1', () => {
    const world = community()
    proposed(world)
    did(world, ALICE, 'stake', [1n, TOKENS, 1_000n * ETHER])
    world.now = ORIGIN + PERIOD - 1n
    expect(world.call(ALICE, 'unstake', [1n, TOKENS, 1n]).error).toBe('StakesFrozen')
    did(world, CAROL, 'stake', [1n, REPUTATION, MAX])
    expect(projectOf(world).stage).toBe(2n)
  })

  test('stakes in full back, and a proposer spams for 5 % of what she asks others to stake', () => {
    const world = community()
    proposed(world)
    did(world, ALICE, 'stake', [1n, TOKENS, 1_000n * ETHER])
    world.now += PERIOD
    did(world, PATRON, 'settleStake', [1n, ALICE])
    expect(world.account(ALICE)).toMatchObject({ tokens: 4_000n * ETHER, heldTokens: 4_000n * ETHER })
    expect(world.account(DAVE).heldTokens).toBe(950n * ETHER)
  })

  test('who blocks a project’s money, so that it expires though all was staked, does not cost the proposer her collateral', () => {
    const world = community()
    proposed(world)
    world.setPool({ ether: 11n * ETHER, low: 11n * ETHER, previousLow: 11n * ETHER })
    did(world, ALICE, 'stake', [1n, TOKENS, MAX])
    did(world, CAROL, 'stake', [1n, REPUTATION, MAX])
    world.now += PERIOD
    did(world, PATRON, 'advance', [1n])
    expect(world.account(DAVE).tokens).toBe(1_000n * ETHER)
  })

  test('exactly half of the stake neither wins a list nor lets the other half win', () => {
    const world = community()
    const id = proposed(world)
    did(world, ALICE, 'stake', [id, TOKENS, 500n * ETHER])
    did(world, BOB, 'stake', [id, TOKENS, 500n * ETHER])
    did(world, CAROL, 'stake', [id, REPUTATION, 3_000n * ETHER])
    did(world, DAVE, 'stake', [id, REPUTATION, 3_000n * ETHER])
    did(world, ALICE, 'submitTaskList', [id, ONE_TASK])
    did(world, CAROL, 'supportTaskList', [id, stakeOf(world, ALICE).choice])
    did(world, BOB, 'submitTaskList', [id, TASKS])
    did(world, DAVE, 'supportTaskList', [id, stakeOf(world, BOB).choice])
    world.now += 7n * DAY
    did(world, PATRON, 'advance', [id])
    expect(projectOf(world).stage).toBe(7n)
  })

  test('claiming and doing nothing costs the lock, and the task opens again', () => {
    const world = community()
    active(world)
    claimed(world, 1n, 0, ERIN)
    world.now += 7n * DAY
    claimed(world, 1n, 0, FRANK)
    expect(world.account(ERIN).heldReputation).toBe(7_000n * ETHER)
  })
})

describe('unclaimed work', () => {
  test('one unclaimed task of 1 % does not fail the rest, and its ether returns to the pool', () => {
    const world = community()
    const tasks = [{ weight: 9_900n, contentHash: new Uint8Array(32) }, { weight: 100n, contentHash: new Uint8Array(32) }]
    active(world, staked(world), tasks)
    worked(world, 1n, 0, ERIN, tasks)
    world.now = ORIGIN + 14n * DAY
    for (const who of [GINA, HUGO]) seated(world, 1n, 0n, who, true)
    world.now = ORIGIN + 21n * DAY
    did(world, PATRON, 'settleTask', [1n, 0n])
    expect(projectOf(world)).toMatchObject({ stage: 6n, passedWeight: 9_900n })
    for (const who of [GINA, HUGO]) did(world, PATRON, 'settleValidation', [1n, 0n, who])
    for (const who of [ALICE, BOB, CAROL, DAVE]) did(world, PATRON, 'settleStake', [1n, who])
    expect(world.pool().escrowed).toBe(0n)
    // 100 − 0.1 − 99 % of 10, of 0.5 and of 0.5.
    expect(world.pool().ether).toBe(100n * ETHER - ETHER / 10n - (COST * 11n * 99n) / 1_000n)
  })

  test('an expired project never had any ether', () => {
    const world = community()
    proposed(world)
    world.now += PERIOD
    did(world, PATRON, 'advance', [1n])
    expect(world.pool()).toMatchObject({ ether: 100n * ETHER, escrowed: 0n })
  })
})
