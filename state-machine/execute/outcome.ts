import type { Address } from '../codec/address.ts'
import type { Call } from '../codec/call.ts'
import type { InboxEntry } from '../codec/entry.ts'
import type { Event } from '../codec/events.ts'
import type { Transaction } from '../codec/transaction.ts'
import type { ErrorName, SkipName } from '../params.ts'

/** An item or entry that changed nothing; it stands in no block. */
export interface Skipped {
  readonly included: false
  readonly reason: SkipName
}

/** An item or entry that took effect, or failed by a rule: it stands in the block, with its receipt. */
export interface Included {
  readonly included: true
  readonly source: 'transaction' | 'operation' | 'deposit' | 'forced' | 'send' | 'tokenDeposit'
  readonly success: boolean
  /** The broken rule where success is false. */
  readonly error?: ErrorName | undefined
  readonly sender: Address
  readonly to: Address
  /** wei sent along. */
  readonly value: bigint
  readonly gasUsed: bigint
  readonly call?: Call
  readonly transaction?: Transaction | undefined
  /** encodeSigned of the transaction and its hash, where who had it run knew them: a replica does not. */
  readonly raw?: Uint8Array | undefined
  readonly hash?: Uint8Array | undefined
  readonly entryIndex?: bigint
  readonly entry?: InboxEntry
  readonly events: readonly Event[]
  /** The ABI-encoded return value; empty where the call failed or returns nothing. */
  readonly output: Uint8Array
}

export type Outcome = Skipped | Included

export const skipped = (reason: SkipName): Skipped => ({ included: false, reason })
