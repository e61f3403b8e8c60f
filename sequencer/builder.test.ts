import { decodeSegment, encodeOperation, kindGas } from '@distribute/state-machine'
import type { Address, ExecutedBlock } from '@distribute/state-machine'
import { afterEach, expect, test } from 'vitest'
import { BATCH_OVERHEAD, costOf } from './budget.ts'
import { createBuilder } from './builder.ts'
import type { BuilderDependencies, BuilderOptions } from './builder.ts'
import { createPool } from './pool.ts'
import { createDryRun } from './pool-operations.ts'
import type { PooledTransaction } from './pool-types.ts'
import { createTestChain, depositOf, rootsOf } from './testing/chain.ts'
import { createTestClock, settled } from './testing/clock.ts'
import { createTestLog, createTestMetrics } from './testing/sinks.ts'
import { addressOf, configOf, ETHER, genesisOf, pooledOf, START } from './testing/world.ts'

const ALICE = addressOf(1)
const BOB = addressOf(2)
const NOW = START + 1_000n
const RICH = new Map([[ALICE, 10n ** 9n * ETHER], [BOB, 10n ** 9n * ETHER]])

const open: AbortController[] = []
afterEach(() => {
  for (const life of open.splice(0)) life.abort()
})

/** Credits are plenty: a wei brings four a day. */
const PARAMETERS = { creditsPerEther: (4n * ETHER).toString() }

function createWorld(options: Partial<BuilderOptions> = {}, more: Partial<BuilderDependencies> = {}, accounts: ReadonlyMap<Address, bigint> = RICH) {
  const genesis = genesisOf(PARAMETERS)
  const chain = createTestChain(genesis, { accounts })
  const clock = createTestClock(NOW)
  const log = createTestLog()
  const metrics = createTestMetrics()
  const dropped: string[] = []
  const pool = createPool({}, {
    state: chain.state, config: configOf(genesis), clock, dryRun: () => ({ ok: true }), onDrop: (_pooled, reason) => dropped.push(reason),
  })
  const life = new AbortController()
  open.push(life)
  const start = (last: Partial<BuilderDependencies> = {}) =>
    createBuilder(options, { target: chain, pool, clock, log, metrics, random: () => 0, ...more, ...last }, life.signal)
  return { chain, clock, log, metrics, dropped, pool, life, start }
}

const run = (sender: Address, count: number, from = 0): PooledTransaction[] =>
  Array.from({ length: count }, (_, i) => pooledOf(sender, { nonce: BigInt(from + i), value: 1n, to: addressOf(900 + (i % 7)) }))

const sizes = (blocks: readonly ExecutedBlock[]): number[] => blocks.map(({ outcomes }) => outcomes.length)
const gasOf = ({ outcomes }: ExecutedBlock): bigint => outcomes.reduce((sum, { gasUsed }) => sum + gasUsed, 0n)

test('builds nothing without work, at once with work, and then at most one block each 250 ms', async () => {
  const { chain, clock, pool, start } = createWorld()
  const builder = start()
  await clock.advance(60_000)
  expect(chain.blocks).toHaveLength(0)
  const alice = run(ALICE, 4)
  pool.add(alice[0]!)
  await settled()
  expect(sizes(chain.blocks)).toEqual([1])
  pool.add(alice[1]!)
  await clock.advance(249)
  expect(sizes(chain.blocks)).toEqual([1])
  pool.add(alice[2]!)
  await clock.advance(1)
  expect(sizes(chain.blocks)).toEqual([1, 2])
  await clock.advance(10_000)
  expect(sizes(chain.blocks)).toEqual([1, 2])
  pool.add(alice[3]!)
  await settled()
  expect(sizes(chain.blocks)).toEqual([1, 2, 1])
  expect(chain.blocks.map(({ number }) => number)).toEqual([1n, 2n, 3n])
  await builder.close()
})

test('entries come first, then operations, then transactions; what the bytes say is what was built', async () => {
  const { chain, clock, pool, start } = createWorld()
  chain.inbox.push(depositOf(BOB, 5n), depositOf(ALICE, 7n))
  const operation = { call: { kind: 'register', args: [BOB, new Uint8Array(32).fill(7), START + 10n ** 6n, new Uint8Array()] } } as const
  pool.addOperation({ operation, encoded: encodeOperation(operation) })
  for (const pooled of [...run(ALICE, 40), ...run(BOB, 20)]) pool.add(pooled)
  const builder = start()
  await clock.advance(1_000)
  const sources = chain.blocks[0]!.outcomes.map(({ source }) => source)
  expect(sources).toEqual(['deposit', 'deposit', 'operation', ...Array<string>(60).fill('transaction')])
  expect(sizes(chain.blocks)).toEqual([63])
  expect(pool.operationCount() + pool.pendingCount()).toBe(0)
  expect(rootsOf(chain.replay())).toEqual(rootsOf(chain.blocks))
  await builder.close()
})

