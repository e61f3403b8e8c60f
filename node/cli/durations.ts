import { usage } from './cli-error.ts'

const UNITS: readonly (readonly [unit: string, seconds: bigint])[] = [['d', 86_400n], ['h', 3_600n], ['m', 60n], ['s', 1n]]
const PATTERN = /^(?:(\d+)d)? *(?:(\d+)h)? *(?:(\d+)m)? *(?:(\d+)s)?$/
const SHOWN = 2

/** Seconds of a text such as 7d, 36h or 1d12h. Throws CliError Usage, which names `what`. */
export function parseDuration(text: string, what: string): bigint {
  const [whole, ...parts] = PATTERN.exec(text) ?? []
  if (whole === undefined || whole === '') throw usage(`${what} is "${text}"`, 'expected a duration such as 7d, 36h or 1d12h')
  return UNITS.reduce((sum, [, seconds], i) => sum + BigInt(parts[i] ?? 0) * seconds, 0n)
}

/** The two largest units that are not zero, rounded down: 6d 23h. */
export function formatDuration(seconds: bigint): string {
  let left = seconds
  const parts: string[] = []
  for (const [unit, size] of UNITS) {
    if (left >= size) parts.push(`${left / size}${unit}`)
    left %= size
  }
  return parts.slice(0, SHOWN).join(' ') || '0s'
}

/** A time in Unix seconds as ISO 8601 in UTC, without parts of a second. */
export const formatTime = (time: bigint): string => new Date(Number(time) * 1_000).toISOString().replace('.000', '')

/** A deadline beside the present: when, and how far off. */
export const formatDeadline = (deadline: bigint, now: bigint): string =>
  `${formatTime(deadline)}, ${deadline > now ? `in ${formatDuration(deadline - now)}` : `${formatDuration(now - deadline)} ago`}`
