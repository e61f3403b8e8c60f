import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { equalBytes, executeBlock, headerHash, keccak256, recordKey, systemAddress, UNIT, encodeRlp } from '@distribute/state-machine'
import { createMPT } from '@ethereumjs/mpt'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDatabase } from '../storage/database.ts'
import { hashKey, metaKey, numberKey } from '../storage/tables.ts'
import type { Chain } from './chain.ts'
import type { Sign } from './journal.ts'
import type { Place } from './testing/community.ts'
import { appendBlockOf, appendDeposits, createPlace, depositTo, genesisNamed, memberAddress, mintCall, sealBlock, signItem } from './testing/community.ts'

let place: Place
let chain: Chain
const used: Place[] = []
beforeEach(async () => {
  place = createPlace()
  used.push(place)
  chain = await place.open()
})
afterEach(async () => {
  await chain.close().catch(() => undefined)
  for (const { remove } of used.splice(0)) remove()
})

const reopen = async (): Promise<void> => {
  await chain.close()
  chain = await place.open()
}
const accountKey = (member: number) => recordKey('account', memberAddress(member))
const edit = async (change: (database: Awaited<ReturnType<typeof openDatabase>>) => Promise<void>): Promise<void> => {
  await chain.close()
  const database = await openDatabase(place.directory)
  await change(database)
  await database.close()
}
const put = (key: Uint8Array, value: Uint8Array) => edit(async (database) => {
  const batch = database.batch()
  batch.put(key, value)
  await batch.write({ sync: true })
})

test('a new directory holds block 0 of the genesis, and the same one again', async () => {
  const genesis = chain.head()
  expect(genesis.header).toMatchObject({ number: 0n, time: chain.config.genesis.timestamp, gasLimit: 120_000_000n, baseFee: 1n, beneficiary: `0x${'77'.repeat(20)}` })
  expect(genesis.hash).toEqual(headerHash(genesis.header))
  await reopen()
  expect(chain.head()).toEqual(genesis)
  expect(await chain.headerByHash(genesis.hash)).toMatchObject(genesis)
  expect(await chain.segmentsOf(0n)).toEqual([])
  expect(await chain.transactions(0n)).toEqual([])
})

test('a block and all that belongs to it is there after a start', async () => {
  await appendDeposits(chain, [depositTo(memberAddress(0)), depositTo(memberAddress(1), 5n * UNIT)])
  const items = [
    await signItem(0, { nonce: 0, to: memberAddress(2), value: 1_000n }),
    await signItem(1, { nonce: 0, call: mintCall(UNIT), value: UNIT }),
    await signItem(0, { nonce: 1, legacy: true, call: { kind: 'tokenTransfer', args: [memberAddress(3), UNIT] } }),
  ]
  const block = await appendBlockOf(chain, { items })
  const before = { head: chain.head(), transactions: await chain.transactions(2n), root: chain.tree.root() }
  await reopen()
  expect(chain.head()).toEqual(before.head)
  expect(chain.tree.root()).toEqual(before.root)
  expect(await chain.segmentsOf(2n)).toEqual(block.segments)
  expect(await chain.transactions(2n)).toEqual(before.transactions)
  expect(before.transactions.map(({ type, status, error, from }) => ({ type, status, error, from }))).toEqual([
    { type: 2, status: true, error: undefined, from: memberAddress(0) },
    { type: 2, status: true, error: undefined, from: memberAddress(1) },
    { type: 0, status: false, error: 'InsufficientBalance', from: memberAddress(0) },
  ])
  for (const transaction of before.transactions) {
    expect(await chain.transaction(transaction.hash)).toEqual(transaction)
    expect(await chain.transactionAt(2n, transaction.index)).toEqual(transaction)
    expect(keccak256(transaction.raw)).toEqual(transaction.hash)
  }
  expect(await chain.transaction(new Uint8Array(32))).toBeUndefined()
})

