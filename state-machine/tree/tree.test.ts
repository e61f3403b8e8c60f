import { keccak_256 } from '@noble/hashes/sha3'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { budget } from '../../test/budget.ts'
import type { Write } from './apply.ts'
import { TreeError } from './errors.ts'
import { naiveRoot } from './testing/naive.ts'
import {
  branchOff, createRandom, operationCounts, plantedKeys, randomBytes, randomHistory, randomWords, sameBytes, seeds, undoOf,
  writeToModel,
} from './testing/scenario.ts'
import type { Model, Random } from './testing/scenario.ts'
import { createTree } from './tree.ts'
import type { Tree } from './tree.ts'

// 100,000 histories take about 25 s on one core; DISTRIBUTE_FUZZ=1 is that, and 0.1 or 10 scale it.
const HISTORIES = 100_000

const word = (byte: number) => new Uint8Array(32).fill(byte)

function treeOf(writes: readonly Write[]): Tree {
  const tree = createTree()
  tree.apply(writes)
  return tree
}

function randomWrites(random: Random, count: number): Write[] {
  return plantedKeys(random, count).map(key => ({ key, words: randomWords(random) }))
}

function shuffled<T>(random: Random, items: readonly T[]): T[] {
  const rest = [...items]
  return items.map(() => rest.splice(random(rest.length), 1)[0]!)
}

test('the empty tree has the zero root', () => {
  const tree = createTree()
  expect(tree.root()).toEqual(new Uint8Array(32))
  expect([tree.size, [...tree.entries()], tree.has(word(1)), tree.get(word(1))]).toEqual([0, [], false, undefined])
})

test('one leaf is the root, and two leaves hang where their keys part', () => {
  const leaf = (key: Uint8Array) => keccak_256(Uint8Array.of(0, ...key, ...word(7)))
  const [low, high, higher] = [word(0x00), word(0x80), word(0xc0)]
  expect(treeOf([{ key: high, words: word(7) }]).root()).toEqual(leaf(high))
  expect(treeOf([{ key: high, words: word(7) }, { key: low, words: word(7) }]).root())
    .toEqual(keccak_256(Uint8Array.of(...leaf(low), ...leaf(high))))
  const pair = keccak_256(Uint8Array.of(...leaf(high), ...leaf(higher)))
  expect(treeOf([{ key: high, words: word(7) }, { key: higher, words: word(7) }]).root())
    .toEqual(keccak_256(Uint8Array.of(...word(0), ...pair)))
})

test('after any history the root, the records and their number are those of a rebuild', { timeout: 60_000 + budget(600_000) }, () => {
  fc.assert(fc.property(seeds, operationCounts, (seed, operations) => {
    const tree = createTree()
    const model: Model = new Map()
    for (const batch of randomHistory(createRandom(seed), operations)) {
      tree.apply(batch)
      writeToModel(model, batch)
    }
    const held = [...model.values()]
    if (tree.size !== held.length) return false
    if (!held.every(({ key, words }) => sameBytes(tree.get(key) ?? word(0), words))) return false
    return sameBytes(tree.root(), naiveRoot(held))
  }), { numRuns: budget(HISTORIES) })
})

test('every state on the way has the root of a rebuild', () => {
  fc.assert(fc.property(seeds, seed => {
    const tree = createTree()
    const model: Model = new Map()
    for (const batch of randomHistory(createRandom(seed), 60)) {
      tree.apply(batch)
      writeToModel(model, batch)
      if (!sameBytes(tree.root(), naiveRoot([...model.values()]))) return false
    }
    return true
  }), { numRuns: budget(1_000) })
})

test('undoing a batch gives the earlier root, and doing it again the later one', () => {
  fc.assert(fc.property(seeds, operationCounts, (seed, operations) => {
    const tree = createTree()
    for (const batch of randomHistory(createRandom(seed), operations)) {
      const before = tree.root()
      const undo = undoOf(tree, batch)
      tree.apply(batch)
      const after = tree.root()
      tree.apply(undo)
      if (!sameBytes(tree.root(), before)) return false
      tree.apply(batch)
      if (!sameBytes(tree.root(), after)) return false
    }
    return true
  }), { numRuns: budget(10_000) })
})

test('a whole history undone batch by batch passes every earlier root and ends empty', () => {
  fc.assert(fc.property(seeds, seed => {
    const tree = createTree()
    const undos = randomHistory(createRandom(seed), 40).map(batch => {
      const undo = { root: tree.root(), writes: undoOf(tree, batch) }
      tree.apply(batch)
      return undo
    })
    for (const { root, writes } of undos.reverse()) {
      tree.apply(writes)
      if (!sameBytes(tree.root(), root)) return false
    }
    return tree.size === 0 && tree.entries().next().done === true
  }), { numRuns: budget(1_000) })
})

