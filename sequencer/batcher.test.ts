import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { budget } from '../test/budget.ts'
import { backoffMs } from './backoff.ts'
import { createBatcher } from './batcher.ts'
import type { BatcherDependencies, BatcherOptions } from './batcher.ts'
import { createBuilder } from './builder.ts'
import { SequencerError } from './errors.ts'
import { createPool } from './pool.ts'
import { createTestChain, depositOf } from './testing/chain.ts'
import { createTestClock, settled } from './testing/clock.ts'
import { createTestL1, isPrefix } from './testing/l1.ts'
import type { L1Fault } from './testing/l1.ts'
import { createTestLog, createTestMetrics } from './testing/sinks.ts'
import { addressOf, ETHER, genesisOf, pooledOf, START } from './testing/world.ts'

const ALICE = addressOf(1)
const NOW = START + 10_000n
const MAX_BYTES = 16_000
const OPTIONS: Partial<BatcherOptions> = { maxBytes: MAX_BYTES, interval: 10n, heartbeat: 300n, maxLag: 3_600n, pollMs: 1_000, backoffMs: 1_000, backoffCapMs: 8_000 }

const open: AbortController[] = []
afterEach(() => {
  for (const life of open.splice(0)) life.abort()
})

function createWorld(options: Partial<BatcherOptions> = {}, more: Partial<BatcherDependencies> = {}) {
  const genesis = genesisOf({ creditsPerEther: (4n * ETHER).toString() })
  const chain = createTestChain(genesis, { accounts: new Map([[ALICE, 10n ** 9n * ETHER]]) })
  const clock = createTestClock(NOW)
  const log = createTestLog()
  const metrics = createTestMetrics()
  const pool = createPool({}, { state: chain.state, config: chain.config, clock, dryRun: () => ({ ok: true }) })
  const life = new AbortController()
  open.push(life)
  let isHolding: () => boolean = () => false
  const builder = createBuilder({ maxBatchBytes: MAX_BYTES }, { target: chain, pool, clock, log, isHeld: () => isHolding() }, life.signal)
  const l1 = createTestL1({ genesisRoot: chain.tree.root(), time: NOW, maxLag: 3_600n, maxBytes: MAX_BYTES })
  const start = (signal = life.signal) => {
    const batcher = createBatcher({ ...OPTIONS, ...options }, { source: chain, l1, builder, clock, log, metrics, random: () => 0, ...more }, signal)
    isHolding = batcher.isHolding
    return batcher
  }
  let nonce = 0n
  const send = (count: number): void => {
    for (let i = 0; i < count; i++) pool.add(pooledOf(ALICE, { nonce: nonce++, value: 1n, to: addressOf(99) }))
  }
  /** Seconds, one after the other, on L1 and here. */
  const pass = async (seconds: number): Promise<void> => {
    for (let i = 0; i < seconds; i++) {
      await clock.advance(1_000)
      l1.time = clock.now()
    }
  }
  const isComplete = (): boolean => l1.blocks().length === chain.blocks.length && isPrefix(l1.blocks(), chain.blocks)
  return { chain, clock, log, metrics, pool, life, builder, l1, start, send, pass, isComplete }
}

test('posts what is older than the interval, whole and in order, with one line of log a batch', async () => {
  const { l1, chain, log, metrics, start, send, pass, isComplete } = createWorld()
  const batcher = start()
  send(3)
  await pass(5)
  send(40)
  await pass(4)
  expect(l1.posted).toHaveLength(0)
  await pass(8)
  expect([l1.posted.length, isComplete(), chain.blocks.length]).toEqual([1, true, 2])
  const lines = log.lines.filter(({ message }) => message === 'batch posted')
  expect(lines).toMatchObject([{ level: 'info', facts: { index: 1n, from: 1n, to: 2n, segments: 4, reason: 'interval' } }])
  expect(metrics.values.get('batcher_batches_total')).toBe(1)
  await batcher.close()
})

test('posts full batches at once, one after the other', async () => {
  const { l1, start, send, pass, isComplete } = createWorld({ interval: 1_000n, heartbeat: 100_000n, pollMs: 10_000 })
  const batcher = start()
  send(400)
  await pass(12)
  expect(l1.posted.length).toBeGreaterThanOrEqual(2)
  expect(isComplete()).toBe(false)
  await pass(1_012)
  expect(isComplete()).toBe(true)
  await batcher.close()
})

test('a block built while the others are read does not make the batch look full', async () => {
  const { l1, chain, builder, start, send, pass } = createWorld({ interval: 1_000n })
  const read = chain.blocksAfter
  chain.blocksAfter = async (number, limit) => {
    const blocks = await read(number, limit)
    if (chain.blocks.length < 5) await builder.buildEmpty()
    return blocks
  }
  const batcher = start()
  send(1)
  await pass(30)
  expect([chain.blocks.length, l1.posted.length]).toEqual([5, 0])
  await batcher.close()
})

