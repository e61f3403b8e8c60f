import type { Remedy } from '../storage/errors.ts'

/**
 * - `busy`: a block is being made or written; nothing was changed;
 * - `not-next`: the block does not follow the head, or the tree does not hold its state;
 * - `already-signed`: another block was signed under this number, so this one never may be;
 * - `unknown-block`: no such block;
 * - `history-pruned`: the state of this block is no longer kept;
 * - `below-finalized`: a rewind that would undo what L1 made final;
 * - `bad-heads`: safe and finalized that are not in order or beyond the head;
 * - `proof-too-far`: too much changed since the block to prove its state cheaply;
 * - `too-many-reads`: a read of an old state did not come to an end;
 * - `too-many-logs`: more results than the caller wants;
 * - `entries-in-use`: the inbox cannot be cut below what blocks have read;
 * - `not-in-order`: a batch that does not follow the last one.
 */
export type ChainErrorCode =
  | 'busy' | 'not-next' | 'already-signed' | 'unknown-block' | 'history-pruned' | 'below-finalized' | 'bad-heads'
  | 'proof-too-far' | 'too-many-reads' | 'too-many-logs' | 'entries-in-use' | 'not-in-order'

const REMEDIES: Readonly<Partial<Record<ChainErrorCode, Remedy>>> = { busy: 'retry', 'not-next': 'reset', 'below-finalized': 'stop', 'history-pruned': 'reset' }

/** A request that the chain refuses; nothing has changed. Without a remedy it is the caller's answer to give. */
export class ChainError extends Error {
  readonly code: ChainErrorCode
  readonly remedy: Remedy | undefined

  constructor(code: ChainErrorCode, message: string) {
    super(message)
    this.name = 'ChainError'
    this.code = code
    this.remedy = REMEDIES[code]
  }
}
