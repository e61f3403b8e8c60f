import { expect, test } from 'vitest'
import { systemAddress, ZERO_ADDRESS } from '../codec/address.ts'
import { ALICE, BOB, createWorld, ETHER, wordOf } from '../testing/world.ts'

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
