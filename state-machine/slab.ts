/** Gives `length` zero bytes, as a view into a larger array, which is kept as long as one of its views is. No byte comes twice. */
export type TakeBytes = (length: number) => Uint8Array

/**
 * Cuts arrays of `size` bytes: measured 0.05 µs for a view of 192 bytes, against 0.3 to 1.5 for an array of their own, since only
 * those of up to 64 bytes live on V8's heap. What is longer than an eighth gets its own.
 */
function createSlab(size: number): TakeBytes {
  let slab = new Uint8Array(size)
  let used = 0
  return (length) => {
    if (length > size / 8) return new Uint8Array(length)
    if (used + length > size) {
      slab = new Uint8Array(size)
      used = 0
    }
    const bytes = slab.subarray(used, used + length)
    used += length
    return bytes
  }
}

/** For what a block makes, which is kept or dropped together: keys, words, outputs, logs. */
export const takeBytes = createSlab(8_192)

/** For what leaves the pool each in its own time: one that stays keeps no more than this. */
export const takeItemBytes = createSlab(2_048)