test('deposits stand in blocks as type 0x7e with their entry', async () => {
  await appendDeposits(chain, [depositTo(memberAddress(0), 7n), depositTo(memberAddress(1), 8n)])
  const [first, second] = await chain.transactions(1n)
  expect(first).toMatchObject({ type: 0x7e, to: memberAddress(0), value: 7n, mint: 7n, entryIndex: 0n, status: true, nonce: 0n, firstLog: 0 })
  expect(second).toMatchObject({ type: 0x7e, entryIndex: 1n, firstLog: 1, index: 1 })
  expect(first!.sourceHash).not.toEqual(second!.sourceHash)
})

test("the header's transactions root and hashes are those of its transactions", async () => {
  await appendDeposits(chain, Array.from({ length: 20 }, (_, i) => depositTo(memberAddress(i))))
  const { header } = chain.head()
  const trie = await createMPT()
  for (const { index, raw } of await chain.transactions(1n)) await trie.put(encodeRlp(index === 0 ? new Uint8Array(0) : Uint8Array.of(index)), raw)
  expect(header.transactionsRoot).toEqual(trie.root())
  expect(header.parentHash).toEqual((await chain.headerByNumber(0n))!.hash)
})

test('another directory that runs the segments has the same hashes', async () => {
  await appendDeposits(chain, [depositTo(memberAddress(0)), depositTo(memberAddress(1))])
  await appendBlockOf(chain, { items: [await signItem(1, { nonce: 0, call: mintCall(UNIT), value: UNIT })] })
  const other = createPlace()
  used.push(other)
  const replica = await other.open()
  await replica.inbox.append([depositTo(memberAddress(0)), depositTo(memberAddress(1))])
  for (let number = 1n; number <= 2n; number++) {
    const segments = (await chain.segmentsOf(number))!.map(({ bytes }) => bytes)
    await replica.append(executeBlock(replica.tree, replica.config, replica.inbox.view(), segments))
  }
  expect(replica.head()).toEqual(chain.head())
  await replica.close()
})

test('a block that does not follow is refused, and a failed one leaves the tree as it was', async () => {
  await appendDeposits(chain, [depositTo(memberAddress(0))])
  const root = chain.tree.root()
  const failing: Sign = async () => { throw new RangeError('no key') }
  const block = sealBlock(chain, { items: [await signItem(0, { nonce: 0, to: memberAddress(1), value: 5n })] })
  expect(equalBytes(chain.tree.root(), root)).toBe(false)
  await expect(chain.append(block, failing)).rejects.toThrow('no key')
  expect(chain.tree.root()).toEqual(root)
  await expect(chain.append(block)).rejects.toMatchObject({ code: 'not-next' })
  expect(chain.head().header.number).toBe(1n)
  await appendBlockOf(chain)
  expect(chain.head().header.number).toBe(2n)
})

test('while a block is made the state is that of the head, and nobody else may make one', async () => {
  await appendDeposits(chain, [depositTo(memberAddress(0))])
  const words = chain.state.get(accountKey(0))
  const builder = chain.begin(chain.head().header.time + 1n)
  builder.add(await signItem(0, { nonce: 0, to: memberAddress(1), value: 5n }))
  const block = builder.seal()
  expect(chain.tree.get(accountKey(0))).not.toEqual(words)
  expect(chain.state.get(accountKey(0))).toEqual(words)
  expect(await chain.readAt(1n, (state) => state.get(accountKey(0)))).toEqual(words)
  expect(chain.state.get(accountKey(1))).toBeUndefined()
  expect(() => chain.begin(0n)).toThrow(expect.objectContaining({ code: 'busy' }))
  await expect(chain.rewind(0n)).rejects.toMatchObject({ code: 'busy' })
  const appended = chain.append(block)
  expect(() => chain.begin(0n)).toThrow(expect.objectContaining({ code: 'busy' }))
  await expect(chain.append(block)).rejects.toMatchObject({ code: 'busy' })
  expect(chain.state.get(accountKey(0))).toEqual(words)
  await appended
  expect(chain.state.get(accountKey(0))).not.toEqual(words)
})

test('a builder given up leaves nothing, once', async () => {
  await appendDeposits(chain, [depositTo(memberAddress(0))])
  const root = chain.tree.root()
  const builder = chain.begin(chain.head().header.time + 1n)
  builder.add(await signItem(0, { nonce: 0, to: memberAddress(1), value: 5n }))
  builder.seal()
  builder.abort()
  expect(chain.tree.root()).toEqual(root)
  const next = chain.begin(chain.head().header.time + 1n)
  next.add(await signItem(0, { nonce: 0, to: memberAddress(2), value: 5n }))
  builder.abort()
  await chain.append(next.seal())
  expect(chain.head().header.number).toBe(2n)
})

