import { expect, test } from 'vitest'
import { takeBytes } from './slab.ts'

test('bytes are zero, of the length asked for, and nobody else’s', () => {
  const taken = Array.from({ length: 500 }, (_, i) => takeBytes((i * 37) % 1_500))
  taken.forEach((bytes, i) => {
    expect(bytes).toEqual(new Uint8Array((i * 37) % 1_500))
    bytes.fill(0xff)
  })
  taken.forEach((bytes, i) => {
    expect(bytes).toEqual(new Uint8Array((i * 37) % 1_500).fill(0xff))
    bytes.fill(0)
  })
})
