import { keccak256Into } from '@distribute/state-machine'

export const BLOOM_BYTES = 256

/** The three bits that stand for an address or a topic, 0 to 2047, bit 0 being the last byte's lowest. */
export type BloomBits = readonly [number, number, number]

const hash = new Uint8Array(32)
const pairAt = (at: number): number => ((hash[at]! << 8) | hash[at + 1]!) & 2_047

/** Bits 0 to 10 of the first three pairs of bytes of the hash (yellow paper, 4.3.1). */
export function bloomBits(item: Uint8Array): BloomBits {
  keccak256Into(item, hash, 0)
  return [pairAt(0), pairAt(2), pairAt(4)]
}

export function setBits(bloom: Uint8Array, bits: BloomBits): void {
  for (let i = 0; i < 3; i++) {
    const bit = bits[i]!
    bloom[BLOOM_BYTES - 1 - (bit >> 3)]! |= 1 << (bit & 7)
  }
}

/** Whether the item may be in there: false is certain. */
export function hasBits(bloom: Uint8Array, bits: BloomBits): boolean {
  for (let i = 0; i < 3; i++) {
    const bit = bits[i]!
    if ((bloom[BLOOM_BYTES - 1 - (bit >> 3)]! & (1 << (bit & 7))) === 0) return false
  }
  return true
}

/** Sets in `bloom` all that is set in `other`. */
export function addBloom(bloom: Uint8Array, other: Uint8Array): void {
  for (let i = 0; i < BLOOM_BYTES; i++) bloom[i]! |= other[i]!
}

export interface BitsCache {
  /** The bits of an item under a text of its own: the bytes from `start` to `end`, looked at only where they are not known. */
  bitsOf(name: string, bytes: Uint8Array, start: number, end: number): BloomBits
}

/** The same addresses come again in every block: a look-up costs a tenth of a hash. At `limit` it starts over. */
export function createBitsCache(limit = 100_000): BitsCache {
  const known = new Map<string, BloomBits>()
  return {
    bitsOf(name, bytes, start, end) {
      const found = known.get(name)
      if (found !== undefined) return found
      if (known.size >= limit) known.clear()
      const bits = bloomBits(bytes.subarray(start, end))
      known.set(name, bits)
      return bits
    },
  }
}