const promiseOf = (byte: number) => ({ l1Number: 5n, l1Hash: new Uint8Array(32).fill(byte), signature: new Uint8Array(65).fill(byte) })

test('a number is signed once: again for the same block, never for another, whatever was rewound or restarted', async () => {
  await appendDeposits(chain, [depositTo(memberAddress(0)), depositTo(memberAddress(1))])
  let signatures = 0
  const sign: Sign = async () => promiseOf(++signatures)
  const [first, second] = [await signItem(0, { nonce: 0, to: memberAddress(1), value: 5n }), await signItem(1, { nonce: 0, to: memberAddress(0), value: 5n })]
  expect(await chain.highestSigned()).toBe(-1n)
  const signed = await chain.append(sealBlock(chain, { items: [first] }), sign)
  expect(await chain.promiseOf(2n)).toEqual(promiseOf(1))
  await chain.rewind(1n)
  expect(await chain.promiseOf(2n)).toBeUndefined()
  await reopen()
  expect(await chain.highestSigned()).toBe(2n)
  await expect(chain.append(sealBlock(chain, { items: [second] }), sign)).rejects.toMatchObject({ code: 'already-signed' })
  expect((await chain.append(sealBlock(chain, { items: [first] }), sign)).hash).toEqual(signed.hash)
  expect(await chain.promiseOf(2n)).toEqual(promiseOf(1))
  expect(signatures).toBe(1)
})

test('an unsigned block over a signed height may be kept, but not signed later', async () => {
  await appendDeposits(chain, [depositTo(memberAddress(0))])
  await chain.append(sealBlock(chain), async () => promiseOf(1))
  await chain.rewind(0n)
  await appendBlockOf(chain, { entries: 1, items: [await signItem(0, { nonce: 0, to: memberAddress(1), value: 5n })] })
  expect(await chain.promiseOf(1n)).toBeUndefined()
  await expect(chain.append(sealBlock(chain, { items: [await signItem(0, { nonce: 1, to: memberAddress(1), value: 5n })] }), async () => promiseOf(2))).rejects.toMatchObject({ code: 'already-signed' })
})

test('heads are kept, in order, and follow a rewind', async () => {
  for (let i = 0; i < 4; i++) await appendBlockOf(chain)
  const events: string[] = []
  chain.subscribe((event) => events.push(event.type))
  await chain.setHeads({ safe: 3n, finalized: 1n })
  await chain.setHeads({ safe: 3n, finalized: 1n })
  for (const heads of [{ safe: 5n, finalized: 0n }, { safe: 1n, finalized: 2n }, { safe: 1n, finalized: -1n }]) {
    await expect(chain.setHeads(heads)).rejects.toMatchObject({ code: 'bad-heads' })
  }
  await reopen()
  expect(chain.heads()).toEqual({ latest: 4n, safe: 3n, finalized: 1n })
  await expect(chain.rewind(0n)).rejects.toMatchObject({ code: 'below-finalized' })
  await expect(chain.rewind(5n)).rejects.toMatchObject({ code: 'unknown-block' })
  await chain.rewind(2n)
  expect(chain.heads()).toEqual({ latest: 2n, safe: 2n, finalized: 1n })
  expect(events).toEqual(['heads'])
})

test('listeners hear of blocks and rewinds until they stop listening', async () => {
  const events: unknown[] = []
  const stop = chain.subscribe((event) => events.push([event.type, event.type === 'block' ? event.head.header.number : event.type === 'rewind' ? event.to.header.number : undefined]))
  await appendBlockOf(chain)
  await chain.rewind(0n)
  stop()
  await appendBlockOf(chain)
  expect(events).toEqual([['block', 1n], ['rewind', 0n]])
})

