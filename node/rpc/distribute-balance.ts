import { ZERO_ADDRESS } from '@distribute/state-machine'
import type { Address, Event } from '@distribute/state-machine'
import { type Amounts, decodeCall, depositIn } from '@distribute/client/words'
import { etherMoved, feeOf, unitsMoved } from '../catalog/flows.ts'
import type { Mover } from '../catalog/flows.ts'
import type { StoredTransaction } from '../chain/transactions.ts'
import { quantity } from './hex.ts'
import type { RpcChain } from './ports.ts'

function sourceOf({ from }: StoredTransaction, events: readonly Event[]): Mover['source'] {
  if (depositIn(events) !== undefined) return 'deposit'
  return from === ZERO_ADDRESS ? 'operation' : 'transaction'
}

function moverOf(transaction: StoredTransaction, events: readonly Event[]): Mover {
  const { from, to, value, gasUsed, status } = transaction
  const source = sourceOf(transaction, events)
  const call = source === 'deposit' ? undefined : decodeCall(transaction)
  return { source, sender: from, to, value, gasUsed, success: status, events, ...(call === undefined ? {} : { call }) }
}

type Moved = Readonly<Record<keyof Amounts, bigint>>

const AMOUNTS = ['ether', 'tokens', 'reputation'] as const
const shown = (moved: Moved): object => Object.fromEntries(AMOUNTS.map((name) => [name, moved[name] > 0n ? quantity(moved[name]) : null]))

/** Whose balance, and the stipend that this transaction gave her, in wei. */
export interface Holder {
  readonly account: Address
  readonly stipend: bigint
}

/** What a transaction did to what an account has free: ether, tokens and reputation that came or went, and its fee. */
export function showBalance({ state, config: { genesis } }: RpcChain, transaction: StoredTransaction, events: readonly Event[], { account, stipend }: Holder): object {
  const mover = moverOf(transaction, events)
  const flow = { account, after: state, genesis }
  const moved = { ether: etherMoved(mover, flow) + stipend, tokens: unitsMoved(mover, account, 'token'), reputation: unitsMoved(mover, account, 'reputation') }
  const left = { ether: -moved.ether, tokens: -moved.tokens, reputation: -moved.reputation }
  return { received: shown(moved), paid: shown(left), fee: quantity(feeOf(mover, flow)) }
}