test('neither the order of writes nor their division into batches shows in the root', () => {
  fc.assert(fc.property(seeds, seed => {
    const random = createRandom(seed)
    const writes = randomWrites(random, 12)
    const root = treeOf(writes).root()
    const oneByOne = createTree()
    for (const write of shuffled(random, writes)) oneByOne.apply([write])
    return sameBytes(oneByOne.root(), root) && sameBytes(treeOf(shuffled(random, writes)).root(), root)
  }), { numRuns: budget(2_000) })
})

test('of several writes to one key the last counts', () => {
  const [key, other] = [word(1), word(2)]
  const tree = treeOf([
    { key, words: word(1) }, { key: other, words: word(9) }, { key, words: null }, { key, words: word(3) }, { key: other, words: null },
  ])
  expect([tree.size, tree.get(key), tree.has(other)]).toEqual([1, word(3), false])
})

test('a record may change its number of words, and zeros are stored', () => {
  const random = createRandom(1)
  const writes = randomWrites(random, 20)
  const tree = treeOf(writes)
  const longer = writes.map(({ key }, i) => ({ key, words: new Uint8Array(32 * (1 + i % 6)) }))
  tree.apply(longer)
  expect(tree.size).toBe(20)
  for (const { key, words } of longer) expect(tree.get(key)).toEqual(words)
  expect(tree.root()).toEqual(naiveRoot(longer))
})

test('taking away what is not there changes nothing, beside leaves and below nodes too', () => {
  const random = createRandom(2)
  const writes = randomWrites(random, 10)
  const tree = treeOf(writes)
  const root = tree.root()
  for (const { key } of writes) {
    for (let depth = 0; depth < 256; depth += 5) tree.apply([{ key: branchOff(random, key, depth), words: null }])
  }
  tree.apply(Array.from({ length: 50 }, () => ({ key: branchOff(random, writes[0]!.key, 200), words: null })))
  expect([tree.root(), tree.size]).toEqual([root, 10])
})

test('two keys that differ in the last bit alone hang 256 levels deep', () => {
  const [left, right] = [word(0xfe), word(0xfe)]
  right[31] = 0xff
  const entries = [{ key: left, words: word(1) }, { key: right, words: word(2) }]
  const tree = treeOf(entries)
  expect(tree.root()).toEqual(naiveRoot(entries))
  tree.apply([{ key: left, words: null }])
  expect(tree.root()).toEqual(naiveRoot(entries.slice(1)))
})

test('entries come in order of their keys, whole and as copies', () => {
  const writes = randomWrites(createRandom(3), 50)
  const tree = treeOf(writes)
  const entries = [...tree.entries()]
  const sorted = [...writes].sort((a, b) => Buffer.compare(a.key, b.key))
  expect(entries).toEqual(sorted)
  for (const entry of entries) entry.words.fill(0xee)
  tree.get(entries[0]!.key)?.fill(0xee)
  tree.root().fill(0xee)
  expect(tree.root()).toEqual(naiveRoot([...tree.entries()]))
})

test('a batch with one malformed write changes nothing', () => {
  const tree = treeOf([{ key: word(1), words: word(1) }])
  const root = tree.root()
  const good = { key: word(2), words: word(2) }
  const codeOf = (bad: Write) => {
    try {
      tree.apply([good, bad])
    } catch (error) {
      return error instanceof TreeError ? error.code : error
    }
    return undefined
  }
  expect(codeOf({ key: new Uint8Array(31), words: word(1) })).toBe('bad-key')
  expect(codeOf({ key: new Uint8Array(33), words: null })).toBe('bad-key')
  for (const length of [0, 31, 33, 7 * 32]) expect(codeOf({ key: word(3), words: new Uint8Array(length) })).toBe('bad-words')
  expect([tree.root(), tree.size]).toEqual([root, 1])
  expect(() => tree.get(new Uint8Array(20))).toThrow(TreeError)
})

test('a tree outgrows its first chunks, with and without a hint, and shrinks again', () => {
  const random = createRandom(4)
  const writes = Array.from({ length: 30_000 }, (_, i) => ({ key: randomBytes(random, 32), words: word(i & 255) }))
  const root = naiveRoot(writes)
  for (const hint of [0, 1_000, 30_000]) {
    const tree = createTree(hint)
    for (let i = 0; i < writes.length; i += 999) tree.apply(writes.slice(i, i + 999))
    expect([tree.size, tree.root()]).toEqual([30_000, root])
    tree.apply(writes.slice(10_000).map(({ key }) => ({ key, words: null })))
    tree.apply(writes)
    expect(tree.root()).toEqual(root)
  }
})
