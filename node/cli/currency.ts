import { CURRENCIES, type Currency } from '@distribute/state-machine'
import { formatAmount } from './amounts.ts'
import { usage } from './cli-error.ts'

export const CURRENCY_ARGUMENT = { name: 'currency', help: 'tokens or reputation', choices: ['tokens', 'reputation'] } as const

const isCurrency = (text: string): text is Currency => Object.hasOwn(CURRENCIES, text)

/** Throws CliError Usage, which names `what`. */
export function parseCurrency(text: string | undefined, what = 'the currency'): Currency {
  if (text !== undefined && isCurrency(text)) return text
  throw usage(`${what} is ${text === undefined ? 'missing' : `"${text}"`}`, 'expected tokens or reputation')
}

/** An amount with its currency: 1.5 tokens. */
export const money = (units: bigint, currency: Currency): string => `${formatAmount(units)} ${currency}`
