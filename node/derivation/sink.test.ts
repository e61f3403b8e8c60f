import { afterEach, beforeEach, expect, test } from 'vitest'
import { keccak256, type PostedBatch } from '@distribute/state-machine'
import { isWhole, type LoggedBatch, type LoggedEntry } from '@distribute/bridge-contracts'
import type { Chain } from '../chain/chain.ts'
import { createPlace, depositTo, GENESIS_TIME, memberAddress, sealBlock, type Place } from '../chain/testing/community.ts'
import type { Checkpoint } from '../l1/checkpoints.ts'
import type { L1Range } from '../l1/read-range.ts'
import type { L1Sight } from '../l1/sight.ts'
import { createSink, type Sink } from './sink.ts'

let place: Place
let chain: Chain
let sink: Sink

const openBatch = async (logged: LoggedBatch): Promise<LoggedBatch<PostedBatch>> => (isWhole(logged) ? logged : expect.unreachable())
const open = async (keepsUnposted = true): Promise<void> => {
  chain = await place.open()
  const options = { l1ChainId: 1n, rollup: memberAddress(9), deployed: block(0), window: 60n, keepsUnposted }
  const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }
  sink = await createSink(options, {
    chain, log, exclusively: (work) => work(), onWrongRoot: () => undefined, onReorg: () => undefined, onClaims: () => undefined, openBatch,
    rewindChain: async (to) => {
      await chain.forgetSigned(to + 1n)
      await chain.rewind(to)
    },
  })
}

beforeEach(async () => {
  place = createPlace()
  await open()
})
afterEach(async () => {
  await chain.close()
  place.remove()
})

/** A block of an L1 that has branches; every name is another hash. */
const block = (number: number, branch = 'a'): Checkpoint => ({ number: BigInt(number), hash: keccak256(new TextEncoder().encode(`${branch} ${number}`)) })
const entryOf = (index: number, l1Block: Checkpoint, value = 1n): LoggedEntry => {
  const { entry } = depositTo(memberAddress(0), value)
  return { index: BigInt(index), entry, place: { blockNumber: l1Block.number, blockHash: l1Block.hash, transactionHash: keccak256(Uint8Array.of(index)), logIndex: 0 } }
}
const range = (upTo: Checkpoint, entries: readonly LoggedEntry[] = [], batches: readonly LoggedBatch[] = []): L1Range => ({ entries, batches, events: [], upTo })
/** An L1 whose blocks from 1 on are these branches', its safe head at `safe`. */
const l1 = (branches: string, safe = branches.length): L1Sight => ({
  latest: { ...block(branches.length, branches.at(-1)), time: GENESIS_TIME + BigInt(branches.length) },
  safe: async () => ({ ...block(safe, branches[safe - 1]), time: GENESIS_TIME }),
  isCanonical: async ({ number, hash }) => Buffer.from(block(Number(number), branches[Number(number) - 1]).hash).equals(Buffer.from(hash)),
})
const sign = (origin: Checkpoint) => async () => ({ l1Number: origin.number, l1Hash: origin.hash, signature: new Uint8Array(65) })
const build = async (origin: Checkpoint, entries = 0): Promise<void> => void (await chain.append(sealBlock(chain, { entries }), sign(origin)))

test('a promise on an L1 block that stands is never given up, even if what its block read is gone', async () => {
  await sink.take(range(block(1), [entryOf(0, block(1))]), l1('a'))
  await build(block(0), 1)
  const head = chain.head().hash
  const lost = { ancestor: block(0), lost: block(1) }
  const sight = { ...l1('bbb'), isCanonical: async ({ number }: Checkpoint) => number === 0n }
  await expect(sink.rewind(lost, sight)).rejects.toMatchObject({ code: 'PromiseBinds', action: 'stop' })
  expect(chain.head().hash).toEqual(head)
  expect(await chain.highestSigned()).toBe(1n)
})

test('a promise is given up only when L1’s safe head has passed the fork', async () => {
  await sink.take(range(block(1)), l1('a'))
  await sink.take(range(block(2), [entryOf(0, block(2))]), l1('aa'))
  await build(block(1))
  await build(block(2), 1)
  await build(block(2))
  const fork = { ancestor: block(1), lost: block(2) }
  await expect(sink.rewind(fork, l1('abb', 1))).rejects.toMatchObject({ code: 'Unsettled', action: 'retry' })
  expect(chain.head().header.number).toBe(3n)
  // L1 returns to the first branch: nothing has happened.
  await sink.take(range(block(3)), l1('aaa'))
  expect(await chain.highestSigned()).toBe(3n)
  const again = { ancestor: block(1), lost: block(2) }
  await sink.rewind(again, l1('abb', 2))
  expect(chain.head().header.number).toBe(1n)
  expect(await chain.highestSigned()).toBe(1n)
  expect(sink.checkpoints()).toEqual([block(0), block(1)])
})

test('an entry lost unread costs no block', async () => {
  await sink.take(range(block(1), [entryOf(0, block(1))]), l1('a'))
  await build(block(1), 1)
  await sink.take(range(block(2), [entryOf(1, block(2))]), l1('aa'))
  await build(block(2))
  const head = chain.head().hash
  await sink.rewind({ ancestor: block(1), lost: block(2) }, l1('abb', 1))
  expect(chain.head().hash).toEqual(head)
  expect(chain.inbox.length).toBe(1n)
})

