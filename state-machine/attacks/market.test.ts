import { describe, expect, test } from 'vitest'
import { addressOf, ALICE, BOB, DAY, ETHER, identityOf, sealOf, REGISTRAR } from '../testing/world.ts'
import { bought, cashOf, EVA, EVE, EVI, rich } from '../testing/attacker.ts'
import { community, did, EVERYBODY, ORIGIN, PATRON, proposed, REPUTATION, staked, TOKENS } from '../testing/projects.ts'

/** The price is 0.01 ether a token: 100 ether and 10,000 tokens. */
const THOUSAND = 1_000n * ETHER

describe('market control', () => {
  test('one account pays the price times one plus the share that it will hold', () => {
    const world = rich(community(), EVE)
    // 10,000 of 20,000 tokens: 100 ether and half as much again.
    expect(bought(world, EVE, 10n * THOUSAND)).toBe(150n * ETHER)
    expect(cashOf(world, EVE)).toBe(975n * ETHER)
  })

  test('buying in small lots does not get around the premium', () => {
    const whole = rich(community(), EVE)
    const once = bought(whole, EVE, 10n * THOUSAND)
    const world = rich(community(), EVE)
    let cost = 0n
    for (let i = 0; i < 100; i++) cost += bought(world, EVE, 100n * ETHER)
    // The premium of the first lots is smaller, but they make the next ones dearer: 142 ether, not 150, and never the plain 100.
    expect(cost).toBeLessThan(once)
    expect(cost).toBeGreaterThan(140n * ETHER)
    expect(cashOf(world, EVE)).toBeLessThan(1_000n * ETHER)
  })

  test('moving tokens between accounts evades it, as said, but buys nothing below the price and sells at a loss', () => {
    const world = rich(community(), EVE, EVA, EVI)
    let cost = 0n
    for (let i = 0; i < 100; i++) {
      const buyer = [EVE, EVA][i % 2] ?? EVE
      cost += bought(world, buyer, 100n * ETHER)
      did(world, buyer, 'tokenTransfer', [EVI, world.account(buyer).tokens])
    }
    expect(cost).toBeLessThan(103n * ETHER)
    expect(cost).toBeGreaterThan(100n * ETHER)
    expect(cashOf(world, EVE, EVA, EVI)).toBeLessThan(3_000n * ETHER)
  })

  test('an identity registers once, under however many accounts', () => {
    const world = community()
    const register = (account: bigint) => world.call(PATRON, 'register', [addressOf(Number(account)), identityOf(77), world.now + 1n, sealOf(REGISTRAR)])
    expect(register(301n).error).toBeUndefined()
    expect(register(302n).error).toBe('IdentityUsed')
    expect(register(301n).error).toBe('AlreadyMember')
  })
})

describe('buying while ether is out in projects', () => {
  test('the escrow counts in the price: when it comes back, who bought meanwhile has gained nothing', () => {
    const world = rich(community(), EVE)
    staked(world)
    bought(world, EVE, THOUSAND)
    world.now = ORIGIN + 7n * DAY
    did(world, PATRON, 'advance', [1n])
    expect(world.pool().escrowed).toBe(0n)
    expect(cashOf(world, EVE)).toBeLessThan(1_000n * ETHER)
    // By the pool alone a token would have cost 0.00889 ether instead of 0.00999: burned now, that is a tenth more.
    const { ether, tokens, forfeited } = world.pool()
    expect((THOUSAND * ether) / (tokens + forfeited)).toBeGreaterThan((THOUSAND * 889n * ETHER) / 10n / (10n * THOUSAND))
  })
})

describe('no floor price on sale', () => {
  test('all tokens together are never paid more than the pool holds, though a project has most of it', () => {
    const world = community()
    const id = proposed(world, { cost: 50n * ETHER })
    for (const who of [ALICE, BOB]) did(world, who, 'stake', [id, TOKENS, 2_500n * ETHER])
    for (const who of EVERYBODY.slice(2, 6)) world.call(who, 'stake', [id, REPUTATION, 10_000n * ETHER])
    expect(world.pool().ether).toBe(445n * ETHER / 10n)
    let paid = 0n
    for (const who of EVERYBODY) {
      const { ether, tokens } = world.account(who)
      if (tokens > 0n) did(world, who, 'burn', [tokens, 0n])
      paid += world.account(who).ether - ether
    }
    expect(paid).toBeLessThanOrEqual(445n * ETHER / 10n)
    expect(world.pool().ether).toBeGreaterThan(0n)
  })
})

describe('mint – let a project fail – burn, in one block', () => {
  /** Eve mints, a project of 1,000 staked tokens fails, she burns; `keep` is whether the forfeits count on. */
  const profit = (keep: boolean): bigint => {
    const world = rich(community(), EVE)
    staked(world)
    world.now = ORIGIN + 7n * DAY
    bought(world, EVE, 10n * ETHER)
    did(world, PATRON, 'advance', [1n])
    if (!keep) world.setPool({ forfeited: 0n })
    return cashOf(world, EVE) - 1_000n * ETHER
  }

  test('gains nothing, as forfeited tokens count on in prices', () => {
    expect(profit(true)).toBeLessThan(0n)
  })

  test('would pay if they were simply burned', () => {
    expect(profit(false)).toBeGreaterThan(0n)
  })

  test('nor does waiting for a forfeit: burning before or after pays the same', () => {
    const world = community()
    staked(world)
    world.now = ORIGIN + 7n * DAY - 1n
    const price = ({ ether, tokens, forfeited }: ReturnType<typeof world.pool>) => (ether * ETHER) / (tokens + forfeited)
    const supplies = world.pool().tokens + world.pool().forfeited
    world.now += 1n
    did(world, PATRON, 'advance', [1n])
    expect(world.pool().tokens + world.pool().forfeited).toBe(supplies)
    // What comes back is the escrow, which has been in the price of buyers all the time.
    expect(price(world.pool())).toBe((999n * ETHER * ETHER) / 10n / supplies)
  })
})

describe('dividends', () => {
  test('mint – dividend – burn: who steps in for a block, or a day, loses', () => {
    for (const [stay, most] of [[0n, 0n], [1n, 0n], [DAY, 0n]] as const) {
      const world = rich(community(), EVE)
      world.deposit(PATRON, 200n * ETHER)
      bought(world, EVE, 10n * THOUSAND)
      did(world, PATRON, 'payDividend', [], { value: 200n * ETHER })
      world.now += stay
      did(world, PATRON, 'collectDividend', [EVE])
      const profit = cashOf(world, EVE) - 1_000n * ETHER
      expect(profit).toBeLessThan(most)
    }
  })

  test('who holds a share for the period earns it: 30 days of half of the tokens are a quarter of the dividend', () => {
    const world = rich(community(), EVE)
    world.deposit(PATRON, 200n * ETHER)
    bought(world, EVE, 10n * THOUSAND)
    const { ether } = world.account(EVE)
    did(world, PATRON, 'payDividend', [], { value: 200n * ETHER })
    world.now += 30n * DAY
    did(world, PATRON, 'collectDividend', [EVE])
    const earned = world.account(EVE).ether - ether
    expect(50n * ETHER - earned).toBeLessThan(10n)
    expect(earned).toBeLessThanOrEqual(50n * ETHER)
  })
})
