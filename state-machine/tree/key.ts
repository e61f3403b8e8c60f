import type { Bytes32 } from '../hash.ts'
import { TreeError } from './errors.ts'

export const KEY_BYTES = 32
/** Levels of the tree: no leaf stands deeper, as two keys differ in one of 256 bits. */
export const MAX_DEPTH = 256

/** Throws `bad-key` unless the key is 32 bytes. */
export function checkKey(key: Uint8Array): void {
  if (key.length !== KEY_BYTES) throw new TreeError('bad-key', `${key.length} bytes instead of ${KEY_BYTES}`)
}

/** Bit `depth` of a key, the most significant bit of the first byte being bit 0: the side to take below that depth. */
export function bitAt(key: Bytes32, depth: number): 0 | 1 {
  return ((key[depth >>> 3]! >>> (7 - (depth & 7))) & 1) === 1 ? 1 : 0
}

/** Order of keys, which is their order in the tree from left to right: negative, zero or positive. */
export function compareKeys(a: Bytes32, b: Bytes32): number {
  for (let i = 0; i < KEY_BYTES; i++) {
    const difference = a[i]! - b[i]!
    if (difference !== 0) return difference
  }
  return 0
}

/** Number of leading bits that two keys share, 0 to 256. */
export function sharedBits(a: Bytes32, b: Bytes32): number {
  for (let i = 0; i < KEY_BYTES; i++) {
    const difference = a[i]! ^ b[i]!
    if (difference !== 0) return i * 8 + Math.clz32(difference) - 24
  }
  return MAX_DEPTH
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

/** The keys in ascending order, each once. */
export function sortedKeys(keys: readonly Bytes32[]): Bytes32[] {
  const sorted = [...keys].sort(compareKeys)
  return sorted.filter((key, i) => i === 0 || compareKeys(sorted[i - 1]!, key) !== 0)
}

/** Where a key stands among sorted keys, or -1. */
export function indexOfKey(sorted: readonly Bytes32[], key: Bytes32): number {
  let low = 0
  let high = sorted.length - 1
  while (low <= high) {
    const middle = (low + high) >>> 1
    const order = compareKeys(sorted[middle]!, key)
    if (order === 0) return middle
    if (order < 0) low = middle + 1
    else high = middle - 1
  }
  return -1
}
