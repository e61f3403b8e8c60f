import type { BlockTarget } from '@distribute/sequencer'
import type { Chain } from '../chain/chain.ts'
import type { Sign } from '../chain/journal.ts'

/** What the builder builds on: this node's chain, signed with its key. */
export const createBlockTarget = (
  chain: Chain,
  { sign, readableEntries }: { readonly sign: Sign; readonly readableEntries: () => bigint },
): BlockTarget => ({
  config: chain.config,
  state: chain.state,
  head: () => {
    const { header, cursor } = chain.head()
    return { number: header.number, time: header.time, cursor }
  },
  readableEntries,
  begin: (t) => chain.begin(t),
  commit: async (block) => void (await chain.append(block, sign)),
})
