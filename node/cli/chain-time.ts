import { getBlock } from 'viem/actions'
import type { L2Reader } from './l2.ts'
import { readStatus } from './rollup-rpc.ts'

export interface ChainTime {
  /** Time of the newest block: views answer as of then. Seconds. */
  readonly latest: bigint
  /** What the next block's time will be, about: the chain goes by L1's clock, and makes no block without work. Seconds. */
  readonly now: bigint
}

export async function readTime({ url, reader }: L2Reader): Promise<ChainTime> {
  const [{ timestamp }, { l1 }] = await Promise.all([getBlock(reader), readStatus(url)])
  const l1Time = l1.head?.timestamp ?? 0n
  return { latest: timestamp, now: l1Time > timestamp ? l1Time : timestamp }
}
