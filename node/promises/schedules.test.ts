import { afterAll, beforeAll, expect, test } from 'vitest'
import { budget } from '../../test/budget.ts'
import { takeoverCall, type SignedPromise } from '@distribute/bridge-contracts'
import { MOST_AHEAD_OF_L1 } from '../l1/clock.ts'
import { readHead } from '../l1/read-head.ts'
import { createRandom } from '../testing/schedules/random.ts'
import { createBase, runSchedule, type Base } from '../testing/schedules/schedule.ts'
import { startStage, type Stage } from '../testing/schedules/stage.ts'
import { createWorld, type World } from '../testing/schedules/world.ts'

let stage: Stage
let base: Base

beforeAll(async () => {
  stage = await startStage()
  base = await createBase(stage)
})
afterAll(() => stage.close())

test('random schedules of posts, delays, reorgs, restarts, takeovers, forced entries and clocks: no honest sequencer is ever convictable, every dishonest one is', async () => {
  const totals = { headers: 0, tried: 0, planted: 0 }
  for (let seed = 1; seed <= budget(30); seed++) {
    const { steps, wrong, headers, tried, planted } = await runSchedule({ stage, base }, seed, 12)
    expect({ seed, steps, wrong }).toEqual({ seed, steps, wrong: [] })
    totals.headers += headers
    totals.tried += tried
    totals.planted += planted
  }
  expect(totals.headers).toBeGreaterThan(100)
  expect(totals.tried).toBeGreaterThan(1_000)
  expect(totals.planted).toBeGreaterThan(30)
})

const HOUR_MS = 3_600_000
const inWorld = async (play: (world: World) => Promise<void>): Promise<void> => {
  await base.reset()
  const world = await createWorld(stage, base.image, createRandom(1))
  try {
    await play(world)
  } finally {
    await world.close()
  }
}

test('a sequencer whose machine slept through a takeover looks at L1 before it promises anything', async () => {
  await inWorld(async (world) => {
    const [founder, next] = world.seats
    if (founder === undefined || next === undefined) throw new TypeError('no seats')
    const { facts, l1 } = stage
    await world.start(founder)
    await world.offer(founder, 1)
    await world.postAll(founder)
    const { number } = founder.player?.chain.head().header ?? {}
    await world.pass(facts.takeoverDelay + 1n)
    await l1.run(next.staker, takeoverCall(facts.contracts.rollup, next.keys))
    await world.pass(facts.grace + 1n)
    // Every timer is late, the one that makes blocks before the one that asks L1.
    await world.offer(founder, 2)
    await world.lookOf(founder, 30_000)
    expect(founder.player?.standing()).toBe('following')
    expect(await founder.player?.chain.highestSigned()).toBe(number)
  })
})

test('however far a machine’s clock runs ahead of L1, no header is further ahead of its L1 block than clients take', async () => {
  await inWorld(async (world) => {
    const [founder] = world.seats
    if (founder === undefined) throw new TypeError('no seats')
    await world.start(founder)
    const { time } = founder.player?.chain.head().header ?? { time: 0n }
    for (let hours = 0; hours < 8; hours++) {
      founder.player?.jump(HOUR_MS)
      await world.lookOf(founder)
      await world.offer(founder, 1)
      await world.lookOf(founder)
    }
    const ahead = async ({ header }: SignedPromise): Promise<bigint> => header.time - (await readHead(stage.l1.reader, { blockNumber: header.l1Number })).time
    const all = await Promise.all([...world.given.values()].map(ahead))
    expect(all.length).toBeGreaterThan(4)
    expect(all.every((seconds) => seconds <= MOST_AHEAD_OF_L1)).toBe(true)
    expect(founder.player?.chain.head().header.time).toBeGreaterThan(time + MOST_AHEAD_OF_L1 / 2n)
  })
})

test('while another is about to take over a batch keeps the place, and promises nothing that would be lost with it', async () => {
  await inWorld(async (world) => {
    const [founder, next] = world.seats
    if (founder === undefined || next === undefined) throw new TypeError('no seats')
    const { facts, l1 } = stage
    await world.start(founder)
    await world.offer(founder, 1)
    await world.postAll(founder)
    const { chain } = founder.player ?? {}
    const before = chain?.head().header.number ?? 0n
    await world.pass(facts.takeoverDelay + 1n)
    await l1.run(next.staker, takeoverCall(facts.contracts.rollup, next.keys))
    await world.look(3)
    const { number = 0n } = chain?.head().header ?? {}
    expect((await chain?.batches.last())?.lastBlock).toBeGreaterThan(before)
    expect([await chain?.highestSigned(), founder.player?.standing()]).toEqual([before, 'sequencing'])
    await world.offer(founder, 1)
    await world.look()
    expect(await chain?.highestSigned()).toBeGreaterThan(number)
  })
})
