import { isValidReceiver, systemAddress, type Address } from '../codec/address.ts'
import { AMOUNT_LIMIT } from '../params.ts'
import { min } from './arithmetic.ts'
import { broken, returns, type CallContext, type Verdict } from './context.ts'
import { changeEther, coversValue } from './ether.ts'
import { changeHeld } from './streams.ts'

type Where = Pick<CallContext, 'ledger' | 'genesis' | 'now'>

/** Withdrawals of ether and of tokens are counted together, so that L1 needs one list of what it has paid. */
const nextId = ({ ledger }: Where): bigint => {
  const pool = ledger.get('pool')
  const id = pool.withdrawals + 1n
  ledger.put('pool', { ...pool, withdrawals: id })
  return id
}

/** withdraw(to): the value leaves for L1, as a record that the L1 bridge pays once. Returns the withdrawal's id, from 1. */
export const withdraw = (context: CallContext, to: Address): Verdict => {
  const { ledger, sender, value } = context
  if (!isValidReceiver(to)) return broken('InvalidReceiver')
  if (value === 0n) return broken('ZeroAmount')
  if (value >= AMOUNT_LIMIT) return broken('AmountTooLarge')
  if (!coversValue(context)) return broken('InsufficientEther')
  changeEther(context, sender, -value)
  const id = nextId(context)
  ledger.put('withdrawal', { to, value }, id)
  context.emit({ name: 'Withdrawn', contract: 'bridge', args: [id, sender, to, value] })
  return returns(id)
}

/**
 * withdrawTokens(to, amount): free tokens leave for L1, as a record for which the L1 bridge mints once. They stay in S, held by nobody:
 * on L1 they earn no dividends. Returns the withdrawal's id, from 1.
 */
export const withdrawTokens = (context: CallContext, to: Address, amount: bigint): Verdict => {
  const { ledger, sender } = context
  if (!isValidReceiver(to)) return broken('InvalidReceiver')
  if (amount === 0n) return broken('ZeroAmount')
  if (amount >= AMOUNT_LIMIT) return broken('AmountTooLarge')
  const account = ledger.get('account', sender)
  if (account.tokens < amount) return broken('InsufficientBalance')
  ledger.put('account', { ...account, tokens: account.tokens - amount }, sender)
  changeHeld(context, sender, 'tokens', -amount)
  ledger.put('bridged', { tokens: ledger.get('bridged').tokens + amount })
  const id = nextId(context)
  ledger.put('tokenWithdrawal', { to, amount }, id)
  context.emit({ name: 'Transfer', contract: 'token', args: [sender, systemAddress('bridge'), amount] })
  context.emit({ name: 'TokensWithdrawn', contract: 'bridge', args: [id, sender, to, amount] })
  return returns(id)
}

/**
 * Gives tokens that L1 has burned to an account, at most what is out there: less there can only be where L1 paid withdrawals out of roots
 * that were convicted later. Returns what was given, in base units.
 */
export const depositTokens = (where: Where, to: Address, amount: bigint): bigint => {
  const { ledger } = where
  const bridged = ledger.get('bridged').tokens
  const given = min(amount, bridged)
  if (given === 0n) return 0n
  ledger.put('bridged', { tokens: bridged - given })
  const account = ledger.get('account', to)
  ledger.put('account', { ...account, tokens: account.tokens + given }, to)
  changeHeld(where, to, 'tokens', given)
  return given
}
