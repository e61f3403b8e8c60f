import { expect, test } from 'vitest'
import { systemAddress, ZERO_ADDRESS } from '../codec/address.ts'
import { ALICE, BOB, CAROL, createWorld, ETHER, giveTokens, wordOf } from '../testing/world.ts'
import { depositTokens } from './bridge.ts'

const fresh = () => {
  const world = createWorld()
  world.deposit(ALICE, 3n * ETHER)
  return world
}

test('withdrawals are numbered from 1 and kept as records', () => {
  const world = fresh()
  const first = world.call(ALICE, 'withdraw', [BOB], { value: ETHER })
  expect(wordOf(first)).toBe(1n)
  expect(first.events).toEqual([{ name: 'Withdrawn', contract: 'bridge', args: [1n, ALICE, BOB, ETHER] }])
  expect(wordOf(world.call(ALICE, 'withdraw', [ALICE], { value: 2n * ETHER }))).toBe(2n)
  expect(world.ledger.get('withdrawal', 1n)).toEqual({ to: BOB, value: ETHER })
  expect(world.ledger.get('withdrawal', 2n)).toEqual({ to: ALICE, value: 2n * ETHER })
  expect(world.pool()).toMatchObject({ withdrawals: 2n, ether: 0n })
  expect(world.account(ALICE).ether).toBe(0n)
  expect(world.account(BOB).ether).toBe(0n)
})

test.each([
  ['InvalidReceiver before ZeroAmount', ZERO_ADDRESS, 0n, 'InvalidReceiver'],
  ['no system contract', systemAddress('bridge'), 2n ** 96n, 'InvalidReceiver'],
  ['ZeroAmount', BOB, 0n, 'ZeroAmount'],
  ['AmountTooLarge before InsufficientEther', BOB, 2n ** 96n, 'AmountTooLarge'],
  ['InsufficientEther', BOB, 3n * ETHER + 1n, 'InsufficientEther'],
] as const)('%s', (_name, to, value, error) => {
  const world = fresh()
  expect(world.call(ALICE, 'withdraw', [to], { value }).error).toBe(error)
  expect(world.pool().withdrawals).toBe(0n)
})

const withTokens = () => {
  const world = fresh()
  giveTokens(world, ALICE, 100n)
  return world
}

test('tokens that are withdrawn are numbered with ether, stay in S, and are held by nobody', () => {
  const world = withTokens()
  expect(wordOf(world.call(ALICE, 'withdraw', [BOB], { value: ETHER }))).toBe(1n)
  const out = world.call(ALICE, 'withdrawTokens', [BOB, 60n])
  expect(wordOf(out)).toBe(2n)
  expect(out.events).toEqual([
    { name: 'Transfer', contract: 'token', args: [ALICE, systemAddress('bridge'), 60n] },
    { name: 'TokensWithdrawn', contract: 'bridge', args: [2n, ALICE, BOB, 60n] },
  ])
  expect(world.ledger.get('tokenWithdrawal', 2n)).toEqual({ to: BOB, amount: 60n })
  expect([world.ledger.get('tokenWithdrawal', 1n).amount, world.ledger.get('withdrawal', 2n).value]).toEqual([0n, 0n])
  expect(world.account(ALICE)).toMatchObject({ tokens: 40n, heldTokens: 40n })
  expect(world.account(BOB)).toMatchObject({ tokens: 0n, heldTokens: 0n })
  expect(world.account(systemAddress('bridge'))).toMatchObject({ tokens: 0n, heldTokens: 0n })
  expect([world.pool().tokens, world.stream('tokens').earning, world.ledger.get('bridged').tokens]).toEqual([100n, 40n, 60n])
})

test.each([
  ['InvalidReceiver before ZeroAmount', ZERO_ADDRESS, 0n, 'InvalidReceiver'],
  ['no system contract', systemAddress('token'), 2n ** 96n, 'InvalidReceiver'],
  ['ZeroAmount', BOB, 0n, 'ZeroAmount'],
  ['AmountTooLarge before InsufficientBalance', BOB, 2n ** 96n, 'AmountTooLarge'],
  ['InsufficientBalance', BOB, 101n, 'InsufficientBalance'],
] as const)('withdrawTokens: %s', (_name, to, amount, error) => {
  const world = withTokens()
  expect(world.call(ALICE, 'withdrawTokens', [to, amount]).error).toBe(error)
  expect([world.pool().withdrawals, world.ledger.get('bridged').tokens]).toEqual([0n, 0n])
})

test('nothing but withdrawTokens counts as bridged: the contract can be given no tokens', () => {
  const world = withTokens()
  expect(world.call(ALICE, 'tokenTransfer', [systemAddress('bridge'), 1n]).error).toBe('InvalidReceiver')
  expect(world.ledger.get('bridged').tokens).toBe(0n)
})

test('tokens come back to anybody, at most as many as are out there', () => {
  const world = withTokens()
  world.call(ALICE, 'withdrawTokens', [BOB, 60n])
  const where = { ledger: world.ledger, genesis: world.config.genesis, now: world.now }
  expect([depositTokens(where, CAROL, 25n), depositTokens(where, CAROL, 36n), depositTokens(where, CAROL, 1n)]).toEqual([25n, 35n, 0n])
  expect(world.account(CAROL)).toMatchObject({ tokens: 60n, heldTokens: 60n })
  expect([world.pool().tokens, world.stream('tokens').earning, world.ledger.get('bridged').tokens]).toEqual([100n, 100n, 0n])
})

test('what is on L1 earns no dividends; what comes back earns from then on', () => {
  const world = withTokens()
  giveTokens(world, BOB, 100n)
  world.deposit(BOB, ETHER)
  world.call(ALICE, 'withdrawTokens', [CAROL, 100n])
  world.call(BOB, 'payDividend', [], { value: ETHER })
  world.now += world.config.genesis.parameters.dividendPeriod / 2n
  depositTokens({ ledger: world.ledger, genesis: world.config.genesis, now: world.now }, CAROL, 100n)
  world.now += world.config.genesis.parameters.dividendPeriod / 2n
  const dueOf = (events: ReturnType<typeof world.call>['events']) => events.find(({ name }) => name === 'DividendCollected')?.args[1]
  const [alice, bob, carol] = [ALICE, BOB, CAROL].map((account) => dueOf(world.call(account, 'collectDividend', [account]).events))
  expect(alice).toBe(0n)
  // Bob alone in the first half, both in the second: three quarters and one, rounded down.
  expect(bob).toBe((ETHER * 3n) / 4n - 1n)
  expect(carol).toBe(ETHER / 4n - 1n)
})
