import type { Currency } from '../params.ts'

/** A currency by its number in the ABI; undefined is BadCurrency. */
export const currencyOf = (number: bigint): Currency | undefined => {
  if (number === 0n) return 'tokens'
  return number === 1n ? 'reputation' : undefined
}
