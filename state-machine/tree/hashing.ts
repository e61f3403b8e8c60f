import { keccak256, keccak256Of } from '../hash.ts'
import type { Bytes32 } from '../hash.ts'
import { TreeError } from './errors.ts'

export const WORD_BYTES = 32
export const MAX_WORDS = 6

/** Root of an empty subtree. Shared: never write to it. */
export const EMPTY_ROOT: Bytes32 = new Uint8Array(32)

// A leaf's preimage is 65 bytes or more and a node's is 64, so neither can be taken for the other; the zero byte
// keeps words and keys off the positions where a node has its hashes.
const LEAF_PREFIX = new Uint8Array(1)

const pair = new Uint8Array(64)

/** keccak256(left ‖ right), docs/formats.md section 2. */
export function nodeHash(left: Bytes32, right: Bytes32): Bytes32 {
  pair.set(left, 0)
  pair.set(right, 32)
  return keccak256(pair)
}

/** keccak256(0x00 ‖ key ‖ words), docs/formats.md section 2. */
export function leafHash(key: Bytes32, words: Uint8Array): Bytes32 {
  return keccak256Of(LEAF_PREFIX, key, words)
}

/** Whether these bytes can be a record: 1 to 6 words of 32 bytes. */
export function isRecord(words: Uint8Array): boolean {
  const { length } = words
  return length > 0 && length <= MAX_WORDS * WORD_BYTES && length % WORD_BYTES === 0
}

/** Throws `bad-words` unless `isRecord`. */
export function checkRecord(words: Uint8Array): void {
  if (!isRecord(words)) throw new TreeError('bad-words', `${words.length} bytes`)
}

export function isZero(hash: Uint8Array): boolean {
  for (let i = 0; i < hash.length; i++) if (hash[i] !== 0) return false
  return true
}
