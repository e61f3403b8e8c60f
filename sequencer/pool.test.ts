import { SECONDS_A_DAY } from '@distribute/state-machine'
import { expect, test } from 'vitest'
import { createPool } from './pool.ts'
import type { DropReason, PooledTransaction, PoolOptions } from './pool-types.ts'
import {
  addressOf, configOf, createAccounts, ETHER, genesisOf, includedOf, pooledOf, START,
} from './testing/world.ts'

const ALICE = addressOf(1)
const BOB = addressOf(2)
const CAROL = addressOf(3)
/** A capacity of 86,400 credits a day: one a second. */
const MEMBERSHIP = { memberCredits: SECONDS_A_DAY.toString(), creditsPerEther: 0 }
const COST = 21_000n

function createWorld(options: Partial<PoolOptions> = {}, parameters: object = {}) {
  const accounts = createAccounts()
  const clock = { time: START }
  const drops: [PooledTransaction, DropReason][] = []
  const pool = createPool(options, {
    state: accounts.reader,
    config: configOf(genesisOf({ ...parameters })),
    clock: { now: () => clock.time },
    dryRun: () => ({ ok: true }),
    onDrop: (pooled, reason) => drops.push([pooled, reason]),
  })
  const rich = (...who: readonly typeof ALICE[]): void => {
    for (const address of who) accounts.set(address, { ether: ETHER, credits: 10n ** 9n })
  }
  return { accounts, clock, drops, pool, rich }
}

const run = (sender: typeof ALICE, nonces: readonly number[]): PooledTransaction[] =>
  nonces.map((nonce) => pooledOf(sender, { nonce: BigInt(nonce) }))

test('a transaction without credits is taken, waits until they have refilled, and then takes its turn', () => {
  const { accounts, clock, pool } = createWorld({}, MEMBERSHIP)
  accounts.set(ALICE, { ether: ETHER, member: 1n, credits: 1_000n })
  const [first, second] = run(ALICE, [0, 1])
  expect([pool.add(first!), pool.add(second!)]).toEqual([{ ok: true }, { ok: true }])
  expect(pool.waiting(first!.hash)).toEqual({ until: START + COST - 1_000n })
  expect(pool.waiting(second!.hash)).toEqual({ until: START + 2n * COST - 1_000n })
  expect(pool.hasWork(START + COST - 1_001n)).toBe(false)
  expect(pool.select(START + COST - 1_001n).next()).toBeUndefined()
  pool.onBlock({ outcomes: [] })
  clock.time = START + COST - 1_000n
  expect(pool.hasWork(clock.time)).toBe(true)
  expect(pool.waiting(first!.hash)).toBeUndefined()
  expect(pool.select(clock.time).next()).toBe(first)
})

test('what a block finds without credits is parked for that block and waits after it', () => {
  const { accounts, pool } = createWorld({}, MEMBERSHIP)
  accounts.set(ALICE, { ether: ETHER, member: 1n, credits: COST })
  accounts.set(BOB, { ether: ETHER, member: 1n, credits: COST })
  const alice = run(ALICE, [0, 1])
  const [bob] = run(BOB, [0])
  for (const pooled of [...alice, bob!]) pool.add(pooled)
  const selection = pool.select(START)
  expect([selection.next(), selection.next(), selection.next()]).toEqual([alice[0], bob, alice[1]])
  selection.skipped('NoCredits')
  expect(selection.next()).toBeUndefined()
  accounts.set(ALICE, { nonce: 1n, credits: 0n })
  accounts.set(BOB, { nonce: 1n, credits: 0n })
  pool.onBlock({ outcomes: [includedOf(alice[0]!), includedOf(bob!)] })
  expect(pool.hasWork(START)).toBe(false)
  expect(pool.waiting(alice[1]!.hash)).toEqual({ until: START + COST })
  expect(pool.pendingCount()).toBe(1)
})

test('credits that a deposit or a registration brings wake those who wait', () => {
  const { accounts, pool } = createWorld({}, { memberCredits: SECONDS_A_DAY.toString(), creditsPerEther: 10 ** 9 })
  for (const address of [ALICE, BOB, CAROL]) accounts.set(address, { ether: ETHER })
  const [alice, bob, carol] = [ALICE, BOB, CAROL].map((address) => pooledOf(address))
  for (const pooled of [alice!, bob!, carol!]) pool.add(pooled)
  for (const address of [ALICE, BOB, CAROL]) accounts.set(address, { credits: COST })
  const register = { kind: 'register', args: [BOB, new Uint8Array(32), 1n, new Uint8Array()] } as const
  pool.onBlock({
    outcomes: [includedOf(pooledOf(addressOf(9)), { to: ALICE, source: 'deposit' }), includedOf(pooledOf(addressOf(9)), { call: register })],
  })
  const selection = pool.select(START)
  expect([selection.next(), selection.next(), selection.next()]).toEqual([alice, bob, undefined])
})

