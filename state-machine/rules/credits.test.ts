import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { budget } from '../../test/budget.ts'
import { ALICE, BOB, createWorld, DAY, ETHER, genesisOf, MAX, START } from '../testing/world.ts'
import { capacityOf, creditsReadyAt, refillCredits } from './credits.ts'

const { parameters } = genesisOf()
const A_DAY = 100_000_000n

describe('capacity', () => {
  const zero = createWorld().account(ALICE)
  test('by membership and ether, rounded down, at most its field', () => {
    expect(capacityOf(zero, parameters)).toBe(0n)
    expect(capacityOf({ ...zero, member: 1n }, parameters)).toBe(20_000_000n)
    expect(capacityOf({ ...zero, ether: 10n ** 10n - 1n }, parameters)).toBe(0n)
    expect(capacityOf({ ...zero, ether: 10n ** 10n }, parameters)).toBe(1n)
    expect(capacityOf({ ...zero, member: 1n, ether: 3n * ETHER }, parameters)).toBe(320_000_000n)
    expect(capacityOf({ ...zero, ether: MAX }, genesisOf({ creditsPerEther: 2n ** 62n }).parameters)).toBe(2n ** 64n - 1n)
  })
})

describe('deposits and transfers', () => {
  test('a deposit brings its credits at once, a transfer does not', () => {
    const world = createWorld()
    world.deposit(ALICE, 2n * ETHER)
    expect(world.account(ALICE)).toMatchObject({ credits: 2n * A_DAY, creditsTime: START })
    world.call(ALICE, 'send', [], { to: BOB, value: ETHER })
    expect(world.account(BOB)).toMatchObject({ credits: 0n, creditsTime: START })
    world.now += DAY / 4n
    world.call(BOB, 'send', [], { to: ALICE, value: ETHER })
    expect(world.account(BOB)).toMatchObject({ credits: A_DAY / 4n, creditsTime: START + DAY / 4n })
  })

  test('the time before is filled at the capacity before', () => {
    const world = createWorld()
    world.deposit(ALICE, ETHER)
    world.setAccount(ALICE, { credits: 0n })
    world.now += DAY / 2n
    world.deposit(ALICE, 9n * ETHER)
    expect(world.account(ALICE).credits).toBe(A_DAY / 2n + 9n * A_DAY)
    world.setAccount(ALICE, { credits: 0n })
    world.now += DAY / 2n
    world.call(ALICE, 'send', [], { to: BOB, value: 9n * ETHER })
    // Filled to 5 A_DAY, of which only one is left to an account with one ether.
    expect(refillCredits(world.account(ALICE), world.now, parameters).credits).toBe(A_DAY)
  })

  test('never above capacity, however long it was', () => {
    const world = createWorld()
    world.deposit(ALICE, ETHER)
    world.now += 1_000n * DAY
    world.deposit(ALICE, ETHER)
    expect(world.account(ALICE)).toMatchObject({ credits: 2n * A_DAY, creditsTime: world.now })
    world.deposit(ALICE, 0n)
    expect(world.account(ALICE).credits).toBe(2n * A_DAY)
  })
})

describe('dust', () => {
  test('dust that waited a day brings no credits for ether that comes by transfer', () => {
    const world = createWorld()
    world.deposit(ALICE, 200n * ETHER)
    world.call(ALICE, 'send', [], { to: BOB, value: 10n ** 10n })
    world.now += DAY - 1n
    world.call(ALICE, 'send', [], { to: BOB, value: 100n * ETHER })
    const bob = world.account(BOB)
    expect(refillCredits(bob, world.now, parameters).credits).toBeLessThanOrEqual(1n)
    expect(world.now - bob.creditsTime).toBeLessThanOrEqual(1n)
  })
})

describe('refill', () => {
  const account = { ...createWorld().account(ALICE), creditsTime: START }

  test('moves the clock only by the seconds that it pays for', () => {
    // Capacity 5 a day: one each 17,280 s.
    const poor = { ...account, ether: 5n * 10n ** 10n }
    expect(refillCredits(poor, START + 17_279n, parameters)).toEqual(poor)
    expect(refillCredits(poor, START + 40_000n, parameters)).toMatchObject({ credits: 2n, creditsTime: START + 34_560n })
    expect(refillCredits(poor, START + 86_399n, parameters)).toMatchObject({ credits: 4n, creditsTime: START + 69_120n })
    expect(refillCredits(poor, START + 86_400n, parameters)).toMatchObject({ credits: 5n, creditsTime: START + 86_400n })
  })

  test('a full account, and one without capacity, keeps no time', () => {
    expect(refillCredits(account, START + 5n, parameters)).toMatchObject({ credits: 0n, creditsTime: START + 5n })
    const full = { ...account, member: 1n, credits: 20_000_000n }
    expect(refillCredits(full, START + 5n, parameters)).toMatchObject({ credits: 20_000_000n, creditsTime: START + 5n })
    const left = { ...full, member: 0n }
    expect(refillCredits(left, START + 5n, parameters)).toMatchObject({ credits: 0n, creditsTime: START + 5n })
  })

  const arbitrary = fc.record({
    ether: fc.bigInt({ min: 0n, max: 10n ** 21n }).map((value) => value >> (value % 60n)),
    member: fc.constantFrom(0n, 1n),
    credits: fc.bigInt({ min: 0n, max: 10n ** 9n }),
    gas: fc.bigInt({ min: 1n, max: 10n ** 9n }),
    waits: fc.array(fc.bigInt({ min: 0n, max: 100_000n }), { minLength: 1, maxLength: 6 }),
  })

  test('asked often or once, it never gives more, and a wait is never lost', () => {
    const property = fc.property(arbitrary, ({ ether, member, credits, waits }) => {
      const start = { ...account, ether, member, credits }
      const capacity = capacityOf(start, parameters)
      const end = START + waits.reduce((sum, wait) => sum + wait, 0n)
      let often: ReturnType<typeof refillCredits> = start
      let now = START
      for (const wait of waits) {
        now += wait
        often = refillCredits(often, now, parameters)
        expect(often.credits).toBeLessThanOrEqual(capacity)
        expect(often.creditsTime).toBeLessThanOrEqual(now)
      }
      const once = refillCredits(start, end, parameters).credits
      expect(often.credits).toBeLessThanOrEqual(once)
      // Each refill rounds down once; seconds not yet paid for stay on the clock.
      const owed = often.credits + (capacity * (end - often.creditsTime)) / DAY
      expect(owed + BigInt(waits.length) * (capacity / DAY + 1n)).toBeGreaterThanOrEqual(once)
    })
    fc.assert(property, { numRuns: budget(500) })
  })

  test('readyAt is the first second at which they suffice', () => {
    const property = fc.property(arbitrary, ({ ether, member, credits, gas, waits }) => {
      const start = { ...account, ether, member, credits }
      const now = START + (waits[0] ?? 0n)
      const ready = creditsReadyAt(start, gas, now, parameters)
      const at = (time: bigint) => refillCredits(start, time, parameters).credits
      if (ready === undefined) return at(now + 10_000n * DAY) < gas
      return ready >= now && at(ready) >= gas && (ready === now || at(ready - 1n) < gas)
    })
    fc.assert(property, { numRuns: budget(2_000) })
  })
})
