import type { Chain } from '../chain/chain.ts'
import type { KeptPromise } from '../chain/kept-promises.ts'

/** Half of the blocks that L1 remembers the hashes of: 13 hours. */
export const AGING_BLOCKS = 4_096n

/**
 * The L1 block that the newest unposted promise names, once L1 is about to forget it: whoever takes over may come to be needed for days,
 * and only then it is known that the promise was abandoned. One is enough: it costs half of the stake.
 */
export const agingOrigin = async ({ chain, l1Head }: { readonly chain: Pick<Chain, 'kept' | 'batches'>; readonly l1Head: bigint }): Promise<bigint | undefined> => {
  const highest = await chain.kept.highest()
  if (highest === undefined || highest <= ((await chain.batches.last())?.lastBlock ?? 0n)) return undefined
  const ages = (await chain.kept.at(highest)).map(({ header }: KeptPromise) => header.l1Number)
  return ages.find((l1Number) => l1Head - l1Number > AGING_BLOCKS)
}
