import { describe, expect, test } from 'vitest'
import { budget } from '../../test/budget.ts'
import type { Address } from '../codec/address.ts'
import { bigintToBytes, toHex } from '../codec/bytes.ts'
import type { InboxEntry } from '../codec/entry.ts'
import { decodeSegment } from '../codec/segment.ts'
import { encodeTransaction } from '../codec/transaction.ts'
import { SEGMENT } from '../params.ts'
import { accountOf } from '../state/account.ts'
import type { Write } from '../state/ledger.ts'
import { claimedBy, depositOf, genesisTree, inboxOf } from '../testing/chain.ts'
import { oneIn, pick, randomEntry, randomItem, recoverTraffic } from '../testing/traffic.ts'
import { addressOf, ALICE, BOB, ETHER, genesisOf, START } from '../testing/world.ts'
import { createRandom, type Random } from '../tree/testing/scenario.ts'
import { createBlockBuilder, executeBlock, splitBlocks, type BlockBuilder, type ExecutedBlock } from './block.ts'
import { executeSegment, type Inbox } from './segment.ts'

const OPTIONS = { t: START, segmentMaxBytes: SEGMENT.maxBytes }

const setUp = (entries: InboxEntry[] = [], parameters: Parameters<typeof genesisOf>[0] = {}) => {
  const genesis = genesisOf(parameters)
  return { tree: genesisTree(genesis), config: { genesis, recover: recoverTraffic }, entries, inbox: inboxOf(entries) }
}
const rich = (count: number) => Array.from({ length: count }, (_, i) => depositOf(addressOf(i), ETHER))
const transfer = (sender: Address, nonce = 0n) =>
  ({ type: 'transaction', transaction: claimedBy(sender, { nonce, to: BOB, value: 1n }) }) as const
const bytesOf = (block: ExecutedBlock) => block.segments.map(({ bytes }) => bytes)
const byKey = (writes: readonly Write[]) => writes.map(({ key, words, previous }) => [toHex(key), toHex(words), previous]).sort()