test('a transaction whose credits can never come any more is dropped, and what is behind it becomes gapped', () => {
  const { accounts, pool, drops } = createWorld({}, { memberCredits: 0, creditsPerEther: SECONDS_A_DAY.toString() })
  accounts.set(ALICE, { ether: ETHER, credits: COST })
  const alice = run(ALICE, [0, 1, 2])
  for (const pooled of alice) pool.add(pooled)
  const selection = pool.select(START)
  selection.next()
  selection.next()
  selection.skipped('NoCredits')
  accounts.set(ALICE, { nonce: 1n, ether: COST, credits: 0n })
  pool.onBlock({ outcomes: [includedOf(alice[0]!)] })
  expect(drops).toEqual([[alice[1], 'NoCredits']])
  expect(pool.contentOf(ALICE)).toEqual({ address: ALICE, pending: [], queued: [alice[2]] })
})

test('waiting counts what the account has before it, also after a replacement of another kind', () => {
  const { accounts, pool } = createWorld({}, MEMBERSHIP)
  accounts.set(ALICE, { ether: ETHER, member: 1n })
  const alice = run(ALICE, [0, 1, 2])
  for (const pooled of alice) pool.add(pooled)
  const dear = pooledOf(ALICE, { nonce: 1n, feeCap: 10n, tipCap: 10n, call: { kind: 'tokenTransfer', args: [BOB, 1n] } })
  pool.add(dear)
  const [first, second, third] = [alice[0]!, dear, alice[2]!].map(({ hash }) => pool.waiting(hash)?.until)
  expect(first).toBe(START + COST)
  expect(second).toBe(START + COST + dear.transaction.gas)
  expect(third).toBe(START + 2n * COST + dear.transaction.gas)
})

test('a wrong nonce parks the account until the block has ended, then the chain is asked', () => {
  const { accounts, pool, rich } = createWorld()
  rich(ALICE)
  const alice = run(ALICE, [0, 1, 2])
  for (const pooled of alice) pool.add(pooled)
  const selection = pool.select(START)
  expect(selection.next()).toBe(alice[0])
  selection.skipped('WrongNonce')
  expect(selection.next()).toBeUndefined()
  accounts.set(ALICE, { nonce: 2n })
  selection.release()
  expect(pool.contentOf(ALICE).pending).toEqual([alice[2]])
  expect(pool.select(START).next()).toBe(alice[2])
})

test('what does not fit stays the first of the next block', () => {
  const { pool, rich } = createWorld()
  rich(ALICE, BOB)
  const [alice] = run(ALICE, [0])
  const [bob] = run(BOB, [0])
  pool.add(alice!)
  pool.add(bob!)
  const selection = pool.select(START)
  expect(selection.next()).toBe(alice)
  selection.giveBack()
  pool.onBlock({ outcomes: [] })
  expect(pool.select(START).next()).toBe(alice)
})

test('transactions added while a block is open can still get into it, replacements of what it holds cannot', () => {
  const { pool, rich } = createWorld()
  rich(ALICE, BOB)
  const alice = run(ALICE, [0, 1])
  pool.add(alice[0]!)
  const selection = pool.select(START)
  expect(selection.next()).toBe(alice[0])
  expect(pool.add(pooledOf(ALICE, { nonce: 0n, feeCap: 100n, tipCap: 100n }))).toMatchObject({
    error: { message: 'nonce too low: next nonce 1, tx nonce 0' },
  })
  pool.add(alice[1]!)
  expect(selection.next()).toBe(alice[1])
  expect(pool.nonceOf(ALICE)).toBe(2n)
})

