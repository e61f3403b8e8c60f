import fc from 'fast-check'
import { expect, test } from 'vitest'
import { budget } from '../../test/budget.ts'
import { leafHash, nodeHash } from './hashing.ts'
import { decodeMultiproof, encodeMultiproof } from './multiproof.ts'
import type { Terminal } from './multiproof.ts'
import { branchOff, createRandom, plantedKeys, randomBytes, randomWords, sameBytes, seeds } from './testing/scenario.ts'
import type { Random } from './testing/scenario.ts'
import { createTree } from './tree.ts'
import type { Tree } from './tree.ts'
import { verifyMultiproof } from './verify.ts'

const word = (byte: number) => new Uint8Array(32).fill(byte)

type Scene = { readonly tree: Tree; readonly root: Uint8Array; readonly keys: Uint8Array[]; readonly bytes: Uint8Array }

function sceneOf(tree: Tree, keys: Uint8Array[]): Scene {
  return { tree, root: tree.root(), keys, bytes: encodeMultiproof(tree.prove(keys)) }
}

/** A tree, and keys to ask it about: some of its own, some random, some that part from one of its own at any depth. */
function randomScene(random: Random, most: number): Scene {
  const all = plantedKeys(random, 1 + random(most))
  const tree = createTree()
  tree.apply(all.filter(() => random(3) > 0).map(key => ({ key, words: randomWords(random) })))
  const asked = all.filter(() => random(2) === 0)
  const strangers = Array.from({ length: random(5) }, () => branchOff(random, all[random(all.length)]!, random(256)))
  return sceneOf(tree, [...strangers, ...asked, ...asked.slice(0, random(2))])
}

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = bytes.slice()
  copy[bit >> 3]! ^= 0x80 >> (bit & 7)
  return copy
}

function tells(tree: Tree, keys: readonly Uint8Array[], records: readonly (Uint8Array | null)[]): boolean {
  return keys.every((key, i) => sameBytes(tree.get(key) ?? word(0).subarray(1), records[i] ?? word(0).subarray(1)))
}

function faultOf(root: Uint8Array, keys: readonly Uint8Array[], bytes: Uint8Array): string {
  const verdict = verifyMultiproof(root, keys, bytes)
  return verdict.ok ? 'accepted' : verdict.reason
}

test('a proof tells what the tree holds, for keys in any order and repeated', () => {
  fc.assert(fc.property(seeds, seed => {
    const { tree, root, keys, bytes } = randomScene(createRandom(seed), 30)
    const verdict = verifyMultiproof(root, keys, bytes)
    return verdict.ok && verdict.records.length === keys.length && tells(tree, keys, verdict.records)
  }), { numRuns: budget(5_000) })
})

test('a proof survives its encoding, and order and repetition of keys leave it as it is', () => {
  fc.assert(fc.property(seeds, seed => {
    const { tree, keys, bytes } = randomScene(createRandom(seed), 20)
    expect(decodeMultiproof(bytes)).toEqual({ ok: true, proof: tree.prove(keys) })
    expect(encodeMultiproof(tree.prove([...keys].reverse().concat(keys)))).toEqual(bytes)
  }), { numRuns: budget(1_000) })
})

test('no flipped bit of a proof or a root is accepted, and none of a key lets a proof lie', () => {
  const random = createRandom(11)
  for (let round = 0; round < 12; round++) {
    const { tree, root, keys, bytes } = randomScene(random, 6)
    if (keys.length === 0) continue
    expect(faultOf(root, keys, bytes)).toBe('accepted')
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      expect(faultOf(root, keys, flipped(bytes, bit)), `round ${round}, proof bit ${bit}`).not.toBe('accepted')
    }
    for (let bit = 0; bit < 256; bit++) expect(faultOf(flipped(root, bit), keys, bytes)).toBe('root-differs')
    for (let bit = 0; bit < keys.length * 256; bit++) {
      const others = keys.map((key, i) => i === bit >> 8 ? flipped(key, bit & 255) : key)
      const verdict = verifyMultiproof(root, others, bytes)
      if (tree.has(keys[bit >> 8]!)) expect(verdict.ok && sameBytes(others[bit >> 8]!, keys[bit >> 8]!)).toBe(false)
      if (verdict.ok) expect(tells(tree, others, verdict.records)).toBe(true)
    }
  }
})

test('no flipped bit of a word is accepted', () => {
  const random = createRandom(12)
  const keys = plantedKeys(random, 5)
  const tree = createTree()
  tree.apply(keys.map(key => ({ key, words: randomWords(random) })))
  const { terminals } = tree.prove(keys)
  terminals.forEach((terminal, at) => {
    const words = terminal.words!
    for (let bit = 0; bit < words.length * 8; bit++) {
      const forged = terminals.with(at, { ...terminal, words: flipped(words, bit) })
      expect(faultOf(tree.root(), keys, encodeMultiproof({ terminals: forged }))).toBe('root-differs')
    }
  })
})

