import { describe, expect, test } from 'vitest'
import { ZERO_ADDRESS } from '../codec/address.ts'
import { ZERO_HASH } from '../codec/bytes.ts'
import { ALICE, BOB, CAROL, DAY, ETHER, UINT256_MAX, type World } from '../testing/world.ts'
import {
  active, claimArguments, claimed, community, COST, did, ERIN, EVIDENCE, FRANK, GINA, ORIGIN, PATRON, projectOf, proposed, REPUTATION, staked, stakeOf,
  taskOf, TASKS, worked,
} from '../testing/projects.ts'

const NO_URI = new Uint8Array(0)
const claim = (world: World, index = 0, who = ERIN, id = 1n) => world.call(who, 'claimTask', claimArguments(id, index))
const evidence = (world: World, index = 0n, who = ERIN, hash = EVIDENCE, uri = NO_URI, id = 1n) =>
  world.call(who, 'submitEvidence', [id, index, hash, uri])

describe('claimTask', () => {
  test('locks the staked reputation times the weight until turnover', () => {
    const world = community()
    active(world)
    expect(claim(world).events.at(-1)).toEqual({
      name: 'TaskClaimed', contract: 'projects', args: [1n, 0n, ERIN, 5_000n, 3_000n * ETHER, ORIGIN + 7n * DAY],
    })
    expect(taskOf(world, 0n)).toMatchObject({ claimer: ERIN, collateral: 3_000n * ETHER, weight: 5_000n, claimEnd: ORIGIN + 7n * DAY })
    expect(world.account(ERIN)).toMatchObject({ reputation: 7_000n * ETHER, heldReputation: 10_000n * ETHER })
    expect(stakeOf(world, ERIN).claimed).toBe(1n)
  })

  test('the lock rounds up, and a claim ends with Active at the latest', () => {
    const world = community()
    const id = proposed(world, { cost: 1n })
    did(world, ALICE, 'stake', [id, 0n, ETHER])
    did(world, CAROL, 'stake', [id, REPUTATION, ETHER])
    const tasks = [{ weight: 1n, contentHash: ZERO_HASH }, { weight: 9_999n, contentHash: ZERO_HASH }]
    did(world, ALICE, 'submitTaskList', [id, tasks])
    did(world, CAROL, 'supportTaskList', [id, stakeOf(world, ALICE).choice])
    world.now += 10n * DAY
    claimed(world, id, 0, ERIN, tasks)
    claimed(world, id, 1, ERIN, tasks)
    // 600 units are staked: 0.06 and 599.94.
    expect([taskOf(world, 0n).collateral, taskOf(world, 1n).collateral]).toEqual([1n, 600n])
    expect(taskOf(world, 0n).claimEnd).toBe(ORIGIN + 14n * DAY)
  })

  test('the rules in their order', () => {
    const world = community()
    const at = (index: bigint, who = GINA, id = 9n) => world.call(who, 'claimTask', [id, index, 1n, ZERO_HASH, Array.from({ length: 5 }, () => ZERO_HASH)])
    expect(at(32n).error).toBe('BadProof')
    expect(at(UINT256_MAX).error).toBe('BadProof')
    expect(at(31n).error).toBe('UnknownProject')
    staked(world)
    expect(at(0n, GINA, 1n).error).toBe('WrongStage')
    active(world, 1n)
    expect(at(0n, GINA, 1n).error).toBe('NotAMember')
    expect(at(0n, ERIN, 1n).error).toBe('BadProof')
    expect(world.call(ERIN, 'claimTask', [1n, 1n, ...claimArguments(1n, 0).slice(2)]).error).toBe('BadProof')
    expect(claim(world, 0, CAROL).error).toBeUndefined()
    // Carol staked 4,500 and claimed 3,000: 2,500 are left, and task 0 would take 3,000.
    expect(claim(world, 0, CAROL).error).toBe('TaskClaimed')
    expect(claim(world, 0, ERIN).error).toBe('TaskClaimed')
    evidence(world, 0n, CAROL)
    expect(claim(world, 0, CAROL).error).toBe('TaskDone')
    did(world, ERIN, 'requestRights', [REPUTATION, 8_201n * ETHER])
    expect(claim(world, 1, ERIN).error).toBe('InsufficientBalance')
    did(world, ERIN, 'withdrawRights', [REPUTATION, ETHER])
    expect(claim(world, 1, ERIN).error).toBeUndefined()
  })

  test('a member with no reputation left may not claim; one who lost membership neither', () => {
    const world = community()
    active(world)
    world.setAccount(ERIN, { member: 0n })
    expect(claim(world).error).toBe('NotAMember')
  })

  test('a claim that ran out is forfeited by the next one, and the task opens again', () => {
    const world = community()
    active(world)
    claim(world)
    world.now = ORIGIN + 7n * DAY - 1n
    expect(claim(world, 0, FRANK).error).toBe('TaskClaimed')
    world.now += 1n
    const { events } = claim(world, 0, FRANK)
    expect(events.map(({ name }) => name)).toEqual(['Transfer', 'ClaimForfeited', 'Transfer', 'TaskClaimed'])
    expect(events[1]?.args).toEqual([1n, 0n, ERIN, 3_000n * ETHER])
    expect(world.pool().reputation).toBe(57_000n * ETHER)
    expect(world.account(ERIN)).toMatchObject({ reputation: 7_000n * ETHER, heldReputation: 7_000n * ETHER })
    expect(taskOf(world, 0n)).toMatchObject({ claimer: FRANK, claimEnd: ORIGIN + 14n * DAY })
  })

  test('who let a claim run out may claim again, if she has the reputation without it', () => {
    const world = community()
    active(world)
    did(world, ERIN, 'requestRights', [REPUTATION, 4_001n * ETHER])
    claim(world)
    world.now += 7n * DAY
    expect(claim(world).error).toBe('InsufficientBalance')
    expect(taskOf(world, 0n).claimer).toBe(ERIN)
    did(world, ERIN, 'withdrawRights', [REPUTATION, ETHER])
    expect(claim(world).error).toBeUndefined()
    expect(world.account(ERIN).heldReputation).toBe(7_000n * ETHER)
  })
})

