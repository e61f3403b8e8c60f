import { createTree, encodeMultiproof } from '@distribute/state-machine'
import type { Bytes32, Tree } from '@distribute/state-machine'

/** Numbers below a bound, the same for the same seed. */
export type Random = (bound: number) => number

/** A small generator of good enough numbers (mulberry32): fast-check shrinks its seed, not each of its numbers. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  return (bound) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound
  }
}

export const randomBytes = (random: Random, length: number): Uint8Array => Uint8Array.from({ length }, () => random(256))

/** A record of 1 to 6 words; one in eight is all zeros, which a tree keeps like any other. */
export const randomWords = (random: Random, count = 1 + random(6)): Uint8Array =>
  random(8) === 0 ? new Uint8Array(count * 32) : randomBytes(random, count * 32)

/** A key that shares `depth` bits with another, and not the next one; what follows is random. */
export function branchOff(random: Random, key: Bytes32, depth: number): Bytes32 {
  const bits = [...key].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const rest = Array.from({ length: 255 - depth }, () => random(2)).join('')
  const branch = `${bits.slice(0, depth)}${bits[depth] === '0' ? '1' : '0'}${rest}`
  return Uint8Array.from({ length: 32 }, (_, i) => Number.parseInt(branch.slice(8 * i, 8 * i + 8), 2))
}

const PLANTED = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 31, 64, 100, 127, 128, 200, 240, 247]

/** Different keys, half of them planted beside another one, up to sharing 247 bits with it: the ledger takes keys for hashes, eight words apart. */
export function plantedKeys(random: Random, count: number): Bytes32[] {
  const keys = [randomBytes(random, 32)]
  while (keys.length < count) {
    const beside = keys[random(keys.length)]!
    const depth = random(4) === 0 ? PLANTED[random(PLANTED.length)]! : random(12)
    const key = random(2) === 0 ? branchOff(random, beside, depth) : randomBytes(random, 32)
    if (!keys.some((other) => compareKeys(other, key) === 0)) keys.push(key)
  }
  return keys
}

export interface Write {
  readonly key: Bytes32
  readonly words: Uint8Array
}

/** A tree, keys to ask it about, in order, and what to write to them. */
export interface Scene {
  readonly tree: Tree
  readonly root: Bytes32
  readonly keys: readonly Bytes32[]
  readonly proof: Uint8Array
  readonly writes: readonly Write[]
}

/** Some of the tree's keys, some that it has not, some that part from one of its own at any depth; writes to half of them. */
export function randomScene(random: Random, most: number): Scene {
  const all = plantedKeys(random, 1 + random(most))
  const tree = createTree()
  tree.apply(all.filter(() => random(3) > 0).map((key) => ({ key, words: randomWords(random) })))
  const strangers = Array.from({ length: random(5) }, () => branchOff(random, all[random(all.length)]!, random(248)))
  const asked = [...strangers, ...all.filter(() => random(2) === 0)]
  return sceneOf(tree, asked, (key) => (random(2) === 0 ? wordsFor(random, tree.get(key)) : undefined))
}

/** As many words as the record has: a type has one length. */
const wordsFor = (random: Random, present: Uint8Array | undefined): Uint8Array =>
  randomWords(random, present === undefined ? 1 + random(6) : present.length / 32)

/** `wordsOf` says what to write to a key; nothing where undefined. */
export function sceneOf(tree: Tree, asked: readonly Bytes32[], wordsOf: (key: Bytes32) => Uint8Array | undefined): Scene {
  const sorted = [...asked].sort(compareKeys)
  const keys = sorted.filter((key, i) => i === 0 || compareKeys(key, sorted[i - 1]!) !== 0)
  const writes = keys.flatMap((key) => {
    const words = wordsOf(key)
    return words === undefined ? [] : [{ key, words }]
  })
  return { tree, root: tree.root(), keys, proof: encodeMultiproof(tree.prove(keys)), writes }
}

/** The root after the writes, zeros to an absent record left out (docs/formats.md section 1). Changes the tree. */
export function rootAfter({ tree, writes }: Scene): Bytes32 {
  tree.apply(writes.filter(({ key, words }) => tree.has(key) || words.some((byte) => byte !== 0)))
  return tree.root()
}

export function compareKeys(a: Bytes32, b: Bytes32): number {
  const place = a.findIndex((byte, i) => byte !== b[i])
  return place < 0 ? 0 : a[place]! - b[place]!
}

export function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  return bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (0x80 >> (bit & 7)) : byte))
}
