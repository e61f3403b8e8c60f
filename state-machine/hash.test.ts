import { keccak_256 } from '@noble/hashes/sha3'
import { expect, test } from 'vitest'
import { arena, blocksOf, hashOne, hashTwo, keccak256, keccak256Both, keccak256Of, pad } from './hash.ts'

const hex = (bytes: Uint8Array) => Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
const inputs = Array.from({ length: 300 }, (_, length) => Uint8Array.from({ length }, (_byte, i) => i * 7 + length))

test('nothing hashes to the constant known from Ethereum', () => {
  expect(hex(keccak256(new Uint8Array()))).toBe('c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470')
})

test('every length up to and past two blocks of the sponge hashes as another implementation says', () => {
  for (const input of inputs) expect(keccak256(input)).toEqual(keccak_256(input))
  const long = new Uint8Array(100_000).map((_byte, i) => i * 11)
  expect(keccak256(long)).toEqual(keccak_256(long))
})

test('each call gives an array of its own', () => {
  const first = keccak256(Uint8Array.of(1))
  const copy = first.slice()
  keccak256(Uint8Array.of(2))
  expect(first).toEqual(copy)
})

test('two padded messages side by side hash as each of them does alone', () => {
  const [first, second] = [arena.free, arena.free + 512]
  for (const message of inputs.filter((input) => input.length < 272)) {
    const other = message.map((byte, i) => byte ^ (i + 1))
    arena.bytes.set(message, first)
    arena.bytes.set(other, second)
    const blocks = pad(first, message.length)
    expect([blocks, pad(second, other.length)]).toEqual([blocksOf(message.length), blocks])
    hashTwo(first, second, blocks)
    expect(arena.bytes.slice(0, 64)).toEqual(Uint8Array.of(...keccak_256(message), ...keccak_256(other)))
    hashOne(second, blocks)
    expect(arena.bytes.slice(0, 32)).toEqual(keccak_256(other))
  }
})

test('two messages of any lengths hash as each of them does alone', () => {
  const both = new Uint8Array(64)
  const lengths = [0, 1, 135, 136, 271, 272, 700, 4_215, 4_216, 5_000]
  for (const first of lengths) {
    for (const second of lengths) {
      const [one, other] = [new Uint8Array(first).fill(7), new Uint8Array(second).fill(9)]
      keccak256Both(one, other, both)
      expect(both).toEqual(Uint8Array.of(...keccak_256(one), ...keccak_256(other)))
    }
  }
})

test('a message that broke off leaves nothing behind', () => {
  const parts = [Uint8Array.of(1), undefined] as Uint8Array[]
  expect(() => keccak256Of(...parts)).toThrow(TypeError)
  expect(keccak256(Uint8Array.of(2))).toEqual(keccak_256(Uint8Array.of(2)))
})

test('parts hash like the whole, empty parts and views into larger buffers included', () => {
  const whole = inputs[250]!
  expect(keccak256Of(whole.subarray(0, 7), new Uint8Array(), whole.subarray(7, 140), whole.subarray(140)))
    .toEqual(keccak_256(whole))
  expect(keccak256Of()).toEqual(keccak256(new Uint8Array()))
})
