import { expect, test } from 'vitest'
import { bar, percent, weightText } from './bars.ts'

test('a bar is full only when nothing is missing', () => {
  expect(bar(0n, 10n)).toBe(`${'░'.repeat(20)} 0.0 %`)
  expect(bar(5n, 10n)).toBe(`${'█'.repeat(10)}${'░'.repeat(10)} 50.0 %`)
  expect(bar(999_999n, 1_000_000n)).toBe(`${'█'.repeat(19)}░ 99.9 %`)
  expect(bar(10n, 10n)).toBe(`${'█'.repeat(20)} 100.0 %`)
})

test('nothing required is all there', () => {
  expect(bar(0n, 0n)).toBe(`${'█'.repeat(20)} 100.0 %`)
  expect(percent(1n, 3n)).toBe('33.3 %')
})

test('weights read as percent, exactly', () => {
  expect([1n, 2_500n, 3_333n, 10_000n].map(weightText)).toEqual(['0.01 %', '25 %', '33.33 %', '100 %'])
})
