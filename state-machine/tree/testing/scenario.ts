import fc from 'fast-check'
import type { Write } from '../apply.ts'
import type { Tree } from '../tree.ts'

/** Numbers below a bound, the same for the same seed. */
export type Random = (bound: number) => number

/** A small generator of good enough numbers (mulberry32): fast-check shrinks its seed, not each of its numbers. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  return bound => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound
  }
}

export function randomBytes(random: Random, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => random(256))
}

/** A record of 1 to 6 words; one in eight is all zeros, which a tree stores like any other. */
export function randomWords(random: Random, count = 1 + random(6)): Uint8Array {
  return random(8) === 0 ? new Uint8Array(count * 32) : randomBytes(random, count * 32)
}

/** A key that leaves `key` at bit `depth`: it shares the `depth` bits before, and what follows is random. */
export function branchOff(random: Random, key: Uint8Array, depth: number): Uint8Array {
  const other = randomBytes(random, 32)
  const byte = depth >> 3
  other.set(key.subarray(0, byte))
  const kept = 0xff00 >> (depth & 7) & 0xff
  const flipped = 0x80 >> (depth & 7)
  const below = flipped - 1
  other[byte] = (key[byte]! & kept) | (~key[byte]! & flipped) | (other[byte]! & below)
  return other
}

const PLANTED = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 31, 64, 100, 128, 200, 253, 254, 255]

/** Different keys, half of them planted beside another one, up to sharing 255 bits with it. */
export function plantedKeys(random: Random, count: number): Uint8Array[] {
  const keys = [randomBytes(random, 32)]
  while (keys.length < count) {
    const beside = keys[random(keys.length)]!
    const depth = random(4) === 0 ? PLANTED[random(PLANTED.length)]! : random(12)
    const key = random(2) === 0 ? branchOff(random, beside, depth) : randomBytes(random, 32)
    if (!keys.some(other => sameBytes(other, key))) keys.push(key)
  }
  return keys
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i])
}

/** Batches of writes and removals over a few planted keys; about `operations` writes in all. */
export function randomHistory(random: Random, operations: number): Write[][] {
  const keys = plantedKeys(random, 2 + random(9))
  const batches: Write[][] = [[]]
  for (let i = 0; i < operations; i++) {
    if (random(3) === 0) batches.push([])
    const key = keys[random(keys.length)]!
    batches.at(-1)!.push({ key, words: random(3) === 0 ? null : randomWords(random) })
  }
  return batches
}

/** What a map would hold after the same writes: the model that a tree is held against. */
export type Model = Map<string, { readonly key: Uint8Array; readonly words: Uint8Array }>

export function writeToModel(model: Model, writes: readonly Write[]): void {
  for (const { key, words } of writes) {
    if (words === null) model.delete(key.join())
    else model.set(key.join(), { key, words })
  }
}

/** The writes that take a tree back to what it holds now. */
export function undoOf(tree: Tree, writes: readonly Write[]): Write[] {
  return writes.map(({ key }) => ({ key, words: tree.get(key) ?? null }))
}

export const seeds = fc.integer({ min: 0, max: 0x7fffffff })
export const operationCounts = fc.integer({ min: 1, max: 20 })
