import { entryHash, equalBytes } from '@distribute/state-machine'
import type { Chain } from '../chain/chain.ts'
import type { L1Range } from '../l1/read-range.ts'

/** How many of the stored inbox entries stand in L1 blocks up to this one. */
export const entriesUpTo = async (chain: Chain, l1Block: bigint): Promise<bigint> => {
  let { length } = chain.inbox
  while (length > 0n && ((await chain.inbox.entry(length - 1n))?.meta.l1Block ?? 0n) > l1Block) length -= 1n
  return length
}

/** The index behind the last stored batch that stands in an L1 block up to this one; at least 1, behind genesis. */
export const batchesUpTo = async (chain: Chain, l1Block: bigint): Promise<bigint> => {
  let index = (await chain.batches.last())?.index ?? 0n
  while (index > 0n && ((await chain.batches.get(index))?.l1Block ?? 0n) > l1Block) index -= 1n
  return index + 1n
}

/** The first stored entry behind `l1Block` that a newly read run of L1 shows not to be there; the inbox's length for none. */
export const firstLostEntry = async (chain: Chain, l1Block: bigint, { entries, upTo }: L1Range): Promise<bigint> => {
  for (let index = await entriesUpTo(chain, l1Block); index < chain.inbox.length; index++) {
    const stored = await chain.inbox.entry(index)
    const read = entries.find((entry) => entry.index === index)
    // What stands behind the run is for a later one to judge.
    if (stored === undefined || (read === undefined && stored.meta.l1Block > upTo.number)) break
    if (read === undefined || !equalBytes(entryHash(stored.entry), entryHash(read.entry))) return index
  }
  return chain.inbox.length
}

/** The same for batches. A batch that has read a lost entry is lost with it, whether the run reaches it or not. */
export const firstLostBatch = async (chain: Chain, l1Block: bigint, { batches, upTo }: L1Range, entries: bigint): Promise<bigint> => {
  const end = ((await chain.batches.last())?.index ?? 0n) + 1n
  for (let index = await batchesUpTo(chain, l1Block); index < end; index++) {
    const stored = await chain.batches.get(index)
    const read = batches.find(({ batch }) => batch.index === index)
    if (stored === undefined) break
    if (stored.cursor > entries) return index
    if (read === undefined && stored.l1Block > upTo.number) continue
    if (read === undefined || !equalBytes(stored.dataId, read.ids.dataId)) return index
  }
  return end
}
