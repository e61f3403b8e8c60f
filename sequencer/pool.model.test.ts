import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Address } from '@distribute/state-machine'
import { budget } from '../test/budget.ts'
import { createPool } from './pool.ts'
import type { Pool, PooledTransaction, PoolOptions, Selection } from './pool-types.ts'
import { addressOf, configOf, createAccounts, ETHER, genesisOf, includedOf, pooledOf, START } from './testing/world.ts'

/** What the pool should hold, as a list that is searched from end to end. */
interface Naive {
  readonly next: Map<Address, bigint>
  held: { readonly pooled: PooledTransaction; gappedAt: bigint | undefined }[]
  taken: PooledTransaction[]
}

interface World {
  readonly pool: Pool
  readonly accounts: ReturnType<typeof createAccounts>
  readonly naive: Naive
  now: bigint
  selection: Selection | undefined
}

const SENDERS = [addressOf(1), addressOf(2), addressOf(3)]
const LIFETIME = 100n

const nonceIn = (naive: Naive, sender: Address): bigint => naive.next.get(sender) ?? 0n
const heldBy = (naive: Naive, sender: Address) => naive.held.filter(({ pooled }) => pooled.sender === sender)

function pendingNonce(naive: Naive, sender: Address): bigint {
  let nonce = nonceIn(naive, sender)
  while (heldBy(naive, sender).some(({ pooled }) => pooled.transaction.nonce === nonce)) nonce++
  return nonce
}

/** Drops what is too low, and notes since when the rest is gapped. */
function tidy({ naive, now }: World): void {
  naive.held = naive.held.filter(({ pooled }) => pooled.transaction.nonce >= nonceIn(naive, pooled.sender))
  for (const one of naive.held) {
    const isGapped = one.pooled.transaction.nonce > pendingNonce(naive, one.pooled.sender)
    if (!isGapped) one.gappedAt = undefined
    else one.gappedAt ??= now
  }
}

function expireNaive(world: World): void {
  world.naive.held = world.naive.held.filter(({ gappedAt }) => gappedAt === undefined || gappedAt >= world.now - LIFETIME)
}

function addNaive(world: World, pooled: PooledTransaction): string {
  const { naive } = world
  const { nonce, feeCap, tipCap } = pooled.transaction
  if (naive.held.some((one) => one.pooled.hash.join() === pooled.hash.join())) return 'AlreadyKnown'
  const taken = BigInt(naive.taken.filter(({ sender }) => sender === pooled.sender).length)
  if (nonce < nonceIn(naive, pooled.sender) + taken) return 'NonceTooLow'
  expireNaive(world)
  const old = heldBy(naive, pooled.sender).find((one) => one.pooled.transaction.nonce === nonce)
  if (old === undefined) naive.held.push({ pooled, gappedAt: undefined })
  else {
    const before = old.pooled.transaction
    const isRaised = feeCap > before.feeCap && tipCap > before.tipCap
    if (!isRaised || feeCap < (before.feeCap * 110n) / 100n || tipCap < (before.tipCap * 110n) / 100n) return 'ReplacementUnderpriced'
    naive.held = naive.held.map((one) => (one === old ? { pooled, gappedAt: undefined } : one))
  }
  tidy(world)
  return 'ok'
}

type Step =
  | { readonly act: 'add'; readonly sender: number; readonly nonce: number | undefined; readonly price: number; readonly salt: number }
  | { readonly act: 'forced'; readonly sender: number; readonly count: number }
  | { readonly act: 'open' | 'release' | 'commit' }
  | { readonly act: 'take'; readonly count: number; readonly fail: boolean }
  | { readonly act: 'wait'; readonly seconds: number }
  | { readonly act: 'rewind'; readonly sender: number; readonly nonce: number }

const sender = fc.nat(2)
/** Mostly the next nonce, so that there is something to take. */
const nonce = fc.option(fc.nat(8), { nil: undefined, freq: 2 })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ act: fc.constant('add' as const), sender, nonce, price: fc.integer({ min: 2, max: 40 }), salt: fc.nat(2) }) },
  { weight: 4, arbitrary: fc.record({ act: fc.constantFrom('open' as const, 'open' as const, 'release' as const, 'commit' as const) }) },
  { weight: 5, arbitrary: fc.record({ act: fc.constant('take' as const), count: fc.nat(6), fail: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('wait' as const), seconds: fc.nat(150) }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('rewind' as const), sender, nonce: fc.nat(8) }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('forced' as const), sender, count: fc.integer({ min: 1, max: 4 }) }) },
)

