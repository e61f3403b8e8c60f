import {
  batchIds, bigintToBytes, encodeInboxSegment, encodeTransactionSegment, genesisDataId, genesisHash, isPosted, SEGMENT, ZERO_HASH, claimId,
} from '@distribute/state-machine'
import type { Address } from '@distribute/state-machine'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { depositCall } from '../client/inbox-calls.ts'
import { genesisClaim } from '../client/claims.ts'
import { keepBlockHashCall, postBatchCall, withdrawStakeCall } from '../client/rollup-calls.ts'
import type { BatchToPost } from '../client/rollup-calls.ts'
import { readPostedBatches } from '../client/rollup-logs.ts'
import { readBatch, readBatchCounts, readIsFinal, readKeptBlockHash, readStake } from '../client/rollup-reads.ts'
import { hexOf } from '../client/values.ts'
import { addressOfWallet, startAnvil } from './testing/anvil.ts'
import type { Anvil } from './testing/anvil.ts'
import { emptyBlock, filler, INBOX_DELAY, l1Time, pass, run, startCommunity, TERMS } from './testing/community.ts'
import type { BatchOptions, Community } from './testing/community.ts'
import { expectRevert } from './testing/reverts.ts'

/** EIP-2935: hashes of the last so many blocks, by number modulo their number. */
const HISTORY = '0x0000F90827F1C53a10cb7A02335B175320002935'
const HISTORY_LENGTH = 8_191n

let anvil: Anvil
let community: Community
let rollup: Address

beforeAll(async () => {
  anvil = await startAnvil()
})
afterAll(() => anvil.close())

/** A community of its own for each test that moves the head. */
async function fresh(): Promise<void> {
  community = await startCommunity(anvil)
  rollup = community.deployment.contracts.rollup
}

const send = (batch: BatchToPost, wallet = community.poster) => run(anvil, wallet, postBatchCall(rollup, batch))
const refused = async (name: string, change: Partial<BatchToPost>, options?: BatchOptions, args?: readonly unknown[]) =>
  expectRevert(send({ ...(await community.prepare(options)), ...change }), name, args)

test('genesis is batch 0, bound to this L1 and this contract, and final from the start', async () => {
  await fresh()
  const { l1ChainId, genesisRoot } = community.deployment
  const claim = genesisClaim({ l1ChainId, rollup, genesis: community.genesis, genesisRoot })
  expect(claim.dataId).toEqual(genesisDataId({ chainId: l1ChainId, rollup, genesisHash: genesisHash(community.genesis) }))
  const kept = { dataId: claim.dataId, claimId: claimId(claim), claimTime: 0n }
  expect(await readBatch(anvil.reader, rollup, 0n)).toEqual(kept)
  expect(await readBatch(anvil.reader, rollup, 1n)).toBeUndefined()
  expect(await readBatchCounts(anvil.reader, rollup)).toEqual({ batches: 1n, claims: 1n })
  expect(await readIsFinal(anvil.reader, rollup, { index: 0n, claimId: kept.claimId })).toBe(true)
  expect(await readIsFinal(anvil.reader, rollup, { index: 0n, claimId: filler(1) })).toBe(false)
})

test('batches follow each other, and their ids are those of the codec', async () => {
  await fresh()
  for (const count of [1, 2, 5]) {
    const t = await l1Time(anvil)
    const open = encodeTransactionSegment({ last: false, inbox: false, t }, [filler(count)])
    const batch = await community.prepare({ segments: [...Array<Uint8Array>(count - 1).fill(open), emptyBlock(t)] })
    const before = community.head()
    const logged = await community.post(batch)
    expect(logged.batch.parent).toEqual(before.dataId)
    expect(logged.batch).toMatchObject({ segments: batch.segments, roots: batch.roots, cursor: 0n, l1Time: await l1Time(anvil) })
    expect(logged.l1Block).toEqual(batch.l1Block)
    expect(isPosted(logged.batch, logged.ids)).toBe(true)
    expect(batchIds(logged.batch).claimId).toEqual(claimId(community.head()))
    expect(await readBatch(anvil.reader, rollup, logged.batch.index)).toEqual({ ...logged.ids, claimTime: logged.batch.l1Time })
    expect(await readKeptBlockHash(anvil.reader, rollup, batch.l1Block.number)).toEqual(batch.l1Block.hash)
  }
  expect(await readBatchCounts(anvil.reader, rollup)).toEqual({ batches: 4n, claims: 4n })
  const toBlock = await anvil.reader.getBlockNumber()
  const all = await readPostedBatches(anvil.reader, rollup, { fromBlock: community.deployment.blockNumber, toBlock })
  expect(all.map(({ batch }) => batch.index)).toEqual([1n, 2n, 3n])
})

