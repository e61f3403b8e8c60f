import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { budget } from '../../test/budget.ts'
import { systemAddress, ZERO_ADDRESS } from '../codec/address.ts'
import {
  ALICE, BOB, CAROL, createWorld, ETHER, genesisOf, giveTokens, MAX, UINT256_MAX, wordOf, type World,
} from '../testing/world.ts'

const LIMIT = 2n ** 96n
const BASE = 5n * 10n ** 13n
const TOKEN = systemAddress('token')
const DONE = undefined

/** Alice has 100 ether, nothing else exists. */
function fresh(parameters = {}): World {
  const world = createWorld(genesisOf(parameters))
  world.deposit(ALICE, 100n * ETHER)
  return world
}

/** A pool of 4 ether under 100 tokens, all Bob's, 20 ether out in projects and 20 tokens forfeited. */
function running(): World {
  const world = fresh()
  giveTokens(world, BOB, 100n * ETHER)
  world.setPool({ ether: 4n * ETHER, escrowed: 20n * ETHER, forfeited: 20n * ETHER })
  return world
}

describe('mint', () => {
  test('the first token costs three times the base price, and none is cheaper for being small', () => {
    const world = fresh()
    // S = F = 0: P = 5e13/1e18; weight (0 + 0 + 2n)/(0 + n) = 2.
    expect(wordOf(world.call(ALICE, 'mint', [10_000n * ETHER], { value: 100n * ETHER }))).toBe(2n * 10_000n * BASE)
    expect(world.account(ALICE)).toMatchObject({ ether: 99n * ETHER, tokens: 10_000n * ETHER, heldTokens: 10_000n * ETHER })
    expect(world.pool()).toMatchObject({ ether: ETHER, tokens: 10_000n * ETHER, forfeited: 0n })
    expect(world.stream('tokens').earning).toBe(10_000n * ETHER)
    // One base unit: n·E/S·(S+h+2n)/(S+n) = 1e-4·(2e22+2)/(1e22+1), rounded up to 1 wei.
    expect(wordOf(world.call(ALICE, 'mint', [1n], { value: 1n }))).toBe(1n)
  })

  test('the price counts escrows and forfeited tokens, the premium the buyer’s holding in all records', () => {
    const world = running()
    // P = 24/120 = 0.2; Alice holds nothing: 50 · 0.2 · (100 + 0 + 100)/150 = 13.33…, up.
    expect(wordOf(world.call(ALICE, 'mint', [50n * ETHER], { value: 100n * ETHER }))).toBe(13_333333333333333334n)
    expect(world.pool().ether).toBe(17_333333333333333334n)
    const other = running()
    other.deposit(BOB, 100n * ETHER)
    // Bob holds all 100, though none of it free: 50 · 0.2 · (100 + 100 + 100)/150 = 20.
    other.setAccount(BOB, { tokens: 0n })
    expect(wordOf(other.call(BOB, 'mint', [50n * ETHER], { value: 20n * ETHER }))).toBe(20n * ETHER)
  })

  test('a holding counts up to the supply: stakes of failed projects are held, but out of it', () => {
    const world = running()
    world.setAccount(ALICE, { heldTokens: 1_000n * ETHER })
    expect(wordOf(world.call(ALICE, 'mint', [50n * ETHER], { value: 100n * ETHER }))).toBe(20n * ETHER)
  })

  test('an ether pool that nobody owns is cut into forfeited tokens first, rounded up', () => {
    const world = fresh({ basePrice: 3n })
    world.setPool({ ether: 10n })
    // F = ceil(10e18/3); (E+X)/F is below 3/1e18, so P = 3/1e18; cost = ceil(1e18·3·2e18 / (1e18·1e18)) = 6.
    expect(wordOf(world.call(ALICE, 'mint', [ETHER], { value: 6n }))).toBe(6n)
    expect(world.pool()).toMatchObject({ forfeited: 3_333333333333333334n, tokens: ETHER, ether: 16n })
    // Of which the buyer gets back floor(1e18·16 / 4.333…e18) = 3, less than she paid.
    expect(wordOf(world.call(ALICE, 'burn', [ETHER, 0n]))).toBe(3n)
    expect(world.pool()).toMatchObject({ forfeited: 3_333333333333333334n, tokens: 0n, ether: 13n })
  })

  test('the price is the base price where pool and escrows hold less than that, and exactly there', () => {
    for (const [ether, cost] of [[BASE * 120n - 1n, 50n * BASE * 200n], [BASE * 120n, 50n * BASE * 200n]] as const) {
      const world = running()
      world.setPool({ ether: ether - 1n, escrowed: 1n })
      expect(wordOf(world.call(ALICE, 'mint', [50n * ETHER], { value: ETHER }))).toBe((cost + 149n) / 150n)
    }
    const above = running()
    above.setPool({ ether: BASE * 120n, escrowed: 1n })
    // ceil(50e18·(6e15+1)·200e18 / (120e18·150e18))
    expect(wordOf(above.call(ALICE, 'mint', [50n * ETHER], { value: ETHER }))).toBe(3_333333333333334n)
  })

  test('only the cost is taken, and more than the value fails', () => {
    const world = running()
    const cost = 13_333333333333333334n
    expect(world.call(ALICE, 'mint', [50n * ETHER], { value: cost - 1n }).error).toBe('CostAboveValue')
    expect(world.account(ALICE).ether).toBe(100n * ETHER)
    expect(world.call(ALICE, 'mint', [50n * ETHER], { value: cost }).error).toBe(DONE)
    expect(world.account(ALICE).ether).toBe(100n * ETHER - cost)
  })

  test('what a dividend gives the pool while nobody holds tokens is in it before the price is made', () => {
    const world = fresh()
    world.setPool({ dividendPot: 10n * ETHER })
    world.setStream('tokens', { rate: (2n ** 96n * ETHER) / 100n, end: world.now + 1_000n, last: world.now })
    world.now += 100n
    // An ether ran off meanwhile; with it out of the price, a single unit would own it.
    expect(world.call(ALICE, 'mint', [1n], { value: ETHER }).error).toBe(DONE)
    expect(world.pool()).toMatchObject({ ether: ETHER + 1n, forfeited: 20_000n * ETHER, dividendPot: 9n * ETHER })
    expect(wordOf(world.call(ALICE, 'burn', [1n, 0n]))).toBe(0n)
  })

  test.each([
    ['ZeroAmount before the balance', 0n, 200n * ETHER, 'ZeroAmount'],
    ['AmountTooLarge before the balance', LIMIT, 200n * ETHER, 'AmountTooLarge'],
    ['an amount of 256 bits', UINT256_MAX, 0n, 'AmountTooLarge'],
    ['InsufficientEther before the cost', MAX, 100n * ETHER + 1n, 'InsufficientEther'],
    ['a value of 256 bits', ETHER, UINT256_MAX, 'InsufficientEther'],
    ['CostAboveValue before the bound', MAX, ETHER, 'CostAboveValue'],
  ] as const)('%s', (_name, amount, value, error) => {
    expect(fresh().call(ALICE, 'mint', [amount], { value }).error).toBe(error)
  })

  test('totals stay below 2^96: S+F and E+X, and the last unit fits', () => {
    const supply = (forfeited: bigint, amount: bigint) => {
      const world = fresh()
      world.setPool({ forfeited, tokens: 1_000n })
      return world.call(ALICE, 'mint', [amount], { value: 100n * ETHER }).error
    }
    expect(supply(MAX - 2_000n, 1_000n)).toBe(DONE)
    expect(supply(MAX - 2_000n, 1_001n)).toBe('AmountTooLarge')
    const ether = (escrowed: bigint) => {
      const world = fresh()
      world.setAccount(ALICE, { heldTokens: MAX })
      world.setPool({ ether: 1_000n, escrowed, tokens: MAX / 2n })
      return world.call(ALICE, 'mint', [1n], { value: 100n * ETHER })
    }
    // P = (E + X)/S is just under 2 wei a unit, the weight (S + S + 2)/(S + 1) = 2: 4 wei.
    expect(wordOf(ether(MAX - 1_004n))).toBe(4n)
    expect(ether(MAX - 1_003n).error).toBe('AmountTooLarge')
  })

  test('events: a transfer from zero and what was paid', () => {
    expect(fresh().call(ALICE, 'mint', [ETHER], { value: ETHER }).events).toEqual([
      { name: 'Transfer', contract: 'token', args: [ZERO_ADDRESS, ALICE, ETHER] },
      { name: 'Minted', contract: 'token', args: [ALICE, ETHER, 2n * BASE] },
    ])
  })

  test('against the formula as it is written, over the whole range', () => {
    const amount = fc.bigInt({ min: 1n, max: MAX }).map((value) => (value >> (value % 90n)) + 1n)
    const property = fc.property(amount, amount, amount, amount, amount, amount, (n, ether, escrowed, tokens, forfeited, held) => {
      const world = createWorld()
      world.setAccount(ALICE, { ether: MAX, heldTokens: held })
      world.setPool({ ether, escrowed, tokens, forfeited })
      const { error, output } = world.call(ALICE, 'mint', [n], { value: MAX })
      // P as a fraction over a common denominator, then one ceiling.
      const [a, b] = [(ether + escrowed) * ETHER, BASE * (tokens + forfeited)]
      const top = n * (a > b ? a : b) * (tokens + (held < tokens ? held : tokens) + 2n * n)
      const bottom = (tokens + forfeited) * ETHER * (tokens + n)
      const cost = top / bottom + (top % bottom === 0n ? 0n : 1n)
      if (cost > MAX) return error === 'CostAboveValue'
      if (tokens + forfeited + n >= LIMIT || ether + escrowed + cost >= LIMIT) return error === 'AmountTooLarge'
      return error === DONE && wordOf({ output, events: [] }) === cost
    })
    fc.assert(property, { numRuns: budget(500) })
  })
})

