import { createLedger, toHex } from '@distribute/state-machine'
import type { Argument, Ledger, Parameters } from '@distribute/state-machine'
import { type Amounts, textAt } from '@distribute/client/words'
import type { Place } from '../catalog/keys.ts'
import type { StoredTransaction } from '../chain/transactions.ts'
import { quantity } from './hex.ts'
import type { RpcChain, RpcDependencies } from './ports.ts'

/** The head's records, read as they are asked for. Made anew after every wait, so that what is shown together is of one block. */
export interface Reading {
  readonly chain: RpcChain
  readonly ledger: Ledger
  readonly parameters: Parameters
  readonly number: bigint
  /** Of a call made now, in seconds: without work there are no blocks, and the head's time says little. As eth_call has it. */
  readonly time: bigint
}

/** What a reading is made of. */
export type Sources = Pick<RpcDependencies, 'chain' | 'now'>

export function readHead({ chain, now: clock }: Sources): Reading {
  const { number, time } = chain.head().header
  const now = clock?.() ?? 0n
  return { chain, ledger: createLedger(chain.state), parameters: chain.config.genesis.parameters, number, time: now > time ? now : time }
}

/** A transaction and how its place is shown. */
export interface Located {
  readonly transaction: StoredTransaction
  readonly at: {
    readonly blockNumber: string
    readonly timestamp: string
    readonly transactionHash: string
    readonly transactionIndex: string
  }
}

/** Undefined where a rewind took the block in the meantime. */
export async function locate(chain: RpcChain, { block, index }: Place): Promise<Located | undefined> {
  const [transaction, head] = await Promise.all([chain.transactionAt(block, index), chain.headerByNumber(block)])
  if (transaction === undefined || head === undefined) return undefined
  const at = {
    blockNumber: quantity(block),
    timestamp: quantity(head.header.time),
    transactionHash: toHex(transaction.hash),
    transactionIndex: quantity(index),
  }
  return { transaction, at }
}

/** The text at `at`; null for an empty one: nothing was given. */
export const textOrNull = (args: readonly Argument[], at: number): string | null => textAt(args, at) || null

export const quantityOrNull = (value: bigint | undefined): string | null => (value === undefined ? null : quantity(value))

export const formatAmounts = ({ ether, tokens, reputation }: Amounts): Readonly<Record<keyof Amounts, string | null>> =>
  ({ ether: quantityOrNull(ether), tokens: quantityOrNull(tokens), reputation: quantityOrNull(reputation) })