test('a full pool lets go of the farthest gapped one of whoever has most, and then of long runs', () => {
  const { pool, drops, rich } = createWorld({ total: 8, accountSlots: 2 })
  rich(ALICE, BOB, CAROL)
  const bob = run(BOB, [0, 1, 2, 3, 4])
  const gapped = run(CAROL, [5, 9, 7])
  for (const pooled of [...bob, ...gapped]) expect(pool.add(pooled)).toEqual({ ok: true })
  const alice = run(ALICE, [0, 1, 2, 3, 4, 5, 6])
  expect(alice.map((pooled) => pool.add(pooled).ok)).toEqual([true, true, true, true, false, false, false])
  expect(drops.map(([pooled]) => pooled)).toEqual([gapped[1], gapped[2], gapped[0], bob[4]])
  expect(drops.every(([, reason]) => reason === 'Evicted')).toBe(true)
  expect([pool.contentOf(ALICE).pending.length, pool.contentOf(BOB).pending.length]).toEqual([4, 4])
})

test('guaranteed slots are not taken away', () => {
  const { pool, rich } = createWorld({ total: 4, accountSlots: 4 })
  rich(ALICE, BOB)
  for (const pooled of run(ALICE, [0, 1, 2, 3])) pool.add(pooled)
  expect(pool.add(pooledOf(BOB))).toMatchObject({ error: { message: 'txpool is full' } })
})

test('gapped transactions expire after their lifetime of chain time, executable ones do not', () => {
  const { pool, clock, drops, rich } = createWorld({ lifetime: 100n })
  rich(ALICE, BOB)
  const [ready, gapped] = run(ALICE, [0, 2])
  pool.add(ready!)
  pool.add(gapped!)
  clock.time = START + 100n
  pool.add(pooledOf(BOB))
  expect(drops).toEqual([])
  clock.time = START + 101n
  pool.add(pooledOf(BOB, { nonce: 1n }))
  expect(drops).toEqual([[gapped, 'Expired']])
  expect(pool.get(gapped!.hash)).toBeUndefined()
  expect(pool.contentOf(ALICE).pending).toEqual([ready])
})

test('transactions of rewound blocks come back in', () => {
  const { accounts, pool, rich } = createWorld()
  rich(ALICE)
  const alice = run(ALICE, [0, 1, 2])
  for (const pooled of alice) pool.add(pooled)
  const selection = pool.select(START)
  selection.next()
  selection.next()
  accounts.set(ALICE, { nonce: 2n })
  pool.onBlock({ outcomes: alice.slice(0, 2).map((pooled) => includedOf(pooled)) })
  expect(pool.contentOf(ALICE).pending).toEqual([alice[2]])
  accounts.set(ALICE, { nonce: 0n })
  pool.onRewind(alice.slice(0, 2))
  expect(pool.contentOf(ALICE).pending).toEqual(alice)
  expect(pool.select(START).next()).toBe(alice[0])
})

test('listeners hear of each transaction when it becomes executable, once', () => {
  const { pool, rich } = createWorld()
  rich(ALICE)
  const heard: PooledTransaction[] = []
  const stop = pool.subscribe((pooled) => heard.push(pooled))
  const alice = run(ALICE, [0, 1, 2])
  pool.add(alice[2]!)
  pool.add(alice[1]!)
  expect(heard).toEqual([])
  pool.add(alice[0]!)
  expect(heard).toEqual(alice)
  stop()
  pool.add(pooledOf(ALICE, { nonce: 3n }))
  expect(heard).toEqual(alice)
})

test('operations keep their order, and stay until a block holds them or they change nothing', () => {
  const { pool } = createWorld()
  const operation = { call: { kind: 'register', args: [ALICE, new Uint8Array(32), 1n, new Uint8Array()] } } as const
  const [first, second, third] = [1, 2, 3].map((byte) => ({ operation, encoded: Uint8Array.of(byte) }))
  for (const pooled of [first!, second!, third!]) pool.addOperation(pooled)
  const given = pool.select(START)
  given.tookOperation(first!)
  given.release()
  const selection = pool.select(START)
  expect(selection.operations()).toEqual([first, second, third])
  selection.tookOperation(first!)
  selection.dropOperation(second!)
  pool.onBlock({ outcomes: [] })
  expect(pool.select(START).operations()).toEqual([third])
})

test('one account can queue thousands in one go, even backwards', () => {
  const { pool, rich } = createWorld({ accountExecutable: 4_096, accountGapped: 4_096 })
  rich(ALICE)
  const backwards = run(ALICE, Array.from({ length: 4_096 }, (_, i) => 4_095 - i))
  for (const pooled of backwards) expect(pool.add(pooled)).toEqual({ ok: true })
  expect([pool.pendingCount(), pool.queuedCount()]).toEqual([4_096, 0])
})
