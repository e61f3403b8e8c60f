import fc from 'fast-check'
import { expect, test } from 'vitest'
import { budget } from '../../test/budget.ts'
import { leafHash, nodeHash } from './hashing.ts'
import { proveInclusion, verifyInclusion } from './inclusion.ts'
import type { InclusionProof } from './inclusion.ts'
import { branchOff, createRandom, plantedKeys, randomWords, seeds } from './testing/scenario.ts'
import { createTree } from './tree.ts'
import type { Tree } from './tree.ts'

const word = (byte: number) => new Uint8Array(32).fill(byte)

function plantedTree(seed: number): { tree: Tree; keys: Uint8Array[] } {
  const random = createRandom(seed)
  const keys = plantedKeys(random, 1 + random(20))
  const tree = createTree()
  tree.apply(keys.map(key => ({ key, words: randomWords(random) })))
  return { tree, keys }
}

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = bytes.slice()
  copy[bit >> 3]! ^= 0x80 >> (bit & 7)
  return copy
}

test('every record of a tree can be shown to be there', () => {
  fc.assert(fc.property(seeds, seed => {
    const { tree, keys } = plantedTree(seed)
    return keys.every(key => {
      const { words, ...proof } = proveInclusion(tree, key)
      return verifyInclusion(tree.root(), key, words, proof)
    })
  }), { numRuns: budget(1_000) })
})

test('a proof lists the siblings that are there, from the leaf upwards', () => {
  const tree = createTree()
  const [key, twin, far] = [word(0x00), branchOff(createRandom(1), word(0x00), 2), word(0x80)]
  tree.apply([key, twin, far].map(each => ({ key: each, words: word(1) })))
  expect(proveInclusion(tree, key)).toEqual({
    words: word(1), depth: 3, nonEmpty: 0b101n, siblings: [leafHash(twin, word(1)), leafHash(far, word(1))],
  })
})

test('no flipped bit of root, key, words, siblings or bitmap is accepted, nor another depth', () => {
  for (const seed of [1, 2, 3]) {
    const { tree, keys } = plantedTree(seed)
    const root = tree.root()
    for (const key of keys.slice(0, 4)) {
      const { words, ...proof } = proveInclusion(tree, key)
      for (let bit = 0; bit < 256; bit++) {
        expect(verifyInclusion(flipped(root, bit), key, words, proof)).toBe(false)
        expect(verifyInclusion(root, flipped(key, bit), words, proof)).toBe(false)
        expect(verifyInclusion(root, key, words, { ...proof, nonEmpty: proof.nonEmpty ^ (1n << BigInt(bit)) })).toBe(false)
        if (bit !== proof.depth) expect(verifyInclusion(root, key, words, { ...proof, depth: bit })).toBe(false)
        proof.siblings.forEach((sibling, i) => {
          const siblings = proof.siblings.with(i, flipped(sibling, bit))
          expect(verifyInclusion(root, key, words, { ...proof, siblings })).toBe(false)
        })
      }
      for (let bit = 0; bit < words.length * 8; bit++) expect(verifyInclusion(root, key, flipped(words, bit), proof)).toBe(false)
    }
  }
})

test('a proof that is not written as it must be is refused, even if its hashes fit', () => {
  const key = word(0)
  const [leaf, beside] = [leafHash(key, word(1)), word(9)]
  const root = nodeHash(nodeHash(leaf, beside), word(0))
  const proof: InclusionProof = { depth: 2, nonEmpty: 1n, siblings: [beside] }
  const accepts = (more: Partial<InclusionProof>, at = root) => verifyInclusion(at, key, word(1), { ...proof, ...more })
  expect(accepts({})).toBe(true)
  expect(accepts({ nonEmpty: 3n, siblings: [beside, word(0)] })).toBe(false)
  expect(accepts({ siblings: [beside, beside] })).toBe(false)
  expect(accepts({ siblings: [] })).toBe(false)
  expect(accepts({ siblings: [beside.subarray(1)] })).toBe(false)
  expect(accepts({ nonEmpty: 5n, siblings: [beside, beside] })).toBe(false)
  expect(accepts({ nonEmpty: -1n })).toBe(false)
  for (const depth of [-1, 1.5, 257, Number.NaN, Number.POSITIVE_INFINITY]) expect(accepts({ depth })).toBe(false)
  expect(accepts({ depth: 1, nonEmpty: 0n, siblings: [] }, nodeHash(leaf, word(0)))).toBe(false)
  expect(verifyInclusion(leaf, key, word(1), { depth: 0, nonEmpty: 0n, siblings: [] })).toBe(true)
})

test('a path of 256 levels is accepted and one of 257 is not', () => {
  const [key, twin] = [word(0), flipped(word(0), 255)]
  const tree = createTree()
  tree.apply([key, twin].map(each => ({ key: each, words: word(1) })))
  const { words, ...proof } = proveInclusion(tree, key)
  expect(proof).toEqual({ depth: 256, nonEmpty: 1n, siblings: [leafHash(twin, word(1))] })
  expect(verifyInclusion(tree.root(), key, words, proof)).toBe(true)
  expect(verifyInclusion(nodeHash(tree.root(), word(0)), key, words, { ...proof, depth: 257 })).toBe(false)
})

test('malformed roots, keys and words are refused without an exception', () => {
  const { tree, keys } = plantedTree(5)
  const { words, ...proof } = proveInclusion(tree, keys[0]!)
  expect(verifyInclusion(tree.root().subarray(1), keys[0]!, words, proof)).toBe(false)
  expect(verifyInclusion(tree.root(), keys[0]!.subarray(1), words, proof)).toBe(false)
  const accepts = (key: Uint8Array, record: Uint8Array) => verifyInclusion(leafHash(key, record), key, record, { depth: 0, nonEmpty: 0n, siblings: [] })
  expect(accepts(word(1), word(2))).toBe(true)
  expect(accepts(word(1).subarray(1), word(2))).toBe(false)
  for (const length of [0, 31, 33, 7 * 32]) expect(accepts(word(1), new Uint8Array(length))).toBe(false)
})

test('an absent record cannot be shown to be there', () => {
  const { tree, keys } = plantedTree(6)
  expect(() => proveInclusion(tree, branchOff(createRandom(1), keys[0]!, 200))).toThrow('absent-record')
  expect(() => proveInclusion(createTree(), keys[0]!)).toThrow('absent-record')
})
