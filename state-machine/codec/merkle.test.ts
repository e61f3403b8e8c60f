import fc from 'fast-check'
import { concat, keccak256 } from 'viem'
import { expect, test } from 'vitest'
import { budget } from '../../test/budget.ts'
import { isZero, toHex, ZERO_HASH } from './bytes.ts'
import { CodecError } from './errors.ts'
import { merkleProof, merkleRoot, verifyMerkle } from './merkle.ts'
import { bytesOf } from './testing/arbitraries.ts'

const leaves = fc.array(fc.oneof({ weight: 5, arbitrary: bytesOf(32) }, fc.constant(ZERO_HASH)), { minLength: 1, maxLength: 40 })

/** The definition, top down and without a thought for speed. */
function naiveRoot(list: readonly Uint8Array[], width: number): Uint8Array {
  if (width === 1) return list[0] ?? ZERO_HASH
  const half = width / 2
  const left = naiveRoot(list.slice(0, half), half)
  const right = naiveRoot(list.slice(half), half)
  return isZero(left) && isZero(right) ? ZERO_HASH : keccak256(concat([Uint8Array.of(1), left, right]), 'bytes')
}

const depthOf = (count: number): number => Math.ceil(Math.log2(count))

test('the root is that of the definition', () => {
  fc.assert(
    fc.property(leaves, (list) => {
      expect(merkleRoot(list)).toEqual(naiveRoot(list, 2 ** depthOf(list.length)))
    }),
    { numRuns: budget(200) },
  )
})

test('one leaf is the root, and no leaf is zero', () => {
  const leaf = new Uint8Array(32).fill(9)
  expect(merkleRoot([leaf])).toEqual(leaf)
  expect(merkleProof([leaf], 0)).toEqual([])
  expect(merkleRoot([])).toEqual(ZERO_HASH)
})

test('each leaf is proven in its place, by a proof of the tree’s depth', () => {
  fc.assert(
    fc.property(leaves, fc.nat(), (list, n) => {
      const index = n % list.length
      const proof = merkleProof(list, index)
      const claim = { root: merkleRoot(list), leaf: list[index] ?? ZERO_HASH, index, count: list.length }
      expect(proof.length).toBe(depthOf(list.length))
      expect(verifyMerkle(proof, claim)).toBe(true)
      expect(verifyMerkle([...proof, ZERO_HASH], claim)).toBe(false)
      expect(verifyMerkle(proof.slice(1), claim)).toBe(proof.length === 0)
    }),
    { numRuns: budget(300) },
  )
})

test('a proof proves no other leaf, place, count or root', () => {
  const list = Array.from({ length: 6 }, (_, i) => new Uint8Array(32).fill(i + 1))
  const proof = merkleProof(list, 2)
  const claim = { root: merkleRoot(list), leaf: list[2] ?? ZERO_HASH, index: 2, count: 6 }
  expect(verifyMerkle(proof, claim)).toBe(true)
  expect(verifyMerkle(proof, { ...claim, leaf: list[3] ?? ZERO_HASH })).toBe(false)
  expect(verifyMerkle(proof, { ...claim, root: ZERO_HASH })).toBe(false)
  for (const index of [0, 1, 3, 6, -1, 0.5, NaN]) expect(verifyMerkle(proof, { ...claim, index }), toHex(claim.leaf)).toBe(false)
  expect(verifyMerkle(proof, { ...claim, count: 4 })).toBe(false)
  expect(verifyMerkle(proof, { ...claim, count: 9 })).toBe(false)
  expect(verifyMerkle(proof.map((node, i) => (i === 1 ? ZERO_HASH : node)), claim)).toBe(false)
})

test('there is no proof of a leaf that is not there', () => {
  for (const index of [-1, 2, 0.5]) expect(() => merkleProof([ZERO_HASH, ZERO_HASH], index)).toThrow(CodecError)
})
