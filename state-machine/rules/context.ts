import type { Address } from '../codec/address.ts'
import type { Event } from '../codec/events.ts'
import type { Recover } from '../codec/recover.ts'
import type { ErrorName } from '../params.ts'
import type { Genesis } from '../state/genesis.ts'
import type { Ledger } from '../state/ledger.ts'

/** Where a rule runs: the state, the block's time in seconds, who calls, and the wei sent along. */
export interface CallContext {
  readonly ledger: Ledger
  readonly genesis: Genesis
  readonly recover: Recover
  readonly now: bigint
  readonly sender: Address
  readonly value: bigint
  readonly emit: (event: Event) => void
}

/** What a call ends in: a broken rule by name, or its ABI return value (none: nothing is returned). */
export type Verdict =
  | { readonly error: ErrorName; readonly output?: never }
  | { readonly error?: never; readonly output?: bigint | boolean | Uint8Array }

export const broken = (error: ErrorName): Verdict => ({ error })
export const DONE: Verdict = {}
export const returns = (output: bigint | boolean | Uint8Array): Verdict => ({ output })
