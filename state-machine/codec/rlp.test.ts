import { RLP } from '@ethereumjs/rlp'
import fc from 'fast-check'
import { fromRlp, toRlp } from 'viem'
import { expect, test } from 'vitest'
import { budget } from '../../test/budget.ts'
import { bigintToBytes, byteLength, fromHex } from './bytes.ts'
import { createBackwardWriter, decodeRlp, encodeRlp, prependInteger, prependTrimmed, written } from './rlp.ts'
import type { RlpItem } from './rlp.ts'
import { mutated, uint } from './testing/arbitraries.ts'

const { item } = fc.letrec<{ item: RlpItem; list: RlpItem[] }>((tie) => ({
  item: fc.oneof({ maxDepth: 4 }, fc.uint8Array({ maxLength: 70 }), fc.uint8Array({ maxLength: 2 }), tie('list')),
  list: fc.array(tie('item'), { maxLength: 6 }),
}))

test('encodes as another library, and decodes what it encoded', () => {
  fc.assert(
    fc.property(item, (value) => {
      const encoded = encodeRlp(value)
      expect(encoded).toEqual(toRlp(value as Uint8Array | Uint8Array[], 'bytes'))
      expect(decodeRlp(encoded)).toEqual(value)
    }),
    { numRuns: budget(500) },
  )
})

test.each([55, 56, 255, 256, 65_535, 65_536])('a string and a list of %i bytes', (length) => {
  const bytes = new Uint8Array(length).fill(0xaa)
  const list = Array.from({ length }, () => Uint8Array.of(1))
  expect(decodeRlp(encodeRlp(bytes))).toEqual(bytes)
  expect(encodeRlp(bytes)).toEqual(toRlp(bytes, 'bytes'))
  expect(encodeRlp(list)).toEqual(toRlp(list, 'bytes'))
  expect(decodeRlp(encodeRlp(list))).toEqual(list)
})

test('whatever decodes is the one encoding of it', () => {
  fc.assert(
    fc.property(fc.oneof(mutated(item.map(encodeRlp)), fc.uint8Array({ maxLength: 80 })), (bytes) => {
      const decoded = decodeRlp(bytes)
      if (decoded === undefined) return
      expect(encodeRlp(decoded)).toEqual(bytes)
      expect(RLP.decode(bytes)).toEqual(decoded)
    }),
    { numRuns: budget(3_000) },
  )
})

test.each([
  ['nothing', '0x'],
  ['a single byte with a header', '0x8105'],
  ['a long header for a short string', `0xb837${'aa'.repeat(55)}`],
  ['a length with a leading zero', `0xb90038${'aa'.repeat(56)}`],
  ['a string that ends early', '0x82aa'],
  ['a header that ends early', '0xb9ff'],
  ['bytes behind it', '0x0102'],
  ['an item over its list', '0xc182aaaa'],
  ['a length beyond all memory', '0xbfffffffffffffffff'],
  ['a long header for a short list', '0xf80101'],
])('%s does not decode', (_, hex) => {
  expect(decodeRlp(fromHex(hex))).toBeUndefined()
})

test('nesting is bounded', () => {
  const nested = (depth: number): RlpItem => (depth === 0 ? [] : [nested(depth - 1)])
  expect(decodeRlp(encodeRlp(nested(63)))).toEqual(nested(63))
  expect(decodeRlp(encodeRlp(nested(64)))).toBeUndefined()
})

test('integers have no leading zeros', () => {
  fc.assert(
    fc.property(uint(256), (value) => {
      const asInteger = createBackwardWriter(40)
      prependInteger(asInteger, value)
      const asBytes = createBackwardWriter(40)
      prependTrimmed(asBytes, bigintToBytes(value, 32))
      expect(written(asInteger)).toEqual(written(asBytes))
      expect(fromRlp(written(asInteger), 'bytes')).toEqual(bigintToBytes(value, byteLength(value)))
    }),
    { numRuns: budget(300) },
  )
})
