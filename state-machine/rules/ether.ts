import type { Address } from '../codec/address.ts'
import { capacityOf, refillCredits, withCapacityOf } from './credits.ts'
import type { CallContext } from './context.ts'

type Where = Pick<CallContext, 'ledger' | 'genesis' | 'now'>

/** Adds `change` wei (negative: takes) to an account's free ether, its credits refilled at the old capacity first. */
export const changeEther = ({ ledger, genesis, now }: Where, address: Address, change: bigint): void => {
  if (change === 0n) return
  const { parameters } = genesis
  const account = refillCredits(ledger.get('account', address), now, parameters)
  const changed = { ...account, ether: account.ether + change }
  ledger.put('account', withCapacityOf(account, changed, now, parameters), address)
}

/** A deposit from L1: `value` wei, and the credits that they bring at once. protocol.md section 8. */
export const depositEther = ({ ledger, genesis, now }: Where, address: Address, value: bigint): void => {
  const { parameters } = genesis
  const account = refillCredits(ledger.get('account', address), now, parameters)
  const after = withCapacityOf(account, { ...account, ether: account.ether + value }, now, parameters)
  const brought = capacityOf(after, parameters) - capacityOf(account, parameters)
  ledger.put('account', { ...after, credits: account.credits + brought }, address)
}

/** Whether the sender's free ether covers what the call sends along. */
export const coversValue = ({ ledger, sender, value }: CallContext): boolean =>
  ledger.get('account', sender).ether >= value
