import { keccak_256 } from '@noble/hashes/sha3'

export type NaiveEntry = { readonly key: Uint8Array; readonly words: Uint8Array }

/** The root by its definition alone (docs/formats.md section 2), with another keccak than the tree's. */
export function naiveRoot(entries: readonly NaiveEntry[], depth = 0): Uint8Array {
  const [only, second] = entries
  if (only === undefined) return new Uint8Array(32)
  if (second === undefined) return keccak_256(Uint8Array.of(0, ...only.key, ...only.words))
  const isRight = ({ key }: NaiveEntry) => (key[depth >> 3]! & (0x80 >> (depth & 7))) !== 0
  const left = naiveRoot(entries.filter(entry => !isRight(entry)), depth + 1)
  const right = naiveRoot(entries.filter(isRight), depth + 1)
  return keccak_256(Uint8Array.of(...left, ...right))
}