test('what a read left behind that failed half-way goes when L1 turns out not to have it', async () => {
  await sink.take(range(block(1)), l1('a'))
  const stray = { batch: { index: 1n, parent: new Uint8Array(32), roots: [], segments: [], claimant: memberAddress(1), poster: memberAddress(1), l1Time: 0n, inboxLength: 0n, cursor: 0n }, ids: { dataId: new Uint8Array(32), claimId: new Uint8Array(32) } }
  const wrong = { ...stray, l1Block: block(2), place: entryOf(0, block(2)).place }
  await expect(sink.take(range(block(2), [entryOf(0, block(2)), entryOf(1, block(2))], [wrong]), l1('aa'))).rejects.toThrow('do not fit')
  expect(chain.inbox.length).toBe(2n)
  await chain.close()
  await open()
  // In the meantime L1 has another second entry, or none.
  await sink.take(range(block(2, 'b'), [entryOf(0, block(2, 'b')), entryOf(1, block(2, 'b'), 9n)]), l1('ab'))
  expect((await chain.inbox.entry(1n))?.entry.value).toBe(9n)
  await expect(sink.take(range(block(3, 'b'), [entryOf(2, block(3, 'b'))], [wrong]), l1('abb'))).rejects.toThrow('do not fit')
  await sink.take(range(block(3, 'c')), l1('abc'))
  expect(chain.inbox.length).toBe(2n)
  expect(await sink.known(3n)).toMatchObject({ entries: 2n, batches: 1n })
})

test('an entry that a block read, and that a failed read left behind, is kept until L1 shows another', async () => {
  await sink.take(range(block(1)), l1('a'))
  await sink.take(range(block(2), [entryOf(0, block(2))]), l1('aa'))
  await build(block(2), 1)
  await sink.reread()
  expect(sink.readFrom(block(2))).toEqual(block(0))
  // The same again changes nothing, and a run that ends before it says nothing about it.
  await sink.take(range(block(1)), l1('aa'))
  expect(chain.inbox.length).toBe(1n)
  await sink.take(range(block(2), [entryOf(0, block(2))]), l1('aa'))
  expect(chain.head().header.number).toBe(1n)
  await sink.reread()
  await sink.take(range(block(3, 'b')), l1('bbb', 3))
  expect([chain.inbox.length, chain.head().header.number]).toEqual([0n, 0n])
})

test('many L1 blocks were read at once, and the reorg is shallower: what an entry that stands gave is kept, also where its promise is on another disk', async () => {
  await sink.take(range(block(3), [entryOf(0, block(1)), entryOf(1, block(3))]), l1('aaa'))
  const restored = async (entries: number): Promise<void> => void (await chain.append(sealBlock(chain, { entries })))
  await restored(1)
  const kept = chain.head().hash
  await restored(1)
  await sink.rewind({ ancestor: block(0), lost: block(3) }, l1('aabb', 4))
  expect([chain.inbox.length, chain.head().hash]).toEqual([1n, kept])
  await sink.take(range(block(4, 'b'), [entryOf(0, block(1)), entryOf(1, block(4, 'b'))]), l1('aabb', 4))
  expect([chain.inbox.length, chain.head().hash]).toEqual([2n, kept])
})

test('something was missing just before an L1 reorg: it goes back to the newest block that L1 has, and a promise on that one stands', async () => {
  await sink.take(range(block(1)), l1('a'))
  await sink.take(range(block(2), [entryOf(0, block(2))]), l1('aa'))
  await build(block(2), 1)
  await sink.take(range(block(3)), l1('aaa'))
  await sink.reread()
  expect(sink.readFrom(block(3))).toEqual(block(0))
  expect(sink.checkpoints()).toEqual([block(0), block(1), block(2), block(3)])
  await sink.rewind({ ancestor: block(2), lost: block(3) }, l1('aabb', 4))
  expect([chain.inbox.length, chain.head().header.number]).toEqual([1n, 1n])
  // It is read again from further back all the same.
  expect(sink.readFrom(block(2))).toEqual(block(0))
  await sink.take(range(block(4, 'b'), [entryOf(0, block(2))]), l1('aabb', 4))
  expect(sink.readFrom(block(4, 'b'))).toEqual(block(4, 'b'))
  expect([chain.inbox.length, chain.head().header.number]).toEqual([1n, 1n])
})

test('an entry that is older than any unknown one could be: blocks whose times it changes give way', async () => {
  await sink.take(range(block(1)), l1('a'))
  const late = (): Promise<unknown> => chain.append(chain.begin(GENESIS_TIME + 50_000n).seal(), sign(block(1)))
  await build(block(1))
  await late()
  await late()
  // An entry of the genesis time has a deadline that two of the three blocks have passed.
  await sink.take(range(block(2, 'b'), [entryOf(0, block(2, 'b'))]), { ...l1('bb', 2), isCanonical: async () => false })
  expect(chain.head().header.number).toBe(1n)
  expect(await chain.highestSigned()).toBe(1n)
})
