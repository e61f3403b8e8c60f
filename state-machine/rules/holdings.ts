import { systemAddress, ZERO_ADDRESS, type Address } from '../codec/address.ts'
import type { ContractName, Currency } from '../params.ts'
import type { CallContext } from './context.ts'
import { changeHeld } from './streams.ts'

/** Which contract locks: its address stands in the Transfer event, so that balances add up for whoever follows events. */
type Locker = Extract<ContractName, 'projects' | 'voting'>

const eventContract = (currency: Currency): 'token' | 'reputation' => (currency === 'tokens' ? 'token' : 'reputation')

export const freeOf = ({ ledger }: CallContext, address: Address, currency: Currency): bigint =>
  ledger.get('account', address)[currency]

const changeFree = ({ ledger }: CallContext, address: Address, currency: Currency, change: bigint): void => {
  const account = ledger.get('account', address)
  ledger.put('account', { ...account, [currency]: account[currency] + change }, address)
}

export interface Amount {
  readonly currency: Currency
  /** Base units. */
  readonly amount: bigint
}

/** Takes free units of an account into a record of hers; what she holds in all stays the same. The caller has checked. */
export const lock = (context: CallContext, address: Address, { currency, amount }: Amount, locker: Locker): void => {
  if (amount === 0n) return
  changeFree(context, address, currency, -amount)
  context.emit({ name: 'Transfer', contract: eventContract(currency), args: [address, systemAddress(locker), amount] })
}

/** Gives locked units back. */
export const unlock = (context: CallContext, address: Address, { currency, amount }: Amount, locker: Locker): void => {
  if (amount === 0n) return
  changeFree(context, address, currency, amount)
  context.emit({ name: 'Transfer', contract: eventContract(currency), args: [systemAddress(locker), address, amount] })
}

/** Takes forfeited units out of the supply: tokens count in prices as tokens that nobody owns. protocol.md section 4. */
export const forfeitSupply = (context: CallContext, { currency, amount }: Amount): void => {
  if (amount === 0n) return
  const pool = context.ledger.get('pool')
  const changed =
    currency === 'tokens'
      ? { tokens: pool.tokens - amount, forfeited: pool.forfeited + amount }
      : { reputation: pool.reputation - amount }
  context.ledger.put('pool', { ...pool, ...changed })
  const args = [systemAddress('projects'), ZERO_ADDRESS, amount] as const
  context.emit({ name: 'Transfer', contract: eventContract(currency), args })
}

/** Forfeits what an account has locked: it leaves the supply and her holdings at once. */
export const forfeit = (context: CallContext, address: Address, amount: Amount): void => {
  if (amount.amount === 0n) return
  forfeitSupply(context, amount)
  changeHeld(context, address, amount.currency, -amount.amount)
}
