import { describe, expect, test } from 'vitest'
import { ALICE, BOB, CAROL, DAVE, DAY, enrolled, ETHER, MAX, type World } from '../testing/world.ts'
import {
  active, claimed, community, did, ERIN, FRANK, GINA, HUGO, inValidation, inVoting, ORIGIN, PATRON, PERIOD, projectOf, proposalOf,
  proposed, REPUTATION, seated, staked, TOKENS, worked,
} from '../testing/projects.ts'

const advance = (world: World, id = 1n) => world.call(PATRON, 'advance', [id])
const stagesOf = ({ events }: ReturnType<typeof advance>) => events.filter(({ name }) => name === 'StageChanged').map(({ args }) => args)

describe('advance', () => {
  test('UnknownProject, then NothingDue', () => {
    const world = community()
    expect(world.call(PATRON, 'advance', [1n], { value: 1n }).error).toBe('ValueNotAccepted')
    expect(advance(world, 0n).error).toBe('UnknownProject')
    expect(advance(world, 1n).error).toBe('UnknownProject')
    proposed(world)
    expect(advance(world, 2n).error).toBe('UnknownProject')
    expect(advance(world, 2n ** 64n + 1n).error).toBe('UnknownProject')
    expect(advance(world).error).toBe('NothingDue')
  })

  test('each stage is open until its deadline and closed from it on', () => {
    const cases: readonly [(world: World) => bigint, bigint, bigint][] = [
      [proposed, PERIOD, 8n], [staked, 7n * DAY, 7n], [active, 14n * DAY, 7n],
    ]
    for (const [enter, period, next] of cases) {
      const world = community()
      enter(world)
      world.now = ORIGIN + period - 1n
      expect(advance(world).error).toBe('NothingDue')
      world.now += 1n
      expect(stagesOf(advance(world))).toEqual([[1n, next, ORIGIN + period]])
      expect(projectOf(world).stage).toBe(next)
      expect(advance(world).error).toBe('NothingDue')
    }
  })

  test('a stage that a deadline begins counts from it; one that begins early counts from the block’s time', () => {
    const world = community()
    const id = staked(world)
    did(world, ALICE, 'submitTaskList', [id, [{ weight: 10_000n, contentHash: new Uint8Array(32) }]])
    did(world, CAROL, 'supportTaskList', [id, world.ledger.get('stake', id, ALICE).choice])
    world.now = ORIGIN + 9n * DAY
    expect(stagesOf(advance(world))).toEqual([[1n, 3n, ORIGIN + 21n * DAY]])
    const early = community()
    early.now += 5n
    active(early)
    expect(projectOf(early).deadline).toBe(ORIGIN + 5n + 14n * DAY)
  })

  test('several stages in one call: Staked with a leader, long ago, has Failed for want of evidence', () => {
    const world = community()
    const id = staked(world)
    did(world, ALICE, 'submitTaskList', [id, [{ weight: 10_000n, contentHash: new Uint8Array(32) }]])
    did(world, CAROL, 'supportTaskList', [id, world.ledger.get('stake', id, ALICE).choice])
    world.now = ORIGIN + 100n * DAY
    expect(stagesOf(advance(world))).toEqual([[1n, 3n, ORIGIN + 21n * DAY], [1n, 7n, ORIGIN + 21n * DAY]])
    expect(world.pool()).toMatchObject({ ether: 999n * ETHER / 10n, escrowed: 0n })
  })

  test('several stages in one call: Active with evidence, long ago, waits in Validation to be settled', () => {
    const world = community()
    const id = active(world)
    worked(world, id, 0)
    world.now = ORIGIN + 100n * DAY
    expect(stagesOf(advance(world))).toEqual([[1n, 4n, ORIGIN + 21n * DAY]])
    expect(world.call(GINA, 'validate', [id, 0n, true]).error).toBe('WrongStage')
    did(world, PATRON, 'settleTask', [id, 0n])
    expect(projectOf(world).stage).toBe(7n)
  })

  test('Voting begins at the Validation deadline, commit before reveal', () => {
    const world = community()
    inVoting(world)
    expect(projectOf(world)).toMatchObject({ stage: 5n, commitEnd: ORIGIN + 14n * DAY, deadline: ORIGIN + 21n * DAY, disputed: 1n })
  })

  test('Validation without a dispute stays, and its tasks may be settled', () => {
    const world = community()
    const id = inValidation(world)
    seated(world, id, 0n, GINA, true)
    world.now += 7n * DAY
    expect(advance(world).error).toBe('NothingDue')
    expect(projectOf(world).stage).toBe(4n)
  })
})

