import fc from 'fast-check'
import { expect, test } from 'vitest'
import { budget } from '../../test/budget.ts'
import type { Write } from './apply.ts'
import { TreeError } from './errors.ts'
import { encodeMultiproof } from './multiproof.ts'
import { createPartialTree } from './partial.ts'
import { branchOff, createRandom, plantedKeys, randomWords, sameBytes, seeds } from './testing/scenario.ts'
import type { Random } from './testing/scenario.ts'
import { createTree } from './tree.ts'
import type { StateTree, Tree } from './tree.ts'

const word = (byte: number) => new Uint8Array(32).fill(byte)

function partialOf(tree: Tree, keys: readonly Uint8Array[]): StateTree {
  return createPartialTree(tree.root(), keys, encodeMultiproof(tree.prove(keys)))
}

function treeOf(random: Random, keys: readonly Uint8Array[]): Tree {
  const tree = createTree()
  tree.apply(keys.map(key => ({ key, words: randomWords(random) })))
  return tree
}

function codeOf(act: () => unknown): string | undefined {
  try {
    act()
  } catch (error) {
    return error instanceof TreeError ? error.code : String(error)
  }
  return undefined
}

/** Whether a partial tree of some keys keeps giving the root of the whole tree, batch after batch. */
function followsTree(random: Random, tree: Tree, keys: readonly Uint8Array[]): boolean {
  const partial = partialOf(tree, keys)
  for (let batch = 0; batch < 4; batch++) {
    const writes = Array.from({ length: random(6) }, () => ({ key: keys[random(keys.length)]!, words: randomWords(random) }))
    tree.apply(writes)
    partial.apply(writes)
    if (!sameBytes(partial.root(), tree.root())) return false
    if (!keys.every(key => partial.has(key) === tree.has(key) && partial.get(key)?.join() === tree.get(key)?.join())) return false
  }
  return true
}

test('after the same writes it has the root of the whole tree', () => {
  fc.assert(fc.property(seeds, seed => {
    const random = createRandom(seed)
    const all = plantedKeys(random, 2 + random(24))
    const tree = treeOf(random, all.filter(() => random(2) === 0))
    return followsTree(random, tree, all.filter((_key, i) => i === 0 || random(2) === 0))
  }), { numRuns: budget(5_000) })
})

test('so it does for keys put beside other leaves at every depth', () => {
  const random = createRandom(21)
  for (let depth = 0; depth < 256; depth++) {
    const present = plantedKeys(random, 3)
    const beside = branchOff(random, present[0]!, depth)
    const behind = branchOff(random, beside, 255)
    expect(followsTree(random, treeOf(random, present), [beside, behind]), `depth ${depth}`).toBe(true)
  }
})

test('what was added may go again, and the root is the first one', () => {
  const random = createRandom(22)
  const keys = plantedKeys(random, 8)
  const tree = treeOf(random, keys.slice(0, 4))
  const partial = partialOf(tree, keys)
  const before = tree.root()
  partial.apply(keys.slice(4).map(key => ({ key, words: word(1) })))
  expect(partial.root()).not.toEqual(before)
  partial.apply(keys.slice(4).map(key => ({ key, words: null })))
  expect(partial.root()).toEqual(before)
})

test('of several writes to one key the last counts', () => {
  const tree = treeOf(createRandom(23), [word(1)])
  const partial = partialOf(tree, [word(1), word(2)])
  const writes: Write[] = [{ key: word(2), words: word(7) }, { key: word(1), words: word(8) }, { key: word(2), words: word(9) }]
  tree.apply(writes)
  partial.apply(writes)
  expect([partial.get(word(2)), partial.root()]).toEqual([word(9), tree.root()])
})

test('what it gives and takes are copies', () => {
  const tree = treeOf(createRandom(24), [word(1)])
  const partial = partialOf(tree, [word(1)])
  const words = word(7)
  partial.apply([{ key: word(1), words }])
  words.fill(0)
  partial.get(word(1))?.fill(0)
  partial.root().fill(0)
  tree.apply([{ key: word(1), words: word(7) }])
  expect([partial.get(word(1)), partial.root()]).toEqual([word(7), tree.root()])
})

test('what the witness does not show can be neither read nor written, and a refused batch changes nothing', () => {
  const random = createRandom(25)
  const keys = plantedKeys(random, 6)
  const tree = treeOf(random, keys)
  const partial = partialOf(tree, keys.slice(0, 3))
  const good = { key: keys[0]!, words: word(1) }
  expect(codeOf(() => partial.get(keys[4]!))).toBe('outside-witness')
  expect(codeOf(() => partial.has(word(1)))).toBe('outside-witness')
  expect(codeOf(() => partial.get(new Uint8Array(3)))).toBe('bad-key')
  expect(codeOf(() => partial.apply([good, { key: keys[4]!, words: word(1) }]))).toBe('outside-witness')
  expect(codeOf(() => partial.apply([good, { key: keys[1]!, words: null }]))).toBe('removal-unproven')
  expect(codeOf(() => partial.apply([good, { key: keys[1]!, words: word(1).subarray(1) }]))).toBe('bad-words')
  expect([partial.root(), partial.get(keys[0]!)]).toEqual([tree.root(), tree.get(keys[0]!)])
})

test('a proof that does not fit makes no tree', () => {
  const tree = treeOf(createRandom(26), [word(1), word(2)])
  const proof = encodeMultiproof(tree.prove([word(1)]))
  expect(codeOf(() => createPartialTree(word(3), [word(1)], proof))).toBe('bad-witness')
  expect(codeOf(() => createPartialTree(tree.root(), [word(2)], proof))).toBe('bad-witness')
  expect(codeOf(() => createPartialTree(tree.root(), [word(1)], proof))).toBe(undefined)
})

test('a witness of no keys keeps the root and has no records', () => {
  const partial = createPartialTree(word(3), [], new Uint8Array())
  partial.apply([])
  expect(partial.root()).toEqual(word(3))
  expect(codeOf(() => partial.get(word(1)))).toBe('outside-witness')
})
