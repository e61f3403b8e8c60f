import { expect, test } from 'vitest'
import { ZERO_ADDRESS, ZERO_HASH } from '@distribute/state-machine'
import type { ClaimEvent, LoggedBatch, LogPlace } from '@distribute/bridge-contracts'
import { countsAfter, inOrder, type RollupLog } from './claim-order.ts'

const CLAIM = { dataId: ZERO_HASH, round: 0n, claimant: ZERO_ADDRESS, claimTime: 0n, rootsRoot: ZERO_HASH, lastRoot: ZERO_HASH, cursor: 0n, segments: 1n }
const place = (blockNumber: bigint, logIndex: number): LogPlace => ({ blockNumber, logIndex, blockHash: new Uint8Array(32), transactionHash: new Uint8Array(32) })
const batch = (index: bigint, at = place(1n, 0)): LoggedBatch => ({ batch: { index }, place: at }) as LoggedBatch
const voided = (index: bigint, end: bigint, round: bigint, at = place(1n, 0)): ClaimEvent => ({ kind: 'void', index, end, round, claimId: new Uint8Array(32), place: at })
const roots = (index: bigint, round: bigint, at = place(1n, 0)): ClaimEvent =>
  ({ kind: 'roots', index, claimId: ZERO_HASH, claim: { ...CLAIM, round }, roots: [], place: at })

test('logs of all sorts stand in the order that L1 has them in', () => {
  const logs = inOrder({ batches: [batch(2n, place(3n, 0)), batch(1n, place(1n, 5))], events: [roots(1n, 1n, place(2n, 1)), voided(1n, 2n, 1n, place(1n, 7)), roots(9n, 1n, place(3n, 1))] })
  expect(logs.map(({ kind, place: at }) => [kind, at.blockNumber, at.logIndex])).toEqual([
    ['batch', 1n, 5], ['void', 1n, 7], ['roots', 2n, 1], ['batch', 3n, 0], ['roots', 3n, 1],
  ])
})

const COUNTS = { batches: 5n, claims: 5n, round: 1n }
const logged = (index: bigint): RollupLog => ({ kind: 'batch', logged: batch(index), place: place(1n, 0) })

test('a log that cannot follow what is known tells of a hole', () => {
  expect(countsAfter(COUNTS, logged(5n))).toEqual({ batches: 6n, claims: 6n, round: 1n })
  expect(countsAfter(COUNTS, logged(6n))).toBeUndefined()
  expect(countsAfter({ ...COUNTS, claims: 4n }, logged(5n))).toBeUndefined()
  expect(countsAfter(COUNTS, voided(2n, 5n, 2n))).toEqual({ batches: 5n, claims: 2n, round: 2n })
  expect(countsAfter(COUNTS, voided(2n, 5n, 3n))).toBeUndefined()
  expect(countsAfter(COUNTS, voided(2n, 4n, 2n))).toBeUndefined()
  expect(countsAfter(COUNTS, voided(5n, 5n, 2n))).toBeUndefined()
  expect(countsAfter(COUNTS, roots(5n, 1n))).toBeUndefined()
  expect(countsAfter({ ...COUNTS, claims: 2n }, roots(2n, 1n))).toEqual({ batches: 5n, claims: 3n, round: 1n })
  expect(countsAfter({ ...COUNTS, claims: 2n }, roots(3n, 1n))).toBeUndefined()
  expect(countsAfter({ ...COUNTS, claims: 2n }, roots(2n, 0n))).toBeUndefined()
})