describe('Expired', () => {
  test('the collateral is forfeited: tokens to those that nobody owns', () => {
    const world = community()
    proposed(world)
    world.now += PERIOD
    const { events } = advance(world)
    expect(events[0]).toMatchObject({ name: 'Transfer', contract: 'token', args: [expect.anything(), `0x${'00'.repeat(20)}`, 50n * ETHER] })
    expect(world.pool()).toMatchObject({ tokens: 9_950n * ETHER, forfeited: 50n * ETHER, ether: 100n * ETHER, escrowed: 0n })
    expect(world.account(DAVE)).toMatchObject({ tokens: 950n * ETHER, heldTokens: 950n * ETHER })
    expect(world.stream('tokens').earning).toBe(9_950n * ETHER)
    expect(projectOf(world).deadline).toBe(ORIGIN + PERIOD)
  })

  test('the collateral is forfeited: reputation is gone', () => {
    const world = community()
    proposed(world, { currency: REPUTATION })
    world.now += PERIOD
    advance(world)
    expect(world.pool()).toMatchObject({ reputation: 59_700n * ETHER, tokens: 10_000n * ETHER, forfeited: 0n })
    expect(world.account(DAVE)).toMatchObject({ reputation: 9_700n * ETHER, heldReputation: 9_700n * ETHER })
  })

  test('the collateral goes back where both requirements fixed at proposal were met', () => {
    for (const [tokens, reputation, back] of [[1_000n, 6_000n, true], [999n, 6_000n, false], [1_000n, 5_999n, false]] as const) {
      const world = community()
      proposed(world)
      // The pool could pay it no more: so it was never Staked.
      world.setPool({ ether: 11n * ETHER, low: 11n * ETHER, previousLow: 11n * ETHER })
      did(world, ALICE, 'stake', [1n, TOKENS, tokens * ETHER])
      did(world, CAROL, 'stake', [1n, REPUTATION, reputation * ETHER])
      world.now += PERIOD
      advance(world)
      expect(projectOf(world).stage).toBe(8n)
      expect(world.account(DAVE).heldTokens).toBe(back ? 1_000n * ETHER : 950n * ETHER)
      expect(world.pool().forfeited).toBe(back ? 0n : 50n * ETHER)
      expect(proposalOf(world).collateral).toBe(0n)
    }
  })

  test('nobody is Staked at the deadline itself, even if all is there', () => {
    const world = community()
    proposed(world)
    world.setPool({ ether: 11n * ETHER, low: 11n * ETHER, previousLow: 11n * ETHER })
    did(world, ALICE, 'stake', [1n, TOKENS, MAX])
    did(world, CAROL, 'stake', [1n, REPUTATION, MAX])
    world.now += PERIOD
    world.setPool({ ether: 100n * ETHER, low: 100n * ETHER, previousLow: 100n * ETHER })
    expect(stagesOf(advance(world))).toEqual([[1n, 8n, ORIGIN + PERIOD]])
  })
})

describe('two proposals and a pool that can pay one', () => {
  /** Both have all that was required; a pool of 11 ether could pay neither, one of 15 pays either. Answers their stages. */
  const looked = (order: readonly bigint[]) => {
    const world = community({ poolMemory: 0n })
    for (const id of [1n, 2n]) {
      proposed(world)
      world.setPool({ ether: 11n * ETHER })
      did(world, ALICE, 'stake', [id, TOKENS, MAX])
      did(world, id === 1n ? CAROL : ERIN, 'stake', [id, REPUTATION, MAX])
      world.setPool({ ether: 100n * ETHER })
    }
    // So much less is in the supplies that the requirements are those that were fixed.
    world.setPool({ ether: 15n * ETHER, tokens: 1_000n * ETHER, reputation: 6_000n * ETHER })
    for (const id of order) world.call(PATRON, 'advance', [id])
    return [projectOf(world, 1n).stage, projectOf(world, 2n).stage]
  }

  test('the one that somebody looks at first is Staked: the pool is looked at by calls, and only by them', () => {
    expect(looked([1n, 2n])).toEqual([2n, 1n])
    expect(looked([2n, 1n])).toEqual([1n, 2n])
  })
})