function createWorld(options: Partial<PoolOptions>): World {
  const accounts = createAccounts()
  for (const sender of SENDERS) accounts.set(sender, { ether: ETHER, credits: 10n ** 9n })
  const world: World = { pool: undefined as never, accounts, naive: { next: new Map(), held: [], taken: [] }, now: START, selection: undefined }
  const clock = { now: () => world.now }
  const dependencies = { state: accounts.reader, config: configOf(genesisOf()), clock, dryRun: () => ({ ok: true as const }) }
  return Object.assign(world, { pool: createPool({ lifetime: LIFETIME, ...options }, dependencies) })
}

/** Takes some into the open block; the last one may turn out to be unpayable, and is dropped. */
function take(world: World, count: number, fail: boolean): void {
  const { selection, naive } = world
  for (let i = 0; selection !== undefined && i < count; i++) {
    const pooled = selection.next()
    const open = SENDERS.filter((sender) => pendingNonce(naive, sender) > nonceIn(naive, sender) + takenBy(naive, sender))
    if (pooled === undefined) return expect(open).toEqual([])
    expect(pooled.transaction.nonce).toBe(nonceIn(naive, pooled.sender) + takenBy(naive, pooled.sender))
    if (!fail || i !== count - 1) naive.taken.push(pooled)
    else {
      selection.skipped('CannotPayFee')
      naive.held = naive.held.filter((one) => one.pooled !== pooled)
      tidy(world)
    }
  }
}

const takenBy = (naive: Naive, sender: Address): bigint => BigInt(naive.taken.filter((pooled) => pooled.sender === sender).length)

function commit(world: World): void {
  const { naive, pool, accounts } = world
  for (const { sender, transaction } of naive.taken) naive.next.set(sender, transaction.nonce + 1n)
  for (const sender of SENDERS) accounts.set(sender, { nonce: nonceIn(naive, sender) })
  pool.onBlock({ outcomes: naive.taken.map((pooled) => includedOf(pooled)) })
  naive.taken = []
  world.selection = undefined
  tidy(world)
}

/** A block of another origin: it holds transactions of the sender that the pool has never seen. */
function force(world: World, from: Address, count: number): void {
  if (world.selection !== undefined) return
  const { naive, pool, accounts } = world
  const forced = Array.from({ length: count }, (_, i) => pooledOf(from, { nonce: nonceIn(naive, from) + BigInt(i), value: 99n }))
  naive.next.set(from, nonceIn(naive, from) + BigInt(count))
  accounts.set(from, { nonce: nonceIn(naive, from) })
  pool.onBlock({ outcomes: forced.map((pooled) => includedOf(pooled, { source: 'forced' })) })
  tidy(world)
}

function rewind(world: World, sender: Address, nonce: bigint): void {
  const { naive, pool, accounts } = world
  const to = nonce < nonceIn(naive, sender) ? nonce : nonceIn(naive, sender)
  const back = Array.from({ length: Number(nonceIn(naive, sender) - to) }, (_, i) => pooledOf(sender, { nonce: to + BigInt(i) }))
  naive.next.set(sender, to)
  naive.taken = []
  world.selection = undefined
  accounts.set(sender, { nonce: to })
  pool.onRewind(back)
  tidy(world)
  for (const pooled of back) addNaive(world, pooled)
}

function run(world: World, one: Step): void {
  const { naive, pool } = world
  switch (one.act) {
    case 'add': {
      const from = SENDERS[one.sender]!
      const at = one.nonce === undefined ? pendingNonce(naive, from) : BigInt(one.nonce)
      const price = BigInt(one.price)
      const pooled = pooledOf(from, { nonce: at, feeCap: price, tipCap: price, value: BigInt(one.salt) })
      const added = pool.add(pooled)
      return expect(added.ok ? 'ok' : added.error.name).toBe(addNaive(world, pooled))
    }
    case 'open':
      if (world.selection !== undefined) return expect(() => pool.select(world.now)).toThrow('a block is being made')
      expireNaive(world)
      world.selection = pool.select(world.now)
      return
    case 'take':
      return take(world, one.count, one.fail)
    case 'release':
      world.selection?.release()
      world.selection = undefined
      naive.taken = []
      return
    case 'commit':
      return commit(world)
    case 'wait':
      world.now += BigInt(one.seconds)
      return
    case 'forced':
      return force(world, SENDERS[one.sender]!, one.count)
    case 'rewind':
      return rewind(world, SENDERS[one.sender]!, BigInt(one.nonce))
  }
}

const names = (pooled: readonly PooledTransaction[]): string[] => pooled.map(({ hash }) => hash.join())

