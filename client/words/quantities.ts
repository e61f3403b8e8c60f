import { CURRENCIES, UNIT } from '@distribute/state-machine'

const DIGITS = 18
const BASIS_POINTS_A_PERCENT = 100n

/** What moves in a call or an event: wei, and base units of tokens and reputation. */
export interface Amounts {
  readonly ether?: bigint
  readonly tokens?: bigint
  readonly reputation?: bigint
}

/** Units of 1e-18 as a decimal number, exact, without needless zeros. */
export function decimal(units: bigint): string {
  const fraction = (units % UNIT).toString().padStart(DIGITS, '0').replace(/0+$/, '')
  return fraction === '' ? `${units / UNIT}` : `${units / UNIT}.${fraction}`
}

export const etherWords = (wei: bigint): string => `${decimal(wei)} ether`
export const tokenWords = (units: bigint): string => `${decimal(units)} ${units === UNIT ? 'token' : 'tokens'}`
export const reputationWords = (units: bigint): string => `${decimal(units)} reputation`

const isReputation = (currency: bigint): boolean => currency === BigInt(CURRENCIES.reputation)

/** By the currency's number in the ABI. */
export const currencyWords = (currency: bigint, units: bigint): string =>
  isReputation(currency) ? reputationWords(units) : tokenWords(units)

export const currencyAmount = (currency: bigint, units: bigint): Amounts =>
  isReputation(currency) ? { reputation: units } : { tokens: units }

/** Basis points as percent. */
export function percentWords(basisPoints: bigint): string {
  const fraction = (basisPoints % BASIS_POINTS_A_PERCENT).toString().padStart(2, '0').replace(/0+$/, '')
  return `${basisPoints / BASIS_POINTS_A_PERCENT}${fraction === '' ? '' : `.${fraction}`}%`
}

/** Seconds since 1970, at most those of a u40, as a date of UTC. */
export const timeWords = (seconds: bigint): string =>
  `${new Date(Number(seconds) * 1_000).toISOString().replace('T', ' ').slice(0, -5)} UTC`

/** "a, b and c". */
export function listWords(parts: readonly string[]): string {
  const last = parts.at(-1) ?? ''
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`
}
