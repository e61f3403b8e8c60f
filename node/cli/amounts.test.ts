import fc from 'fast-check'
import { expect, test } from 'vitest'
import { budget } from '../../test/budget.ts'
import { ether, fee, formatAmount, parseAmount } from './amounts.ts'

test('an amount is written and read without loss', () => {
  fc.assert(fc.property(fc.bigInt(0n, 2n ** 96n - 1n), (units) => parseAmount(formatAmount(units), 'x') === units), { numRuns: budget(500) })
})

test.each(['', '-1', '1,5', '1e18', '.5', '1.', '0x1', '1.0000000000000000001', ' 1', undefined])('%j is no amount', (text) => {
  expect(() => parseAmount(text, 'the amount')).toThrow(/^the amount is /)
})

test('amounts read as ether, small fees as wei', () => {
  expect(ether(1_500_000_000_000_000_000n)).toBe('1.5 ETH')
  expect([fee(21_000n), fee(10n ** 15n)]).toEqual(['21000 wei', '0.001 ETH'])
})
