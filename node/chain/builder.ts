import { createBlockBuilder } from '@distribute/state-machine'
import type { BlockBuilder, Inbox } from '@distribute/state-machine'
import type { Core } from './core.ts'
import { enter, leave } from './core.ts'
import { rememberingTree } from './head-state.ts'

/**
 * A builder over the head. From here until its block is appended or given up, the tree belongs to it; the chain goes on
 * answering as of the head. Throws ChainError `busy` while another block is made.
 */
export function beginBlock(core: Core, t: bigint, inbox: Inbox): BlockBuilder {
  enter(core, 'building')
  try {
    const builder = createBlockBuilder(rememberingTree(core), core.config, inbox, { t, segmentMaxBytes: core.options.segmentMaxBytes })
    core.builder = builder
    return guarded(core, builder)
  } catch (error) {
    leave(core)
    throw error
  }
}

/** Its `abort` does nothing where the tree is not its own any more: an append that failed has taken the block back. */
function guarded(core: Core, builder: BlockBuilder): BlockBuilder {
  return {
    time: builder.time,
    get size() {
      return builder.size
    },
    get bytes() {
      return builder.bytes
    },
    readEntries: builder.readEntries,
    add: builder.add,
    seal: builder.seal,
    abort() {
      if (core.builder !== builder) return
      builder.abort()
      leave(core)
    },
  }
}