describe('burn', () => {
  test('pays the share of the pool alone, rounded down: neither escrows nor a floor price', () => {
    const world = running()
    // floor(7e18·4e18 / 120e18)
    expect(wordOf(world.call(BOB, 'burn', [7n * ETHER, 0n]))).toBe(233333333333333333n)
    expect(world.account(BOB)).toMatchObject({ ether: 233333333333333333n, tokens: 93n * ETHER, heldTokens: 93n * ETHER })
    expect(world.pool()).toMatchObject({ ether: 3_766666666666666667n, tokens: 93n * ETHER, forfeited: 20n * ETHER })
    expect(world.stream('tokens').earning).toBe(93n * ETHER)
  })

  test('the whole supply is never worth more than the pool', () => {
    const world = running()
    world.setPool({ forfeited: 0n })
    expect(wordOf(world.call(BOB, 'burn', [100n * ETHER, 4n * ETHER]))).toBe(4n * ETHER)
    expect(world.pool()).toMatchObject({ ether: 0n, tokens: 0n, escrowed: 20n * ETHER })
  })

  test('minProceeds is met exactly', () => {
    expect(running().call(BOB, 'burn', [7n * ETHER, 233333333333333333n]).error).toBe(DONE)
    expect(running().call(BOB, 'burn', [7n * ETHER, 233333333333333334n]).error).toBe('ProceedsBelowMinimum')
  })

  test.each([
    ['ZeroAmount first', 0n, UINT256_MAX, 'ZeroAmount'],
    ['AmountTooLarge before the balance', LIMIT, UINT256_MAX, 'AmountTooLarge'],
    ['InsufficientBalance before the proceeds', 100n * ETHER + 1n, UINT256_MAX, 'InsufficientBalance'],
    ['ProceedsBelowMinimum', 100n * ETHER, UINT256_MAX, 'ProceedsBelowMinimum'],
  ] as const)('%s', (_name, amount, least, error) => {
    expect(running().call(BOB, 'burn', [amount, least]).error).toBe(error)
  })

  test('takes no ether', () => {
    expect(running().call(BOB, 'burn', [0n, 0n], { value: 1n }).error).toBe('ValueNotAccepted')
  })

  test('only free tokens burn', () => {
    const world = running()
    world.setAccount(BOB, { tokens: 5n })
    expect(world.call(BOB, 'burn', [6n, 0n]).error).toBe('InsufficientBalance')
  })

  test('events', () => {
    expect(running().call(BOB, 'burn', [7n * ETHER, 0n]).events).toEqual([
      { name: 'Transfer', contract: 'token', args: [BOB, ZERO_ADDRESS, 7n * ETHER] },
      { name: 'Burned', contract: 'token', args: [BOB, 7n * ETHER, 233333333333333333n] },
    ])
  })
})

