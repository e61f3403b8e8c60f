import type { BlockTarget } from '@distribute/sequencer'
import type { Chain } from '../chain/chain.ts'
import type { Sign } from '../chain/journal.ts'

export interface BlockTargetDependencies {
  readonly sign: Sign
  readonly readableEntries: () => bigint
  /**
   * Throws where nothing may be promised now. Asked when a block is begun as well as when it is signed: a clock that was read before an L1
   * reorg was followed can be far ahead of the L1 block that a promise names behind it, and such a block could be neither posted nor given up.
   */
  readonly check: () => void
  /**
   * Whether the place is certain. Else a block is made without a promise, for the batch that has to come: where L1 takes it too late, or the
   * node dies before, nobody was promised anything that another one's term breaks.
   */
  readonly isCertain: () => boolean
}

/** What the builder builds on: this node's chain, signed with its key. */
export const createBlockTarget = (
  chain: Chain,
  { sign, readableEntries, check, isCertain }: BlockTargetDependencies,
): BlockTarget => ({
  config: chain.config,
  state: chain.state,
  head: () => {
    const { header, cursor } = chain.head()
    return { number: header.number, time: header.time, cursor }
  },
  readableEntries,
  begin(t) {
    check()
    return chain.begin(t)
  },
  async commit(block) {
    check()
    // A number that was promised before must be the same block, whoever has the place.
    const isPromised = isCertain() || (await chain.highestSigned()) >= block.number
    await chain.append(block, isPromised ? sign : undefined)
  },
})
