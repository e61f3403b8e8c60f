import { describe, expect, test } from 'vitest'
import {
  ALICE, BOB, CAROL, createWorld, DAY, enrolled, ETHER, genesisOf, giveTokens, START, type World,
} from '../testing/world.ts'

const SCALE = 2n ** 96n
const PERIOD = 30n * DAY

/** Bob holds 300 tokens and Carol 100; Bob alone has reputation, 10,000. Alice pays. */
function community(parameters: Parameters<typeof genesisOf>[0] = {}): World {
  const world = createWorld(genesisOf({ registrationStipend: 0n, ...parameters }))
  world.deposit(ALICE, 1_000n * ETHER)
  giveTokens(world, BOB, 300n)
  giveTokens(world, CAROL, 100n)
  enrolled(world, BOB, 1)
  return world
}
const pay = (world: World, value: bigint) => world.call(ALICE, 'payDividend', [], { value })
const collect = (world: World, account = BOB) => world.call(ALICE, 'collectDividend', [account])
const paid = (result: ReturnType<typeof collect>) => result.events[0]?.args[1]

describe('payDividend', () => {
  test('half to reputation rounded down, the rest to tokens, each over the period', () => {
    const world = community()
    expect(pay(world, 2_000_001n)).toEqual({
      output: new Uint8Array(0), events: [{ name: 'DividendPaid', contract: 'dividends', args: [ALICE, 2_000_001n] }],
    })
    expect(world.stream('tokens')).toMatchObject({ rate: (1_000_001n * SCALE) / PERIOD, end: START + PERIOD, last: START })
    expect(world.stream('reputation')).toMatchObject({ rate: (1_000_000n * SCALE) / PERIOD, end: START + PERIOD, last: START })
    expect(world.pool()).toMatchObject({ dividendPot: 2_000_001n, ether: 0n })
    expect(world.account(ALICE).ether).toBe(1_000n * ETHER - 2_000_001n)
  })

  test('a second one adds what the first still owes and begins a new period', () => {
    const world = community()
    pay(world, 2n * ETHER)
    const first = world.stream('tokens').rate
    world.now += 10n * DAY
    pay(world, 2n * ETHER)
    expect(world.stream('tokens')).toMatchObject({
      rate: (ETHER * SCALE + first * 20n * DAY) / PERIOD, end: START + 40n * DAY, last: START + 10n * DAY, acc: (first * 10n * DAY) / 400n,
    })
  })

  test('below a hundredth of what both streams owe it goes to the pool whole', () => {
    const world = community({ dividendPeriod: 1n })
    world.setStream('tokens', { rate: 600n * SCALE, end: START + 10n, last: START })
    world.setStream('reputation', { rate: 400n * SCALE + 1n, end: START + 10n, last: START })
    // They owe 10,000 wei and a ten-quintillionth.
    pay(world, 100n)
    expect(world.pool()).toMatchObject({ ether: 100n, dividendPot: 0n })
    expect(world.stream('tokens').end).toBe(START + 10n)
    world.setStream('reputation', { rate: 400n * SCALE })
    pay(world, 100n)
    expect(world.pool()).toMatchObject({ ether: 100n, dividendPot: 100n })
    expect(world.stream('tokens')).toMatchObject({ rate: 6_050n * SCALE, end: START + 1n })
  })

  test('a side that nobody holds leaves its part to the other, both to the pool', () => {
    const tokensOnly = createWorld()
    tokensOnly.deposit(ALICE, ETHER)
    giveTokens(tokensOnly, BOB, 1n)
    pay(tokensOnly, 999n)
    expect(tokensOnly.stream('tokens').rate).toBe((999n * SCALE) / PERIOD)
    expect(tokensOnly.stream('reputation')).toMatchObject({ rate: 0n, end: 0n })
    const reputationOnly = createWorld()
    reputationOnly.deposit(ALICE, ETHER)
    enrolled(reputationOnly, BOB, 1)
    pay(reputationOnly, 999n)
    expect(reputationOnly.stream('reputation').rate).toBe((999n * SCALE) / PERIOD)
    const nobody = createWorld()
    nobody.deposit(ALICE, ETHER)
    pay(nobody, 999n)
    expect(nobody.pool()).toMatchObject({ ether: 999n, dividendPot: 0n })
  })

  test.each([[0n, 0n, 1_000n], [10_000n, 1_000n, 0n], [3_333n, 333n, 667n]] as const)(
    'a share of %s basis points',
    (dividendReputationShare, reputation, tokens) => {
      const world = community({ dividendReputationShare })
      pay(world, 1_000n)
      expect(world.stream('reputation').rate).toBe((reputation * SCALE) / PERIOD)
      expect(world.stream('tokens').rate).toBe((tokens * SCALE) / PERIOD)
    },
  )

  test.each([
    [0n, 'ZeroAmount'],
    [2n ** 96n, 'AmountTooLarge'],
    [1_000n * ETHER + 1n, 'InsufficientEther'],
  ] as const)('of %s: %s', (value, error) => {
    expect(pay(community(), value).error).toBe(error)
  })
})