test('an operation that changes nothing any more is forgotten, and makes no block', async () => {
  const { chain, clock, pool, start } = createWorld()
  const operation = { call: { kind: 'register', args: [BOB, new Uint8Array(32), START - 1n, new Uint8Array()] } } as const
  pool.addOperation({ operation, encoded: encodeOperation(operation) })
  const builder = start()
  await clock.advance(1_000)
  expect(pool.operationCount()).toBe(0)
  expect(chain.blocks).toHaveLength(0)
  await builder.close()
})

test('a membership is taken as an operation once: the dry run over the real rules finds the second one out', async () => {
  const { chain, clock, start } = createWorld()
  const pool = createPool({}, { state: chain.state, config: chain.config, clock, dryRun: createDryRun({ ...chain, clock }) })
  const registerOf = (deadline: bigint) => {
    const operation = { call: { kind: 'register', args: [BOB, new Uint8Array(32).fill(7), deadline, new Uint8Array()] } } as const
    return { operation, encoded: encodeOperation(operation) }
  }
  expect(pool.addOperation(registerOf(NOW - 1n))).toMatchObject({ error: { code: 3, message: 'execution reverted: SignatureExpired' } })
  expect(pool.addOperation(registerOf(NOW + 100n))).toEqual({ ok: true })
  const builder = start({ pool })
  await clock.advance(1_000)
  expect(sizes(chain.blocks)).toEqual([1])
  expect(pool.addOperation(registerOf(NOW + 200n))).toMatchObject({ error: { message: 'execution reverted: AlreadyMember' } })
  await builder.close()
})

test('what turns out to lack credits stays in the pool, and makes no empty block', async () => {
  const chain = createTestChain(genesisOf({ creditsPerEther: 0, memberCredits: 0 }), { accounts: RICH })
  const clock = createTestClock(NOW)
  const dropped: string[] = []
  // The pool thinks that everybody has credits: what the block finds is what counts.
  const rich = createTestChain(genesisOf(PARAMETERS), { accounts: RICH })
  const pool = createPool({}, {
    state: rich.state, config: rich.config, clock, dryRun: () => ({ ok: true }), onDrop: (_pooled, reason) => dropped.push(reason),
  })
  const builder = createBuilder({}, { target: chain, pool, clock, log: createTestLog() }, new AbortController().signal)
  pool.add(pooledOf(ALICE))
  await clock.advance(1_000)
  expect([chain.blocks.length, pool.pendingCount(), dropped]).toEqual([0, 1, []])
  await builder.close()
})

test('a transaction that the sender can no longer pay is dropped, and what is behind it becomes gapped', async () => {
  const { chain, clock, pool, dropped, start } = createWorld({}, {}, new Map([[ALICE, 100_000n], [BOB, 10n ** 9n * ETHER]]))
  const pays = pooledOf(ALICE, { nonce: 0n, value: 70_000n, to: BOB })
  const broke = pooledOf(ALICE, { nonce: 1n })
  const behind = pooledOf(ALICE, { nonce: 2n })
  for (const pooled of [pays, broke, behind, pooledOf(BOB)]) expect(pool.add(pooled)).toEqual({ ok: true })
  const builder = start()
  await clock.advance(1_000)
  expect(sizes(chain.blocks)).toEqual([2])
  expect(dropped).toEqual(['CannotPayFee'])
  expect(pool.contentOf(ALICE)).toMatchObject({ pending: [], queued: [behind] })
  expect(rootsOf(chain.replay())).toEqual(rootsOf(chain.blocks))
  await builder.close()
})

test('where the commit fails the block has never been: it is reported, and built again after a pause', async () => {
  const faults: unknown[] = []
  const { chain, clock, pool, metrics, log, start } = createWorld({}, { onFault: (fault) => faults.push(fault) })
  const before = chain.tree.root()
  const disk = new Error('disk full')
  chain.faults.push(disk, disk, disk)
  for (const pooled of run(ALICE, 50)) pool.add(pooled)
  const builder = start()
  await settled()
  expect([faults, chain.blocks.length, pool.pendingCount()]).toEqual([[disk], 0, 50])
  expect(chain.tree.root()).toEqual(before)
  await clock.advance(249)
  expect(faults).toHaveLength(1)
  await clock.advance(1)
  expect(faults).toHaveLength(2)
  await clock.advance(499)
  expect(faults).toHaveLength(2)
  await clock.advance(1)
  expect(faults).toHaveLength(3)
  await clock.advance(1_000)
  expect([sizes(chain.blocks), chain.blocks[0]!.number, pool.pendingCount()]).toEqual([[50], 1n, 0])
  expect(rootsOf(chain.replay())).toEqual(rootsOf(chain.blocks))
  expect([metrics.values.get('builder_faults_total'), metrics.values.get('builder_transactions_total')]).toEqual([3, 50])
  expect(log.lines.filter(({ level }) => level === 'error')).toHaveLength(3)
  await builder.close()
})

