import { afterEach, beforeEach, expect, test } from 'vitest'
import { budget } from '../../test/budget.ts'
import { eventually, type RigNode } from '../testing/rig.ts'
import { wrongIn } from '../testing/reorg/balances.ts'
import { runCell } from '../testing/reorg/cells.ts'
import { MOMENTS } from '../testing/reorg/moments.ts'
import { claimWithdrawal, settle } from '../testing/reorg/settle.ts'
import { WAYS } from '../testing/reorg/ways.ts'
import { POST_AFTER, startWorld, statusOf, type World } from '../testing/reorg/world.ts'

/** The whole matrix: node/testing/reorg/run-reorgs.ts. */
const DEPTHS = [1, 2, 5, 33, 64] as const
const [POSTED, FINAL] = [3, 4] as const
const LOST = 'L1 has lost batches that it called safe'
const noFill = async (): Promise<void> => undefined

let world: World

beforeEach(async () => {
  world = await startWorld()
})
afterEach(() => world.close())

const heads = async (node: RigNode): Promise<{ readonly safe: number; readonly finalized: number }> => {
  const { heads: { safe, finalized } } = await statusOf(node)
  return { safe: Number(safe.number), finalized: Number(finalized.number) }
}
const balanceOf = (payee: `0x${string}`): Promise<bigint> => world.rig.l1.reader.getBalance({ address: payee })
const depthOf = async (l1Block: bigint): Promise<number> => Number((await world.rig.l1.reader.getBlockNumber()) - l1Block) + 1

test('L1 reorganised by 1 to 64 blocks at each stage of a deposit’s and a withdrawal’s life: every balance is exact', async () => {
  const seed = Math.floor(Math.random() * 2 ** 31)
  for (let round = 0; round < budget(1); round++) {
    for (const [i, depth] of DEPTHS.entries()) {
      for (const [j, way] of WAYS.entries()) {
        const cell = { depth, moment: (seed + round + i + 2 * j) % MOMENTS.length, way, isDown: i === 3 && j === 1, seed: seed + 100 * round + 10 * i + j }
        expect({ cell, wrong: await runCell(world, cell) }).toEqual({ cell, wrong: [] })
      }
    }
  }
})

test('a reorg that takes safe and final batches: both heads step back in both nodes, both say so, and come forward again', async () => {
  const before = await world.rig.l1.reader.getBlockNumber()
  const nodes = [world.sequencer(), world.replica]
  await eventually('the first batch is safe', async () => (await Promise.all(nodes.map(heads))).every(({ safe }) => safe > 0))
  const start = await heads(world.replica)
  await MOMENTS[FINAL]?.reach(world, noFill)
  await eventually('final in both', async () => (await Promise.all(nodes.map(heads))).every(({ finalized }) => finalized > start.finalized))
  const high = await heads(world.replica)

  // No L1 block that would have the batch posted again comes before the nodes have been looked at.
  await world.rig.l1.call('anvil_reorg', [await depthOf(before + 1n), []])
  for (const node of nodes) {
    await eventually('back', async () => (await heads(node)).safe === start.safe)
    expect((await heads(node)).finalized).toBeLessThanOrEqual(start.safe)
    await eventually('said', async () => node.said(LOST))
  }
  await world.wait(POST_AFTER)
  await settle(world)
  for (const node of nodes) expect((await heads(node)).safe).toBeGreaterThanOrEqual(high.safe - 1)
  expect(await wrongIn(world)).toEqual([])
})

test('a payment that L1 takes back can be claimed again, and is paid once', async () => {
  await MOMENTS[FINAL]?.reach(world, noFill)
  const [withdrawal] = world.withdrawals
  if (withdrawal === undefined) return expect.unreachable()
  const { payee, value, hash } = withdrawal
  expect(await balanceOf(payee)).toBe(value)
  const { transaction } = await world.replica.call<{ readonly transaction: unknown }>('rollup_withdrawalStatus', hash)
  expect(transaction).toBeNull()

  // Whatever settles the world claims last: the payment is in L1's last block each time.
  for (const { method, params } of [{ method: 'anvil_reorg', params: [1, []] }, { method: 'anvil_rollback', params: [1] }]) {
    await world.rig.l1.call(method, params)
    expect(await balanceOf(payee)).toBe(0n)
    await settle(world)
    expect(await balanceOf(payee)).toBe(value)
    expect(await claimWithdrawal(world, hash)).toBe(false)
    expect(await wrongIn(world)).toEqual([])
  }
})

test('L1 loses a deposit and batches while the sequencer is down: it starts on the L1 there is, and posts again what was promised', async () => {
  const before = await world.rig.l1.reader.getBlockNumber()
  await MOMENTS[POSTED]?.reach(world, noFill)
  const [withdrawal] = world.withdrawals
  const receipt = () => world.sequencer().call<{ readonly blockHash: string } | null>('eth_getTransactionReceipt', withdrawal?.hash)
  const promised = (await receipt())?.blockHash
  expect(promised).toBeDefined()
  await world.stopSequencer()
  await world.rig.l1.call('anvil_reorg', [await depthOf(before + 1n), []])
  await world.rig.l1.mine(2)
  await world.startSequencer()
  await settle(world)
  expect((await receipt())?.blockHash).toBe(promised)
  expect(await wrongIn(world)).toEqual([])
})
