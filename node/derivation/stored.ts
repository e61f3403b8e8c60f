import { entryHash, equalBytes } from '@distribute/state-machine'
import type { Chain } from '../chain/chain.ts'
import type { Checkpoint } from '../l1/checkpoints.ts'
import type { L1Range } from '../l1/read-range.ts'
import type { L1Sight } from '../l1/sight.ts'

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

/** The L1 blocks behind `l1Block` that stored entries and batches were found in, oldest first. */
const usesBehind = async (chain: Chain, l1Block: bigint): Promise<readonly Checkpoint[]> => {
  const uses = new Map<bigint, Checkpoint>()
  for (let { length } = chain.inbox; length > 0n; length -= 1n) {
    const meta = (await chain.inbox.entry(length - 1n))?.meta
    if (meta === undefined || meta.l1Block <= l1Block) break
    uses.set(meta.l1Block, { number: meta.l1Block, hash: meta.l1Hash })
  }
  for (let batch = await chain.batches.last(); batch !== undefined && batch.l1Block > l1Block; batch = await chain.batches.get(batch.index - 1n)) {
    uses.set(batch.l1Block, { number: batch.l1Block, hash: batch.l1Hash })
  }
  return [...uses.values()].sort((a, b) => Number(a.number - b.number))
}

/**
 * The newest block from `ancestor` on that L1 is known to have: this one, or one that an entry or a batch was found in. Checkpoints lie far
 * apart where many blocks were read at once, and what L1 has kept between them must not be taken for lost: blocks of ours would
 * change for nothing, among them such as were promised on an older copy of the disk.
 */
export const lastKnown = async (chain: Chain, ancestor: Checkpoint, sight: L1Sight): Promise<Checkpoint> => {
  const uses = (await usesBehind(chain, ancestor.number)).filter(({ number }) => number <= sight.latest.number)
  let [kept, end] = [0, uses.length]
  while (kept < end) {
    const middle = (kept + end) >> 1
    const use = uses[middle]
    if (use !== undefined && (await sight.isCanonical(use))) kept = middle + 1
    else end = middle
  }
  return uses[kept - 1] ?? ancestor
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
