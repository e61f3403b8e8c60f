import { encodeAbiParameters } from 'viem'
import { expect, test } from 'vitest'
import * as fc from 'fast-check'
import { toHex } from '@distribute/state-machine'
import { budget } from '../../test/budget.ts'
import { decodeBatchLog } from './batch-log.ts'
import { rollupAbi } from './generated/rollup.ts'

const event = rollupAbi.find((item) => item.type === 'event' && item.name === 'BatchPosted')
const inputs = event?.type === 'event' ? event.inputs.filter(({ indexed }) => indexed !== true) : []

const word = fc.uint8Array({ minLength: 32, maxLength: 32 })
const address = fc.uint8Array({ minLength: 20, maxLength: 20 })
const time = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })
const batch = fc.record({
  parent: word, poster: address, claimant: address, l1Time: time, inboxLength: time, cursor: time, number: time, hash: word,
  segments: fc.array(fc.uint8Array({ maxLength: 100 }), { maxLength: 5 }), roots: fc.array(word, { maxLength: 5 }),
})
type Batch = typeof batch extends fc.Arbitrary<infer T> ? T : never

const encode = ({ parent, poster, claimant, l1Time, inboxLength, cursor, number, hash, segments, roots }: Batch) => {
  const parties = [toHex(parent), toHex(poster), toHex(claimant)]
  const block = { number, hash: toHex(hash) }
  return encodeAbiParameters(inputs, [...parties, l1Time, inboxLength, cursor, block, segments.map(toHex), roots.map(toHex)])
}

test('what viem encodes as a batch log is read back', () => {
  fc.assert(
    fc.property(batch, (made) => {
      const { parent, l1Time, inboxLength, cursor, number, hash, segments, roots } = made
      const parties = { poster: toHex(made.poster), claimant: toHex(made.claimant) }
      expect(decodeBatchLog(encode(made))).toEqual({
        batch: { parent, ...parties, l1Time, inboxLength, cursor, segments, roots },
        l1Block: { number, hash },
      })
    }),
    { numRuns: budget(200) },
  )
})

test('a log that was cut short, or leads beyond its end, is none', () => {
  const data = encode({
    parent: new Uint8Array(32), poster: new Uint8Array(20), claimant: new Uint8Array(20), l1Time: 1n, inboxLength: 2n, cursor: 3n,
    number: 4n, hash: new Uint8Array(32), segments: [Uint8Array.of(1, 2, 3), new Uint8Array(40)], roots: [new Uint8Array(32)],
  })
  for (let length = 0; length < data.length / 2 - 1; length += 32) expect(decodeBatchLog(`0x${data.slice(2, 2 + 2 * length)}`)).toBeUndefined()
  const bytes = data.length / 2 - 1
  for (let place = 8; place < bytes / 32; place++) {
    const at = 2 + 64 * place
    const spoilt = decodeBatchLog(`0x${data.slice(2, at)}${'f'.repeat(64)}${data.slice(at + 64)}`)
    const isContent = spoilt !== undefined
    // Only a word of content can be anything.
    if (isContent) expect([...spoilt.batch.segments, ...spoilt.batch.roots].some((item) => item.includes(255))).toBe(true)
  }
})
