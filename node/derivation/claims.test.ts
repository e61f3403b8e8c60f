import { afterEach, beforeEach, expect, test } from 'vitest'
import { keccak256, type BatchClaim } from '@distribute/state-machine'
import type { ClaimEvent, LogPlace } from '@distribute/bridge-contracts'
import type { Chain } from '../chain/chain.ts'
import { createPlace, memberAddress, type Place } from '../chain/testing/community.ts'
import type { StoredBatch } from '../storage/batch-row.ts'
import type { ClaimNews } from './claim-news.ts'
import { loadClaims, voidRootsOf, type Claims } from './claims.ts'

let place: Place
let chain: Chain
let claims: Claims
let news: ClaimNews['type'][]
let back: bigint[]
let judged: bigint[]

const hashOf = (text: string): Uint8Array => keccak256(new TextEncoder().encode(text))
const batch = (index: number): StoredBatch => ({
  index: BigInt(index), firstBlock: BigInt(index), lastBlock: BigInt(index), l1Block: BigInt(index), l1Hash: hashOf(`l1 ${index}`), transactionHash: hashOf(`t ${index}`),
  parentDataId: hashOf(`data ${index - 1}`), dataId: hashOf(`data ${index}`), poster: memberAddress(1), l1Time: BigInt(index), inboxLength: 0n, dataRoot: hashOf('d'),
  segments: 1n, claimId: hashOf(`claim ${index} 0`), round: 0n, claimant: memberAddress(1), claimTime: BigInt(index), rootsRoot: hashOf('r'), lastRoot: hashOf('l'), cursor: 0n,
})
const at = (l1Block: number): LogPlace => ({ blockNumber: BigInt(l1Block), blockHash: hashOf(`l1 ${l1Block}`), transactionHash: hashOf(`x ${l1Block}`), logIndex: 0 })
const voided = (l1Block: number, index: number, end: number, round: number): ClaimEvent =>
  ({ kind: 'void', index: BigInt(index), end: BigInt(end), round: BigInt(round), claimId: hashOf(`claim ${index} ${round - 1}`), place: at(l1Block) })
const anew = (l1Block: number, index: number, round: number): ClaimEvent => {
  const claim: BatchClaim = {
    dataId: hashOf(`data ${index}`), round: BigInt(round), claimant: memberAddress(7), claimTime: 100n + BigInt(l1Block), rootsRoot: hashOf('R'), lastRoot: hashOf('L'), cursor: 0n, segments: 1n,
  }
  return { kind: 'roots', index: BigInt(index), claimId: hashOf(`claim ${index} ${round}`), claim, roots: [hashOf('L')], place: at(l1Block) }
}

const open = async (): Promise<void> => {
  chain = await place.open()
  ;[news, back, judged] = [[], [], []]
  claims = await loadClaims({
    chain,
    log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
    window: 60n,
    stepBack: async (last) => void back.push(last),
    judge: async ({ index }) => void judged.push(index),
    tell: ({ type }) => news.push(type),
  })
}
beforeEach(async () => {
  place = createPlace()
  await open()
  for (let index = 0; index <= 5; index++) await chain.batches.put(batch(index))
})
afterEach(async () => {
  await chain.close()
  place.remove()
})

