import type { Address } from '../codec/address.ts'
import { AMOUNT_LIMIT, BASIS_POINTS, DIVIDEND_MINIMUM_SHARE, STREAM_SCALE, type Currency } from '../params.ts'
import { mulDiv } from './arithmetic.ts'
import { broken, DONE, type CallContext, type Verdict } from './context.ts'
import { changeEther, coversValue } from './ether.ts'
import { changePoolEther } from './pool.ts'
import { putStream, remaining, settleDue, settleStream, streamOf } from './streams.ts'

/** wei that both streams still owe, scaled by 2^96. */
const scaledDebt = (context: CallContext): bigint =>
  (['tokens', 'reputation'] as const)
    .map((currency) => streamOf(context, currency))
    .reduce((sum, stream) => sum + stream.rate * remaining(stream, context.now), 0n)

const addToStream = (context: CallContext, currency: Currency, part: bigint): void => {
  if (part === 0n) return
  const { dividendPeriod } = context.genesis.parameters
  const { now, ledger } = context
  const stream = streamOf(context, currency)
  const rate = (part * STREAM_SCALE + stream.rate * remaining(stream, now)) / dividendPeriod
  putStream(context, currency, { ...stream, rate, end: now + dividendPeriod, last: now })
  const pool = ledger.get('pool')
  ledger.put('pool', { ...pool, dividendPot: pool.dividendPot + part })
}

/** The parts of a dividend in wei; a side that nobody holds leaves its part to the other. protocol.md section 6. */
const split = (context: CallContext, value: bigint): { readonly tokens: bigint; readonly reputation: bigint } => {
  const tokensHeld = streamOf(context, 'tokens').earning > 0n
  const reputationHeld = streamOf(context, 'reputation').earning > 0n
  if (!tokensHeld) return { tokens: 0n, reputation: reputationHeld ? value : 0n }
  if (!reputationHeld) return { tokens: value, reputation: 0n }
  const reputation = mulDiv(value, context.genesis.parameters.dividendReputationShare, BASIS_POINTS)
  return { tokens: value - reputation, reputation }
}

/** payDividend(): streams the value to those who hold tokens and reputation over dividendPeriod. protocol.md section 6. */
export const payDividend = (context: CallContext): Verdict => {
  const { value, sender, ledger, now, genesis } = context
  if (value === 0n) return broken('ZeroAmount')
  if (value >= AMOUNT_LIMIT) return broken('AmountTooLarge')
  if (!coversValue(context)) return broken('InsufficientEther')
  changeEther(context, sender, -value)
  settleStream(context, 'tokens')
  settleStream(context, 'reputation')
  const tooSmall = value * STREAM_SCALE * DIVIDEND_MINIMUM_SHARE < scaledDebt(context)
  const parts = tooSmall ? { tokens: 0n, reputation: 0n } : split(context, value)
  addToStream(context, 'tokens', parts.tokens)
  addToStream(context, 'reputation', parts.reputation)
  changePoolEther(ledger, value - parts.tokens - parts.reputation, now, genesis.parameters)
  context.emit({ name: 'DividendPaid', contract: 'dividends', args: [sender, value] })
  return DONE
}

/** collectDividend(account): pays what both streams owe the account. protocol.md section 6. */
export const collectDividend = (context: CallContext, account: Address): Verdict => {
  const { ledger } = context
  settleStream(context, 'tokens')
  settleStream(context, 'reputation')
  const byTokens = settleDue(ledger.get('account', account), 'tokens', streamOf(context, 'tokens').acc)
  const { due, ...settled } = settleDue(byTokens, 'reputation', streamOf(context, 'reputation').acc)
  ledger.put('account', { ...settled, due: 0n }, account)
  const pool = ledger.get('pool')
  ledger.put('pool', { ...pool, dividendPot: pool.dividendPot - due })
  changeEther(context, account, due)
  context.emit({ name: 'DividendCollected', contract: 'dividends', args: [account, due] })
  return DONE
}
