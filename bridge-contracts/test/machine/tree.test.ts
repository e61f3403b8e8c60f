import { bigintToBytes, createPartialTree, createTree, encodeMultiproof, toHex, verifyMultiproof } from '@distribute/state-machine'
import type { Bytes32, Multiproof } from '@distribute/state-machine'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { budget } from '../../../test/budget.ts'
import { branchOff, compareKeys, createRandom, flipped, plantedKeys, randomBytes, randomScene, randomWords, rootAfter, sceneOf } from './testing/scene.ts'
import type { Random, Scene } from './testing/scene.ts'
import { startTreeHarness } from './testing/tree-harness.ts'
import type { TreeHarness } from './testing/tree-harness.ts'

let harness: TreeHarness
beforeAll(async () => { harness = await startTreeHarness() })
afterAll(() => harness.close())

const seeds = fc.integer({ min: 0, max: 0x7fffffff })
const isZeros = (words: Uint8Array): boolean => words.every((byte) => byte === 0)

/** What TypeScript says to the same bytes: a fault, or the root after the writes. */
function verdictOf({ root, keys, writes }: Scene, proof: Uint8Array): string {
  const verdict = verifyMultiproof(root, keys, proof)
  if (!verdict.ok) return verdict.reason
  if (keys.length === 0) return toHex(root)
  const partial = createPartialTree(root, keys, proof)
  partial.apply(writes.filter(({ key, words }) => partial.has(key) || !isZeros(words)))
  return toHex(partial.root())
}

const isFault = (verdict: string): boolean => !verdict.startsWith('0x')

test('a proof loads what the tree holds, and leads to the root that the tree has after the writes', async () => {
  await fc.assert(fc.asyncProperty(seeds, async (seed) => {
    const scene = randomScene(createRandom(seed), 30)
    const { records, newRoot } = await harness.run(scene)
    expect(records).toEqual(scene.keys.map((key) => toHex(scene.tree.get(key) ?? new Uint8Array())))
    const empty = scene.keys.length === 0
    expect(newRoot).toBe(toHex(empty ? scene.root : rootAfter(scene)))
  }), { numRuns: budget(120) })
})

test('every byte of a proof, changed, is refused; bits of few proofs one by one', async () => {
  const random = createRandom(5)
  for (let round = 0; round < budget(6); round++) {
    const scene = randomScene(random, 6)
    const bits = Array.from({ length: scene.proof.length }, (_, i) => 8 * i + random(8))
    for (const verdict of await harness.runEach(scene, bits.map((bit) => flipped(scene.proof, bit)))) {
      expect(isFault(verdict), verdict).toBe(true)
    }
  }
})

test('changed proofs get the verdict that TypeScript gives', async () => {
  await fc.assert(fc.asyncProperty(seeds, async (seed) => {
    const random = createRandom(seed)
    const scene = randomScene(random, 12)
    const proofs = Array.from({ length: 12 }, () => changed(random, scene.proof))
    const verdicts = await harness.runEach(scene, [scene.proof, ...proofs])
    expect(verdicts.map((verdict) => (isFault(verdict) ? 'refused' : verdict))).toEqual(
      [scene.proof, ...proofs].map((proof) => verdictOf(scene, proof)).map((verdict) => (isFault(verdict) ? 'refused' : verdict)),
    )
    expect(isFault(verdicts[0]!)).toBe(false)
  }), { numRuns: budget(60) })
})

function changed(random: Random, proof: Uint8Array): Uint8Array {
  const place = random(proof.length + 1)
  switch (random(5)) {
    case 0: return proof.slice(0, place)
    case 1: return Uint8Array.of(...proof, ...randomBytes(random, 1 + random(70)))
    case 2: return Uint8Array.of(...proof.subarray(0, place), random(3), ...proof.subarray(place + 1))
    case 3: return Uint8Array.of(...proof.subarray(0, place), ...proof.subarray(place + 1))
    default: return proof.length === 0 ? proof : flipped(proof, random(proof.length * 8))
  }
}

test('terminals taken out, doubled, changed about, or with other facts get the verdict that TypeScript gives', async () => {
  await fc.assert(fc.asyncProperty(seeds, async (seed) => {
    const random = createRandom(seed)
    const scene = randomScene(random, 10)
    const proofs = Array.from({ length: 12 }, () => encodeMultiproof(rearranged(random, scene)))
    const verdicts = await harness.runEach(scene, proofs)
    const expected = proofs.map((proof) => verdictOf(scene, proof))
    expect(verdicts.map((verdict) => (isFault(verdict) ? 'refused' : verdict))).toEqual(
      expected.map((verdict) => (isFault(verdict) ? 'refused' : verdict)),
    )
  }), { numRuns: budget(60) })
})

function rearranged(random: Random, { tree, keys }: Scene): Multiproof {
  const terminals = [...tree.prove(keys).terminals]
  const place = random(Math.max(1, terminals.length))
  const one = terminals[place]
  if (one === undefined) return { terminals }
  switch (random(6)) {
    case 0: return { terminals: terminals.toSpliced(place, 1) }
    case 1: return { terminals: terminals.toSpliced(place, 0, one) }
    case 2: return { terminals: terminals.toSpliced(place, 1).toSpliced(random(terminals.length), 0, one) }
    case 3: return { terminals: terminals.with(place, { ...one, before: random(4), after: one.form === 'empty' ? 0 : random(3) }) }
    case 4: return { terminals: terminals.with(place, { ...one, levels: random(257), nonEmpty: 0n, siblings: [] }) }
    default: return { terminals: terminals.with(place, { form: 'empty', before: 1, after: 0, otherKey: null, words: null, levels: one.levels, nonEmpty: one.nonEmpty, siblings: one.siblings }) }
  }
}

