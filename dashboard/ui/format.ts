import { useTranslation } from 'react-i18next'
import { decimal } from '@distribute/client/words'

const UNIT = 10n ** 18n
/** Below this an amount is shown by its first digits that are not zero. */
const SMALL = UNIT / 1_000n

/** Amounts, times and shares as the language writes them. */
export interface Format {
  /** units of 1e-18 */
  readonly amount: (units: bigint) => string
  /** with its sign, for what changes */
  readonly change: (units: bigint) => string
  readonly count: (value: bigint | number) => string
  /** basis points */
  readonly percent: (basisPoints: number | bigint) => string
  /** seconds since 1970 */
  readonly time: (seconds: bigint) => string
  readonly date: (seconds: bigint) => string
  /** from now on, or ago: seconds */
  readonly relative: (seconds: number) => string
  /** how long: seconds */
  readonly span: (seconds: number) => string
}

const magnitude = (units: bigint): bigint => (units < 0n ? -units : units)

// Intl takes decimal texts of any length; its type asks for ones that it can see to be numbers.
const exact = (units: bigint): `${number}` => `${units < 0n ? '-' : ''}${decimal(magnitude(units))}` as `${number}`

function digitsFor(units: bigint): Intl.NumberFormatOptions {
  const size = magnitude(units)
  if (size === 0n || size >= UNIT * 1_000n) return { maximumFractionDigits: 2 }
  return size < SMALL ? { maximumSignificantDigits: 3, maximumFractionDigits: 18 } : { maximumFractionDigits: 4 }
}

const SPANS = [['day', 86_400], ['hour', 3_600], ['minute', 60], ['second', 1]] as const

function relative(language: string, seconds: number): string {
  const [unit, size] = SPANS.find(([, of]) => Math.abs(seconds) >= of) ?? ['second', 1]
  return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(Math.trunc(seconds / size), unit)
}

/** At most two units: 3 days 4 hours, 2 minutes 5 seconds. */
function span(language: string, seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds))
  const first = Math.max(0, SPANS.findIndex(([, size]) => whole >= size))
  const parts = whole === 0 ? [SPANS[3]] : SPANS.slice(first, first + 2)
  const words = parts.flatMap(([unit, size], i) => {
    const count = Math.floor((i === 0 ? whole : whole % (SPANS[first]?.[1] ?? 1)) / size)
    return i > 0 && count === 0 ? [] : [new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(count)]
  })
  return words.join(' ')
}

export function formatIn(language: string): Format {
  const instant = (seconds: bigint): Date => new Date(Number(seconds) * 1_000)
  return {
    amount: (units) => new Intl.NumberFormat(language, digitsFor(units)).format(exact(units)),
    change: (units) => new Intl.NumberFormat(language, { ...digitsFor(units), signDisplay: 'exceptZero' }).format(exact(units)),
    count: (value) => new Intl.NumberFormat(language).format(value),
    percent: (basisPoints) => new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 2 }).format(Number(basisPoints) / 10_000),
    time: (seconds) => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(instant(seconds)),
    date: (seconds) => new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(instant(seconds)),
    relative: (seconds) => relative(language, seconds),
    span: (seconds) => span(language, seconds),
  }
}

export function useFormat(): Format {
  const { i18n } = useTranslation()
  return formatIn(i18n.language)
}
