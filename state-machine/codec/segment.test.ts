import fc from 'fast-check'
import { expect, test } from 'vitest'
import { budget } from '../../test/budget.ts'
import { SEGMENT } from '../params.ts'
import { fromHex, toHex } from './bytes.ts'
import { CodecError } from './errors.ts'
import { decodeSegment, encodeInboxSegment, encodeTransactionSegment } from './segment.ts'
import { uint } from './testing/arbitraries.ts'

const items = fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: SEGMENT.transactions + 1 })

test('a transaction segment comes back', () => {
  fc.assert(
    fc.property(fc.boolean(), uint(40), items, (last, t, list) => {
      const head = { last, inbox: false, t }
      expect(decodeSegment(encodeTransactionSegment(head, list))).toEqual({ head, items: list, count: 0 })
    }),
    { numRuns: budget(300) },
  )
})

test('an inbox segment comes back', () => {
  fc.assert(
    fc.property(fc.boolean(), uint(40), fc.nat(65_535), (last, t, count) => {
      const head = { last, inbox: true, t }
      expect(decodeSegment(encodeInboxSegment(head, count))).toEqual({ head, items: [], count })
    }),
    { numRuns: budget(100) },
  )
})

test('the bytes are the documented ones', () => {
  expect(toHex(encodeTransactionSegment({ last: true, inbox: false, t: 0x0102030405n }, [Uint8Array.of(0xaa, 0xbb), new Uint8Array(0)]))).toBe(
    '0x0101020304050002aabb0000',
  )
  expect(toHex(encodeInboxSegment({ last: false, inbox: true, t: 1n }, 258))).toBe('0x0200000000010102')
})

test('a 17th item says that more follow; what is behind it is not read', () => {
  const list = Array.from({ length: 40 }, (_, i) => Uint8Array.of(i))
  expect(decodeSegment(encodeTransactionSegment({ last: false, inbox: false, t: 0n }, list)).items).toEqual(list.slice(0, 17))
})

test('every byte string is a segment, and its items are pieces of it in order', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const { head, items, count } = decodeSegment(bytes)
      const whole = Uint8Array.from({ length: Math.max(8, bytes.length) }, (_, i) => bytes[i] ?? 0)
      expect(head.t).toBe(BigInt(toHex(whole.subarray(1, 6))))
      expect(head.last).toBe(((whole[0] ?? 0) & 1) === 1)
      expect(head.inbox).toBe(((whole[0] ?? 0) & 2) === 2)
      expect(count).toBe(head.inbox ? Number(toHex(whole.subarray(6, 8))) : 0)
      expect(items.length).toBeLessThanOrEqual(head.inbox ? 0 : 17)
      let at = 6
      for (const item of items) {
        expect(item).toEqual(bytes.slice(at + 2, at + 2 + item.length))
        at += 2 + item.length
      }
      if (!head.inbox && items.length < 17) expect(at).toBeGreaterThanOrEqual(bytes.length)
    }),
    { numRuns: budget(1_000) },
  )
})

test.each([
  ['nothing', '0x', [], 0n],
  ['a head cut short', '0x0001', [], 1n << 32n],
  ['a head alone', '0x000000000005', [], 5n],
  ['an item of length 0', '0x0000000000050000', ['0x'], 5n],
  ['a length past the end takes the rest', '0x000000000005ffffaabb', ['0xaabb'], 5n],
  ['a length cut short', '0x00000000000501', ['0x'], 5n],
  ['a length with nothing behind it', '0x0000000000050003', ['0x'], 5n],
  ['bits that mean nothing', '0xfc0000000005', [], 5n],
])('%s', (_, hex, expected, t) => {
  const { head, items } = decodeSegment(fromHex(hex))
  expect(items.map(toHex)).toEqual(expected)
  expect(head).toEqual({ last: false, inbox: false, t })
})

test.each([
  ['0x02', 0],
  ['0x02000000000001', 256],
  ['0x020000000000000105ff', 1],
])('%s asks for %i entries', (hex, count) => {
  expect(decodeSegment(fromHex(hex)).count).toBe(count)
})

test('what a field cannot hold is refused', () => {
  expect(() => encodeTransactionSegment({ last: true, inbox: false, t: 1n << 40n }, [])).toThrow(CodecError)
  expect(() => encodeTransactionSegment({ last: true, inbox: true, t: 0n }, [])).toThrow(CodecError)
  expect(() => encodeTransactionSegment({ last: true, inbox: false, t: 0n }, [new Uint8Array(65_536)])).toThrow(CodecError)
  expect(() => encodeInboxSegment({ last: true, inbox: false, t: 0n }, 1)).toThrow(CodecError)
  for (const count of [-1, 65_536, 0.5]) expect(() => encodeInboxSegment({ last: true, inbox: true, t: 0n }, count)).toThrow(CodecError)
})
