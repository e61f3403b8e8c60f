import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { budget } from '../../test/budget.ts'
import { systemAddress } from '../codec/address.ts'
import { ALICE, BOB, CAROL, DAY, ETHER, MAX, UINT256_MAX, type World } from '../testing/world.ts'
import {
  active, claimed, community, did, ERIN, FRANK, GINA, HUGO, IDA, inValidation, inVoting, JOHN, LEO, ORIGIN, PATRON, projectOf, revealed,
  seated, taskOf, TOKENS, VALIDATORS, voted, worked,
} from '../testing/projects.ts'
import { seatPay } from './validation.ts'

const validate = (world: World, who = GINA, index = 0n, approve = true, id = 1n) => world.call(who, 'validate', [id, index, approve])
const settle = (world: World, index = 0n, id = 1n) => world.call(PATRON, 'settleTask', [id, index])
const settleSeat = (world: World, who = GINA, index = 0n, id = 1n) => world.call(PATRON, 'settleValidation', [id, index, who])
const pollOf = (world: World, index = 0n) => world.ledger.get('poll', 1n, index)

describe('validate', () => {
  test('takes the validation stake for a seat, in order of arrival on each side', () => {
    const world = community()
    inValidation(world)
    const stake = taskOf(world, 0n).validationStake
    expect(validate(world).events).toEqual([
      { name: 'Transfer', contract: 'token', args: [GINA, systemAddress('projects'), stake] },
      { name: 'Validated', contract: 'projects', args: [1n, 0n, GINA, 1n, 1n, stake] },
    ])
    expect(world.account(GINA)).toMatchObject({ tokens: 200n * ETHER - stake, heldTokens: 200n * ETHER })
    seated(world, 1n, 0n, HUGO, false)
    seated(world, 1n, 0n, IDA, true)
    expect(world.ledger.get('seat', 1n, 0n, HUGO)).toEqual({ side: 2n, position: 1n, settled: 0n })
    expect(world.ledger.get('seat', 1n, 0n, IDA)).toEqual({ side: 1n, position: 2n, settled: 0n })
    expect(taskOf(world, 0n)).toMatchObject({ approvals: 2n, rejections: 1n })
  })

  test('a second side makes a dispute: the poll’s supplies are those of that moment', () => {
    const world = community()
    inValidation(world)
    seated(world, 1n, 0n, GINA, true)
    expect(projectOf(world).disputed).toBe(0n)
    seated(world, 1n, 0n, HUGO, false)
    expect(projectOf(world).disputed).toBe(1n)
    expect(pollOf(world)).toMatchObject({ supplyTokens: 10_000n * ETHER, supplyReputation: 60_000n * ETHER })
    world.deposit(BOB, 100n * ETHER)
    did(world, BOB, 'mint', [ETHER], { value: ETHER })
    seated(world, 1n, 0n, IDA, false)
    expect(projectOf(world).disputed).toBe(1n)
    expect(pollOf(world)).toMatchObject({ supplyTokens: 10_000n * ETHER })
    seated(world, 1n, 1n, GINA, true)
    seated(world, 1n, 1n, HUGO, false)
    expect(projectOf(world).disputed).toBe(2n)
    expect(pollOf(world, 1n)).toMatchObject({ supplyTokens: 10_001n * ETHER })
  })

  test('only work of which its claimer handed in evidence takes a seat', () => {
    const world = community()
    active(world)
    worked(world, 1n, 0)
    claimed(world, 1n, 1, FRANK)
    expect(world.call(ALICE, 'submitEvidence', [1n, 1n, new Uint8Array(32).fill(1), new Uint8Array(0)]).error).toBe('NotTheClaimer')
    world.now = ORIGIN + 14n * DAY
    expect([0n, 1n, 2n].map((index) => validate(world, GINA, index).error)).toEqual([undefined, 'NoEvidence', 'NoEvidence'])
  })

  test('five seats a side', () => {
    const world = community()
    inValidation(world)
    VALIDATORS.slice(0, 5).forEach((who) => seated(world, 1n, 0n, who, true))
    expect(validate(world, LEO).error).toBe('SeatsFull')
    expect(validate(world, LEO, 0n, false).error).toBeUndefined()
  })

  test('the rules in their order', () => {
    const world = community()
    active(world)
    expect(validate(world, ERIN, 32n, true, 9n).error).toBe('UnknownProject')
    worked(world, 1n, 0)
    expect(validate(world, ERIN).error).toBe('WrongStage')
    world.now = ORIGIN + 14n * DAY
    expect(validate(world, ERIN, 32n).error).toBe('ClaimerMayNotValidate')
    expect(validate(world, ERIN, 0n).error).toBe('ClaimerMayNotValidate')
    expect(validate(world, GINA, 32n).error).toBe('NoEvidence')
    expect(validate(world, GINA, UINT256_MAX).error).toBe('NoEvidence')
    expect(validate(world, GINA, 1n).error).toBe('NoEvidence')
    VALIDATORS.slice(0, 5).forEach((who) => seated(world, 1n, 0n, who, true))
    did(world, GINA, 'tokenTransfer', [PATRON, world.account(GINA).tokens])
    expect(validate(world, GINA).error).toBe('AlreadyValidated')
    expect(validate(world, GINA, 0n, false).error).toBe('AlreadyValidated')
    expect(validate(world, FRANK).error).toBe('SeatsFull')
    expect(validate(world, FRANK, 0n, false).error).toBe('InsufficientBalance')
    world.now = ORIGIN + 21n * DAY
    expect(validate(world, FRANK, 0n, false).error).toBe('WrongStage')
  })

  test('in the last counterPeriod only a task that has a seat takes another', () => {
    const world = community()
    inValidation(world)
    world.now = ORIGIN + 6n * DAY - 1n
    expect(validate(world).error).toBeUndefined()
    world.now += 1n
    expect(validate(world, FRANK, 1n).error).toBe('ClaimerMayNotValidate')
    expect(validate(world, PATRON, 1n).error).toBe('TooLateForFirstSeat')
    expect(validate(world, HUGO, 0n, false).error).toBeUndefined()
    world.now = ORIGIN + 7n * DAY - 1n
    expect(validate(world, IDA, 0n, false).error).toBeUndefined()
    expect(validate(world, IDA, 1n).error).toBe('TooLateForFirstSeat')
    world.now += 1n
    expect(validate(world, JOHN).error).toBe('WrongStage')
  })

  test('a token is all it takes, and whoever claimed a task, even one that ran out, may not', () => {
    const world = community()
    active(world)
    claimed(world, 1n, 1, FRANK)
    worked(world, 1n, 0)
    world.now = ORIGIN + 14n * DAY
    did(world, PATRON, 'settleTask', [1n, 1n])
    did(world, ALICE, 'tokenTransfer', [FRANK, 500n * ETHER])
    expect(validate(world, FRANK).error).toBe('ClaimerMayNotValidate')
    expect(validate(world, ALICE).error).toBeUndefined()
  })
})

