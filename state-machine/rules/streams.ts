import type { Address } from '../codec/address.ts'
import { CURRENCIES, STREAM_SCALE, type Currency } from '../params.ts'
import type { RecordOf } from '../state/layout.ts'
import { max, min, mulDiv, wrap256 } from './arithmetic.ts'
import type { CallContext } from './context.ts'
import { changePoolEther } from './pool.ts'

type Where = Pick<CallContext, 'ledger' | 'genesis' | 'now'>
type Account = RecordOf<'account'>

const TOKENS_ID = BigInt(CURRENCIES.tokens)
const REPUTATION_ID = BigInt(CURRENCIES.reputation)
const streamId = (currency: Currency): bigint => (currency === 'tokens' ? TOKENS_ID : REPUTATION_ID)

export const streamOf = ({ ledger }: Where, currency: Currency): RecordOf<'stream'> =>
  ledger.get('stream', streamId(currency))

export const putStream = ({ ledger }: Where, currency: Currency, stream: RecordOf<'stream'>): void =>
  ledger.put('stream', stream, streamId(currency))

/** Seconds for which a stream still pays, from `now`. */
export const remaining = (stream: RecordOf<'stream'>, now: bigint): bigint => max(0n, stream.end - now)

/**
 * Brings a dividend stream to min(now, end): what ran since goes to the accumulator, or to the pool while nobody holds the
 * currency. protocol.md section 6.
 */
export const settleStream = (where: Where, currency: Currency): void => {
  const stream = streamOf(where, currency)
  const until = min(where.now, stream.end)
  if (until <= stream.last) return
  const run = stream.rate * (until - stream.last)
  if (stream.earning > 0n) {
    putStream(where, currency, { ...stream, acc: wrap256(stream.acc + run / stream.earning), last: until })
    return
  }
  putStream(where, currency, { ...stream, last: until })
  const unheld = run / STREAM_SCALE
  const pool = where.ledger.get('pool')
  where.ledger.put('pool', { ...pool, dividendPot: pool.dividendPot - unheld })
  changePoolEther(where.ledger, unheld, where.now, where.genesis.parameters)
}

/** An account with its due in one currency brought up to the stream's accumulator; the stream has been settled. */
export const settleDue = (account: Account, currency: Currency, acc: bigint): Account => {
  if (acc === (currency === 'tokens' ? account.accTokens : account.accReputation)) return account
  if (currency === 'tokens') {
    const earned = mulDiv(account.heldTokens, wrap256(acc - account.accTokens), STREAM_SCALE)
    return { ...account, accTokens: acc, due: account.due + earned }
  }
  const earned = mulDiv(account.heldReputation, wrap256(acc - account.accReputation), STREAM_SCALE)
  return { ...account, accReputation: acc, due: account.due + earned }
}

const changeHeldOf = (where: Where, address: Address, currency: Currency, change: bigint): void => {
  const settled = settleDue(where.ledger.get('account', address), currency, streamOf(where, currency).acc)
  const changed =
    currency === 'tokens'
      ? { ...settled, heldTokens: settled.heldTokens + change }
      : { ...settled, heldReputation: settled.heldReputation + change }
  where.ledger.put('account', changed, address)
}

/** Changes what an account owns in all its records, and with it what earns dividends. protocol.md section 6. */
export const changeHeld = (where: Where, address: Address, currency: Currency, change: bigint): void => {
  settleStream(where, currency)
  changeHeldOf(where, address, currency, change)
  const stream = streamOf(where, currency)
  putStream(where, currency, { ...stream, earning: stream.earning + change })
}

/** Moves holdings between two different accounts; what earns stays the same in sum. */
export const moveHeld = (where: Where, from: Address, to: Address, currency: Currency, amount: bigint): void => {
  settleStream(where, currency)
  changeHeldOf(where, from, currency, -amount)
  changeHeldOf(where, to, currency, amount)
}
