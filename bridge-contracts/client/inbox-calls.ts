import type { Address } from '@distribute/state-machine'
import { l1Call } from './call.ts'
import type { L1Call } from './call.ts'
import { inboxAbi } from './generated/inbox.ts'
import { l1BridgeAbi } from './generated/l1-bridge.ts'
import { hexOf, hexOfAddress } from './values.ts'

export interface Deposit {
  /** on the chain */
  readonly to: Address
  /** wei */
  readonly value: bigint
}

export const depositCall = (inbox: Address, { to, value }: Deposit): L1Call =>
  l1Call(inbox, { abi: inboxAbi, name: 'deposit', args: [hexOfAddress(to)], value })

/** The same through the bridge, for who knows only that. */
export const bridgeDepositCall = (bridge: Address, { to, value }: Deposit): L1Call =>
  l1Call(bridge, { abi: l1BridgeAbi, name: 'deposit', args: [hexOfAddress(to)], value })

export interface TokenDeposit {
  /** on the chain */
  readonly to: Address
  /** base units of the sender's tokens on L1 */
  readonly amount: bigint
}

/** Burns tokens on L1 and gives them to an account of the chain. */
export const depositTokensCall = (inbox: Address, { to, amount }: TokenDeposit): L1Call =>
  l1Call(inbox, { abi: inboxAbi, name: 'depositTokens', args: [hexOfAddress(to), amount] })

export interface ForcedTransaction {
  /** compact form, signed */
  readonly transaction: Uint8Array
  /** wei, at least the inbox's fee; the pool receives it */
  readonly fee: bigint
}

export const enqueueCall = (inbox: Address, { transaction, fee }: ForcedTransaction): L1Call =>
  l1Call(inbox, { abi: inboxAbi, name: 'enqueue', args: [hexOf(transaction)], value: fee })

export interface SentCall {
  /** wei from the alias's balance on the chain */
  readonly value: bigint
  readonly target: Address
  /** ABI calldata; empty for a plain transfer */
  readonly call: Uint8Array
  /** wei, at least the inbox's fee; the pool receives it */
  readonly fee: bigint
}

/** A call by the L1 sender itself, under its alias. */
export const sendCall = (inbox: Address, { value, target, call, fee }: SentCall): L1Call =>
  l1Call(inbox, { abi: inboxAbi, name: 'send', args: [value, hexOfAddress(target), hexOf(call)], value: fee })
