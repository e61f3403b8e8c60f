import { expect, test } from 'vitest'
import { signed, unsigned } from './assembler.ts'

test('numbers stand in LEB128, in as few bytes as they need', () => {
  expect(unsigned(0)).toEqual([0])
  expect(unsigned(127)).toEqual([0x7f])
  expect(unsigned(128)).toEqual([0x80, 1])
  // The examples of the DWARF standard, from which WebAssembly has the form.
  expect(unsigned(624_485)).toEqual([0xe5, 0x8e, 0x26])
  expect(signed(-123_456n)).toEqual([0xc0, 0xbb, 0x78])
})

test('a signed number shows its sign in bit 6 of its last byte', () => {
  expect([signed(0n), signed(63n), signed(64n)]).toEqual([[0], [0x3f], [0xc0, 0]])
  expect([signed(-1n), signed(-64n), signed(-65n)]).toEqual([[0x7f], [0x40], [0xbf, 0x7f]])
  expect(signed(-(2n ** 63n))).toEqual([...new Array<number>(9).fill(0x80), 0x7f])
})
