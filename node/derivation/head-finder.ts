import type { Chain } from '../chain/chain.ts'
import type { L1Heads } from '../l1/follower.ts'

/** Moves the safe and the finalized head with L1's. rollup.md section 1. */
export interface HeadFinder {
  /** `lastStanding`: the last batch whose roots, and all before them, are not void. */
  follow(l1: L1Heads, lastBatch: bigint, lastStanding: bigint): Promise<void>
  /** Batches behind this one are gone. */
  stepBack(lastBatch: bigint): Promise<void>
  /** The roots of batches behind this one are void, or become so: their data stands, but they are not final. */
  unfinalize(lastStanding: bigint): Promise<void>
}

/** Goes on where the chain's heads stand: after a restart they must not step back to genesis. */
export const createHeadFinder = async (chain: Chain, window: bigint): Promise<HeadFinder> => {
  const known = chain.heads()
  let safe = (await chain.batches.ofBlock(known.safe))?.index ?? 0n
  let final = (await chain.batches.ofBlock(known.finalized))?.index ?? 0n

  const advance = async (from: bigint, last: bigint, fits: (batch: { l1Block: bigint; claimTime: bigint }) => boolean): Promise<bigint> => {
    let index = from < last ? from : last
    for (;;) {
      const next = index < last ? await chain.batches.get(index + 1n) : undefined
      if (next === undefined || !fits(next)) return index
      index += 1n
    }
  }
  const publish = async (): Promise<void> => {
    const [safeBatch, finalBatch] = await Promise.all([chain.batches.get(safe), chain.batches.get(final)])
    const heads = { safe: safeBatch?.lastBlock ?? 0n, finalized: finalBatch?.lastBlock ?? 0n }
    const shown = chain.heads()
    if (shown.safe !== heads.safe || shown.finalized !== heads.finalized) await chain.setHeads(heads)
  }

  return {
    async follow(l1, lastBatch, lastStanding) {
      safe = await advance(safe, lastBatch, ({ l1Block }) => l1Block <= l1.safe.number)
      final = await advance(
        final,
        safe < lastStanding ? safe : lastStanding,
        ({ l1Block, claimTime }) => l1Block <= l1.finalized.number && claimTime + window <= l1.finalized.time,
      )
      await publish()
    },
    async stepBack(lastBatch) {
      safe = safe < lastBatch ? safe : lastBatch
      final = final < safe ? final : safe
      await publish()
    },
    async unfinalize(lastStanding) {
      if (final <= lastStanding) return
      final = lastStanding
      await publish()
    },
  }
}
