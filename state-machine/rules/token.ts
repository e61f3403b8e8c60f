import { isValidReceiver, ZERO_ADDRESS, type Address } from '../codec/address.ts'
import { AMOUNT_LIMIT, UNIT } from '../params.ts'
import type { RecordOf } from '../state/layout.ts'
import { max, min, mulDiv, mulDivUp } from './arithmetic.ts'
import { broken, DONE, returns, type CallContext, type Verdict } from './context.ts'
import { changeEther, coversValue } from './ether.ts'
import { changePoolEther } from './pool.ts'
import { changeHeld, moveHeld, settleStream } from './streams.ts'

type Pool = RecordOf<'pool'>

const MAX_UINT256 = 2n ** 256n - 1n
/** Stored for approve(2^256-1), and never reduced. */
export const UNLIMITED = AMOUNT_LIMIT - 1n

/** F as mint finds it: an ownerless pool is first cut into tokens that nobody owns. protocol.md section 2. */
const forfeitedBeforeMint = (pool: Pool, basePrice: bigint): bigint =>
  pool.tokens + pool.forfeited === 0n && pool.ether > 0n ? mulDivUp(pool.ether, UNIT, basePrice) : pool.forfeited

/** P as a fraction: wei a base unit. protocol.md section 2. */
export const priceOf = (pool: Pick<Pool, 'ether' | 'escrowed' | 'tokens' | 'forfeited'>, basePrice: bigint): readonly [bigint, bigint] => {
  const ether = pool.ether + pool.escrowed
  const tokens = pool.tokens + pool.forfeited
  return tokens > 0n && ether * UNIT >= basePrice * tokens ? [ether, tokens] : [basePrice, UNIT]
}

/**
 * What `amount` base units cost a buyer who owns `held`, in wei, rounded up: the price times one plus the share of the supply
 * she will hold. protocol.md section 2. `amount` is above 0.
 */
export const mintCost = (pool: Pool, held: bigint, amount: bigint, basePrice: bigint): bigint => {
  const [numerator, denominator] = priceOf({ ...pool, forfeited: forfeitedBeforeMint(pool, basePrice) }, basePrice)
  const weight = pool.tokens + min(pool.tokens, held) + 2n * amount
  return mulDivUp(amount * numerator, weight, denominator * (pool.tokens + amount))
}

/** mint(amount): takes the cost, at most the value sent, from the sender's ether. Returns the cost in wei. */
export const mint = (context: CallContext, amount: bigint): Verdict => {
  const { ledger, sender, value, now } = context
  const { parameters } = context.genesis
  if (amount === 0n) return broken('ZeroAmount')
  if (amount >= AMOUNT_LIMIT) return broken('AmountTooLarge')
  if (!coversValue(context)) return broken('InsufficientEther')
  // What a dividend gives the pool while nobody holds tokens must count before the price: else one unit buys all of it.
  settleStream(context, 'tokens')
  const pool = ledger.get('pool')
  const cost = mintCost(pool, ledger.get('account', sender).heldTokens, amount, parameters.basePrice)
  if (cost > value) return broken('CostAboveValue')
  const forfeited = forfeitedBeforeMint(pool, parameters.basePrice)
  const tokens = pool.tokens + amount
  const ether = pool.ether + pool.escrowed + cost
  if (max(tokens + forfeited, ether) >= AMOUNT_LIMIT) return broken('AmountTooLarge')
  ledger.put('pool', { ...pool, tokens, forfeited })
  changePoolEther(ledger, cost, now, parameters)
  changeEther(context, sender, -cost)
  changeHeld(context, sender, 'tokens', amount)
  const account = ledger.get('account', sender)
  ledger.put('account', { ...account, tokens: account.tokens + amount }, sender)
  context.emit({ name: 'Transfer', contract: 'token', args: [ZERO_ADDRESS, sender, amount] })
  context.emit({ name: 'Minted', contract: 'token', args: [sender, amount, cost] })
  return returns(cost)
}

/** floor(amount·E / (S+F)) in wei. protocol.md section 2. */
export const burnProceeds = (pool: Pool, amount: bigint): bigint => {
  const tokens = pool.tokens + pool.forfeited
  return tokens === 0n ? 0n : mulDiv(amount, pool.ether, tokens)
}