test('random bytes that look like proofs get the verdict that TypeScript gives', async () => {
  const heads = fc.array(fc.constantFrom(0, 0, 0, 0, 1, 1, 2, 6, 8, 0x81, 0x86, 255), { maxLength: 120 }).map((list) => Uint8Array.from(list))
  await fc.assert(fc.asyncProperty(fc.array(fc.oneof(fc.uint8Array({ maxLength: 200 }), heads), { minLength: 8, maxLength: 8 }), seeds, async (proofs, seed) => {
    const scene = randomScene(createRandom(seed), 3)
    const verdicts = await harness.runEach(scene, proofs)
    expect(verdicts.map(isFault)).toEqual(proofs.map((proof) => isFault(verdictOf(scene, proof))))
  }), { numRuns: budget(60) })
})

test('keys that do not ascend, a root or a key that differs: refused', async () => {
  const random = createRandom(8)
  for (let round = 0; round < budget(20); round++) {
    const scene = randomScene(random, 8)
    if (scene.keys.length < 2) continue
    const [first, second, ...rest] = scene.keys
    expect(await harness.runEach({ ...scene, keys: [second!, first!, ...rest] }, [scene.proof])).toEqual(['malformed-key'])
    expect(await harness.runEach({ ...scene, keys: [first!, first!, ...rest] }, [scene.proof])).toEqual(['malformed-key'])
    expect(await harness.runEach({ ...scene, root: flipped(scene.root, random(256)) }, [scene.proof])).toEqual(['root-differs'])
    const place = random(scene.keys.length)
    const others = scene.keys.map((key, i) => (i === place ? flipped(key, random(256)) : key)).sort(compareKeys)
    const [verdict] = await harness.runEach({ ...scene, keys: others, writes: [] }, [scene.proof])
    expect(verdict === verdictOf({ ...scene, keys: others, writes: [] }, scene.proof) || isFault(verdict!)).toBe(true)
    expect(isFault(verdict!)).toBe(isFault(verdictOf({ ...scene, keys: others, writes: [] }, scene.proof)))
  }
})

const word = (byte: number): Bytes32 => new Uint8Array(32).fill(byte)

test('a record cannot be slipped in below a leaf that a later terminal proves', async () => {
  const [low, near, high] = [word(8), word(9), word(0x80)]
  const tree = createTree()
  tree.apply([near, word(0x0b), high].map((key) => ({ key, words: word(1) })))
  const { terminals } = tree.prove([near, high])
  const own = { form: 'own', before: 0, after: 0, otherKey: null, words: word(1), levels: 0, nonEmpty: 0n, siblings: [] } as const
  const empty = { ...own, form: 'empty', before: 1, words: null } as const
  const scene = { tree, root: tree.root(), keys: [low, near, high], proof: new Uint8Array(), writes: [] }
  const proofs = [own, empty].map((forged) => encodeMultiproof({ terminals: [forged, ...terminals] }))
  expect(await harness.runEach(scene, proofs)).toEqual(['wrong-group', 'wrong-group'])
})

test('keys that the ledger has no room for are refused: their flags would lie over words of a record, or over the lock', async () => {
  const at = (key: bigint) => bigintToBytes(key, 32)
  const tree = createTree()
  tree.apply([{ key: at(1n << 200n), words: word(1) }])
  const verdictsOf = async (keys: readonly bigint[]) => {
    const scene = sceneOf(tree, keys.map(at), () => undefined)
    return harness.runEach(scene, [scene.proof])
  }
  const edge = 1n << 256n
  for (const near of [1n, 6n, 7n]) {
    expect(await verdictsOf([1n << 200n, (1n << 200n) + near])).toEqual(['malformed-key'])
    expect(await verdictsOf([(1n << 200n) - near, 1n << 200n])).toEqual(['malformed-key'])
    expect(await verdictsOf([near, 1n << 200n])).toEqual(['malformed-key'])
    expect(await verdictsOf([1n << 200n, edge - near])).toEqual(['malformed-key'])
  }
  for (const keys of [[8n, 16n, (1n << 200n) - 8n, 1n << 200n, (1n << 200n) + 8n, edge - 9n]]) {
    expect(await verdictsOf(keys)).toEqual([toHex(tree.root())])
  }
})

test('records that nothing is written to, and zeros written to absent ones, leave the root as it is', async () => {
  const random = createRandom(3)
  for (let round = 0; round < budget(20); round++) {
    const { tree, keys } = randomScene(random, 20)
    const absent = sceneOf(tree, keys, (key) => (tree.has(key) ? undefined : new Uint8Array(64)))
    const same = sceneOf(tree, keys, (key) => tree.get(key))
    for (const scene of [{ ...absent, writes: [] }, absent, same]) expect((await harness.run(scene)).newRoot).toBe(toHex(tree.root()))
  }
})

test('many new records beside one leaf and below one empty subtree', async () => {
  const random = createRandom(9)
  const tree = createTree()
  const [alone] = plantedKeys(random, 1)
  tree.apply([{ key: alone!, words: word(7) }])
  const beside = Array.from({ length: 40 }, () => branchOff(random, alone!, 1 + random(247)))
  const below = plantedKeys(random, 40).map((key) => Uint8Array.of(key[0]! ^ ((alone![0]! ^ key[0]!) & 0x80 ? 0 : 0x80), ...key.subarray(1)))
  for (const keys of [beside, below, [...beside, ...below], [...beside, alone!, ...below]]) {
    const scene = sceneOf(tree, keys, (key) => randomWords(random, tree.has(key) ? 1 : undefined))
    const { newRoot } = await harness.run(scene)
    const copy = createTree()
    copy.apply([{ key: alone!, words: word(7) }])
    expect(newRoot).toBe(toHex(rootAfter({ ...scene, tree: copy })))
  }
})
