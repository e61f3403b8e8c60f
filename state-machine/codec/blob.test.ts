import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keccak256 } from '../hash.ts'
import { BLOB, SEGMENT } from '../params.ts'
import { blobDataRoot, blobHeadOf, blobsFor, decodeBlobs, elementsOf, encodeBlobs, placeOfElement } from './blob.ts'
import { bytesToBigint, concat } from './bytes.ts'

const segment = fc.uint8Array({ minLength: SEGMENT.headBytes, maxLength: SEGMENT.headBytes + SEGMENT.blobBytes })
const segments = fc.array(segment, { minLength: 1, maxLength: 70 })

test('segments come out of blobs as they went in', () => {
  fc.assert(
    fc.property(segments, (list) => {
      const blobs = encodeBlobs(list)
      expect(blobs.length).toBe(blobsFor(list.length))
      expect(decodeBlobs(list.map(blobHeadOf), blobs)).toEqual(list)
      // Below 2^248, so an element of the field whatever the bytes are.
      expect(blobs.every((blob) => blob.every((byte, at) => at % 32 !== 0 || byte === 0))).toBe(true)
    }),
    { numRuns: 12 },
  )
})

test('the first byte of an element means nothing, nor what stands behind a body', () => {
  const list = [new Uint8Array(SEGMENT.headBytes + 40).fill(7), new Uint8Array(SEGMENT.headBytes + SEGMENT.blobBytes).fill(9)]
  const [blob] = encodeBlobs(list)
  const other = blob!.slice()
  for (let at = 0; at < other.length; at += 32) other[at] = 0x73
  other[2 * 32 - 1 + 31] = 0xff
  other[other.length - 1] = 0xff
  expect(decodeBlobs(list.map(blobHeadOf), [other])).toEqual(list)
})

test('a segment over a run’s bytes, or without a head, goes into no blob', () => {
  for (const length of [5, SEGMENT.headBytes + SEGMENT.blobBytes + 1]) expect(() => encodeBlobs([new Uint8Array(length)])).toThrow('does not fit')
})

test('no bytes have the hash that is a blob batch’s data root, not even those it is made of', () => {
  const [hash, head] = [new Uint8Array(32).fill(1), blobHeadOf(new Uint8Array(20))]
  const root = blobDataRoot([head, head], [hash])
  expect(root).not.toEqual(keccak256(concat(head, head, hash)))
  expect(root.map((byte) => 0xff ^ byte)).toEqual(keccak256(concat(head, head, hash)))
})

test('elements lie at roots of unity, in bit-reversed order', () => {
  expect(elementsOf(BLOB.runs + 1, 32)).toEqual({ first: 66, count: 2 })
  const place = (element: number): bigint => bytesToBigint(placeOfElement(element))
  expect(place(0)).toBe(1n)
  expect(place(1)).toBe(BLOB.modulus - 1n)
  const powers = new Set(Array.from({ length: 4_096 }, (_, element) => place(element)))
  expect(powers.size).toBe(4_096)
  expect((place(2) * place(2)) % BLOB.modulus).toBe(BLOB.modulus - 1n)
})