test('beats when idle, and only then', async () => {
  const { l1, chain, start, pass, isComplete } = createWorld()
  const batcher = start()
  await pass(299)
  expect(l1.posted).toHaveLength(0)
  await pass(5)
  expect([l1.posted.length, chain.blocks.length, isComplete()]).toEqual([1, 1, true])
  await pass(298)
  expect(l1.posted).toHaveLength(1)
  await pass(10)
  expect([l1.posted.length, chain.blocks.length, isComplete()]).toEqual([2, 2, true])
  await batcher.close()
})

test('reads what may be read before it posts', async () => {
  const { l1, chain, start, send, pass, isComplete } = createWorld()
  const batcher = start()
  send(1)
  await pass(2)
  chain.readable = 0n
  chain.inbox.push(depositOf(ALICE, 5n, NOW))
  await pass(5)
  expect(chain.head().cursor).toBe(0n)
  chain.readable = undefined
  await pass(10)
  expect([l1.posted.length, isComplete(), chain.head().cursor]).toEqual([1, true, 1n])
  await batcher.close()
})

test('after a long silence of L1 the batch ends with a fresh block', async () => {
  const { l1, chain, clock, start, send, isComplete, pass } = createWorld()
  send(5)
  await settled()
  l1.faults.push(...Array<L1Fault>(3).fill('unavailable'))
  await clock.advance(2_000_000)
  l1.time = clock.now()
  const batcher = start()
  await pass(60)
  expect([isComplete(), l1.posted.length, chain.blocks.length]).toEqual([true, 1, 2])
  await batcher.close()
})

test.each(['unavailable', 'reverted', 'replaced', 'lost', 'stale'] as const)('%s: nothing is posted twice and nothing left out', async (fault) => {
  const { l1, start, send, pass, isComplete, chain, log } = createWorld()
  const batcher = start()
  for (let round = 0; round < 4; round++) {
    send(30)
    await pass(5)
    l1.faults.push(fault, fault)
    await pass(25)
  }
  l1.faults.length = 0
  await pass(30)
  expect([isComplete(), chain.blocks.length]).toEqual([true, 4])
  const codes = log.lines.flatMap(({ facts }) => ('code' in facts ? [facts.code] : []))
  const expected = { unavailable: 'unavailable', lost: 'unavailable', reverted: 'reverted', replaced: 'replaced', stale: 'reverted' }[fault]
  expect(codes).toContain(expected)
  await batcher.close()
})

test('logs the name of the error that L1 refuses with, and pauses longer each time', async () => {
  const { l1, log, start, send, pass, clock } = createWorld()
  const batcher = start()
  send(1)
  await pass(7)
  l1.faults.push(...Array<L1Fault>(5).fill('reverted'))
  const at: number[] = []
  let seen = 0
  for (let i = 0; i < 60; i++) {
    await pass(1)
    const count = log.lines.filter(({ facts }) => 'reason' in facts && facts.reason === 'StakeTooLow').length
    if (count > seen) at.push(clock.milliseconds() / 1_000)
    seen = count
  }
  expect(at.slice(1).map((second, i) => second - at[i]!)).toEqual([1, 2, 4, 8])
  expect(l1.posted).toHaveLength(1)
  await batcher.close()
})

test('an L1 reorganisation takes batches back: they are posted again', async () => {
  const { l1, start, send, pass, isComplete } = createWorld()
  const batcher = start()
  for (let round = 0; round < 3; round++) {
    send(10)
    await pass(15)
  }
  expect([l1.posted.length, isComplete()]).toEqual([3, true])
  l1.reorganise(2)
  await pass(15)
  expect([isComplete(), l1.posted.length]).toEqual([true, 2])
  await batcher.close()
})

test('a new batcher goes on where L1 says', async () => {
  const { l1, start, send, pass, isComplete } = createWorld()
  const first = start()
  send(10)
  await pass(15)
  l1.faults.push('lost')
  send(10)
  await pass(11)
  await first.close()
  const second = start(new AbortController().signal)
  send(10)
  await pass(30)
  expect([l1.posted.length, isComplete()]).toEqual([3, true])
  await second.close()
})

test('posts nothing on top of a chain that is not ours, and says so to the operator', async () => {
  const faults: unknown[] = []
  const { l1, chain, start, send, pass } = createWorld({}, { onFault: (fault) => faults.push(fault) })
  const batcher = start()
  const root = chain.rootOf
  chain.rootOf = async () => new Uint8Array(32).fill(9)
  send(10)
  await pass(30)
  expect(l1.posted).toHaveLength(0)
  expect(faults[0]).toMatchObject({ code: 'diverged', retry: false })
  chain.rootOf = async () => undefined
  await pass(30)
  expect(faults.at(-1)).toMatchObject({ code: 'behind', retry: true })
  chain.rootOf = root
  await pass(30)
  expect(l1.posted).toHaveLength(1)
  await batcher.close()
})