test('random changes of larger proofs are refused', () => {
  fc.assert(fc.property(seeds, seed => {
    const random = createRandom(seed)
    const { root, keys, bytes } = randomScene(random, 40)
    if (bytes.length === 0) return true
    const cut = bytes.slice(0, random(bytes.length))
    const grown = Uint8Array.of(...bytes, ...randomBytes(random, 1 + random(40)))
    const changed = flipped(bytes, random(bytes.length * 8))
    const shifted = Uint8Array.of(...bytes.subarray(1), random(256))
    return [cut, grown, changed].every(other => !verifyMultiproof(root, keys, other).ok)
      && (sameBytes(shifted, bytes) || !verifyMultiproof(root, keys, shifted).ok)
  }), { numRuns: budget(5_000) })
})

test('random bytes, and keys and roots of any length, get a verdict and no exception', () => {
  const bytes = (most: number) => fc.uint8Array({ maxLength: most })
  // Mostly small numbers, so that heads are often well formed and the read goes further.
  const heads = fc.array(fc.constantFrom(0, 0, 0, 0, 1, 1, 2, 6, 8, 0x81, 0x86, 255), { maxLength: 120 }).map(list => Uint8Array.from(list))
  fc.assert(fc.property(fc.oneof(bytes(200), heads), fc.array(fc.oneof(bytes(40), fc.constant(word(3))), { maxLength: 3 }), bytes(33),
    (proof, keys, root) => { verifyMultiproof(root, keys, proof) }), { numRuns: budget(20_000) })
})

test('no keys need no bytes and allow none', () => {
  const tree = createTree()
  tree.apply([{ key: word(1), words: word(1) }])
  expect(encodeMultiproof(tree.prove([]))).toEqual(new Uint8Array())
  expect(verifyMultiproof(tree.root(), [], new Uint8Array())).toEqual({ ok: true, records: [] })
  expect(faultOf(tree.root(), [], encodeMultiproof(tree.prove([word(1)])))).toBe('too-few-keys')
  expect(faultOf(tree.root(), [word(1)], new Uint8Array())).toBe('too-many-keys')
})

test('the empty tree proves that everything is absent in seven bytes', () => {
  const { root, keys, bytes } = sceneOf(createTree(), [word(1), word(200), word(7)])
  expect(bytes).toEqual(Uint8Array.of(0, 0, 0, 0, 3, 0, 0))
  expect(verifyMultiproof(root, keys, bytes)).toEqual({ ok: true, records: [null, null, null] })
})

test('the bytes of a proof are those that the format says', () => {
  const tree = createTree()
  tree.apply([{ key: word(0x00), words: word(1) }, { key: word(0x80), words: word(2) }, { key: word(0xc0), words: new Uint8Array(64).fill(3) }])
  const bytes = encodeMultiproof(tree.prove([word(0x80), word(0x90), word(0xd0), word(0xff)]))
  expect(bytes).toEqual(Uint8Array.of(
    0x01, 0, 0, 0, 0, 0, 1, ...word(2),
    0x82, 0, 2, 0, 0, 0, 2, ...word(0xc0), ...new Uint8Array(64).fill(3), 0b10, ...leafHash(word(0x00), word(1)),
  ))
})

const empty = (levels: number, more: Partial<Terminal> = {}): Terminal =>
  ({ form: 'empty', before: 1, after: 0, otherKey: null, words: null, levels, nonEmpty: 0n, siblings: [], ...more })
const own = (levels: number, more: Partial<Terminal> = {}): Terminal =>
  ({ form: 'own', before: 0, after: 0, otherKey: null, words: word(1), levels, nonEmpty: 0n, siblings: [], ...more })
const other = (key: Uint8Array, more: Partial<Terminal> = {}): Terminal =>
  ({ form: 'other', before: 1, after: 0, otherKey: key, words: word(1), levels: 0, nonEmpty: 0n, siblings: [], ...more })
const [low, high] = [word(0x00), word(0x80)]
const encoded = (...terminals: Terminal[]) => encodeMultiproof({ terminals })

