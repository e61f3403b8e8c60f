import { keccak_256 } from '@noble/hashes/sha3'
import { expect, test } from 'vitest'
import { keccak256, keccak256Into, keccak256Of } from './hash.ts'

const hex = (bytes: Uint8Array) => Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
const inputs = Array.from({ length: 300 }, (_, length) => Uint8Array.from({ length }, (_byte, i) => i * 7 + length))

test('nothing hashes to the constant known from Ethereum', () => {
  expect(hex(keccak256(new Uint8Array()))).toBe('c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470')
})

test('every length up to and past two blocks of the sponge hashes as another implementation says', () => {
  for (const input of inputs) expect(keccak256(input)).toEqual(keccak_256(input))
  const long = new Uint8Array(100_000).fill(5)
  expect(keccak256(long)).toEqual(keccak_256(long))
})

test('each call gives an array of its own', () => {
  const first = keccak256(Uint8Array.of(1))
  const copy = first.slice()
  keccak256(Uint8Array.of(2))
  expect(first).toEqual(copy)
})

test('a hash is written where it should be and nowhere else', () => {
  const target = new Uint8Array(40).fill(9)
  keccak256Into(Uint8Array.of(1, 2, 3), target, 5)
  const hash = keccak_256(Uint8Array.of(1, 2, 3))
  expect(target).toEqual(Uint8Array.of(9, 9, 9, 9, 9, ...hash, 9, 9, 9))
})

test('parts hash like the whole, empty parts and views into larger buffers included', () => {
  const whole = inputs[250]!
  expect(keccak256Of(whole.subarray(0, 7), new Uint8Array(), whole.subarray(7, 140), whole.subarray(140)))
    .toEqual(keccak_256(whole))
  expect(keccak256Of()).toEqual(keccak256(new Uint8Array()))
})
