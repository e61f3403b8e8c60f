import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addressFromBytes, encodeRlp } from '@distribute/state-machine'
import { TAKEOVER_CAUSES } from '@distribute/bridge-contracts'
import { decodeEvents, encodeEvents, type StoredEvent } from './claim-events.ts'

const number = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })
const hash = fc.uint8Array({ minLength: 32, maxLength: 32 })
const address = fc.uint8Array({ minLength: 20, maxLength: 20 }).map((bytes) => addressFromBytes(bytes))
const place = fc.record({ l1Block: number, l1Hash: hash, transactionHash: hash, logIndex: number })
const keys = fc.record({ poster: address, signer: address, staker: address })
const before = fc.record({ claimId: hash, round: number, claimant: address, claimTime: number, rootsRoot: hash, lastRoot: hash, cursor: number })
const event: fc.Arbitrary<StoredEvent> = fc.oneof(
  fc.record({ kind: fc.constant('void' as const), place, index: number, end: number, round: number, claimId: hash }),
  fc.record({ kind: fc.constant('roots' as const), place, index: number, claimId: hash, before }),
  fc.record({ kind: fc.constant('sequencer' as const), place, term: number, cause: fc.constantFrom(...TAKEOVER_CAUSES), previous: keys, current: keys, since: number, firstBatch: number }),
  fc.record({ kind: fc.constant('takeoverCancelled' as const), place, term: number, cancelled: keys, current: keys }),
)

test('events come back as they were written', () => {
  fc.assert(fc.property(fc.array(event, { maxLength: 5 }), (events) => {
    expect(decodeEvents(encodeEvents(events))).toEqual(events)
  }))
})

test.each([
  ['no list', Uint8Array.of(1)],
  ['of no kind', encodeRlp([[Uint8Array.of(9), new Uint8Array(8), new Uint8Array(32), new Uint8Array(32), new Uint8Array(8)]])],
  ['ends too soon', encodeRlp([[Uint8Array.of(0)]])],
])('spoilt notes are refused: %s', (words, bytes) => {
  expect(() => decodeEvents(bytes)).toThrow(expect.objectContaining({ code: 'CorruptNotes', message: expect.stringContaining(words) as string }) as Error)
})