test('roots become void from a batch on, and stand again one after the other', async () => {
  await claims.take(voided(10, 3, 6, 1))
  expect(claims.voidRange()).toEqual({ from: 3n, end: 6n })
  expect(back).toEqual([2n])
  expect(claims.countsAt(10n, 6n)).toEqual({ claims: 3n, round: 1n })
  expect(claims.countsAt(9n, 6n)).toEqual({ claims: 6n, round: 0n })
  expect(claims.stands({ batch: 2n, claimId: hashOf('claim 2 0') })).toBe(true)
  expect(claims.stands({ batch: 4n, claimId: hashOf('claim 4 0') })).toBe(false)
  await claims.take(anew(11, 3, 1))
  expect(claims.voidRange()).toEqual({ from: 4n, end: 6n })
  expect(claims.stands({ batch: 3n, claimId: hashOf('claim 3 1') })).toBe(true)
  expect(claims.stands({ batch: 3n, claimId: hashOf('claim 3 0') })).toBe(false)
  expect(await chain.batches.get(3n)).toMatchObject({ round: 1n, claimant: memberAddress(7), claimTime: 111n })
  // The one for batch 3 is false as well; 4 and 5 are still void since the first.
  await claims.take(voided(12, 3, 4, 2))
  expect(claims.voidRange()).toEqual({ from: 3n, end: 6n })
  for (const index of [3, 4, 5]) await claims.take(anew(13 + index, index, 2))
  expect(claims.voidRange()).toBeUndefined()
  expect(judged).toEqual([3n, 3n, 4n, 5n])
  expect(news).toEqual(['rootsVoided', 'rootsPosted', 'rootsVoided', 'rootsPosted', 'rootsPosted', 'rootsPosted'])
  expect(voidRootsOf(claims.events())).toMatchObject([
    { batch: 3n, lastBatch: 5n, missingFrom: undefined }, { batch: 3n, lastBatch: 3n, missingFrom: undefined },
  ])
})

test('what was told once is known after a restart, and changes nothing when it is read again', async () => {
  await claims.take(voided(10, 3, 6, 1))
  await claims.take(anew(11, 3, 1))
  await chain.close()
  await open()
  expect(claims.voidRange()).toEqual({ from: 4n, end: 6n })
  await claims.take(voided(10, 3, 6, 1))
  await claims.take(anew(11, 3, 1))
  expect(claims.voidRange()).toEqual({ from: 4n, end: 6n })
  expect(news).toEqual([])
})

test('an L1 reorg takes each event back, and the claims before it stand again', async () => {
  await claims.take(voided(10, 3, 6, 1))
  await claims.take(anew(11, 3, 1))
  await claims.take(voided(12, 3, 4, 2))
  await claims.take(anew(13, 3, 2))
  const undo = async (l1Block: bigint): Promise<void> => chain.updateL1(await claims.undo(claims.upTo(l1Block)))
  await undo(12n)
  expect(await chain.batches.get(3n)).toMatchObject({ round: 1n, claimId: hashOf('claim 3 1') })
  expect(claims.voidRange()).toEqual({ from: 3n, end: 6n })
  await undo(11n)
  expect(claims.voidRange()).toEqual({ from: 4n, end: 6n })
  await undo(9n)
  expect(claims.voidRange()).toBeUndefined()
  expect(await chain.batches.get(3n)).toEqual(batch(3))
  await chain.close()
  await open()
  expect(claims.events()).toEqual([])
})

test('events that a newly read run of L1 does not show are told from those it says nothing about', async () => {
  await claims.take(voided(10, 3, 6, 1))
  await claims.take(anew(12, 3, 1))
  const range = (upTo: number, events: readonly ClaimEvent[]) => ({ entries: [], batches: [], events, upTo: { number: BigInt(upTo), hash: hashOf(`l1 ${upTo}`) } })
  expect(claims.confirmed(9n, range(11, [voided(10, 3, 6, 1)]))).toBe(2)
  expect(claims.confirmed(9n, range(12, [voided(10, 3, 6, 1)]))).toBe(1)
  expect(claims.confirmed(9n, range(12, []))).toBe(0)
  expect(claims.confirmed(10n, range(12, [anew(12, 3, 1)]))).toBe(2)
  expect([claims.before(3n), claims.before(4n)]).toEqual([0, 2])
})

test('roots for other data are refused', async () => {
  await claims.take(voided(10, 3, 6, 1))
  const event = anew(11, 3, 1)
  if (event.kind !== 'roots') return expect.unreachable()
  await expect(claims.take({ ...event, claim: { ...event.claim, dataId: hashOf('other') } })).rejects.toMatchObject({ code: 'WrongBytes' })
  expect(claims.voidRange()).toEqual({ from: 3n, end: 6n })
})
