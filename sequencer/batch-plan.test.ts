import { encodeInboxSegment, encodeTransactionSegment } from '@distribute/state-machine'
import { expect, test } from 'vitest'
import { backlogRun, planBatch } from './batch-plan.ts'
import type { BatchView, PlanLimits } from './batch-plan.ts'
import { BATCH_OVERHEAD, costOf } from './budget.ts'
import type { BlockBytes } from './ports.ts'

const LIMITS: PlanLimits = { maxBytes: 20_000, maxSegments: 50, interval: 100n, heartbeat: 1_000n, maxLag: 3_600n }
const root = new Uint8Array(32)

/** A block of the given time, whose data says `t`. */
const block = (number: bigint, time: bigint, { t = time, bytes = 100, entries = 0 } = {}): BlockBytes => ({
  number, time,
  segments: [{ bytes: entries > 0 ? encodeInboxSegment({ last: true, inbox: true, t }, entries) : encodeTransactionSegment({ last: true, inbox: false, t }, [new Uint8Array(bytes)]), root }],
})

const view = (blocks: readonly BlockBytes[], more: Partial<BatchView> = {}): BatchView => {
  const last = blocks.at(-1)
  const head = { number: last?.number ?? 0n, time: last?.time ?? 9_000n, cursor: 5n }
  return { l1Time: 10_000n, postedAt: 9_900n, head, readableEntries: 5n, blocks, isDue: false, ...more }
}

const numbers = (plan: ReturnType<typeof planBatch>): readonly bigint[] => (plan.act === 'post' ? plan.blocks.map(({ number }) => number) : [])

test('nothing is due: nothing is done', () => {
  expect(planBatch(view([]), LIMITS)).toEqual({ act: 'nothing' })
  expect(planBatch(view([block(1n, 9_901n)]), LIMITS)).toEqual({ act: 'nothing' })
})

test('a batch that decides who sequences comes at once: with what there is, or with an empty block', () => {
  expect(planBatch(view([block(1n, 9_999n)], { isDue: true }), LIMITS)).toMatchObject({ act: 'post', reason: 'due', isWhole: true })
  expect(planBatch(view([], { isDue: true }), LIMITS)).toEqual({ act: 'build' })
})

test('the oldest unposted block reaches the interval: all of them are posted', () => {
  const plan = planBatch(view([block(1n, 9_900n), block(2n, 9_999n)]), LIMITS)
  expect(plan).toMatchObject({ act: 'post', reason: 'interval', isWhole: true })
  expect(numbers(plan)).toEqual([1n, 2n])
})

test('a batch is full: it is posted at once, up to the last block that fits', () => {
  const blocks = [block(1n, 9_990n, { bytes: 8_500 }), block(2n, 9_991n, { bytes: 8_000 }), block(3n, 9_992n, { bytes: 5_000 })]
  const plan = planBatch(view(blocks), LIMITS)
  expect(plan).toMatchObject({ reason: 'full', isWhole: false })
  expect(numbers(plan)).toEqual([1n, 2n])
  const many = Array.from({ length: 60 }, (_, i) => block(BigInt(i + 1), 9_990n, { bytes: 4 }))
  expect(numbers(planBatch(view(many), LIMITS))).toHaveLength(50)
})

test('the batch uses the limit to the byte', () => {
  const blocks = [block(1n, 9_990n, { bytes: 9_000 }), block(2n, 9_991n, { bytes: 8_000 })]
  const maxBytes = BATCH_OVERHEAD + costOf(blocks.flatMap(({ segments }) => segments))
  expect(planBatch(view(blocks), { ...LIMITS, maxBytes })).toEqual({ act: 'nothing' })
  expect(numbers(planBatch(view(blocks), { ...LIMITS, maxBytes: maxBytes - 1 }))).toEqual([1n])
})

test('blocks beyond what was read make a batch full', () => {
  expect(planBatch(view([block(1n, 9_990n)], { head: { number: 2n, time: 9_991n, cursor: 5n } }), LIMITS)).toMatchObject({ reason: 'full' })
})

test('a block over the limit is posted alone rather than never', () => {
  expect(numbers(planBatch(view([block(1n, 9_990n, { bytes: 30_000 }), block(2n, 9_991n)]), LIMITS))).toEqual([1n])
})

test('heartbeat: an idle chain builds a block and posts it', () => {
  expect(planBatch(view([], { postedAt: 9_001n }), LIMITS)).toEqual({ act: 'nothing' })
  expect(planBatch(view([], { postedAt: 9_000n }), LIMITS)).toEqual({ act: 'build' })
  expect(planBatch(view([block(1n, 10_000n)], { postedAt: 9_000n }), LIMITS)).toMatchObject({ act: 'post', reason: 'heartbeat' })
})

test('L1 has not reached the blocks’ time: what it has reached is posted, else it is waited for', () => {
  expect(planBatch(view([block(1n, 10_001n)], { postedAt: 9_000n }), LIMITS)).toEqual({ act: 'wait' })
  const plan = planBatch(view([block(1n, 9_800n), block(2n, 10_001n)]), LIMITS)
  expect(plan).toMatchObject({ act: 'post', isWhole: false })
  expect(numbers(plan)).toEqual([1n])
  // An unread entry held the block's time back, but L1 looks at what its data says.
  expect(planBatch(view([block(1n, 9_000n, { t: 10_001n })]), LIMITS)).toEqual({ act: 'wait' })
})

test('the last block is too old for L1: a fresh one is built first', () => {
  expect(planBatch(view([block(1n, 8_199n)]), LIMITS)).toEqual({ act: 'build' })
  expect(planBatch(view([block(1n, 8_200n)]), LIMITS)).toMatchObject({ act: 'post' })
  expect(planBatch(view([block(1n, 5_000n), block(2n, 10_005n)]), LIMITS)).toEqual({ act: 'wait' })
})

test('where an unread entry holds time back, building helps only after it was read', () => {
  expect(planBatch(view([block(1n, 7_000n, { t: 9_999n })]), LIMITS)).toMatchObject({ act: 'post' })
  expect(planBatch(view([block(1n, 7_000n, { t: 9_999n, entries: 4 })]), LIMITS)).toEqual({ act: 'build' })
})

test('entries that may be read are read before the batch', () => {
  expect(planBatch(view([block(1n, 9_900n)], { readableEntries: 6n }), LIMITS)).toEqual({ act: 'build' })
  expect(planBatch(view([block(1n, 9_950n)], { readableEntries: 6n }), LIMITS)).toEqual({ act: 'nothing' })
})

test('a full batch is posted as it is: a block built now would not stand in it', () => {
  const blocks = [block(1n, 5_000n, { bytes: 9_000 }), block(2n, 5_001n, { bytes: 9_000 })]
  expect(numbers(planBatch(view(blocks, { readableEntries: 6n }), LIMITS))).toEqual([1n])
})

test('a run of inbox-only blocks is enough for the exemption from 256 entries on', () => {
  const run = Array.from({ length: 64 }, (_, i) => block(BigInt(i + 1), 9_000n, { entries: 4 }))
  const mixed = block(65n, 9_000n)
  expect(backlogRun([...run, mixed])).toEqual(run)
  expect(backlogRun([...run.slice(1), mixed])).toEqual([])
  expect(backlogRun(run)).toEqual([])
  expect(backlogRun([mixed, ...run])).toEqual([])
})
