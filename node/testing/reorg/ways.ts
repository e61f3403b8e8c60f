import { toHex, type Hex } from 'viem'
import { createRandom, type Random } from './random.ts'
import type { World } from './world.ts'

/** How L1 loses its last blocks. The L1 behind it is as long as before, or longer, and no block of it is one that was lost. */
export const WAYS = ['anvil_reorg', 'other blocks'] as const
export type Way = (typeof WAYS)[number]

interface Sent {
  readonly from: Hex
  readonly hash: Hex
}

/** The transactions of the last `depth` blocks, raw, by sender, each sender's in order. */
const lastTransactions = async ({ rig: { l1 } }: World, depth: number): Promise<readonly (readonly Hex[])[]> => {
  const head = Number(await l1.reader.getBlockNumber())
  const bySender = new Map<Hex, Hex[]>()
  for (let number = head - depth + 1; number <= head; number++) {
    const block = (await l1.call('eth_getBlockByNumber', [toHex(number), true])) as { readonly transactions: readonly Sent[] }
    for (const { from, hash } of block.transactions) {
      const raw = (await l1.call('eth_getRawTransactionByHash', [hash])) as Hex
      bySender.set(from, [...(bySender.get(from) ?? []), raw])
    }
  }
  return [...bySender.values()]
}

/** All of them in another order, as far as nonces let them be; now and then a sender's last ones are left out. */
const reordered = (bySender: readonly (readonly Hex[])[], random: Random): readonly Hex[] => {
  const left = bySender.map((sent) => sent.slice(0, random(3) === 0 ? random(sent.length + 1) : sent.length)).filter(({ length }) => length > 0)
  const order: Hex[] = []
  while (left.length > 0) {
    const at = random(left.length)
    const [next, ...rest] = left[at] ?? []
    if (next !== undefined) order.push(next)
    if (rest.length === 0) left.splice(at, 1)
    else left[at] = rest
  }
  return order
}

const byReorg = async (world: World, depth: number, random: Random): Promise<void> => {
  const transactions = random(2) === 0 ? [] : reordered(await lastTransactions(world, depth), random)
  const places = transactions.map(() => random(depth)).sort((a, b) => a - b)
  await world.rig.l1.call('anvil_reorg', [depth, transactions.map((raw, i) => [raw, places[i]])])
}

const byOtherBlocks = async (world: World, depth: number, random: Random): Promise<void> => {
  const { l1 } = world.rig
  await l1.call('anvil_rollback', [depth])
  const before = random(depth)
  if (before > 0) await l1.mine(before)
  const deposits = random(3)
  for (let i = 0; i < deposits; i++) await world.deposit()
  const missing = depth - before - deposits + random(3)
  if (missing > 0) await l1.mine(missing)
}

/** Takes `depth` blocks from L1 and puts others there; what that does in detail goes by the seed. */
export const reorganise = async (world: World, { depth, way, seed }: { readonly depth: number; readonly way: Way; readonly seed: number }): Promise<void> => {
  const random = createRandom(seed)
  const { l1 } = world.rig
  const { timestamp } = await l1.reader.getBlock()
  // Another coinbase makes other blocks of the same content.
  await l1.call('anvil_setCoinbase', [`0x${(seed >>> 0).toString(16).padStart(40, 'c')}`])
  const work = (): Promise<void> => (way === 'anvil_reorg' ? byReorg : byOtherBlocks)(world, depth, random)
  // Half of the time nodes see L1 in between: shorter than it was.
  await (random(2) === 0 ? world.unseen(work) : work())
  // A slot of L1 has its time whatever block is in it.
  const { timestamp: now } = await l1.reader.getBlock()
  if (now <= timestamp) await world.wait(timestamp - now + 1n)
}
