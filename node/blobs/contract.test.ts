import { afterAll, beforeAll, expect, test } from 'vitest'
import { privateKeyToAccount } from 'viem/accounts'
import { BaseError, createPublicClient, decodeErrorResult, decodeFunctionData, encodeFunctionData, http, numberToHex, type Abi, type Hex } from 'viem'
import {
  BLOB, dataRootOf, encodeBlobs, encodeRecord, encodeTransactionSegment, fromHex, isPosted, isSealed, recordKey, SEGMENT, toHex, unseal, ZERO_ADDRESS, KINDS, utf8Bytes, type Call, type SealedBatch,
} from '@distribute/state-machine'
import { challengesAbi, postBlobBatchCall, postedFactsIn, readBatchCounts, readConvictions, readPostedBatches, rollupAbi } from '@distribute/bridge-contracts'
import { devnetAccount, operatorAccounts } from '../devnet/accounts.ts'
import { signed } from '../drill/scene.ts'
import { createForge, type Forge } from '../testing/forge.ts'
import { postInBlobs } from '../testing/blob-post.ts'
import { eventually, startRig, type Rig } from '../testing/rig.ts'
import { RpcAnswer } from '../testing/proxy.ts'
import { createBlobPosting } from './parts.ts'
import { createBlobStore } from './store.ts'

const PROVER = 9
const ETHER = 10n ** 18n
const CONTENT = new Uint8Array(32).fill(0xc5)
/** What members did in 2018, and the least gas it was measured to cost then. docs/performance.md has the table. */
const CALLS_OF_2018: readonly { readonly call: Call; readonly value?: bigint; readonly least: number }[] = [
  { call: { kind: 'mint', args: [123_456_789_012_345_678n] }, value: ETHER / 7n, least: 44_197 },
  { call: { kind: 'propose', args: [ETHER / 3n, 1_800_000_000n, 0n, CONTENT, utf8Bytes(`ipfs://${'b'.repeat(59)}`)] }, least: 725_137 },
  { call: { kind: 'stake', args: [1_000n, 1n, 123_456_789_012_345_678n] }, least: 130_319 },
  { call: { kind: 'claimTask', args: [1_000n, 3n, 40n, CONTENT, Array.from({ length: 5 }, () => CONTENT)] }, least: 192_950 },
  { call: { kind: 'validate', args: [1_000n, 3n, true] }, least: 161_652 },
  { call: { kind: 'commit', args: [1_000n, 3n, 1n, CONTENT, 123_456_789_012_345_678n] }, least: 192_090 },
  { call: { kind: 'reveal', args: [1_000n, 3n, 1n, true, CONTENT] }, least: 140_896 },
]
let rig: Rig
let forge: Forge
beforeAll(async () => {
  rig = await startRig({ window: 3_600n })
  forge = createForge(rig)
})
afterAll(async () => {
  await rig.close()
})

const now = async (): Promise<bigint> => (await rig.l1.reader.getBlock()).timestamp
const block = (t: bigint, bodyBytes: number): Uint8Array =>
  encodeTransactionSegment({ last: true, inbox: false, t }, [new Uint8Array(bodyBytes - 2).map((_, i) => (i * 7) % 251)])
/** The name of what a call reverts with. */
const revertName = async (abi: Abi, request: object): Promise<string> => {
  try {
    await rig.l1.call('eth_call', [request, 'latest'])
    return 'accepted'
  } catch (error) {
    const cause = error instanceof BaseError ? error.walk((one) => one instanceof Error && 'data' in one && typeof one.data === 'string') : undefined
    if (!(cause instanceof Error) || !('data' in cause)) throw error
    return decodeErrorResult({ abi, data: `0x${String(cause.data).slice(2)}` }).errorName
  }
}

