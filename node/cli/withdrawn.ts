import { ether } from './amounts.ts'
import { money } from './currency.ts'

/** What a withdrawal is of: ether in wei, or tokens in base units; the other is 0. */
export interface Withdrawn {
  readonly value: bigint
  readonly tokens: bigint
}

export const withdrawnWords = ({ value, tokens }: Withdrawn): string => (tokens > 0n ? money(tokens, 'tokens') : ether(value))
