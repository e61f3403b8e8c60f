import fc from 'fast-check'
import { expect, test } from 'vitest'
import { budget } from '../../test/budget.ts'
import { bigintToBytes, bytesToBigint } from '../codec/bytes.ts'
import { FIELD_BYTES, RECORDS } from '../params.ts'
import { fieldsOf, NUMBERS } from './fields.ts'
import { decodeAny, encodeAny } from './layout.ts'

const TYPES = Object.keys(NUMBERS) as (keyof typeof NUMBERS)[]
/** Small, near each power of 2^32, or anything: below zero and above 2^256 too. */
const integer = fc.oneof(
  fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n }),
  fc.tuple(fc.integer({ min: 0, max: 9 }), fc.bigInt({ min: -2n, max: 2n })).map(([words, more]) => (1n << BigInt(32 * words)) + more),
  fc.bigInt({ min: -(2n ** 260n), max: 2n ** 260n }),
)

test.each(TYPES)('%s: the lower bytes of any integer, big-endian, and nothing beside them', (type) => {
  const bytes = FIELD_BYTES[type]
  const property = fc.property(integer, fc.integer({ min: 0, max: 16 }), (value, at) => {
    const target = new Uint8Array(64).fill(0xa5)
    const view = new DataView(target.buffer)
    NUMBERS[type].write(view, at, value)
    const low = BigInt.asUintN(8 * bytes, value)
    expect(target.slice(at, at + bytes)).toEqual(bigintToBytes(low, bytes))
    expect(target.fill(0xa5, at, at + bytes)).toEqual(new Uint8Array(64).fill(0xa5))
    NUMBERS[type].write(view, at, value)
    expect(NUMBERS[type].read(view, at)).toBe(low)
  })
  fc.assert(property, { numRuns: budget(200) })
})

test('accounts, which have code of their own, stand as the table of fields says', () => {
  const bytes = fc.uint8Array({ minLength: 192, maxLength: 192 })
  const property = fc.property(bytes, (words) => {
    const account = decodeAny('account', words)
    const again = encodeAny('account', account)
    for (const { name, type, offset } of fieldsOf(RECORDS.account)) {
      const field = words.slice(offset, offset + FIELD_BYTES[type])
      expect(account[name]).toEqual(type === 'b32' ? field : bytesToBigint(field))
      expect(again.slice(offset, offset + FIELD_BYTES[type])).toEqual(field)
    }
    expect(again.slice(94, 96)).toEqual(new Uint8Array(2))
    expect(decodeAny('account', again)).toEqual(account)
  })
  fc.assert(property, { numRuns: budget(200) })
})