describe('seatPay', () => {
  test('five right validators have 36, 24, 17, 13 and 10 %', () => {
    expect([1n, 2n, 3n, 4n, 5n].map((i) => seatPay(1_000n, 5n, i))).toEqual([360n, 240n, 170n, 130n, 100n])
  })

  test('those there are split the empty seats in equal parts, and the first has the rest', () => {
    expect(seatPay(1_000n, 1n, 1n)).toBe(1_000n)
    // 24 + (17+13+10)/2 = 44 %; 36 + 20 = 56 %.
    expect([1n, 2n].map((i) => seatPay(1_000n, 2n, i))).toEqual([560n, 440n])
    // 24 + 23/3 = 31.66 %, 17 + 23/3 = 24.66 %.
    expect([1n, 2n, 3n].map((i) => seatPay(1_000n, 3n, i))).toEqual([438n, 316n, 246n])
    expect([1n, 2n, 3n, 4n].map((i) => seatPay(999n, 4n, i))).toEqual([999n - 264n - 194n - 154n, 264n, 194n, 154n])
    expect([seatPay(9n, 2n, 0n), seatPay(9n, 2n, 3n), seatPay(9n, 6n, 1n), seatPay(9n, 0n, 0n)]).toEqual([0n, 0n, 0n, 0n])
  })

  test('all of it is paid, and earlier seats never get less than later ones', () => {
    fc.assert(fc.property(fc.bigInt(0n, MAX), fc.bigInt(1n, 5n), (total, seats) => {
      const pays = Array.from({ length: Number(seats) }, (_, i) => seatPay(total, seats, BigInt(i + 1)))
      expect(pays.reduce((sum, pay) => sum + pay, 0n)).toBe(total)
      pays.slice(1).forEach((pay, i) => expect(pay).toBeLessThanOrEqual(pays[i] ?? 0n))
    }), { numRuns: budget(200) })
  })
})