test('a claim is final when its window is over, and no other claim for its batch ever is', async () => {
  await fresh()
  const { ids, batch } = await community.post(await community.prepare())
  const isFinal = (claimId: Uint8Array, index = 1n) => readIsFinal(anvil.reader, rollup, { index, claimId })
  await pass(anvil, TERMS.window - 5n)
  expect(await isFinal(ids.claimId)).toBe(false)
  await anvil.clock.setNextBlockTimestamp({ timestamp: batch.l1Time + TERMS.window })
  await anvil.clock.mine({ blocks: 1 })
  expect(await isFinal(ids.claimId)).toBe(true)
  expect(await isFinal(filler(1))).toBe(false)
  expect(await isFinal(ids.claimId, 0n)).toBe(false)
  expect(await isFinal(ids.claimId, 2n)).toBe(false)
  expect(await isFinal(ZERO_HASH, 2n)).toBe(false)
})

test('only the sequencer posts, and only with the stake it owes', async () => {
  await fresh()
  const { staker, deployment } = community
  const poster = community.poster.account.address
  const batch = await community.prepare()
  await expectRevert(send(batch, staker), 'NotThePoster', [staker.account.address, poster])
  const spent = withdrawStakeCall(deployment.contracts.stakes, { amount: 1n, to: addressOfWallet(staker) })
  await run(anvil, staker, spent)
  const owed = [staker.account.address, TERMS.requiredStake - 1n, TERMS.requiredStake]
  await expectRevert(send(await community.prepare()), 'StakeTooLow', owed)
})

test('posting locks the stake until two windows later', async () => {
  await fresh()
  const { batch } = await community.post(await community.prepare())
  const stake = await readStake(anvil.reader, community.deployment.contracts.stakes, addressOfWallet(community.staker))
  expect(stake).toEqual({ amount: TERMS.requiredStake, lockedUntil: batch.l1Time + 2n * TERMS.window })
})

test('the parent is the last batch with the claim that stands for it', async () => {
  await fresh()
  const genesis = community.head()
  await refused('NotTheHead', { parent: { ...genesis, cursor: 1n } })
  await refused('NotTheHead', { parent: { ...genesis, lastRoot: filler(1) } })
  await community.post(await community.prepare())
  await refused('NotTheHead', { parent: genesis }, {}, [hexOf(claimId(genesis)), hexOf(claimId(community.head()))])
})

test('the L1 block is a recent one of this L1', async () => {
  await fresh()
  const { l1Block } = await community.prepare()
  await refused('WrongL1Block', { l1Block: { ...l1Block, hash: filler(1) } }, {}, [l1Block.number, hexOf(filler(1)), hexOf(l1Block.hash)])
  await refused('UnknownL1Block', { l1Block: { ...l1Block, number: l1Block.number + 1_000n } })
  await refused('UnknownL1Block', { l1Block: { ...l1Block, number: 2n ** 64n - 1n } })

  await anvil.clock.mine({ blocks: 300 })
  await community.post({ ...(await community.prepare()), l1Block })
  expect(await readKeptBlockHash(anvil.reader, rollup, l1Block.number)).toEqual(l1Block.hash)

  // Kept for good, and still no block of now once L1 has forgotten it; nor is one without EIP-2935.
  const slot = hexOf(bigintToBytes(l1Block.number % HISTORY_LENGTH, 32))
  await anvil.clock.setStorageAt({ address: HISTORY, index: slot, value: hexOf(ZERO_HASH) })
  await refused('UnknownL1Block', { l1Block }, {}, [l1Block.number])
  await anvil.clock.setCode({ address: HISTORY, bytecode: '0x' })
  await expectRevert(run(anvil, community.staker, keepBlockHashCall(rollup, l1Block.number - 1n)), 'UnknownL1Block')
  await community.post(await community.prepare())
})

test('anybody keeps a block hash, once', async () => {
  await fresh()
  const number = (await anvil.reader.getBlockNumber()) - 1n
  const { hash } = await anvil.reader.getBlock({ blockNumber: number })
  expect(await readKeptBlockHash(anvil.reader, rollup, number)).toBeUndefined()
  const first = await run(anvil, community.staker, keepBlockHashCall(rollup, number))
  expect(first.logs).toHaveLength(1)
  expect(hexOf((await readKeptBlockHash(anvil.reader, rollup, number))!)).toBe(hash)
  expect((await run(anvil, community.staker, keepBlockHashCall(rollup, number))).logs).toHaveLength(0)
})