test('a directory of another community, of a newer version, or in use is refused', async () => {
  await expect(place.open()).rejects.toMatchObject({ code: 'directory-in-use' })
  await chain.close()
  await expect(place.open({ genesis: genesisNamed('Others') })).rejects.toMatchObject({ code: 'other-community' })
  await put(metaKey('format'), Uint8Array.of(0, 99))
  await expect(place.open()).rejects.toMatchObject({ code: 'newer-format' })
})

test('records that do not have the root of the head are found at the start', async () => {
  await appendDeposits(chain, [depositTo(memberAddress(0))])
  await put(hashKey('record', accountKey(0)), new Uint8Array(192).fill(1))
  await expect(place.open()).rejects.toMatchObject({ code: 'corrupt', remedy: 'reset', message: expect.stringContaining('rebuild from L1') as string })
})

test('a header that does not have its hash, a record of no words, a lost row: each is named', async () => {
  await appendBlockOf(chain)
  const key = numberKey('block', 1n)
  await edit(async (database) => {
    const value = (await database.get(key))!
    value[40]! ^= 1
    const batch = database.batch()
    batch.put(key, value)
    await batch.write({ sync: true })
  })
  await expect(place.open()).rejects.toMatchObject({ code: 'corrupt', table: 'block', key: '0000000000000001' })
  await put(metaKey('head'), Uint8Array.of(1))
  await expect(place.open()).rejects.toMatchObject({ code: 'corrupt', table: 'meta' })
  await put(metaKey('head'), numberKey('meta', 9n).subarray(1))
  await expect(place.open()).rejects.toMatchObject({ code: 'corrupt', table: 'block', key: '0000000000000009' })
})

test('a damaged file of LevelDB stops the start, and nothing stays locked', async () => {
  await appendDeposits(chain, Array.from({ length: 40 }, (_, i) => depositTo(memberAddress(i % 20))))
  await reopen()
  await chain.close()
  for (const file of readdirSync(place.directory).filter((name) => /\.ldb$/.test(name))) writeFileSync(join(place.directory, file), 'gone')
  await expect(place.open()).rejects.toMatchObject({ code: 'corrupt' })
  await expect(place.open()).rejects.toMatchObject({ code: 'corrupt' })
})

test('the inbox keeps entries, their place on L1 and the rolling hash, and is cut only above what was read', async () => {
  const entries = [1n, 2n, 3n].map((block) => depositTo(memberAddress(0), UNIT, block))
  await chain.inbox.append(entries)
  await appendBlockOf(chain, { entries: 2 })
  const rolling = await chain.inbox.rolling()
  await reopen()
  expect(chain.inbox.length).toBe(3n)
  expect(await chain.inbox.rolling()).toEqual(rolling)
  expect(await chain.inbox.entry(2n)).toMatchObject(entries[2]!)
  expect(await chain.inbox.entry(3n)).toBeUndefined()
  expect(chain.inbox.view().entry(1n)).toEqual(entries[1]!.entry)
  expect(chain.inbox.view(1n)).toMatchObject({ length: 1n })
  expect(chain.inbox.view(1n).entry(1n)).toBeUndefined()
  await expect(chain.inbox.truncate(1n)).rejects.toMatchObject({ code: 'entries-in-use' })
  await chain.inbox.truncate(2n)
  expect(chain.inbox.length).toBe(2n)
  await chain.inbox.append([entries[2]!])
  expect(await chain.inbox.rolling()).toEqual(rolling)
  expect(await chain.inbox.rolling(0n)).toEqual(new Uint8Array(32))
})

test('where to rewind to when L1 lost entries', async () => {
  await chain.inbox.append([1n, 2n, 3n].map((block) => depositTo(memberAddress(0), UNIT, block)))
  for (const entries of [1, 0, 2, 0]) await appendBlockOf(chain, { entries })
  expect(await Promise.all([0n, 1n, 2n, 3n, 9n].map((length) => chain.lastBlockWithin(length)))).toEqual([0n, 2n, 2n, 4n, 4n])
  await chain.rewind(2n)
  await chain.inbox.truncate(1n)
  expect(chain.head().cursor).toBe(1n)
})

