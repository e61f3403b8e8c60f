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
 * Entries are looked at once, in order; an L1 reorg starts over.
 */
export const readableEntries = (chain: Chain, { l1, delay }: ReadableOptions): (() => bigint) => {
  const waiting = new Map<bigint, { readonly l1Block: bigint; readonly time: bigint }>()
  let known = 0n
  let loading: Promise<void> | undefined

  const load = async (): Promise<void> => {
    for (; known < chain.inbox.length; known++) {
      const row = await chain.inbox.entry(known)
      if (row === undefined) return
      waiting.set(known, { l1Block: row.meta.l1Block, time: row.entry.time })
    }
  }
  const reset = (length: bigint): void => {
    for (const index of waiting.keys()) if (index >= length) waiting.delete(index)
    known = known < length ? known : length
  }
  const isReadable = ({ l1Block, time }: { readonly l1Block: bigint; readonly time: bigint }): boolean => {
    const { safe, latest } = l1()
    return l1Block <= safe.number || (time + delay / 2n <= latest.time && l1Block + DEEP <= latest.number)
  }

  return () => {
    reset(chain.inbox.length)
    const { cursor } = chain.head()
    if (known < cursor) known = cursor
    loading ??= load().finally(() => {
      loading = undefined
    })
    let length = cursor
    for (let entry = waiting.get(length); entry !== undefined && isReadable(entry); entry = waiting.get(length)) length += 1n
    for (const index of waiting.keys()) if (index < cursor) waiting.delete(index)
    return length
  }
}
