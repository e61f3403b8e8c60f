import { readStatus } from './rollup-rpc.ts'

export interface ChainTime {
  readonly chainId: bigint
  /** Time of the newest block. Seconds. */
  readonly latest: bigint
  /** What the next block's time will be, about: the chain goes by L1's clock, and makes no block without work. Seconds. */
  readonly now: bigint
}

export async function readTime({ url }: { readonly url: string }): Promise<ChainTime> {
  const { chainId, heads: { latest: { timestamp } }, l1 } = await readStatus(url)
  const l1Time = l1.head?.timestamp ?? 0n
  return { chainId, latest: timestamp, now: l1Time > timestamp ? l1Time : timestamp }
}
