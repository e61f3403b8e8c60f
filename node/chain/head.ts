import type { BlockHeader } from '@distribute/state-machine'

/** A block of this chain by its header. */
export interface Head {
  readonly header: BlockHeader
  readonly hash: Uint8Array
  /** Inbox entries read up to and with this block. */
  readonly cursor: bigint
}
