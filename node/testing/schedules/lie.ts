import type { Breach, SignedPromise } from '@distribute/bridge-contracts'
import type { Seat } from './seats.ts'

/** What a dishonest sequencer signed, and what L1 must take for it. */
export interface Lie {
  readonly name: string
  readonly breach: Breach
  /** One, or of an equivocation two. */
  readonly signed: readonly SignedPromise[]
  readonly seat: Seat
}