describe('donate', () => {
  test('moves the value to the pool', () => {
    const world = fresh()
    expect(world.call(ALICE, 'donate', [], { value: 100n * ETHER })).toEqual({
      output: new Uint8Array(0),
      events: [{ name: 'Donated', contract: 'token', args: [ALICE, 100n * ETHER] }],
    })
    expect(world.account(ALICE).ether).toBe(0n)
    expect(world.pool().ether).toBe(100n * ETHER)
  })

  test.each([
    [0n, 'ZeroAmount'],
    [LIMIT, 'AmountTooLarge'],
    [100n * ETHER + 1n, 'InsufficientEther'],
  ] as const)('of %s: %s', (value, error) => {
    expect(fresh().call(ALICE, 'donate', [], { value }).error).toBe(error)
  })
})

describe('transfer', () => {
  test('moves free tokens and what earns with them', () => {
    const world = running()
    const result = world.call(BOB, 'tokenTransfer', [CAROL, 40n * ETHER])
    expect(wordOf(result)).toBe(1n)
    expect(result.events).toEqual([{ name: 'Transfer', contract: 'token', args: [BOB, CAROL, 40n * ETHER] }])
    expect(world.account(BOB)).toMatchObject({ tokens: 60n * ETHER, heldTokens: 60n * ETHER })
    expect(world.account(CAROL)).toMatchObject({ tokens: 40n * ETHER, heldTokens: 40n * ETHER })
    expect(world.stream('tokens').earning).toBe(100n * ETHER)
  })

  test('of nothing, of all, and to oneself', () => {
    const world = running()
    expect(world.call(CAROL, 'tokenTransfer', [BOB, 0n]).error).toBe(DONE)
    expect(world.call(BOB, 'tokenTransfer', [BOB, 100n * ETHER]).error).toBe(DONE)
    expect(world.account(BOB)).toMatchObject({ tokens: 100n * ETHER, heldTokens: 100n * ETHER })
    expect(world.call(BOB, 'tokenTransfer', [BOB, 100n * ETHER + 1n]).error).toBe('InsufficientBalance')
    expect(world.call(BOB, 'tokenTransfer', [CAROL, 100n * ETHER]).error).toBe(DONE)
    expect(world.account(BOB)).toMatchObject({ tokens: 0n, heldTokens: 0n })
  })

  test.each([
    ['InvalidReceiver before the amount', ZERO_ADDRESS, LIMIT, 'InvalidReceiver'],
    ['no system contract', TOKEN, 0n, 'InvalidReceiver'],
    ['the last system contract', systemAddress('chain'), 0n, 'InvalidReceiver'],
    ['AmountTooLarge before the balance', CAROL, LIMIT, 'AmountTooLarge'],
    ['InsufficientBalance', CAROL, 100n * ETHER + 1n, 'InsufficientBalance'],
  ] as const)('%s', (_name, to, amount, error) => {
    expect(running().call(BOB, 'tokenTransfer', [to, amount]).error).toBe(error)
  })

  test('takes no ether', () => {
    expect(running().call(BOB, 'tokenTransfer', [ZERO_ADDRESS, LIMIT], { value: 1n }).error).toBe('ValueNotAccepted')
  })
})