describe('collectDividend', () => {
  test('pays by holding and time, and what is rounded off stays in the pot', () => {
    const world = community()
    pay(world, 2n * ETHER)
    world.now += 10n * DAY
    const rate = (ETHER * SCALE) / PERIOD
    const tokens = (300n * ((rate * 10n * DAY) / 400n)) / SCALE
    const held = 10_000n * ETHER
    const reputation = (held * ((rate * 10n * DAY) / held)) / SCALE
    expect(paid(collect(world))).toBe(tokens + reputation)
    // A quarter and a third of an ether, a wei or two less.
    expect(tokens).toBe(249999999999999999n)
    expect(reputation).toBe(333333333333333333n)
    expect(world.account(BOB)).toMatchObject({ ether: tokens + reputation, due: 0n })
    expect(world.pool().dividendPot).toBe(2n * ETHER - tokens - reputation)
    expect(paid(collect(world))).toBe(0n)
    expect(paid(collect(world, CAROL))).toBe(83333333333333333n)
  })

  test('nothing runs after the end', () => {
    const world = community()
    pay(world, 2n * ETHER)
    world.now += PERIOD
    const other = community()
    pay(other, 2n * ETHER)
    other.now += 100n * PERIOD
    expect(paid(collect(world))).toBe(paid(collect(other)))
    expect(other.stream('tokens').last).toBe(START + PERIOD)
    expect(paid(collect(other, CAROL))).toBe(249999999999999999n)
    expect(other.pool().dividendPot).toBeLessThan(5n)
  })

  test('is for any account, by anybody, also for one that holds nothing', () => {
    const world = community()
    pay(world, ETHER)
    world.now += DAY
    expect(collect(world, ALICE)).toEqual({
      output: new Uint8Array(0), events: [{ name: 'DividendCollected', contract: 'dividends', args: [ALICE, 0n] }],
    })
    expect(world.call(ALICE, 'collectDividend', [BOB], { value: 1n }).error).toBe('ValueNotAccepted')
  })
})

describe('what earns', () => {
  test('a buyer earns from when she bought, not from before', () => {
    const world = community()
    pay(world, 2n * ETHER)
    world.now += 15n * DAY
    world.call(BOB, 'tokenTransfer', [ALICE, 300n])
    world.now += 15n * DAY
    const alice = paid(collect(world, ALICE))
    expect(alice).toBe(374999999999999999n)
    // Bob: the same from his tokens' half, and all of reputation's ether.
    expect(paid(collect(world))).toBe(374999999999999999n + 999999999999999999n)
    expect(paid(collect(world, CAROL))).toBe(249999999999999999n)
  })

  test('a transfer of nothing and one to oneself leave the records of the streams alone', () => {
    const world = community()
    pay(world, 2n * ETHER)
    world.now += DAY
    world.ledger.flush()
    world.call(BOB, 'tokenTransfer', [BOB, 300n])
    world.call(BOB, 'tokenTransfer', [CAROL, 0n])
    expect(world.ledger.flush()).toEqual([])
  })

  test('minting and burning settle first', () => {
    const world = community()
    world.setPool({ ether: 400n })
    pay(world, 2n * ETHER)
    world.now += 15n * DAY
    world.call(ALICE, 'mint', [1_200n], { value: ETHER })
    world.call(BOB, 'burn', [300n, 0n])
    expect(world.account(BOB).due).toBe(374999999999999999n)
    world.now += 15n * DAY
    expect(paid(collect(world, ALICE))).toBe((ETHER / 2n * 1_200n) / 1_300n)
    expect(world.stream('tokens').earning).toBe(1_300n)
  })

  test('registering brings reputation in from then on', () => {
    const world = community()
    pay(world, 2n * ETHER)
    world.now += 15n * DAY
    enrolled(world, CAROL, 2)
    world.now += 15n * DAY
    expect(paid(collect(world, CAROL))).toBe(249999999999999999n + 249999999999999999n)
  })

  test('while nobody holds a side, what runs goes to the pool at the next such moment', () => {
    const world = community()
    world.setPool({ ether: 0n })
    pay(world, 2n * ETHER)
    world.call(BOB, 'burn', [300n, 0n])
    world.call(CAROL, 'burn', [100n, 0n])
    world.now += 3n * DAY
    const run = ((ETHER * SCALE) / PERIOD) * 3n * DAY / SCALE
    expect(run).toBe(99999999999999999n)
    collect(world, CAROL)
    expect(world.pool()).toMatchObject({ ether: run, dividendPot: 2n * ETHER - run })
    expect(world.stream('tokens')).toMatchObject({ acc: 0n, last: START + 3n * DAY })
    world.now += 27n * DAY
    expect(paid(collect(world, CAROL))).toBe(0n)
    expect(world.pool().ether).toBe(run + 899999999999999999n)
  })

  test('accumulators may pass 2^256', () => {
    const world = community()
    const acc = 2n ** 256n - 5n
    world.setStream('tokens', { acc, rate: 400n * SCALE, end: START + 100n, last: START })
    world.setAccount(BOB, { accTokens: acc })
    world.setPool({ dividendPot: 1_000n })
    world.now += 2n
    expect(paid(collect(world))).toBe(600n)
    expect(world.stream('tokens').acc).toBe(2n * SCALE - 5n)
  })
})