/** What Erin, the claimer of task 0 (50 %), Gina (for) and Hugo (against) have in the end. */
const outcomeOf = (world: World) => {
  const { ether, reputation, heldReputation } = world.account(ERIN)
  return { ether, reputation, heldReputation, gina: world.account(GINA), hugo: world.account(HUGO) }
}

describe('settleTask', () => {
  test('TooEarly before its time, AlreadySettled after it', () => {
    const world = community()
    active(world)
    worked(world, 1n, 0)
    expect(settle(world, 0n, 9n).error).toBe('UnknownProject')
    expect(settle(world).error).toBe('TooEarly')
    world.now = ORIGIN + 21n * DAY - 1n
    expect(settle(world).error).toBe('TooEarly')
    world.now += 1n
    expect(settle(world).error).toBeUndefined()
    expect(settle(world).error).toBe('AlreadySettled')
  })

  test('only approvals: the claimer gets her pay, her lock back and as much again; validators share V', () => {
    const world = community()
    inValidation(world)
    seated(world, 1n, 0n, GINA, true)
    seated(world, 1n, 0n, HUGO, true)
    world.now += 7n * DAY
    const { events } = settle(world)
    expect(events.at(-1)).toEqual({ name: 'TaskSettled', contract: 'projects', args: [1n, 0n, ERIN, true, false] })
    // Erin still has 1,800 locked in task 1.
    expect(world.account(ERIN)).toMatchObject({ ether: 5n * ETHER, reputation: 11_200n * ETHER, heldReputation: 13_000n * ETHER })
    expect(world.pool().reputation).toBe(63_000n * ETHER)
    expect(settleSeat(world).events.at(-1)).toMatchObject({ name: 'ValidationSettled', args: [1n, 0n, GINA, 14n * ETHER / 100n] })
    settleSeat(world, HUGO)
    // V = 0.25 ether: 56 % and 44 %.
    expect(world.account(GINA)).toMatchObject({ ether: 14n * ETHER / 100n, tokens: 200n * ETHER, heldTokens: 200n * ETHER })
    expect(world.account(HUGO)).toMatchObject({ ether: 11n * ETHER / 100n, tokens: 200n * ETHER })
  })

  test('where reputation is at its bound a forfeit makes room for a grant: there, and only there, the order of settling decides', () => {
    const settledIn = (order: readonly bigint[], reputation: bigint) => {
      const world = community()
      inValidation(world)
      seated(world, 1n, 0n, GINA, true)
      seated(world, 1n, 2n, HUGO, false)
      world.setPool({ reputation })
      world.now += 7n * DAY
      for (const index of order) settle(world, index)
      return { erin: world.account(ERIN).reputation / ETHER, pool: world.pool() }
    }
    // Erin's lock is 3,000, and Frank forfeits 1,200. Erin has 5,200 free.
    const [first, last] = [settledIn([0n, 2n], MAX), settledIn([2n, 0n], MAX)]
    expect([first.erin, last.erin]).toEqual([8_200n, 9_400n])
    expect([first.pool.reputation, last.pool.reputation]).toEqual([MAX - 1_200n * ETHER, MAX])
    expect({ ...first.pool, reputation: 0n }).toEqual({ ...last.pool, reputation: 0n })
    expect(settledIn([0n, 2n], MAX - 3_000n * ETHER)).toEqual(settledIn([2n, 0n], MAX - 3_000n * ETHER))
  })

  test('only rejections: the pay returns to the pool, the lock is forfeited, the validators are paid', () => {
    const world = community()
    inValidation(world)
    seated(world, 1n, 0n, HUGO, false)
    world.now += 7n * DAY
    const { ether } = world.pool()
    settle(world)
    expect(world.pool()).toMatchObject({ ether: ether + 5n * ETHER, reputation: 57_000n * ETHER })
    expect(outcomeOf(world)).toMatchObject({ ether: 0n, reputation: 5_200n * ETHER, heldReputation: 7_000n * ETHER })
    settleSeat(world, HUGO)
    expect(world.account(HUGO)).toMatchObject({ ether: ETHER / 4n, tokens: 200n * ETHER })
  })

  test('nobody: failed without fault, the lock goes back, pay and V return', () => {
    const world = community()
    inValidation(world)
    world.now += 7n * DAY
    const { ether } = world.pool()
    expect(settle(world).events.at(-1)?.args).toEqual([1n, 0n, ERIN, false, true])
    expect(world.pool()).toMatchObject({ ether: ether + 5n * ETHER + ETHER / 4n, reputation: 60_000n * ETHER })
    expect(outcomeOf(world)).toMatchObject({ ether: 0n, reputation: 8_200n * ETHER })
  })

  const polled = (votes: (world: World) => void, reveals: (world: World) => void) => {
    const world = community()
    inVoting(world)
    votes(world)
    world.now = ORIGIN + 14n * DAY
    reveals(world)
    world.now = ORIGIN + 21n * DAY - 1n
    expect(settle(world).error).toBe('TooEarly')
    world.now += 1n
    expect(settle(world).error).toBeUndefined()
    settleSeat(world, GINA)
    settleSeat(world, HUGO)
    return world
  }

  test('the poll is for: passed; whoever rejected forfeits the stake, which nobody owns then', () => {
    const world = polled((w) => voted(w, 1n, 0n, BOB, TOKENS, true, ETHER), (w) => revealed(w, 1n, 0n, BOB, TOKENS, true))
    const stake = taskOf(world, 0n).validationStake
    const after = outcomeOf(world)
    expect(after).toMatchObject({ ether: 5n * ETHER, heldReputation: 13_000n * ETHER })
    expect(after.gina).toMatchObject({ ether: ETHER / 4n, tokens: 200n * ETHER })
    expect(after.hugo).toMatchObject({ ether: 0n, tokens: 200n * ETHER - stake, heldTokens: 200n * ETHER - stake })
    expect(world.pool()).toMatchObject({ tokens: 10_000n * ETHER - stake, forfeited: stake })
  })

  test('the poll is against: failed, the lock is forfeited, whoever approved forfeits', () => {
    const world = polled((w) => voted(w, 1n, 0n, BOB, TOKENS, false, ETHER), (w) => revealed(w, 1n, 0n, BOB, TOKENS, false))
    const stake = taskOf(world, 0n).validationStake
    const after = outcomeOf(world)
    expect(after).toMatchObject({ ether: 0n, heldReputation: 7_000n * ETHER })
    expect(after.gina).toMatchObject({ ether: 0n, heldTokens: 200n * ETHER - stake })
    expect(after.hugo).toMatchObject({ ether: ETHER / 4n, tokens: 200n * ETHER })
  })

  test('nothing revealed, as many for as against: failed without fault; all stakes go back, V returns', () => {
    const world = polled((w) => voted(w, 1n, 0n, BOB, TOKENS, false, ETHER), () => undefined)
    const after = outcomeOf(world)
    expect(after).toMatchObject({ ether: 0n, heldReputation: 10_000n * ETHER })
    expect(after.gina).toMatchObject({ ether: 0n, tokens: 200n * ETHER })
    expect(after.hugo).toMatchObject({ ether: 0n, tokens: 200n * ETHER })
    expect(taskOf(world, 0n)).toMatchObject({ undecided: 1n, passed: 0n })
  })

  test('a tie with more approvals than rejections: passed, and no validator earns or loses', () => {
    const world = community()
    inValidation(world)
    for (const who of [GINA, IDA]) seated(world, 1n, 0n, who, true)
    seated(world, 1n, 0n, HUGO, false)
    world.now += 7n * DAY
    for (const [who, choice] of [[BOB, true], [CAROL, false]] as const) voted(world, 1n, 0n, who, TOKENS, choice, ETHER)
    world.now += 7n * DAY
    for (const [who, choice] of [[BOB, true], [CAROL, false]] as const) revealed(world, 1n, 0n, who, TOKENS, choice)
    world.now += 7n * DAY
    const { ether } = world.pool()
    settle(world)
    expect(world.account(ERIN)).toMatchObject({ ether: 5n * ETHER, heldReputation: 13_000n * ETHER })
    expect(world.pool().ether).toBe(ether + ETHER / 4n)
    for (const who of [GINA, IDA, HUGO]) {
      expect(settleSeat(world, who).error).toBeUndefined()
      expect(world.account(who)).toMatchObject({ ether: 0n, tokens: 200n * ETHER })
    }
  })

  test('undisputed tasks are settled from the Validation deadline on, even while another is voted on', () => {
    const world = community()
    inVoting(world)
    expect(settle(world, 1n).error).toBeUndefined()
    expect(settle(world, 0n).error).toBe('TooEarly')
    expect(settle(world, 2n).error).toBeUndefined()
    expect(projectOf(world)).toMatchObject({ stage: 5n, unsettled: 1n, passedWeight: 5_000n })
    world.now = ORIGIN + 21n * DAY
    settle(world, 0n)
    // 50 % passed, of the 66.67 % it takes.
    expect(projectOf(world)).toMatchObject({ stage: 7n, unsettled: 0n, deadline: ORIGIN + 21n * DAY })
  })
})