describe('the builder', () => {
  test('makes the block that its bytes make', () => {
    const { tree, config, inbox } = setUp(rich(6))
    const replica = setUp(rich(6))
    const builder = createBlockBuilder(tree, config, inbox, { ...OPTIONS, t: START + 5n })
    builder.readEntries(6)
    expect(builder.add(transfer(addressOf(1)))).toMatchObject({ included: true })
    expect(builder.add(transfer(addressOf(1)))).toEqual({ included: false, reason: 'WrongNonce' })
    const sealed = builder.seal()
    expect(sealed).toMatchObject({ number: 1n, time: START + 5n, cursor: 6n })
    expect(sealed.outcomes.map(({ source }) => source)).toEqual([...Array<string>(6).fill('deposit'), 'transaction'])
    expect(bytesOf(sealed).map((bytes) => decodeSegment(bytes)).map(({ head, count, items }) => [head.inbox, head.last, count, items.length])).toEqual([
      [true, false, 4, 0], [true, false, 2, 0], [false, true, 0, 1],
    ])
    expect(executeBlock(replica.tree, config, inbox, bytesOf(sealed))).toEqual(sealed)
    expect(replica.tree.root()).toEqual(tree.root())
  })

  test('passes on what is known of a transaction, and asks for nothing that is not', () => {
    const { tree, config, inbox } = setUp(rich(2))
    const builder = createBlockBuilder(tree, config, inbox, OPTIONS)
    builder.readEntries(2)
    const [raw, hash] = [Uint8Array.of(1), Uint8Array.of(2)]
    expect(builder.add(transfer(addressOf(0)), { raw, hash })).toMatchObject({ included: true, sender: addressOf(0), raw, hash })
    const outcome = builder.add(transfer(addressOf(1)))
    expect(outcome).toMatchObject({ included: true, sender: addressOf(1) })
    expect(outcome.included && (outcome.raw ?? outcome.hash)).toBeUndefined()
  })

  test('asks for no more entries than there are, so that a longer inbox changes nothing', () => {
    const { tree, config, inbox, entries } = setUp(rich(2))
    const replica = setUp()
    const builder = createBlockBuilder(tree, config, inbox, OPTIONS)
    builder.readEntries(7)
    const sealed = builder.seal()
    entries.push(...rich(5))
    expect(executeBlock(replica.tree, config, inbox, bytesOf(sealed))).toEqual(sealed)
    expect(sealed.cursor).toBe(2n)
  })

  test('cuts at sixteen items, and says how large it is', () => {
    const { tree, config, inbox } = setUp(rich(40))
    const builder = createBlockBuilder(tree, config, inbox, OPTIONS)
    builder.readEntries(40)
    for (let i = 0; i < 33; i++) builder.add(transfer(addressOf(i)))
    expect(builder.size).toBe(33)
    const before = builder.bytes
    const sealed = builder.seal()
    expect(sealed.segments.map(({ bytes }) => decodeSegment(bytes).items.length).slice(10)).toEqual([16, 16, 1])
    expect(before).toBe(sealed.segments.reduce((sum, { bytes }) => sum + bytes.length, 0))
  })

  test.each([4_096, 2_046, 700])('cuts at %s bytes', (segmentMaxBytes) => {
    const { tree, config, inbox } = setUp(rich(40))
    const builder = createBlockBuilder(tree, config, inbox, { t: START, segmentMaxBytes })
    builder.readEntries(40)
    const size = encodeTransaction(transfer(addressOf(1)).transaction).length + 2
    for (let i = 0; i < 40; i++) builder.add(transfer(addressOf(i)))
    const lengths = builder.seal().segments.map(({ bytes }) => bytes.length).slice(10)
    const most = Math.min(SEGMENT.transactions, Math.floor((segmentMaxBytes - SEGMENT.headBytes) / size))
    expect(lengths.slice(0, -1).every((length) => length === SEGMENT.headBytes + most * size)).toBe(true)
    expect(Math.max(...lengths)).toBeLessThanOrEqual(segmentMaxBytes)
  })

  test('cuts at 48 records', () => {
    const { tree, config, inbox } = setUp(rich(40))
    const builder = createBlockBuilder(tree, config, inbox, OPTIONS)
    builder.readEntries(40)
    for (let i = 0; i < 8; i++) {
      const call = { kind: 'finishRecovery', args: [ALICE] } as const
      builder.add({ type: 'transaction', transaction: claimedBy(addressOf(i), { call }) })
    }
    expect(builder.seal().segments.map(({ bytes }) => decodeSegment(bytes).items.length).slice(10)).toEqual([6, 2])
  })

  test('what is skipped takes no room', () => {
    const { tree, config, inbox } = setUp(rich(8))
    const builder = createBlockBuilder(tree, config, inbox, OPTIONS)
    builder.readEntries(8)
    const item = (i: number, nonce: bigint) =>
      ({ type: 'transaction', transaction: claimedBy(addressOf(i), { nonce, call: { kind: 'finishRecovery', args: [ALICE] } }) }) as const
    for (let i = 0; i < 20; i++) expect(builder.add(item(i % 8, 5n))).toEqual({ included: false, reason: 'WrongNonce' })
    for (let i = 0; i < 6; i++) expect(builder.add(item(i, 0n))).toMatchObject({ included: true })
    expect(builder.size).toBe(6)
    expect(builder.seal().segments.map(({ bytes }) => decodeSegment(bytes).items.length)).toEqual([0, 0, 6])
  })

  test('an empty block is one empty segment', () => {
    const { tree, config, inbox } = setUp()
    const sealed = createBlockBuilder(tree, config, inbox, OPTIONS).seal()
    expect(sealed.segments.map(({ bytes }) => [...bytes])).toEqual([[1, ...bigintToBytes(START, 5)]])
    expect(executeBlock(setUp().tree, config, inbox, bytesOf(sealed))).toEqual(sealed)
  })

  test('takes a block back without a trace', () => {
    const { tree, config, inbox } = setUp(rich(8))
    createSealed(tree, config, inbox)
    const before = tree.root()
    const size = tree.size
    const builder = createBlockBuilder(tree, config, inbox, OPTIONS)
    builder.readEntries(4)
    for (let i = 0; i < 20; i++) builder.add(transfer(addressOf(i % 4), 1n + BigInt(Math.floor(i / 4))))
    builder.abort()
    expect(tree.root()).toEqual(before)
    expect(tree.size).toBe(size)
  })
})

function createSealed(tree: ReturnType<typeof genesisTree>, config: Parameters<typeof createBlockBuilder>[1], inbox: Inbox) {
  const builder = createBlockBuilder(tree, config, inbox, OPTIONS)
  builder.readEntries(4)
  for (let i = 0; i < 4; i++) builder.add(transfer(addressOf(i)))
  return builder.seal()
}

describe('executeBlock', () => {
  test('needs a segment', () => {
    const { tree, config, inbox } = setUp()
    expect(() => executeBlock(tree, config, inbox, [])).toThrow(expect.objectContaining({ code: 'NoSegments' }))
  })
})

test('splitBlocks cuts behind each last flag, and keeps a tail without one', () => {
  const [more, last, both] = [Uint8Array.of(0), Uint8Array.of(1, 5), Uint8Array.of(0xff)]
  const none = new Uint8Array(0)
  expect(splitBlocks([])).toEqual([])
  expect(splitBlocks([last])).toEqual([[last]])
  expect(splitBlocks([more, last, both, last, more, none])).toEqual([[more, last], [both], [last], [more, none]])
})