test('no block outgrows a batch, its gas or its count, and nothing is lost between blocks', async () => {
  const maxBatchBytes = 20_000
  const { chain, clock, pool, start } = createWorld({ maxBatchBytes, maxGas: 100n * kindGas('send'), maxTransactions: 110 })
  for (const pooled of [...run(ALICE, 400), ...run(BOB, 100)]) pool.add(pooled)
  const mint = (nonce: number) => pooledOf(BOB, { nonce: BigInt(100 + nonce), call: { kind: 'mint', args: [10n ** 18n] }, value: ETHER })
  for (let i = 0; i < 60; i++) pool.add(mint(i))
  const builder = start()
  await clock.advance(20_000)
  const senders = chain.blocks.flatMap(({ outcomes }) => outcomes.map(({ sender }) => sender))
  expect(senders).toHaveLength(560)
  // Turns go on across blocks: what did not fit is the first of the next.
  expect(senders.slice(0, 320)).toEqual(Array.from({ length: 320 }, (_, i) => (i % 2 === 0 ? ALICE : BOB)))
  for (const block of chain.blocks) {
    expect(costOf(block.segments) + BATCH_OVERHEAD).toBeLessThanOrEqual(maxBatchBytes)
    expect(gasOf(block)).toBeLessThanOrEqual(100n * kindGas('send'))
  }
  // Full ones are full: the limit is not met by wasting it.
  expect(Math.max(...chain.blocks.map((block) => costOf(block.segments) + BATCH_OVERHEAD))).toBeGreaterThan(maxBatchBytes * 0.6)
  expect(rootsOf(chain.replay())).toEqual(rootsOf(chain.blocks))
  await builder.close()
})

test('buildEmpty reads entries and holds no transaction; it waits for the block that is open', async () => {
  const { chain, clock, pool, start } = createWorld({}, { isHeld: () => true })
  const builder = start()
  chain.inbox.push(depositOf(ALICE, 1n), depositOf(ALICE, 2n))
  pool.add(pooledOf(ALICE))
  await clock.advance(1_000)
  expect(chain.blocks).toHaveLength(0)
  expect(await builder.buildEmpty()).toEqual({ number: 1n, time: NOW + 1n })
  expect(chain.blocks[0]).toMatchObject({ cursor: 2n, outcomes: [{ source: 'deposit' }, { source: 'deposit' }] })
  expect(await builder.buildEmpty()).toMatchObject({ number: 2n })
  expect(pool.pendingCount()).toBe(1)
  expect(rootsOf(chain.replay())).toEqual(rootsOf(chain.blocks))
  await builder.close()
  await expect(builder.buildEmpty()).rejects.toMatchObject({ code: 'closed' })
})

test('with a backlog of entries, blocks hold nothing else until it is worked off', async () => {
  const { chain, clock, pool, start } = createWorld({ maxEntries: 200 })
  for (let i = 0; i < 500; i++) chain.inbox.push(depositOf(BOB, 1n, NOW))
  pool.add(pooledOf(ALICE))
  const builder = start()
  await clock.advance(2_000)
  expect(sizes(chain.blocks)).toEqual([200, 200, 101])
  expect(chain.blocks.map(({ cursor }) => cursor)).toEqual([200n, 400n, 500n])
  expect(rootsOf(chain.replay())).toEqual(rootsOf(chain.blocks))
  await builder.close()
})

test('entries that may not be read yet are left unread', async () => {
  const { chain, clock, start } = createWorld()
  chain.inbox.push(depositOf(BOB, 1n), depositOf(BOB, 1n))
  chain.readable = 0n
  const builder = start()
  await clock.advance(1_000)
  expect(chain.blocks).toHaveLength(0)
  chain.readable = 1n
  await clock.advance(1_000)
  expect(chain.blocks.map(({ cursor }) => cursor)).toEqual([1n])
  await builder.close()
})

test('time never goes back, even if the clock does', async () => {
  const { chain, clock, pool, start } = createWorld()
  const builder = start()
  const [first, second] = run(ALICE, 2)
  pool.add(first!)
  await clock.advance(300)
  clock.setNow(START)
  pool.add(second!)
  await clock.advance(300)
  expect(chain.blocks.map(({ time }) => time)).toEqual([NOW, NOW])
  expect(chain.blocks.map(({ segments }) => decodeSegment(segments[0]!.bytes).head.t)).toEqual([NOW, NOW])
  await builder.close()
})