test('evidence that no tree could give is refused for what is wrong with it', () => {
  const root = word(5)
  expect(faultOf(word(5).subarray(1), [low], encoded(own(0)))).toBe('malformed-root')
  expect(faultOf(root, [low.subarray(1)], encoded(own(0)))).toBe('malformed-key')
  expect(faultOf(root, [low], encoded(own(0)).subarray(1, 6))).toBe('truncated')
  expect(faultOf(root, [low], encoded(own(0)).subarray(0, 38))).toBe('truncated')
  for (const form of [7, 0x7f, 0x80, 0x87, 0xff]) expect(faultOf(root, [low], Uint8Array.of(form, 0, 0, 0, 1, 0, 0))).toBe('unknown-form')
  for (const counts of [{ before: 0 }, { after: 1 }]) expect(faultOf(root, [low], encoded(empty(0, counts)))).toBe('malformed-counts')
  expect(faultOf(root, [low], encoded(other(high, { before: 0 })))).toBe('malformed-counts')
  for (const cut of [33, 40, 7]) expect(decodeMultiproof(encoded(own(9, { nonEmpty: 1n, siblings: [word(1)] })).slice(0, -cut))).toEqual({ ok: false, reason: 'truncated' })
  expect(faultOf(root, [low], encoded(own(1, { nonEmpty: 1n, siblings: [word(9)] })).slice(0, -1))).toBe('truncated')
  expect(decodeMultiproof(encoded(own(256))).ok).toBe(true)
  expect(decodeMultiproof(encoded(own(257)))).toEqual({ ok: false, reason: 'too-deep' })
  expect(faultOf(root, [low], encoded(own(3, { nonEmpty: 8n })))).toBe('padding')
  expect(faultOf(root, [low], encoded(own(1, { nonEmpty: 1n, siblings: [word(0)] })))).toBe('zero-sibling')
  expect(faultOf(root, [low], encoded(own(0), own(0)))).toBe('too-few-keys')
  expect(faultOf(root, [low, high], encoded(own(0)))).toBe('too-many-keys')
  expect(faultOf(root, [low], encoded(own(0)))).toBe('root-differs')
})

test('terminals that do not stand where the keys lead are refused', () => {
  const root = word(5)
  const [near, nearer] = [word(0x01), word(0x00).fill(1, 31)]
  const sibling = { nonEmpty: 1n, siblings: [word(9)] }
  expect(faultOf(root, [low, high], encoded(own(0, { after: 1 }), own(0)))).toBe('too-few-keys')
  expect(faultOf(root, [low, high], encoded(own(1, { ...sibling, after: 1 })))).toBe('wrong-group')
  expect(faultOf(root, [low, near, high], encoded(own(0), own(0), own(1, sibling)))).toBe('wrong-group')
  expect(faultOf(root, [low], encoded(other(high, { levels: 1, ...sibling })))).toBe('wrong-group')
  expect(faultOf(root, [low, nearer], encoded(own(2), own(0)))).toBe('too-deep')
  expect(faultOf(root, [near], encoded(other(low)))).toBe('wrong-order')
  expect(faultOf(root, [near], encoded(other(near)))).toBe('wrong-order')
  expect(faultOf(root, [near], encoded(other(near, { before: 0, after: 1 })))).toBe('wrong-order')
  expect(faultOf(root, [near], encoded(other(high, { before: 0, after: 1 })))).toBe('wrong-order')
  expect(faultOf(root, [low, high], encoded(own(0), own(1, sibling)))).toBe('sibling-at-join')
})

test('a record cannot be slipped in below a leaf that a later terminal proves', () => {
  const near = word(0x01)
  const keys = [low, near, high]
  for (const neighbour of [word(0x02), word(0x04), word(0x40)]) {
    const tree = createTree()
    tree.apply([near, neighbour, high].map(key => ({ key, words: word(1) })))
    const [before, after] = tree.prove([near, high]).terminals
    expect(faultOf(tree.root(), [near, high], encoded(before!, after!))).toBe('accepted')
    expect(faultOf(tree.root(), keys, encoded(own(0), before!, after!))).toBe('wrong-group')
    expect(faultOf(tree.root(), keys, encoded(empty(0), before!, after!))).toBe('wrong-group')
  }
})

test('a node with less than two leaves is refused even under a root that has it', () => {
  const leaf = leafHash(low, word(1))
  expect(faultOf(nodeHash(leaf, word(0)), [low], encoded(own(1)))).toBe('not-minimal')
  expect(faultOf(nodeHash(word(0), word(0)), [low], encoded(empty(1)))).toBe('not-minimal')
  expect(faultOf(nodeHash(leaf, word(0)), [low, high], encoded(own(0), empty(1)))).toBe('not-minimal')
  expect(faultOf(nodeHash(leaf, leafHash(high, word(1))), [low, high], encoded(own(0), own(1)))).toBe('accepted')
})

test('more absent keys beside one leaf than can be counted are refused, not miscounted', () => {
  const tree = createTree()
  const random = createRandom(1)
  const keys = Array.from({ length: 65_536 }, () => randomBytes(random, 32))
  const most = sceneOf(tree, keys.slice(1))
  expect(faultOf(most.root, most.keys, most.bytes)).toBe('accepted')
  expect(() => tree.prove(keys)).toThrow('proof-too-wide')
})
