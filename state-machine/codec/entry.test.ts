import fc from 'fast-check'
import { encodePacked, keccak256 } from 'viem'
import { expect, test } from 'vitest'
import { budget } from '../../test/budget.ts'
import { Address } from './address.ts'
import { bigintToBytes, concat, toHex, ZERO_HASH } from './bytes.ts'
import { decodeSend, entryHash, rollHash } from './entry.ts'
import { CodecError } from './errors.ts'
import { address, uint } from './testing/arbitraries.ts'

test('an entry’s hash is that of its packed fields', () => {
  fc.assert(
    fc.property(fc.nat(255), uint(40), address, uint(96), fc.uint8Array({ maxLength: 200 }), (kind, time, from, value, payload) => {
      const packed = encodePacked(['uint8', 'uint40', 'address', 'uint96', 'bytes'], [kind, Number(time), from, value, toHex(payload)])
      expect(toHex(entryHash({ kind, time, from, value, payload }))).toBe(keccak256(packed))
    }),
    { numRuns: budget(200) },
  )
})

test('fields wider than the contract’s have no hash', () => {
  const entry = { kind: 0, time: 0n, from: Address(`0x${'0'.repeat(40)}`), value: 0n, payload: new Uint8Array(0) }
  expect(() => entryHash({ ...entry, kind: 256 })).toThrow(CodecError)
  expect(() => entryHash({ ...entry, time: 1n << 40n })).toThrow(CodecError)
  expect(() => entryHash({ ...entry, value: 1n << 96n })).toThrow(CodecError)
})

test('the rolling hash takes in one entry after the other', () => {
  const hash = new Uint8Array(32).fill(7)
  expect(toHex(rollHash(ZERO_HASH, hash))).toBe(keccak256(concat(new Uint8Array(32), hash)))
})

test('a send’s payload is a value, a target and calldata', () => {
  fc.assert(
    fc.property(uint(256), address, fc.uint8Array({ maxLength: 50 }), (value, target, call) => {
      const packed = encodePacked(['uint256', 'address', 'bytes'], [value, target, toHex(call)])
      const payload = Buffer.from(packed.slice(2), 'hex')
      const decoded = decodeSend(payload)
      payload.fill(0xff)
      expect(decoded).toEqual({ value, target, call })
    }),
    { numRuns: budget(200) },
  )
})

test('a payload without a whole value and target is none', () => {
  const payload = concat(bigintToBytes(1n, 32), new Uint8Array(20))
  expect(decodeSend(payload)).toBeDefined()
  expect(decodeSend(payload.subarray(0, 51))).toBeUndefined()
  expect(decodeSend(new Uint8Array(0))).toBeUndefined()
})