test('a long block lets the process do other work, and takes in what arrives meanwhile', async () => {
  const life = new AbortController()
  const chain = createTestChain(genesisOf(PARAMETERS), { accounts: RICH })
  const base = createTestClock(NOW)
  let ms = 0
  let turns = 0
  const late = run(BOB, 1)[0]!
  const clock = {
    ...base,
    milliseconds: () => (ms += 2),
    turn: async () => {
      if (++turns === 2) pool.add(late)
      await base.turn()
    },
  }
  const pool = createPool({}, { state: chain.state, config: chain.config, clock, dryRun: () => ({ ok: true }) })
  for (const pooled of run(ALICE, 200)) pool.add(pooled)
  const builder = createBuilder({}, { target: chain, pool, clock, log: createTestLog() }, life.signal)
  await base.advance(1_000)
  expect(turns).toBeGreaterThan(5)
  expect(sizes(chain.blocks)).toEqual([201])
  await builder.close()
})

test('work done exclusively finds no open block, and none begins under it', async () => {
  const { chain, clock, pool, start } = createWorld()
  let pass: () => void = () => undefined
  chain.gate = new Promise((resolve) => (pass = resolve))
  for (const pooled of run(ALICE, 10)) pool.add(pooled)
  const builder = start()
  await settled()
  let leave: () => void = () => undefined
  const seen: number[] = []
  const exclusive = builder.exclusively(async () => {
    seen.push(chain.blocks.length)
    pool.add(pooledOf(BOB))
    await new Promise<void>((resolve) => (leave = resolve))
    seen.push(chain.blocks.length)
  })
  await clock.advance(1_000)
  expect(seen).toEqual([])
  pass()
  await clock.advance(1_000)
  expect([seen, sizes(chain.blocks)]).toEqual([[1], [10]])
  leave()
  await exclusive
  await clock.advance(1_000)
  expect([seen, sizes(chain.blocks)]).toEqual([[1, 1], [10, 1]])
  await builder.close()
})

test('what holds the builder holds it also where it comes while a block waits for work done exclusively', async () => {
  const { chain, clock, pool, start } = createWorld()
  let isHeld = false
  let leave: () => void = () => undefined
  const builder = start({ isHeld: () => isHeld })
  const exclusive = builder.exclusively(() => new Promise<void>((resolve) => (leave = resolve)))
  pool.add(pooledOf(ALICE))
  await clock.advance(1_000)
  isHeld = true
  leave()
  await exclusive
  await clock.advance(1_000)
  expect(chain.blocks).toHaveLength(0)
  isHeld = false
  await clock.advance(1_000)
  expect(sizes(chain.blocks)).toEqual([1])
  await builder.close()
})

test('close finishes the block that is open', async () => {
  const { chain, pool, start } = createWorld()
  let pass: () => void = () => undefined
  chain.gate = new Promise((resolve) => (pass = resolve))
  for (const pooled of run(ALICE, 10)) pool.add(pooled)
  const builder = start()
  await settled()
  const closed = builder.close()
  await settled()
  pass()
  await closed
  expect([sizes(chain.blocks), pool.pendingCount()]).toEqual([[10], 0])
})

test('close does not wait for ever for a commit that does not end', async () => {
  const { chain, clock, pool, start } = createWorld()
  chain.gate = new Promise(() => undefined)
  pool.add(pooledOf(ALICE))
  const builder = start()
  await settled()
  const closed = expect(builder.close()).rejects.toMatchObject({ code: 'commit-timeout' })
  await clock.advance(10_000)
  await closed
})

test('an abort takes back the block that is open, and leaves no timer', async () => {
  const life = new AbortController()
  const chain = createTestChain(genesisOf(PARAMETERS), { accounts: RICH })
  const before = chain.tree.root()
  const base = createTestClock(NOW)
  let ms = 0
  const clock = { ...base, milliseconds: () => (ms += 100), turn: async () => life.abort() }
  const pool = createPool({}, { state: chain.state, config: chain.config, clock, dryRun: () => ({ ok: true }) })
  for (const pooled of run(ALICE, 200)) pool.add(pooled)
  const builder = createBuilder({}, { target: chain, pool, clock, log: createTestLog() }, life.signal)
  await settled()
  expect([chain.blocks.length, pool.pendingCount()]).toEqual([0, 200])
  expect(chain.tree.root()).toEqual(before)
  expect(base.sleepers).toBe(0)
  await builder.close()
})

test('a signal that has aborted before the start builds nothing', async () => {
  const { chain, clock, pool, life, start } = createWorld()
  life.abort()
  pool.add(pooledOf(ALICE))
  const builder = start()
  await clock.advance(1_000)
  expect([chain.blocks.length, clock.sleepers]).toEqual([0, 0])
  await expect(builder.buildEmpty()).rejects.toMatchObject({ code: 'closed' })
})