const hash = (byte: number): Uint8Array => new Uint8Array(32).fill(byte)
const batchOf = (index: bigint, firstBlock: bigint, lastBlock: bigint, byte = 1) => ({
  index, firstBlock, lastBlock, l1Block: 9n, l1Hash: hash(byte), transactionHash: hash(2), parentDataId: hash(3), dataId: hash(4), poster: memberAddress(0), l1Time: 10n,
  inboxLength: 1n, dataRoot: hash(5), segments: 2n, claimId: hash(6), round: 0n, claimant: memberAddress(0), claimTime: 11n, rootsRoot: hash(7), lastRoot: hash(8), cursor: 0n,
})

test('batches are found by index and by block, can change their claim, and are cut', async () => {
  for (const batch of [batchOf(0n, 1n, 0n), batchOf(1n, 1n, 3n), batchOf(2n, 4n, 4n)]) await chain.batches.put(batch)
  await chain.batches.put(batchOf(1n, 1n, 3n, 99))
  await expect(chain.batches.put(batchOf(4n, 5n, 5n))).rejects.toMatchObject({ code: 'not-in-order' })
  await reopen()
  expect(await chain.batches.get(1n)).toEqual(batchOf(1n, 1n, 3n, 99))
  expect(await Promise.all([0n, 1n, 3n, 4n, 5n].map(async (block) => (await chain.batches.ofBlock(block))?.index))).toEqual([undefined, 1n, 1n, 2n, undefined])
  await chain.batches.truncate(2n)
  expect((await chain.batches.last())?.index).toBe(1n)
  expect(await chain.batches.ofBlock(4n)).toBeUndefined()
})

test('a batch that is cut and put again while it is read is there or not, and never half there', async () => {
  await chain.batches.put(batchOf(0n, 1n, 0n))
  let isOver = false
  const seen = new Set<bigint | undefined>()
  const read = async (): Promise<void> => {
    while (!isOver) seen.add((await chain.batches.ofBlock(2n))?.index)
  }
  const readers = Promise.all([read(), read(), read(), read()])
  for (let round = 0; round < 200; round++) {
    await chain.batches.put(batchOf(1n, 1n, 3n))
    await chain.batches.truncate(1n)
  }
  isOver = true
  await readers
  expect([...seen].sort()).toEqual([1n, undefined])
})

test('what a stretch of L1 brought is written as a whole or not at all', async () => {
  await appendBlockOf(chain)
  const update = { entries: [depositTo(memberAddress(0))], batches: [batchOf(0n, 1n, 0n)], meta: { cursor: Uint8Array.of(1, 2) } }
  await chain.updateL1({ ...update, heads: { safe: 1n, finalized: 0n } })
  await expect(chain.updateL1({ ...update, heads: { safe: 9n, finalized: 0n } })).rejects.toMatchObject({ code: 'bad-heads' })
  await expect(chain.updateL1({ ...update, batches: [batchOf(7n, 1n, 1n)] })).rejects.toMatchObject({ code: 'not-in-order' })
  expect(chain.inbox.length).toBe(1n)
  expect(await chain.meta.get('cursor')).toEqual(Uint8Array.of(1, 2))
  await chain.updateL1({ inboxLength: 0n, entries: [depositTo(memberAddress(1)), depositTo(memberAddress(2))], batchesFrom: 0n, batches: [batchOf(0n, 1n, 0n, 5)], meta: { cursor: null } })
  expect(chain.inbox.length).toBe(2n)
  expect((await chain.batches.last())?.l1Hash).toEqual(hash(5))
  expect(await chain.meta.get('cursor')).toBeUndefined()
})

test('the follower cannot write over what the node itself keeps', async () => {
  await chain.meta.put('format', Uint8Array.of(0, 99))
  await reopen()
  expect(await chain.meta.get('format')).toEqual(Uint8Array.of(0, 99))
})

test('system contracts are what logs of members’ calls name', async () => {
  await appendDeposits(chain, [depositTo(memberAddress(0), 5n * UNIT)])
  await appendBlockOf(chain, { items: [await signItem(0, { nonce: 0, call: mintCall(UNIT), value: UNIT })] })
  const [transaction] = await chain.transactions(2n)
  expect(transaction!.logs.map(({ address }) => address)).toContain(systemAddress('token'))
})