test('segments: some, each with a root, none too long, none ahead of L1, the last one ending its block', async () => {
  await fresh()
  const t = await l1Time(anvil)
  const long = new Uint8Array(SEGMENT.maxBytes + 1)
  const full = new Uint8Array(SEGMENT.maxBytes)
  const ahead = encodeTransactionSegment({ last: false, inbox: false, t: t + 10_000n }, [])
  const { roots } = await community.prepare()
  await refused('NoSegments', { segments: [], roots: [] })
  await refused('RootsMismatch', { segments: [full, emptyBlock(t)], roots }, {}, [2n, 1n])
  await refused('RootsMismatch', { roots: [] }, {}, [1n, 0n])
  await refused('SegmentTooLong', {}, { segments: [full, long, emptyBlock(t)] }, [1n, BigInt(SEGMENT.maxBytes) + 1n, BigInt(SEGMENT.maxBytes)])
  await refused('TimeAhead', {}, { segments: [emptyBlock(t), ahead, emptyBlock(t)] })
  await refused('TimeAhead', {}, { segments: [emptyBlock(2n ** 40n - 1n)] })
  await refused('BlockUnfinished', {}, { segments: [emptyBlock(t), new Uint8Array(0)] })
  await refused('BlockUnfinished', {}, { segments: [encodeInboxSegment({ last: false, inbox: true, t }, 0)] })
  await community.post(await community.prepare({ segments: [full, new Uint8Array(0), Uint8Array.of(SEGMENT.flagLast)] }))
})

test('the chain record stands in the last root, between blocks', async () => {
  await fresh()
  const { chain, roots } = await community.prepare()
  const last = [hexOf(roots[0]!)]
  await refused('ChainRecordNotProven', { chain: { ...chain, words: chain.words.map((byte, i) => (i === 7 ? byte ^ 1 : byte)) } }, {}, last)
  await refused('ChainRecordNotProven', { chain: { ...chain, siblings: chain.siblings.slice(1) } }, {}, last)
  await refused('ChainRecordNotProven', { roots: [filler(1)] })
  await refused('ChainRecordNotProven', {}, { state: { time: await l1Time(anvil), open: 1n } })
  await refused('ChainRecordNotProven', {}, { state: { time: await l1Time(anvil), open: 128n } })
})

test('the last block is at most maxLag behind L1', async () => {
  await fresh()
  const stale = (await l1Time(anvil)) - TERMS.maxLag - 1n
  await refused('TooFarBehind', {}, { state: { time: stale } })
  await refused('TooFarBehind', {}, { state: { time: 0n } })
  await community.post(await community.prepare({ state: { time: stale + 60n } }))
})

test('the cursor goes forward within the inbox, over entries as they stand there', async () => {
  await fresh()
  const { inbox } = community.deployment.contracts
  const alice = anvil.wallet(4)
  for (let i = 0; i < 3; i++) await run(anvil, alice, depositCall(inbox, { to: addressOfWallet(alice), value: 1n }))
  const time = await l1Time(anvil)
  await refused('WrongInbox', { inboxRolling: filler(1) }, { state: { time, cursor: 2n } })
  await refused('WrongInbox', { inboxRolling: ZERO_HASH }, { state: { time, cursor: 2n } })
  const two = await community.prepare({ state: { time, cursor: 2n } })

  const past = await community.prepare({ state: { time, cursor: 3n } })
  const { chain, roots } = await beyond(4n, time)
  await expectRevert(send({ ...past, chain, roots }), 'CursorOutOfRange', [4n, 0n, 3n])

  expect((await community.post(two)).batch).toMatchObject({ cursor: 2n, inboxLength: 3n })
  await refused('CursorOutOfRange', {}, { state: { time, cursor: 1n } }, [1n, 2n, 3n])
})

/** A batch whose root says that `cursor` entries were read. */
async function beyond(cursor: bigint, time: bigint): Promise<BatchToPost> {
  const other = await startCommunity(anvil)
  const { inbox } = other.deployment.contracts
  const wallet = anvil.wallet(4)
  for (let i = 0n; i < cursor; i++) await run(anvil, wallet, depositCall(inbox, { to: addressOfWallet(wallet), value: 1n }))
  return other.prepare({ state: { time, cursor } })
}

test('an entry over the inbox delay old may not stay unread', async () => {
  await fresh()
  const { inbox } = community.deployment.contracts
  const alice = anvil.wallet(4)
  await run(anvil, alice, depositCall(inbox, { to: addressOfWallet(alice), value: 1n }))
  const time = await l1Time(anvil)
  await anvil.clock.setNextBlockTimestamp({ timestamp: time + INBOX_DELAY })
  await community.post(await community.prepare())
  await pass(anvil, 10n)
  await refused('EntryOverdue', {}, {}, [0n, time])
  await community.post(await community.prepare({ state: { time: await l1Time(anvil), cursor: 1n } }))
})
