import { encodeInboxSegment, KINDS, PROOF_GAS, SEGMENT, segmentProofGas } from '@distribute/state-machine'
import { expect, test } from 'vitest'
import { longestItem, measurePlayed } from './reruns.ts'
import { readSnapshot } from './snapshot.ts'

/** rollup.md section 4. */
const PROOF_GAS_LIMIT = 8_000_000
const BLOB_PROOF_GAS_LIMIT = 10_000_000
const PATIENCE = 300_000

/** The most that items of one segment may cost by params.ts, their records ground: by how many items, and how many records are left. */
function dearestItems(): number {
  const kinds = Object.values(KINDS).map(({ records, rerun }) => ({ records, gas: rerun + PROOF_GAS.record * records }))
  const room = SEGMENT.records - SEGMENT.sharedRecords
  let best = Array<number>(room + 1).fill(0)
  for (let item = 0; item < SEGMENT.transactions; item++) {
    best = best.map((gas, left) => Math.max(gas, ...kinds.filter(({ records }) => records <= left).map((kind) => kind.gas + (best[left - kind.records] ?? 0))))
  }
  return best[room] ?? 0
}

test('no segment that the limits allow can cost more to prove than a transaction may, whatever its items', () => {
  const most = PROOF_GAS.around + PROOF_GAS.record * SEGMENT.sharedRecords + dearestItems()
  expect(most).toBeLessThan(PROOF_GAS_LIMIT)
  const { worst, worstInBlobs } = readSnapshot()
  for (const { gas } of Object.values(worst)) expect(gas).toBeLessThan(most)
  for (const [name, { gas }] of Object.entries(worstInBlobs)) expect(gas - (worst[name]?.gas ?? 0)).toBeLessThan(PROOF_GAS.opening)
  expect(most + PROOF_GAS.opening).toBeLessThan(BLOB_PROOF_GAS_LIMIT)
})

test('what a segment of inbox entries is said to cost at most is above what the dearest one was measured to cost', () => {
  const said = segmentProofGas(encodeInboxSegment({ last: true, inbox: true, t: 0n }, SEGMENT.entries))
  expect(Number(said)).toBeGreaterThan(readSnapshot().worst['an inbox segment of 4 forced task lists']?.gas ?? Infinity)
  expect(Number(said)).toBeLessThan(PROOF_GAS_LIMIT)
})

test('running a call costs no more than its kind says, its records apart', async () => {
  const { kinds } = readSnapshot()
  for (const { one, gas } of await measurePlayed()) {
    expect(Number(segmentProofGas(one.segment)), `a whole proof of ${one.kind}`).toBeGreaterThan(kinds[one.kind] ?? Infinity)
    expect(one.segment.length - SEGMENT.headBytes, one.kind).toBeLessThanOrEqual(longestItem(one.kind))
    expect(gas, one.kind).toBeLessThanOrEqual(KINDS[one.kind].rerun)
  }
}, PATIENCE)