test('while a false claim stands, more than a batch of old blocks holds the builder, after a restart as well', async () => {
  const { l1, chain, start, send, pass, isComplete } = createWorld()
  const root = chain.rootOf
  chain.rootOf = async () => new Uint8Array(32).fill(9)
  send(300)
  await pass(5)
  const batcher = start()
  await pass(5)
  expect(batcher.isHolding()).toBe(false)
  await pass(1_000)
  expect(batcher.isHolding()).toBe(true)
  expect(l1.posted).toHaveLength(0)
  chain.rootOf = root
  await pass(60)
  expect([batcher.isHolding(), isComplete()]).toEqual([false, true])
  await batcher.close()
})

test('with L1 gone and more than a batch unposted, the builder is held until L1 is back', async () => {
  const { l1, chain, start, send, pass, isComplete, pool } = createWorld()
  const batcher = start()
  l1.faults.push(...Array<L1Fault>(400).fill('unavailable'))
  send(300)
  await pass(5)
  expect(batcher.isHolding()).toBe(false)
  await pass(910)
  expect(batcher.isHolding()).toBe(true)
  const built = chain.blocks.length
  send(5)
  await pass(5)
  expect([chain.blocks.length, pool.pendingCount()]).toEqual([built, 5])
  l1.faults.length = 0
  await pass(40)
  expect([batcher.isHolding(), isComplete(), pool.pendingCount()]).toEqual([false, true, 0])
  await batcher.close()
})

test('close leaves no timer and posts nothing more', async () => {
  const { l1, clock, start, send, pass, builder } = createWorld()
  const batcher = start()
  send(3)
  await pass(1)
  await batcher.close()
  await pass(60)
  expect(l1.posted).toHaveLength(0)
  await builder.close()
  expect(clock.sleepers).toBe(0)
})

test('whatever fails in whatever order, L1 has the chain’s blocks once each and in order', async () => {
  const step = fc.oneof(
    fc.record({ act: fc.constant('send' as const), count: fc.integer({ min: 1, max: 150 }) }),
    fc.record({ act: fc.constant('deposit' as const), count: fc.integer({ min: 1, max: 12 }) }),
    fc.record({ act: fc.constant('pass' as const), count: fc.integer({ min: 1, max: 15 }) }),
    fc.record({ act: fc.constant('reorganise' as const), count: fc.integer({ min: 1, max: 3 }) }),
    fc.record({ act: fc.constant('fault' as const), count: fc.integer({ min: 1, max: 3 }), fault: fc.constantFrom<L1Fault>('unavailable', 'reverted', 'replaced', 'lost', 'stale') }),
    fc.record({ act: fc.constant('restart' as const), count: fc.constant(1) }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const { l1, chain, clock, start, send, pass, isComplete, builder } = createWorld()
      const lives = [new AbortController()]
      let batcher = start(lives[0]!.signal)
      for (const one of steps) {
        if (one.act === 'send') send(one.count)
        if (one.act === 'deposit') for (let i = 0; i < one.count; i++) chain.inbox.push(depositOf(ALICE, 1n, clock.now()))
        if (one.act === 'pass') await pass(one.count)
        if (one.act === 'reorganise') l1.reorganise(one.count)
        if (one.act === 'fault') l1.faults.push(...Array<L1Fault>(one.count).fill(one.fault))
        if (one.act === 'restart') {
          await batcher.close()
          batcher = start(new AbortController().signal)
        }
        expect(isPrefix(l1.blocks(), chain.blocks)).toBe(true)
      }
      l1.faults.length = 0
      await pass(40)
      expect(isComplete()).toBe(true)
      await batcher.close()
      await builder.close()
    }),
    { numRuns: budget(15) },
  )
}, 60_000)

test('a signal that has aborted before the start posts nothing', async () => {
  const { l1, start, send, pass } = createWorld()
  send(3)
  await pass(1)
  const batcher = start(AbortSignal.abort())
  await pass(30)
  expect(l1.posted).toHaveLength(0)
  await batcher.close()
})

test('what is known to keep batches back is not waited for longer than it lasts', async () => {
  const { l1, start, send, pass, isComplete } = createWorld({ backoffCapMs: 60_000 })
  const post = l1.post
  const obstacle = { isThere: true, tries: 0 }
  l1.isBlocked = () => obstacle.isThere
  l1.post = async (...batch) => {
    obstacle.tries += 1
    if (obstacle.isThere) throw new SequencerError('behind', 'roots are void', { retry: true })
    return post(...batch)
  }
  const batcher = start()
  send(3)
  await pass(200)
  // Tried again more and more seldom, the last pauses a minute each.
  expect(obstacle.tries).toBeLessThan(15)
  expect(l1.posted).toHaveLength(0)
  obstacle.isThere = false
  await pass(2)
  expect([l1.posted.length > 0, isComplete()]).toEqual([true, true])
  await batcher.close()
})

test('back-off doubles up to its cap, less up to half by chance', () => {
  const bounds = { firstMs: 100, capMs: 1_000 }
  expect([1, 2, 3, 4, 5, 50, 5_000].map((failures) => backoffMs(failures, bounds, () => 0))).toEqual([100, 200, 400, 800, 1_000, 1_000, 1_000])
  expect([1, 5].map((failures) => backoffMs(failures, bounds, () => 1))).toEqual([50, 500])
})
