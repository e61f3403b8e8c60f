import { getBlock, getBlockNumber } from 'viem/actions'
import type { L2Client } from '../chain/connection.tsx'

/** The pool after a block. */
export interface PoolSample {
  /** seconds */
  readonly time: number
  /** ether */
  readonly pool: number
  /** ether a token */
  readonly price: number
}

export interface PoolHistory {
  readonly samples: readonly PoolSample[]
  /** older states are not kept by this node */
  readonly isCut: boolean
}

const SAMPLES = 48
const UNIT = 1e18

/** Blocks spread evenly from the first to the newest, both among them. */
function blocksTo(latest: bigint): readonly bigint[] {
  const count = Number(latest < BigInt(SAMPLES) ? latest + 1n : BigInt(SAMPLES))
  return Array.from({ length: count }, (_, i) => (count === 1 ? latest : (latest * BigInt(i)) / BigInt(count - 1)))
}

/** Below this the node's own figures, one in ten minutes, are too few to show a young community. */
const ENOUGH = 12

/** Pool and price over time, as the node has kept them; of a community of the last two hours, by its blocks. */
export async function readPoolHistory(l2: L2Client, basePrice: bigint): Promise<PoolHistory> {
  const series = await l2.distribute.series({ points: SAMPLES * 2 })
  if (series.length < ENOUGH) return readBlocks(l2, basePrice)
  return { samples: series.map(({ time, ether, pricePerToken }) => ({ time: Number(time), pool: Number(ether) / UNIT, price: Number(pricePerToken) / UNIT })), isCut: false }
}

/** At up to 48 blocks, by the chain's views at those blocks: whatever this node still keeps. */
async function readBlocks(l2: L2Client, basePrice: bigint): Promise<PoolHistory> {
  const latest = await getBlockNumber(l2)
  const read = async (blockNumber: bigint): Promise<PoolSample | undefined> => {
    const at = { blockNumber }
    const token = l2.communityToken
    const [{ timestamp }, pool, escrowed, supply, forfeited] = await Promise.all([getBlock(l2, at), token.pool({}, at), token.escrowed({}, at), token.totalSupply({}, at), token.forfeited({}, at)])
    const claims = Number(supply + forfeited)
    const floor = Number(basePrice) / UNIT
    return { time: Number(timestamp), pool: Number(pool) / UNIT, price: claims === 0 ? floor : Math.max(Number(pool + escrowed) / claims, floor) }
  }
  const found = await Promise.all(blocksTo(latest).map((block) => read(block).catch(() => undefined)))
  const samples = found.filter((sample) => sample !== undefined)
  return { samples, isCut: samples.length < found.length }
}
