import type { Chain } from '../chain/chain.ts'
import type { L1View } from '../l1/view.ts'

/** Blocks behind L1's head at which an entry is taken for settled where L1's safe head does not move. rollup.md section 5. */
const DEEP = 64n

export interface ReadableOptions {
  readonly l1: () => L1View
  /** Seconds that an entry may stay unread. */
  readonly delay: bigint
}

/**
 * Up to which length of the inbox entries may be read: from L1-safe blocks or, once half the delay is over, from 64 blocks deep.
 * Both heads are at most the L1 block that a promise made now names (`derived`): a block must not rest on an entry that its
 * promise does not cover. Entries are looked at once, in order; an L1 reorg starts over.
 */
export const readableEntries = (chain: Chain, { l1, delay }: ReadableOptions): (() => bigint) => {
  /** Places of entries from `first` on, as they stood at the last look. */
  let places: { readonly l1Block: bigint; readonly time: bigint }[] = []
  let first = 0n
  let isLoading = false

  const load = async (): Promise<void> => {
    const into = places
    for (let index = first + BigInt(into.length); index < chain.inbox.length; index++) {
      const row = await chain.inbox.entry(index)
      // A reorg meanwhile: what was found belongs to a list that nobody looks at any more.
      if (row === undefined || into !== places) return
      into.push({ l1Block: row.meta.l1Block, time: row.entry.time })
    }
  }
  const startOver = (): void => {
    places = []
    first = chain.head().cursor
  }
  const isReadable = ({ l1Block, time }: { readonly l1Block: bigint; readonly time: bigint }): boolean => {
    const { safe, derived } = l1()
    return l1Block <= safe.number || (time + delay / 2n <= derived.time && l1Block + DEEP <= derived.number)
  }

  return () => {
    const { cursor } = chain.head()
    // While L1 goes another way, entries may change without their number changing.
    if (!l1().isCaughtUp) {
      startOver()
      return cursor
    }
    if (cursor < first || chain.inbox.length < first + BigInt(places.length)) startOver()
    places.splice(0, Number(cursor - first))
    first = cursor
    if (!isLoading) {
      isLoading = true
      void load().finally(() => {
        isLoading = false
      })
    }
    let length = cursor
    for (const place of places) {
      if (!isReadable(place)) break
      length += 1n
    }
    return length
  }
}
