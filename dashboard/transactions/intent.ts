import type { ReactNode } from 'react'
import type { Hex } from 'viem'
import type { EncodedCall, FreeBalances } from '@distribute/client'
import type { L1Wallet, L2Wallet } from '../wallet/open-wallet.ts'

interface Told {
  /** What it will do, as a sentence in the member's language. */
  readonly words: string
  /** More that she should know before she signs. */
  readonly details?: ReactNode
  /** Told once it stands in a block: to clear a form, say. */
  readonly onDone?: () => void
}

/** A call on the chain: tried before, and signed. */
export interface ChainIntent extends Told {
  readonly on: 'chain'
  readonly call: EncodedCall
  /** It cannot be tried before the wallet was asked: its arguments come from what that signs. */
  readonly isUntried?: true
  /** Where more belongs to sending than signing the call: a secret that is kept first, say. */
  readonly send?: (wallet: L2Wallet) => Promise<Hex>
}

/** A transaction on L1. */
export interface L1Intent extends Told {
  readonly on: 'l1'
  readonly send: (wallet: L1Wallet) => Promise<Hex>
  /** What it will change here, once the chain has read it. */
  readonly effects: Partial<FreeBalances>
  /** What is shown once it is sent. */
  readonly after: (hash: Hex) => ReactNode
}

/** What the node does for the member without a transaction of hers: nothing to sign and nothing to pay. Answers the hash. */
export interface RelayedIntent extends Told {
  readonly on: 'relay'
  readonly send: () => Promise<Hex>
}

export type Intent = ChainIntent | L1Intent | RelayedIntent