function compare({ pool, naive }: World): void {
  for (const sender of SENDERS) {
    const held = heldBy(naive, sender).sort((a, b) => Number(a.pooled.transaction.nonce - b.pooled.transaction.nonce))
    const ready = held.filter(({ gappedAt }) => gappedAt === undefined).map(({ pooled }) => pooled)
    const gapped = held.filter(({ gappedAt }) => gappedAt !== undefined).map(({ pooled }) => pooled)
    const content = pool.contentOf(sender)
    expect(names(content.pending)).toEqual(names(ready))
    expect(names(content.queued)).toEqual(names(gapped))
    expect(pool.nonceOf(sender)).toBe(pendingNonce(naive, sender))
    for (const { pooled } of held) expect(pool.get(pooled.hash)).toBe(pooled)
  }
  const gapped = naive.held.filter(({ gappedAt }) => gappedAt !== undefined).length
  expect([pool.pendingCount(), pool.queuedCount()]).toEqual([naive.held.length - gapped, gapped])
}

test('holds what a naive list holds, whatever comes in, is taken, dropped, expires or is rewound', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80, size: 'max' }), (steps) => {
      const world = createWorld({})
      for (const one of steps) {
        run(world, one)
        compare(world)
      }
    }),
    { numRuns: budget(100) },
  )
})

test('never holds more than its limits, and takes what fits whenever something worth less is there', () => {
  const limits = { total: 12, totalGapped: 5, accountSlots: 2, accountExecutable: 9, accountGapped: 3 }
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const { pool, accounts } = createWorld(limits)
      const selection = { open: undefined as Selection | undefined }
      for (const one of steps) {
        if (one.act === 'open') selection.open ??= pool.select(START)
        if (one.act === 'take') for (let i = 0; i < one.count; i++) selection.open?.next()
        if (one.act === 'release') {
          selection.open?.release()
          selection.open = undefined
        }
        if (one.act === 'rewind') accounts.set(addressOf(4), { ether: ETHER, credits: 10n ** 9n })
        if (one.act !== 'add') continue
        const sender = [...SENDERS, addressOf(4)][(one.sender + one.salt) % 4]!
        const before = pool.contentOf(sender)
        const gapped = pool.queuedCount()
        const at = one.nonce === undefined ? pool.nonceOf(sender) : BigInt(one.nonce)
        const isExecutable = at === pool.nonceOf(sender)
        const added = pool.add(pooledOf(sender, { nonce: at }))
        if (!added.ok && added.error.name === 'PoolFull' && isExecutable) expect(gapped).toBe(0)
        if (added.ok && isExecutable) expect(pool.contentOf(sender).pending.length).toBeGreaterThan(before.pending.length)
        const content = pool.content()
        expect(pool.pendingCount()).toBe(content.reduce((sum, { pending }) => sum + pending.length, 0))
        expect(pool.queuedCount()).toBe(content.reduce((sum, { queued }) => sum + queued.length, 0))
        expect(pool.pendingCount() + pool.queuedCount()).toBeLessThanOrEqual(limits.total)
        expect(pool.queuedCount()).toBeLessThanOrEqual(limits.totalGapped)
        for (const { queued } of content) expect(queued.length).toBeLessThanOrEqual(limits.accountGapped)
        // Gapped ones that move up together may pass the limit; one by one they do not.
        for (const { pending } of content) expect(pending.length).toBeLessThanOrEqual(limits.accountExecutable + limits.accountGapped)
      }
    }),
    { numRuns: budget(300) },
  )
})

test('accounts take turns: none is two ahead of another that still has something', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 8 }), fc.nat(30), (counts, first) => {
      const accounts = createAccounts()
      const dependencies = { state: accounts.reader, config: configOf(genesisOf()), clock: { now: () => START }, dryRun: () => ({ ok: true as const }) }
      const pool = createPool({}, dependencies)
      counts.forEach((count, i) => {
        accounts.set(addressOf(i), { ether: ETHER, credits: 10n ** 9n })
        for (let nonce = 0; nonce < count; nonce++) pool.add(pooledOf(addressOf(i), { nonce: BigInt(nonce) }))
      })
      const turns = counts.map(() => 0)
      const drain = (selection: Selection, most: number): PooledTransaction[] => {
        const taken: PooledTransaction[] = []
        for (let pooled = selection.next(); pooled !== undefined; pooled = selection.next()) {
          const who = Number(BigInt(pooled.sender)) - 0x1000
          turns[who]!++
          taken.push(pooled)
          const behind = turns.filter((count, i) => count < counts[i]!)
          if (behind.length > 0) expect(Math.max(...turns) - Math.min(...behind)).toBeLessThanOrEqual(1)
          if (taken.length === most) break
        }
        return taken
      }
      // A block that is given up changes nothing; one that stands goes on where it ended.
      const given = drain(pool.select(START), first)
      const order = names(given)
      pool.onRewind([])
      turns.fill(0)
      const again = drain(pool.select(START), first)
      expect(names(again)).toEqual(order)
      pool.onBlock({ outcomes: again.map((pooled) => includedOf(pooled)) })
      drain(pool.select(START), Infinity)
      expect(turns).toEqual(counts)
    }),
    { numRuns: budget(200) },
  )
})
