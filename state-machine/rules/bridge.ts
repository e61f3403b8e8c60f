import { isValidReceiver, type Address } from '../codec/address.ts'
import { AMOUNT_LIMIT } from '../params.ts'
import { broken, returns, type CallContext, type Verdict } from './context.ts'
import { changeEther, coversValue } from './ether.ts'

/** withdraw(to): the value leaves for L1, as a record that the L1 bridge pays once. Returns the withdrawal's id, from 1. */
export const withdraw = (context: CallContext, to: Address): Verdict => {
  const { ledger, sender, value } = context
  if (!isValidReceiver(to)) return broken('InvalidReceiver')
  if (value === 0n) return broken('ZeroAmount')
  if (value >= AMOUNT_LIMIT) return broken('AmountTooLarge')
  if (!coversValue(context)) return broken('InsufficientEther')
  const pool = ledger.get('pool')
  const id = pool.withdrawals + 1n
  changeEther(context, sender, -value)
  ledger.put('pool', { ...pool, withdrawals: id })
  ledger.put('withdrawal', { to, value }, id)
  context.emit({ name: 'Withdrawn', contract: 'bridge', args: [id, sender, to, value] })
  return returns(id)
}
