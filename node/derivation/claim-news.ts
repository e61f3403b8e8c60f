import type { Address } from '@distribute/state-machine'
import type { Breach, SequencerKeys } from '@distribute/bridge-contracts'

/** What somebody who waits for a withdrawal has to hear of. Times are L1's, in seconds. */
export type ClaimNews =
  /** A root on L1 that execution does not give; nobody has convicted it yet. */
  | { readonly type: 'wrongRoot'; readonly batch: bigint; readonly segment: number; readonly claimId: Uint8Array }
  /** A claim was convicted: the roots of these batches are void, their blocks stand. */
  | { readonly type: 'rootsVoided'; readonly batch: bigint; readonly lastBatch: bigint; readonly claimId: Uint8Array; readonly l1Block: bigint; readonly transactionHash: Uint8Array }
  /** Somebody answers for the roots of a batch again; its withdrawals wait until `readyAt`. */
  | { readonly type: 'rootsPosted'; readonly batch: bigint; readonly claimId: Uint8Array; readonly claimant: Address; readonly readyAt: bigint }
  /** Another sequencer, from `since` on: while that lies ahead, a batch of the old one still cancels it. */
  | { readonly type: 'sequencerChanged'; readonly sequencer: SequencerKeys; readonly since: bigint }
  /** It was: this sequencer goes on. */
  | { readonly type: 'takeoverCancelled'; readonly sequencer: SequencerKeys }
  /** A sequencer did not keep what it signed: its stake can be taken. */
  | { readonly type: 'promiseBroken'; readonly breach: Breach; readonly term: bigint; readonly number: bigint; readonly id: Uint8Array }
  /** An L1 reorg took a conviction away: its claims stand as before. */
  | { readonly type: 'convictionReverted'; readonly batch: bigint; readonly claimId: Uint8Array }

/** A conviction, and what is left to be done about it. */
export interface VoidRoots {
  readonly claimId: Uint8Array
  readonly batch: bigint
  readonly lastBatch: bigint
  /** The first of these batches for which nobody answers yet; undefined where somebody does for all. */
  readonly missingFrom: bigint | undefined
  readonly l1Block: bigint
  readonly transactionHash: Uint8Array
}
