import { keccak256 } from '@distribute/state-machine'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addBloom, BLOOM_BYTES, bloomBits, createBitsCache, hasBits, setBits } from './bloom.ts'

const text = (value: string): Uint8Array => new TextEncoder().encode(value)

function bloomOf(items: readonly Uint8Array[]): Uint8Array {
  const bloom = new Uint8Array(BLOOM_BYTES)
  for (const item of items) setBits(bloom, bloomBits(item))
  return bloom
}

test("go-ethereum's vectors: what was added is found, what was not is not", () => {
  const bloom = bloomOf(['testtest', 'test', 'hallo', 'other'].map(text))
  for (const item of ['testtest', 'test', 'hallo', 'other']) expect(hasBits(bloom, bloomBits(text(item)))).toBe(true)
  for (const item of ['tes', 'lo']) expect(hasBits(bloom, bloomBits(text(item)))).toBe(false)
})

test("go-ethereum's vector: a hundred items set these bits and no others", () => {
  const bloom = bloomOf(Array.from({ length: 100 }, (_, i) => text(`xxxxxxxxxx data ${i} yyyyyyyyyyyyyy`)))
  expect(Buffer.from(keccak256(bloom)).toString('hex')).toBe('c8d3ca65cdb4874300a9e39475508f23ed6da09fdbc487f89a2dcf50b09eb263')
})

test('a union holds what both hold', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 32 })), fc.array(fc.uint8Array({ maxLength: 32 })), (a, b) => {
      const union = bloomOf(a)
      addBloom(union, bloomOf(b))
      expect(union).toEqual(bloomOf([...a, ...b]))
    }),
  )
})

test('the cache gives the same bits, looks at the bytes once, and forgets at its limit', () => {
  const cache = createBitsCache(2)
  const ask = (name: string, bytes = text(name)) => cache.bitsOf(name, bytes, 0, bytes.length)
  expect(ask('a')).toEqual(bloomBits(text('a')))
  expect(ask('a', text('x'))).toEqual(bloomBits(text('a')))
  expect(cache.bitsOf('b', text('abc'), 1, 2)).toEqual(bloomBits(text('b')))
  ask('c')
  expect(ask('a', text('x'))).toEqual(bloomBits(text('x')))
})