describe('Failed and Complete', () => {
  test('no clear majority for a task list: all Stakers lose their stake, the escrow goes back', () => {
    const world = community()
    const id = staked(world)
    // Alice and Carol have half of the weight each way: 600/1000 + 0 and 0 + 4500/6000 are 1.35 of 2; Alice alone 0.6.
    did(world, ALICE, 'submitTaskList', [id, [{ weight: 10_000n, contentHash: new Uint8Array(32) }]])
    world.now += 7n * DAY
    advance(world)
    expect(projectOf(world)).toMatchObject({ stage: 7n, escrow: 0n, pot: 0n })
    expect(world.pool()).toMatchObject({
      ether: 999n * ETHER / 10n, escrowed: 0n, tokens: 9_000n * ETHER, forfeited: 1_000n * ETHER, reputation: 54_000n * ETHER,
    })
  })

  test('what no evidence can earn returns when Active ends: the pay of unclaimed work and of its validators', () => {
    const world = community()
    const id = active(world)
    worked(world, id, 0)
    claimed(world, id, 1, FRANK)
    world.now += 14n * DAY
    advance(world)
    // 50 % of 10 ether, of 0.5 for validators; the stakers' pot stays whole.
    expect(projectOf(world)).toMatchObject({ stage: 4n, escrow: 5n * ETHER + ETHER / 4n + ETHER / 2n, pot: ETHER / 2n, evidenceWeight: 5_000n })
    expect(world.pool().ether).toBe(889n * ETHER / 10n + 5n * ETHER + ETHER / 4n)
  })

  test('all weight with evidence ends Active at once', () => {
    const world = community()
    const id = active(world)
    world.now += DAY
    inValidation(world, id)
    expect(projectOf(world)).toMatchObject({ stage: 4n, deadline: ORIGIN + 8n * DAY, escrow: 11n * ETHER })
  })

  test('passed weight at the threshold completes, one below fails; in both passed tasks and right validators are paid', () => {
    for (const [threshold, stage] of [[5_000n, 6n], [5_001n, 7n]] as const) {
      const world = community({ passThreshold: threshold })
      const id = inValidation(world)
      seated(world, id, 0n, GINA, true)
      seated(world, id, 1n, HUGO, false)
      world.now += 7n * DAY
      for (const index of [0n, 1n, 2n]) did(world, PATRON, 'settleTask', [id, index])
      expect(projectOf(world).stage).toBe(stage)
      expect(world.account(ERIN).ether).toBe(5n * ETHER)
      did(world, PATRON, 'settleValidation', [id, 0n, GINA])
      did(world, PATRON, 'settleValidation', [id, 1n, HUGO])
      expect(world.account(GINA).ether).toBe(ETHER / 4n)
      expect(world.account(HUGO).ether).toBe(15n * ETHER / 100n)
      const left = stage === 6n ? ETHER / 4n : 0n
      expect(projectOf(world)).toMatchObject({ escrow: left, pot: left })
      for (const who of [ALICE, BOB, CAROL, DAVE]) did(world, PATRON, 'settleStake', [id, who])
      expect(world.pool().escrowed).toBe(0n)
      expect(world.pool().ether + world.account(ERIN).ether + world.account(GINA).ether + world.account(HUGO).ether +
        world.account(ALICE).ether + world.account(BOB).ether + world.account(DAVE).ether).toBe(100n * ETHER)
    }
  })

  test('what earns stays below 2^96 too: while stakes of a failed project are not settled, that much less is granted', () => {
    const world = community()
    staked(world)
    const more = MAX - 60_000n * ETHER
    world.setAccount(ERIN, { reputation: 10_000n * ETHER + more, heldReputation: 10_000n * ETHER + more })
    world.setPool({ reputation: MAX })
    world.setStream('reputation', { earning: MAX })
    world.now += 7n * DAY
    advance(world)
    expect(world.pool().reputation).toBe(MAX - 6_000n * ETHER)
    enrolled(world, GINA, 50)
    expect(world.account(GINA)).toMatchObject({ member: 1n, reputation: 0n })
    for (const who of [CAROL, DAVE]) did(world, PATRON, 'settleStake', [1n, who])
    enrolled(world, HUGO, 51)
    expect(world.account(HUGO).reputation).toBe(6_000n * ETHER)
    expect([world.stream('reputation').earning, world.pool().reputation]).toEqual([MAX, MAX])
  })

  test('a project of a wei runs to its end on rounded nothing', () => {
    const world = community()
    const id = proposed(world, { cost: 1n })
    did(world, ALICE, 'stake', [id, TOKENS, MAX])
    did(world, CAROL, 'stake', [id, REPUTATION, MAX])
    expect(projectOf(world)).toMatchObject({ stage: 2n, escrow: 1n, pot: 0n })
    did(world, ALICE, 'submitTaskList', [id, [{ weight: 1n, contentHash: new Uint8Array(32) }, { weight: 9_999n, contentHash: new Uint8Array(32) }]])
    did(world, CAROL, 'supportTaskList', [id, world.ledger.get('stake', id, ALICE).choice])
    const tasks = [{ weight: 1n, contentHash: new Uint8Array(32) }, { weight: 9_999n, contentHash: new Uint8Array(32) }]
    worked(world, id, 0, ERIN, tasks)
    worked(world, id, 1, FRANK, tasks)
    expect(projectOf(world)).toMatchObject({ stage: 4n, escrow: 0n })
    expect(world.pool().ether).toBe(100n * ETHER)
  })
})