const lastOnL1 = async () => {
  const toBlock = await rig.l1.reader.getBlockNumber()
  const logged = (await readPostedBatches(rig.l1.reader, rig.rollup.contracts.rollup, { fromBlock: 0n, toBlock })).at(-1)
  if (logged === undefined || !isSealed(logged.batch)) throw new TypeError('no blob batch on L1')
  return { ...logged, batch: logged.batch satisfies SealedBatch }
}

test('the contract refuses what blobs cannot hold or L1 does not know', async () => {
  const t = await now()
  const { args } = postBlobBatchCall(rig.rollup.contracts.rollup, await createForge(rig).batch([block(t, 40)]))
  // In a call the newest block is the one that runs: its own hash is not known there.
  await rig.l1.mine()
  const { address: from } = operatorAccounts().posting
  const hash: Hex = `0x01${'ab'.repeat(31)}`
  /** The name of what it reverts with. */
  const refused = async (change: (heads: Uint8Array) => Uint8Array, hashes: readonly Hex[] = [hash]): Promise<string> => {
    const changed = [...args]
    changed[4] = toHex(change(fromHex(String(args[4]))))
    const data = encodeFunctionData({ abi: rollupAbi, functionName: 'postBlobBatch', args: changed as never })
    const blobs = { blobVersionedHashes: hashes, maxFeePerBlobGas: numberToHex(10n ** 9n), maxFeePerGas: numberToHex(10n ** 11n) }
    const request = { from, to: rig.rollup.contracts.rollup, data, ...(hashes.length > 0 ? blobs : {}) }
    return revertName(rollupAbi, request)
  }
  const withByte = (at: number, byte: number) => (heads: Uint8Array) => heads.map((old, i) => (i === at ? byte : old))
  expect(await refused((heads) => heads)).toBe('accepted')
  expect(await refused((heads) => heads, [])).toBe('BlobMissing')
  expect(await refused(withByte(6, 0x08))).toBe('SegmentTooLong')
  expect(await refused(withByte(1, 0x01))).toBe('TimeAhead')
  expect(await refused(withByte(0, 0x00))).toBe('BlockUnfinished')
  expect(await refused((heads) => heads.slice(1))).toBe('RootsMismatch')
  expect(await refused(() => new Uint8Array(0))).toBe('RootsMismatch')
})

test('a batch in blobs stands on L1 as its log and the blobs say', async () => {
  const t = await now()
  const segments = [block(t, SEGMENT.blobBytes), ...Array.from({ length: BLOB.runs }, (_, i) => block(t, 40 + i))]
  const blobs = encodeBlobs(segments)
  expect(blobs.length).toBe(2)
  const receipt = await postInBlobs(rig, rig.kzg, await forge.batch(segments), blobs)
  expect(receipt).toMatchObject({ status: 'success', blobGasUsed: BigInt(2 * BLOB.bytes) })
  const { batch, ids } = await lastOnL1()
  expect(isPosted(batch, ids)).toBe(true)
  expect(dataRootOf(unseal(batch, blobs))).toEqual(dataRootOf(batch))
  expect(unseal(batch, blobs).segments).toEqual(segments)
  expect(isPosted(unseal(batch, blobs), ids)).toBe(true)
  const raw = (await rig.l1.call('eth_getTransactionReceipt', [receipt.transactionHash])) as { readonly logs: Parameters<typeof postedFactsIn>[0] }
  expect(postedFactsIn(raw.logs, rig.rollup.contracts.rollup)[0]?.ids).toEqual(ids)
  expect(isPosted({ ...batch, blobs: [...batch.blobs].reverse() }, ids)).toBe(false)
}, 120_000)

