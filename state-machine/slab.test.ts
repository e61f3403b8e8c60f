import { expect, test } from 'vitest'
import { takeBytes, takeItemBytes } from './slab.ts'

test.each([['a block’s', takeBytes], ['an item’s', takeItemBytes]])('%s bytes are zero, of the length asked for, and nobody else’s', (_, take) => {
  const taken = Array.from({ length: 500 }, (__, i) => take((i * 37) % 1_500))
  taken.forEach((bytes, i) => {
    expect(bytes).toEqual(new Uint8Array((i * 37) % 1_500))
    bytes.fill(0xff)
  })
  taken.forEach((bytes, i) => {
    expect(bytes).toEqual(new Uint8Array((i * 37) % 1_500).fill(0xff))
    bytes.fill(0)
  })
})