describe('settleValidation', () => {
  test('the rules in their order, and once a seat', () => {
    const world = community()
    inValidation(world)
    seated(world, 1n, 0n, GINA, true)
    expect(settleSeat(world, GINA, 0n, 9n).error).toBe('UnknownProject')
    expect(settleSeat(world, HUGO).error).toBe('NoSeat')
    expect(settleSeat(world, GINA, 1n).error).toBe('NoSeat')
    expect(settleSeat(world, GINA, 32n).error).toBe('NoSeat')
    expect(settleSeat(world).error).toBe('TooEarly')
    world.now += 7n * DAY
    expect(settleSeat(world).error).toBe('TooEarly')
    settle(world)
    expect(settleSeat(world).error).toBeUndefined()
    expect(settleSeat(world).error).toBe('AlreadySettled')
  })

  test('right validators of a failed project are paid all the same', () => {
    const world = community()
    inValidation(world)
    for (const index of [0n, 1n, 2n]) seated(world, 1n, index, GINA, false)
    world.now += 7n * DAY
    for (const index of [0n, 1n, 2n]) settle(world, index)
    expect(projectOf(world)).toMatchObject({ stage: 7n, escrow: ETHER / 2n, pot: 0n })
    for (const index of [0n, 1n, 2n]) settleSeat(world, GINA, index)
    expect(world.account(GINA)).toMatchObject({ ether: ETHER / 2n, tokens: 200n * ETHER })
    expect(projectOf(world).escrow).toBe(0n)
    expect(world.pool()).toMatchObject({ escrowed: 0n, ether: 994n * ETHER / 10n })
  })
})