/** burn(amount, minProceeds): pays the sender her part of the pool. Returns the proceeds in wei. */
export const burn = (context: CallContext, amount: bigint, minProceeds: bigint): Verdict => {
  const { ledger, sender, now } = context
  if (amount === 0n) return broken('ZeroAmount')
  if (amount >= AMOUNT_LIMIT) return broken('AmountTooLarge')
  const account = ledger.get('account', sender)
  if (account.tokens < amount) return broken('InsufficientBalance')
  const pool = ledger.get('pool')
  const proceeds = burnProceeds(pool, amount)
  if (proceeds < minProceeds) return broken('ProceedsBelowMinimum')
  ledger.put('account', { ...account, tokens: account.tokens - amount }, sender)
  ledger.put('pool', { ...pool, tokens: pool.tokens - amount })
  changeHeld(context, sender, 'tokens', -amount)
  changePoolEther(ledger, -proceeds, now, context.genesis.parameters)
  changeEther(context, sender, proceeds)
  context.emit({ name: 'Transfer', contract: 'token', args: [sender, ZERO_ADDRESS, amount] })
  context.emit({ name: 'Burned', contract: 'token', args: [sender, amount, proceeds] })
  return returns(proceeds)
}

/** donate(): the value goes to the pool. */
export const donate = (context: CallContext): Verdict => {
  const { ledger, sender, value, now } = context
  if (value === 0n) return broken('ZeroAmount')
  if (value >= AMOUNT_LIMIT) return broken('AmountTooLarge')
  if (!coversValue(context)) return broken('InsufficientEther')
  changeEther(context, sender, -value)
  changePoolEther(ledger, value, now, context.genesis.parameters)
  context.emit({ name: 'Donated', contract: 'token', args: [sender, value] })
  return DONE
}

const moveTokens = (context: CallContext, from: Address, to: Address, amount: bigint): Verdict => {
  const { ledger } = context
  const account = ledger.get('account', from)
  if (account.tokens < amount) return broken('InsufficientBalance')
  if (from !== to && amount > 0n) {
    ledger.put('account', { ...account, tokens: account.tokens - amount }, from)
    const receiver = ledger.get('account', to)
    ledger.put('account', { ...receiver, tokens: receiver.tokens + amount }, to)
    moveHeld(context, from, to, 'tokens', amount)
  }
  context.emit({ name: 'Transfer', contract: 'token', args: [from, to, amount] })
  return returns(true)
}

/** ERC-20 transfer; a zero amount is allowed. */
export const tokenTransfer = (context: CallContext, to: Address, amount: bigint): Verdict => {
  if (!isValidReceiver(to)) return broken('InvalidReceiver')
  if (amount >= AMOUNT_LIMIT) return broken('AmountTooLarge')
  return moveTokens(context, context.sender, to, amount)
}

/** ERC-20 approve; 2^256-1 is stored as 2^96-1 and never reduced. protocol.md section 1. */
export const tokenApprove = (context: CallContext, spender: Address, amount: bigint): Verdict => {
  const stored = amount === MAX_UINT256 ? UNLIMITED : amount
  if (stored >= AMOUNT_LIMIT) return broken('AmountTooLarge')
  context.ledger.put('allowance', { amount: stored }, context.sender, spender)
  context.emit({ name: 'Approval', contract: 'token', args: [context.sender, spender, amount] })
  return returns(true)
}

/** What `allowance` shows for a stored amount. */
export const shownAllowance = (stored: bigint): bigint => (stored === UNLIMITED ? MAX_UINT256 : stored)

/** ERC-20 transferFrom: the sender spends her allowance. */
export const tokenTransferFrom = (context: CallContext, from: Address, to: Address, amount: bigint): Verdict => {
  const { ledger, sender } = context
  if (!isValidReceiver(to)) return broken('InvalidReceiver')
  if (amount >= AMOUNT_LIMIT) return broken('AmountTooLarge')
  const allowance = ledger.get('allowance', from, sender).amount
  if (allowance < amount) return broken('InsufficientAllowance')
  const verdict = moveTokens(context, from, to, amount)
  if (verdict.error !== undefined) return verdict
  if (allowance !== UNLIMITED) ledger.put('allowance', { amount: allowance - amount }, from, sender)
  return verdict
}

/** A plain ether transfer to an account. protocol.md section 1. */
export const send = (context: CallContext, to: Address): Verdict => {
  const { sender, value } = context
  if (!isValidReceiver(to)) return broken('InvalidReceiver')
  if (value >= AMOUNT_LIMIT) return broken('AmountTooLarge')
  if (!coversValue(context)) return broken('InsufficientEther')
  if (to === sender) return DONE
  changeEther(context, sender, -value)
  changeEther(context, to, value)
  return DONE
}

