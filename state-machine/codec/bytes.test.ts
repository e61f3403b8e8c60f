import fc from 'fast-check'
import { bytesToHex, hexToBytes } from 'viem'
import { expect, test } from 'vitest'
import { budget } from '../../test/budget.ts'
import {
  asciiBytes, bigintToBytes, byteLength, bytesToBigint, concat, copyBytes, equalBytes, fromHex, isZero, readU16, readU40, readU64, readU96,
  readU256, toHex, writeBigint,
} from './bytes.ts'
import { CodecError } from './errors.ts'
import { uint } from './testing/arbitraries.ts'

const runs = { numRuns: budget(500) }

test('hex is as another library writes and reads it', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => {
      expect(toHex(bytes)).toBe(bytesToHex(bytes))
      expect(fromHex(toHex(bytes).toUpperCase().replace('0X', '0x'))).toEqual(hexToBytes(bytesToHex(bytes)))
    }),
    runs,
  )
})

test.each(['', '0', '00', '0x0', '0xg0', '0x0g', '0x/0', '0x:0', '0x@0', '0x`0', '0x 0', '0X00', '0xé0'])('%j is no hex', (text) => {
  expect(() => fromHex(text)).toThrow(CodecError)
})

test('integers of any length are as BigInt reads their hex', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(80), (bytes, skip) => {
      const offset = Math.min(skip, bytes.length)
      expect(bytesToBigint(bytes, offset)).toBe(BigInt(`0x0${bytesToHex(bytes.subarray(offset)).slice(2)}`))
    }),
    runs,
  )
})

test('a bigint comes back from its bytes, which have no more than it needs', () => {
  fc.assert(
    fc.property(uint(256), (value) => {
      const length = byteLength(value)
      expect(length).toBe(value === 0n ? 0 : Math.ceil(value.toString(16).length / 2))
      expect(bytesToBigint(bigintToBytes(value, length))).toBe(value)
      expect(bytesToBigint(bigintToBytes(value, 40))).toBe(value)
      if (length > 0) expect(() => bigintToBytes(value, length - 1)).toThrow(CodecError)
    }),
    runs,
  )
})

test('what is no unsigned integer of 256 bits has no length', () => {
  for (const value of [-1n, 2n ** 256n, -(2n ** 256n)]) expect(() => byteLength(value)).toThrow(CodecError)
})

test('writing an integer touches its own bytes alone', () => {
  const bytes = new Uint8Array(6).fill(0xee)
  writeBigint(bytes, 2, 0x0102n, 3)
  expect(toHex(bytes)).toBe('0xeeee000102ee')
})

test('readers of fixed width take zeros for what is missing', () => {
  const bytes = Uint8Array.from({ length: 40 }, (_, i) => i + 1)
  expect(readU16(bytes, 0)).toBe(0x0102)
  expect(readU40(bytes, 1)).toBe(0x0203040506n)
  expect(readU64(bytes, 0)).toBe(0x0102030405060708n)
  expect(readU96(bytes, 0)).toBe(0x0102030405060708090a0b0cn)
  expect(readU256(bytes, 8)).toBe(BigInt(toHex(bytes.subarray(8))))
  expect(readU16(bytes, 39)).toBe(0x2800)
  expect(readU64(bytes, 38)).toBe(0x2728000000000000n)
  expect(readU40(bytes, 60)).toBe(0n)
})

test('a copy is not changed with what it was made of, a Buffer included', () => {
  const source = Buffer.from([1, 2, 3, 4])
  const copy = copyBytes(source, 1, 3)
  source.fill(9)
  expect(copy).toEqual(Uint8Array.of(2, 3))
})

test('joining, comparing and testing for zero', () => {
  expect(concat(Uint8Array.of(1), Uint8Array.of(), Uint8Array.of(2, 3))).toEqual(Uint8Array.of(1, 2, 3))
  expect(concat()).toEqual(new Uint8Array(0))
  expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true)
  expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false)
  expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1))).toBe(false)
  expect(isZero(new Uint8Array(3))).toBe(true)
  expect(isZero(Uint8Array.of(0, 0, 1))).toBe(false)
})

test('ASCII alone is plain text', () => {
  expect(asciiBytes('Az~')).toEqual(Uint8Array.of(0x41, 0x7a, 0x7e))
  expect(() => asciiBytes('é')).toThrow(CodecError)
})