test('by the price of the moment, and as calldata where L1 does not say it or took no blobs a moment ago', async () => {
  const reader = createPublicClient({ transport: http(rig.proxy.url, { retryCount: 0 }), cacheTime: 0 })
  const account = privateKeyToAccount(operatorAccounts().posting.privateKey)
  const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }
  const posting = (da: 'calldata' | 'blob' | 'auto') =>
    createBlobPosting({ da, l1ChainId: 31_337n, rollup: rig.rollup.contracts.rollup }, { parts: { kzg: rig.kzg, store: { ...createBlobStore(rig.rollup.deployed.hash), put: async () => undefined } }, reader, account, log })
  const costing = (price: string | undefined): void =>
    rig.proxy.behave(({ method }, ask) => (method !== 'eth_blobBaseFee' ? ask() : price === undefined ? Promise.reject(new RpcAnswer(-32_601, 'no such method')) : Promise.resolve(price)))
  const load = { segments: 4, bytes: 8_000 }
  const auto = posting('auto')
  costing('0x1')
  expect(posting('calldata')).toBe(undefined)
  expect(await auto?.carrierFor(load)).toBe('blob')
  costing(numberToHex(10n ** 13n))
  expect([await auto?.carrierFor(load), await posting('blob')?.carrierFor(load)]).toEqual(['calldata', 'blob'])
  costing(undefined)
  expect(await auto?.carrierFor(load)).toBe('calldata')
  costing('0x1')
  // A batch on top of what is not there: L1 refuses it.
  const batch = await createForge(rig).batch([block(await now(), 40)])
  const sendIt = await auto?.seal({ ...batch, parent: { ...batch.parent, cursor: 9n } })
  await expect(sendIt?.({ nonce: 0, times: 0 })).rejects.toThrow('NotTheHead')
  expect(await auto?.carrierFor(load)).toBe('calldata')
  rig.proxy.behave()
}, 120_000)

test('six full blobs: what a segment costs', async () => {
  const t = await now()
  const count = BLOB.runs * BLOB.most
  const items = Array.from({ length: SEGMENT.transactions }, (_, i) => new Uint8Array(120).fill(i + 1))
  const segments = Array.from({ length: count }, (_, i) => encodeTransactionSegment({ last: i === count - 1, inbox: false, t: i === 0 ? t : 0n }, items))
  const receipt = await postInBlobs(rig, rig.kzg, await forge.batch(segments))
  expect(receipt.blobGasUsed).toBe(BigInt(BLOB.most * BLOB.bytes))
  expect(receipt.status).toBe('success')
  expect(Math.abs(Number(receipt.gasUsed) / 643_000 - 1)).toBeLessThan(0.03)
  const aSegment = Number(receipt.gasUsed) / count
  for (const { call, value = 0n, least } of CALLS_OF_2018) {
    const bytes = 2 + (await signed({ chainId: 77_001n, t }, { sender: 0, nonce: 500, call, value })).length
    const records = Math.floor((SEGMENT.records - SEGMENT.sharedRecords) / KINDS[call.kind].records)
    const inSegment = Math.min(SEGMENT.transactions, records, Math.floor((SEGMENT.blobBytes - SEGMENT.headBytes) / bytes))
    expect((least * inSegment) / aSegment, call.kind).toBeGreaterThan(400)
  }
}, 120_000)