describe('settleTask without evidence', () => {
  const settle = (world: World, index = 0n) => world.call(PATRON, 'settleTask', [1n, index])

  test('takes the lock of a claim that ran out, at any stage, once', () => {
    const world = community()
    active(world)
    expect(settle(world).error).toBe('NothingDue')
    expect(settle(world, 32n).error).toBe('NothingDue')
    claim(world)
    claim(world, 1, FRANK)
    expect(settle(world).error).toBe('NothingDue')
    world.now = ORIGIN + 7n * DAY
    expect(settle(world).events.at(-1)).toMatchObject({ name: 'ClaimForfeited', args: [1n, 0n, ERIN, 3_000n * ETHER] })
    expect(settle(world).error).toBe('NothingDue')
    expect(taskOf(world, 0n)).toMatchObject({ claimer: ZERO_ADDRESS, collateral: 0n, claimEnd: 0n })
    world.now = ORIGIN + 14n * DAY
    expect(settle(world, 1n).error).toBeUndefined()
    expect(projectOf(world).stage).toBe(7n)
    expect(world.account(FRANK).heldReputation).toBe(8_200n * ETHER)
    expect(settle(world, 1n).error).toBe('NothingDue')
  })
})

describe('submitEvidence', () => {
  test('fixes the validation stake: a tenth of the pay in tokens at the price of the moment, rounded up', () => {
    const world = community()
    active(world)
    claim(world)
    const result = evidence(world)
    // Pay 5 ether; E+X = 99.9 ether for 10,000 tokens: 0.5 / 0.00999 = 50.05… tokens.
    const stake = (ETHER / 2n * 10_000n * ETHER + 999n * ETHER / 10n - 1n) / (999n * ETHER / 10n)
    expect(result.events).toEqual([
      { name: 'EvidenceSubmitted', contract: 'projects', args: [1n, 0n, ERIN, EVIDENCE, stake, NO_URI] },
    ])
    expect(taskOf(world, 0n)).toMatchObject({ validationStake: stake, evidenceHash: EVIDENCE })
    expect(projectOf(world)).toMatchObject({ evidenceWeight: 5_000n, unsettled: 1n, earmarked: 5n * ETHER + ETHER / 4n })
    expect(world.pool().tokens).toBe(10_000n * ETHER)
  })

  test('forfeited tokens count in that price, and it never goes below the base price', () => {
    const world = community()
    active(world)
    world.setPool({ forfeited: 10_000n * ETHER })
    worked(world, 1n, 0)
    expect(taskOf(world, 0n).validationStake).toBe((ETHER / 2n * 20_000n * ETHER + 999n * ETHER / 10n - 1n) / (999n * ETHER / 10n))
    const cheap = community({ basePrice: 10n ** 17n })
    active(cheap)
    worked(cheap, 1n, 0)
    expect(taskOf(cheap, 0n).validationStake).toBe(5n * ETHER)
  })

  test('at least one unit', () => {
    const world = community({ validationStakeBps: 0n })
    active(world)
    worked(world, 1n, 0)
    expect(taskOf(world, 0n).validationStake).toBe(1n)
  })

  test('the rules in their order', () => {
    const world = community()
    const long = new Uint8Array(257)
    expect(evidence(world, 32n, GINA, ZERO_HASH, long, 9n).error).toBe('NoEvidence')
    expect(evidence(world, 32n, GINA, EVIDENCE, long, 9n).error).toBe('UriTooLong')
    expect(evidence(world, 32n, GINA, EVIDENCE, new Uint8Array(256), 9n).error).toBe('UnknownProject')
    staked(world)
    expect(evidence(world, 32n, GINA).error).toBe('WrongStage')
    active(world, 1n)
    expect(evidence(world, 32n, GINA).error).toBe('NotTheClaimer')
    expect(evidence(world).error).toBe('NotTheClaimer')
    claim(world)
    claim(world, 1, FRANK)
    expect(evidence(world, 0n, FRANK).error).toBe('NotTheClaimer')
    expect(evidence(world).error).toBeUndefined()
    world.now = ORIGIN + 7n * DAY - 1n
    expect(evidence(world, 1n, FRANK, EVIDENCE, new Uint8Array(256)).error).toBeUndefined()
    world.now += 1n
    // Evidence is there, and the claim is over: TaskDone comes first.
    expect(evidence(world).error).toBe('TaskDone')
    claim(world, 2, FRANK)
    world.now = ORIGIN + 14n * DAY - 1n
    expect(projectOf(world).deadline).toBe(ORIGIN + 14n * DAY)
    world.now += 1n
    expect(evidence(world, 2n, FRANK).error).toBe('WrongStage')
  })

  test('after the claim ran out it is too late, though nobody took the lock yet', () => {
    const world = community()
    active(world)
    claim(world)
    world.now += 7n * DAY
    expect(evidence(world).error).toBe('ClaimExpired')
    did(world, PATRON, 'settleTask', [1n, 0n])
    expect(evidence(world).error).toBe('NotTheClaimer')
  })

  test('the last of the weight ends Active', () => {
    const world = community()
    active(world)
    TASKS.forEach((_, i) => worked(world, 1n, i))
    expect(projectOf(world)).toMatchObject({ stage: 4n, evidenceWeight: 10_000n, unsettled: 3n, earmarked: COST + COST / 20n })
    expect(world.call(BOB, 'settleTask', [1n, 0n]).error).toBe('TooEarly')
  })
})
