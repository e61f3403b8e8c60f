import { formatUnits, parseUnits } from 'viem'
import { usage } from './cli-error.ts'

const DECIMALS = 18

/** Base units (wei) of an amount such as 1.5. `what` names it in the error. Throws CliError Usage. */
export function parseAmount(text: string | undefined, what: string): bigint {
  if (text === undefined || !/^\d+(\.\d{1,18})?$/.test(text)) {
    throw usage(`${what} is ${text === undefined ? 'missing' : `"${text}"`}`, 'expected an amount such as 1.5, with at most 18 decimals')
  }
  return parseUnits(text, DECIMALS)
}

/** Exact, without trailing zeros. */
export const formatAmount = (units: bigint): string => formatUnits(units, DECIMALS)
export const ether = (wei: bigint): string => `${formatAmount(wei)} ETH`

/** A fee: wei where ether would be all zeros. */
export const fee = (wei: bigint): string => (wei < 10n ** 12n ? `${wei} wei` : ether(wei))

/** As parseAmount; or undefined for a word that stands for what only the chain knows, such as `all`. */
export const parseAmountOr = (word: string, text: string | undefined, what: string): bigint | undefined => (text === word ? undefined : parseAmount(text, what))