describe('approve and transferFrom', () => {
  const allowanceOf = (world: World) => world.ledger.get('allowance', BOB, ALICE).amount

  test('an allowance is set, not added to, and spent', () => {
    const world = running()
    world.call(BOB, 'tokenApprove', [ALICE, 50n * ETHER])
    const approved = world.call(BOB, 'tokenApprove', [ALICE, 30n * ETHER])
    expect(wordOf(approved)).toBe(1n)
    expect(approved.events).toEqual([{ name: 'Approval', contract: 'token', args: [BOB, ALICE, 30n * ETHER] }])
    const moved = world.call(ALICE, 'tokenTransferFrom', [BOB, CAROL, 20n * ETHER])
    expect(wordOf(moved)).toBe(1n)
    expect(moved.events).toEqual([{ name: 'Transfer', contract: 'token', args: [BOB, CAROL, 20n * ETHER] }])
    expect(allowanceOf(world)).toBe(10n * ETHER)
    expect(world.account(CAROL).heldTokens).toBe(20n * ETHER)
    expect(world.call(ALICE, 'tokenTransferFrom', [BOB, CAROL, 10n * ETHER + 1n]).error).toBe('InsufficientAllowance')
    expect(world.call(ALICE, 'tokenTransferFrom', [BOB, CAROL, 10n * ETHER]).error).toBe(DONE)
    expect(allowanceOf(world)).toBe(0n)
  })

  test.each([
    ['2^256-1 and 2^96-1 are without end, and never reduced', UINT256_MAX, MAX, MAX],
    ['2^96-1 is the same record', MAX, MAX, MAX],
    ['2^96-2 is reduced', MAX - 1n, MAX - 1n, MAX - 1n - ETHER],
  ] as const)('%s', (_name, amount, stored, left) => {
    const world = running()
    expect(world.call(BOB, 'tokenApprove', [ALICE, amount]).events[0]?.args[2]).toBe(amount)
    expect(allowanceOf(world)).toBe(stored)
    world.call(ALICE, 'tokenTransferFrom', [BOB, CAROL, ETHER])
    expect(allowanceOf(world)).toBe(left)
  })

  test('amounts between are too large', () => {
    for (const amount of [LIMIT, UINT256_MAX - 1n]) {
      expect(running().call(BOB, 'tokenApprove', [ALICE, amount]).error).toBe('AmountTooLarge')
    }
  })

  test('to oneself the allowance is spent and nothing moves; of nothing none is needed', () => {
    const world = running()
    world.call(BOB, 'tokenApprove', [ALICE, 5n])
    expect(world.call(ALICE, 'tokenTransferFrom', [BOB, BOB, 3n]).error).toBe(DONE)
    expect(allowanceOf(world)).toBe(2n)
    expect(world.account(BOB).tokens).toBe(100n * ETHER)
    expect(world.call(CAROL, 'tokenTransferFrom', [BOB, CAROL, 0n]).error).toBe(DONE)
    expect(world.call(BOB, 'tokenTransferFrom', [BOB, CAROL, 1n]).error).toBe('InsufficientAllowance')
  })

  test.each([
    ['InvalidReceiver before the amount', TOKEN, LIMIT, 'InvalidReceiver'],
    ['AmountTooLarge before the allowance', CAROL, LIMIT, 'AmountTooLarge'],
    ['InsufficientAllowance before the balance', CAROL, 100n * ETHER + 2n, 'InsufficientAllowance'],
    ['InsufficientBalance leaves the allowance', CAROL, 100n * ETHER + 1n, 'InsufficientBalance'],
  ] as const)('%s', (_name, to, amount, error) => {
    const world = running()
    world.call(BOB, 'tokenApprove', [ALICE, 100n * ETHER + 1n])
    expect(world.call(ALICE, 'tokenTransferFrom', [BOB, to, amount]).error).toBe(error)
    expect(allowanceOf(world)).toBe(100n * ETHER + 1n)
  })

  test('take no ether', () => {
    expect(running().call(BOB, 'tokenApprove', [ALICE, LIMIT], { value: 1n }).error).toBe('ValueNotAccepted')
    expect(running().call(BOB, 'tokenTransferFrom', [BOB, TOKEN, 1n], { value: 1n }).error).toBe('ValueNotAccepted')
  })
})

