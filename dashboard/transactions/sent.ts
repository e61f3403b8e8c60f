import type { Hex } from 'viem'
import type { DescribedEvent } from '@distribute/client/words'
import type { Status } from '../chain/reads.ts'
import type { Intent } from './intent.ts'

/** A transaction of this visit. */
export interface Sent {
  readonly id: number
  readonly words: string
  readonly hash: Hex
  readonly on: 'chain' | 'l1'
  /** its block, once it stands in one */
  readonly block?: bigint
  readonly events?: readonly { readonly words: DescribedEvent['words'] }[]
  readonly error?: unknown
}

/** Signs, sends and follows; answers the id among those that were sent. */
export type Send = (intent: Intent) => Promise<number>

/**
 * pending: in the pool; promised: in a block that its sequencer signed, and answers for with its stake; safe: in a batch on L1; final: its
 * roots stood their window. `sent` is all that is known of one on L1.
 */
export const STAGES = ['pending', 'promised', 'safe', 'final'] as const
export type SentStage = (typeof STAGES)[number] | 'refused' | 'sent'

export function stageOf({ on, block, error }: Sent, status: Status | undefined): SentStage {
  if (error !== undefined) return 'refused'
  if (on === 'l1') return 'sent'
  if (block === undefined) return 'pending'
  if (status === undefined) return 'promised'
  const { safe, finalized } = status.heads
  if (block <= finalized.number) return 'final'
  return block <= safe.number ? 'safe' : 'promised'
}
