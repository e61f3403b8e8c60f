import { eventually, type RigNode } from '../rig.ts'
import { claimWithdrawal } from './settle.ts'
import { POST_AFTER, statusOf, WINDOW, type World } from './world.ts'

/** A moment at which L1 changes: how far a deposit has come then, and how far a withdrawal. */
export interface Moment {
  readonly deposit: string
  readonly withdrawal: string
  /** Brings one of each to it; `fill` is for blocks in between, so that reorgs of each depth end at different steps. */
  reach(world: World, fill: () => Promise<void>): Promise<void>
}

/** Seconds; a machine can have much else to do. */
const PATIENCE = 300

const blockOf = async (node: RigNode, hash: string): Promise<bigint | undefined> => {
  const receipt = await node.call<{ readonly blockNumber: string } | null>('eth_getTransactionReceipt', hash)
  return receipt === null ? undefined : BigInt(receipt.blockNumber)
}
const heads = async (node: RigNode): Promise<{ readonly posted: bigint; readonly safe: bigint; readonly finalized: bigint; readonly latest: bigint }> => {
  const { heads: { latest, safe, finalized }, lastBatch } = await statusOf(node)
  return { posted: BigInt(lastBatch?.lastBlock ?? 0), safe: BigInt(safe.number), finalized: BigInt(finalized.number), latest: BigInt(latest.number) }
}
const whileMining = <T>(world: World, what: string, read: () => Promise<T | undefined | false>): Promise<T> =>
  eventually(what, async () => {
    const found = await read()
    if (found === undefined || found === false) await world.rig.l1.mine()
    return found
  }, PATIENCE, world.pollMs)

/** All blocks there are, in a batch that both nodes know. */
const post = async (world: World): Promise<void> => {
  const { latest } = await heads(world.sequencer())
  await world.wait(POST_AFTER)
  await eventually('the batch', async () => (await heads(world.sequencer())).posted >= latest && (await heads(world.replica)).posted >= latest, PATIENCE, world.pollMs)
}
const read = async (world: World, to: string): Promise<void> =>
  void (await whileMining(world, 'the deposit', async () => (await world.sequencer().balance(to)) > 0n))
const finish = async (world: World, hash: string): Promise<void> => {
  await world.wait(WINDOW)
  await whileMining(world, 'final', async () => (await heads(world.replica)).finalized >= ((await blockOf(world.replica, hash)) ?? 2n ** 64n))
}

export const MOMENTS: readonly Moment[] = [
  {
    deposit: 'in an L1 block, not safe', withdrawal: 'requested',
    async reach(world, fill) {
      await world.withdraw()
      await fill()
      await world.deposit()
    },
  },
  {
    deposit: 'safe and unread', withdrawal: 'in a batch, not safe',
    async reach(world, fill) {
      await world.holdSafe()
      await world.withdraw()
      await fill()
      await post(world)
      await world.deposit()
      await fill()
      await world.rig.l1.mine(2)
      await eventually('known and unread', async () => {
        const { inbox } = await statusOf(world.sequencer())
        return BigInt(inbox.length) === BigInt(inbox.cursor) + 1n
      }, PATIENCE, world.pollMs)
    },
  },
  {
    deposit: 'read, not posted', withdrawal: 'in its window',
    async reach(world, fill) {
      const { hash } = await world.withdraw()
      await post(world)
      await whileMining(world, 'safe', async () => (await heads(world.replica)).safe >= ((await blockOf(world.replica, hash)) ?? 2n ** 64n))
      await fill()
      await read(world, await world.deposit())
    },
  },
  {
    deposit: 'posted', withdrawal: 'final, not claimed',
    async reach(world, fill) {
      const { hash } = await world.withdraw()
      await post(world)
      await fill()
      await finish(world, hash)
      await read(world, await world.deposit())
      await fill()
      await post(world)
    },
  },
  {
    deposit: 'final', withdrawal: 'claimed',
    async reach(world, fill) {
      await read(world, await world.deposit())
      await fill()
      const { hash } = await world.withdraw()
      await post(world)
      await fill()
      await finish(world, hash)
      await claimWithdrawal(world, hash)
    },
  },
]