describe('a plain transfer of ether', () => {
  test('moves it, none of it, or nothing to oneself', () => {
    const world = fresh()
    expect(world.call(ALICE, 'send', [], { to: BOB, value: 30n * ETHER })).toEqual({ output: new Uint8Array(0), events: [] })
    expect([world.account(ALICE).ether, world.account(BOB).ether]).toEqual([70n * ETHER, 30n * ETHER])
    expect(world.call(CAROL, 'send', [], { to: BOB }).error).toBe(DONE)
    expect(world.call(ALICE, 'send', [], { to: ALICE, value: 70n * ETHER }).error).toBe(DONE)
    expect(world.account(ALICE).ether).toBe(70n * ETHER)
    expect(world.call(ALICE, 'send', [], { to: ALICE, value: 70n * ETHER + 1n }).error).toBe('InsufficientEther')
  })

  test('to oneself it costs no credits', () => {
    const world = fresh()
    const { credits } = world.account(ALICE)
    world.call(ALICE, 'send', [], { to: ALICE, value: 100n * ETHER })
    expect(world.account(ALICE).credits).toBe(credits)
  })

  test.each([
    ['InvalidReceiver before the amount', ZERO_ADDRESS, LIMIT, 'InvalidReceiver'],
    ['no system contract', TOKEN, 0n, 'InvalidReceiver'],
    ['AmountTooLarge before the balance', BOB, LIMIT, 'AmountTooLarge'],
    ['InsufficientEther', BOB, 100n * ETHER + 1n, 'InsufficientEther'],
  ] as const)('%s', (_name, to, value, error) => {
    expect(fresh().call(ALICE, 'send', [], { to, value }).error).toBe(error)
  })
})