/** Fills a block with whatever comes; counts nonces as the builder accepts them. */
function fill(builder: BlockBuilder, random: Random, nonces: Map<Address, bigint>): void {
  builder.readEntries(random(11))
  const options = { now: builder.time, nonceOf: (account: Address) => nonces.get(account) ?? 0n }
  for (let i = random(40); i > 0; i--) {
    const item = randomItem(random, options)
    const outcome = builder.add(item)
    if (outcome.included && item.type === 'transaction') nonces.set(outcome.sender, item.transaction.nonce + 1n)
    if (oneIn(random, 25)) builder.readEntries(1 + random(5))
  }
}

function expectLimits(block: ExecutedBlock, segmentMaxBytes: number): void {
  block.segments.forEach(({ bytes }, i) => {
    const { head, items, count } = decodeSegment(bytes)
    expect(head.last).toBe(i === block.segments.length - 1)
    expect(items.length).toBeLessThanOrEqual(SEGMENT.transactions)
    expect(count).toBeLessThanOrEqual(SEGMENT.entries)
    expect(bytes.length).toBeLessThanOrEqual(segmentMaxBytes)
  })
}

/** Blocks of random traffic on one chain, each run again by a replica in one piece and by another segment by segment. */
function history(seed: number, blocks: number): { readonly included: number; readonly skipped: number; readonly failed: number } {
  const random = createRandom(seed)
  const { tree, config, inbox, entries } = setUp([], { inboxDelay: 500n, feeToPool: BigInt(random(2)), poolMemory: BigInt(random(2)) * 3_600n })
  const [replica, slow] = [genesisTree(config.genesis), genesisTree(config.genesis)]
  const counts = { included: 0, skipped: 0, failed: 0 }
  let t = START
  for (let number = 0; number < blocks; number++) {
    t += BigInt(oneIn(random, 6) ? random(3_000_000) : random(200))
    const nonces = new Map<Address, bigint>()
    const nonceOf = (account: Address) => nonces.get(account) ?? accountOf(tree, account).nonce
    for (let i = random(8); i > 0; i--) entries.push(randomEntry(random, t, { now: t, nonceOf }))
    const segmentMaxBytes = pick(random, [4_096, 2_046, 1_600])
    const builder = createBlockBuilder(tree, config, inbox, { t, segmentMaxBytes })
    const before = tree.root()
    for (const account of Array.from({ length: 6 }, (_, i) => addressOf(i))) nonces.set(account, accountOf(tree, account).nonce)
    fill(builder, random, nonces)
    if (oneIn(random, 6)) {
      builder.abort()
      expect(tree.root()).toEqual(before)
      continue
    }
    const sealed = builder.seal()
    expectLimits(sealed, segmentMaxBytes)
    // By the time it is posted, the inbox may be longer.
    const later = oneIn(random, 2) ? inbox : inboxOf([...entries, depositOf(ALICE, 1n, t)])
    const { writes, ...again } = executeBlock(replica, config, later, bytesOf(sealed))
    const { writes: expected, ...block } = sealed
    expect(again).toEqual(block)
    expect(byKey(writes)).toEqual(byKey(expected))
    for (const { bytes, root } of sealed.segments) {
      const { writes: some, outcomes } = executeSegment(slow, bytes, later, config)
      slow.apply(some)
      expect(slow.root()).toEqual(root)
      // What the builder puts into a transaction segment is never skipped.
      counts.skipped += outcomes.filter(({ included }) => !included).length
      if (!decodeSegment(bytes).head.inbox) expect(outcomes.every(({ included }) => included)).toBe(true)
    }
    counts.included += sealed.outcomes.length
    counts.failed += sealed.outcomes.filter(({ success }) => !success).length
  }
  return counts
}

test('builder, replica and single segments agree on random traffic', () => {
  const runs = budget(40)
  const totals = { included: 0, skipped: 0, failed: 0 }
  const first = Math.floor(Math.random() * 2 ** 31)
  for (let i = 0; i < runs; i++) {
    const seed = first + i
    try {
      const counts = history(seed, 12)
      for (const name of ['included', 'skipped', 'failed'] as const) totals[name] += counts[name]
    } catch (error) {
      throw new Error(`seed ${seed}`, { cause: error })
    }
  }
  // Traffic that mostly fails would show nothing.
  expect(totals.included - totals.failed).toBeGreaterThan(runs * 20)
  expect(totals.failed).toBeGreaterThan(0)
  expect(totals.skipped).toBeGreaterThan(0)
})
