import fc from 'fast-check'
import { expect, test } from 'vitest'
import { budget } from '../../test/budget.ts'
import { formatDeadline, formatDuration, parseDuration } from './durations.ts'

test.each([['7d', 604_800n], ['36h', 129_600n], ['1d12h', 129_600n], ['1d 30s', 86_430n], ['90s', 90n], ['5m', 300n]] as const)('%s is %d seconds', (text, seconds) => {
  expect(parseDuration(text, 'x')).toBe(seconds)
})

test.each(['', '7', 'd', '7 days', '-1d', '1.5d', '1h1d'])('%j is no duration', (text) => {
  expect(() => parseDuration(text, '--period')).toThrow(/^--period is /)
})

test('what is shown is at most what it stands for, and less by less than an hour', () => {
  fc.assert(fc.property(fc.bigInt(0n, 10n ** 9n), (seconds) => {
    const shown = parseDuration(formatDuration(seconds), 'x')
    return shown <= seconds && seconds - shown < 3_600n
  }), { numRuns: budget(300) })
})

test('a deadline is told with how far off it is', () => {
  expect(formatDeadline(1_800_000_000n, 1_799_900_000n)).toBe('2027-01-15T08:00:00Z, in 1d 3h')
  expect(formatDeadline(1_800_000_000n, 1_800_000_090n)).toBe('2027-01-15T08:00:00Z, 1m 30s ago')
})