test('a lie over a full run is convicted by the ordinary prover, every element opened, within the budgets of a proof', async () => {
  const t = await now()
  const segments = [block(t, 100), block(t, SEGMENT.blobBytes - 5)]
  // A poster can put anything where nothing is meant: the proof has to show that too.
  const blobs = encodeBlobs(segments).map((blob) => blob.map((byte, at) => (at % 32 === 0 ? 0x42 : at >= 132 * 32 - 5 ? 0x77 : byte)))
  const steal = (tree: Forge['tree']): void =>
    void tree.apply([{ key: recordKey('withdrawal', 1n), words: encodeRecord('withdrawal', { to: ZERO_ADDRESS, value: 1n }) }])
  await postInBlobs(rig, rig.kzg, await forge.batch(segments, steal), blobs)
  await rig.start('replica', { keys: { prover: devnetAccount(PROVER).privateKey }, flags: { prover: true, stake: true } })
  const { challenges } = rig.rollup.contracts
  const conviction = await eventually('a conviction', async () => {
    await rig.l1.mine()
    return (await readConvictions(rig.l1.reader, challenges, { fromBlock: 0n, toBlock: await rig.l1.reader.getBlockNumber() }))[0]
  }, 90)
  expect(conviction.segment).toBe(1)
  const hash = toHex(conviction.place.transactionHash)
  const [{ gasUsed }, { input, from }] = await Promise.all([rig.l1.reader.getTransactionReceipt({ hash }), rig.l1.reader.getTransaction({ hash })])
  // Of this 66 times 51,000 for the elements. Dearer is a loss to explain, cheaper a figure to write down.
  expect(Math.abs(Number(gasUsed) / 3_876_000 - 1)).toBeLessThan(0.03)
  expect((input.length - 2) / 2).toBeLessThan(120_000)

  const decoded = decodeFunctionData({ abi: challengesAbi, data: input })
  if (decoded.functionName !== 'proveFraud') return expect.unreachable()
  const [beneficiary, proof] = decoded.args
  const answer = async (change: Partial<typeof proof>): Promise<string> => {
    const data = encodeFunctionData({ abi: challengesAbi, functionName: 'proveFraud', args: [beneficiary, { ...proof, ...change }] })
    return revertName(challengesAbi, { from, to: challenges, data, gas: numberToHex(15_000_000n) })
  }
  const { opening, segment } = proof
  const flipped = (hex: Hex, byte: number): Hex => toHex(fromHex(hex).map((old, i) => (i === byte ? old ^ 1 : old)))
  expect((fromHex(opening.firstBytes)).every((byte) => byte === 0x42)).toBe(true)
  expect(await answer({})).toBe('AlreadyConvicted')
  const wrong: readonly (readonly [string, Partial<typeof proof>])[] = [
    ['ElementNotInBlob', { opening: { ...opening, firstBytes: flipped(opening.firstBytes, 65) } }],
    ['ElementNotInBlob', { opening: { ...opening, rest: flipped(opening.rest, 4) } }],
    ['ElementNotInBlob', { opening: { ...opening, proofs: flipped(opening.proofs, 47) } }],
    ['ElementNotInBlob', { opening: { ...opening, commitment: flipped(opening.commitment, 47) } }],
    ['ElementNotInBlob', { segment: flipped(segment, 1_000) }],
    ['BadOpening', { opening: { ...opening, rest: `${opening.rest}00` } }],
    ['BadOpening', { opening: { ...opening, proofs: `0x${opening.proofs.slice(98)}` } }],
    ['BadOpening', { opening: { ...opening, firstBytes: `${opening.firstBytes}00` } }],
    ['SegmentNotPosted', { opening: { ...opening, commitment: '0x' } }],
    ['SegmentNotPosted', { opening: { ...opening, blobs: opening.blobs.map((blob) => flipped(blob, 31)) } }],
    ['SegmentNotPosted', { opening: { ...opening, heads: flipped(opening.heads, 15) } }],
    ['SegmentNotPosted', { opening: { ...opening, heads: `0x${opening.heads.slice(18)}` } }],
    ['SegmentNotPosted', { segmentPath: [opening.blobs[0] ?? '0x'] }],
    ['SegmentNotPosted', { segment: flipped(segment, 5) }],
    ['SegmentNotPosted', { segment: `${segment}00` }],
    // 65,536 bytes more: the length in the head would be the same, if it could spill.
    ['SegmentNotPosted', { segment: `${segment}${'00'.repeat(65_536)}` }],
    ['SegmentNotPosted', { segment: '0x0100' }],
  ]
  for (const [name, change] of wrong) expect([name, await answer(change)]).toEqual([name, name])

  // The data stands, and has its right roots anew.
  await eventually('the right roots', async () => {
    await rig.l1.mine()
    const { batches, claims } = await readBatchCounts(rig.l1.reader, rig.rollup.contracts.rollup)
    return batches === 4n && claims === 4n
  }, 60)
}, 180_000)
