import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { addressFromBytes, toHex } from '@distribute/state-machine'
import { budget } from '../../test/budget.ts'
import { postBatchData, postBatchWith } from './batch-calldata.ts'
import { calldataOf } from './call.ts'
import { postBatchCall } from './rollup-calls.ts'

const TO = addressFromBytes(new Uint8Array(20).fill(7))
const word = fc.uint8Array({ minLength: 32, maxLength: 32 })
const words = fc.array(word, { maxLength: 5 })
const u64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })
const batch = fc.record({
  parent: fc.record({
    dataId: word, round: u64, claimant: fc.uint8Array({ minLength: 20, maxLength: 20 }).map((bytes) => addressFromBytes(bytes)), claimTime: u64,
    rootsRoot: word, lastRoot: word, cursor: u64, segments: fc.bigInt({ min: 0n, max: 2n ** 32n - 1n }),
  }),
  l1Block: fc.record({ number: u64, hash: word }),
  inboxRolling: word,
  chain: fc.record({
    words: fc.uint8Array({ minLength: 64, maxLength: 64 }), depth: fc.integer({ min: 0, max: 256 }),
    nonEmpty: fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }), siblings: words,
  }),
  segments: fc.array(fc.uint8Array({ maxLength: 100 }), { maxLength: 5 }),
  roots: words,
})

test('the calldata of a batch is what viem encodes', () => {
  fc.assert(
    fc.property(batch, (made) => {
      const { address: to, data, value } = postBatchWith(TO, toHex(postBatchData(made)))
      expect({ to, data, value }).toEqual(calldataOf(postBatchCall(TO, made)))
    }),
    { numRuns: budget(200) },
  )
})
