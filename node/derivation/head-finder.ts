import type { Chain } from '../chain/chain.ts'
import type { L1Heads } from '../l1/follower.ts'

/** Moves the safe and the finalized head with L1's. rollup.md section 1. */
export interface HeadFinder {
  follow(l1: L1Heads, lastBatch: bigint): Promise<void>
  /** Batches behind this one are gone. */
  stepBack(lastBatch: bigint): Promise<void>
}

export const createHeadFinder = (chain: Chain, window: bigint): HeadFinder => {
  let safe = 0n
  let final = 0n

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
    const known = chain.heads()
    if (known.safe !== heads.safe || known.finalized !== heads.finalized) await chain.setHeads(heads)
  }

  return {
    async follow(l1, lastBatch) {
      safe = await advance(safe, lastBatch, ({ l1Block }) => l1Block <= l1.safe.number)
      final = await advance(
        final,
        safe,
        ({ l1Block, claimTime }) => l1Block <= l1.finalized.number && claimTime + window <= l1.finalized.time,
      )
      await publish()
    },
    async stepBack(lastBatch) {
      safe = safe < lastBatch ? safe : lastBatch
      final = final < safe ? final : safe
      await publish()
    },
  }
}
