import { expect, test } from 'vitest'
import { bytesFromHex, quantity } from './hex.ts'

test('quantities have no leading zeros', () => {
  expect([0n, 1n, 16n, 2n ** 70n].map(quantity)).toEqual(['0x0', '0x1', '0x10', '0x400000000000000000'])
  expect(quantity(255)).toBe('0xff')
})

test('bytes: digits in either case, in pairs, and nothing else', () => {
  expect(bytesFromHex('0x')).toEqual(new Uint8Array(0))
  expect(bytesFromHex('0x00fFa0')).toEqual(Uint8Array.of(0, 255, 160))
  for (const text of ['', '0', '00', '0x0', '0x0g', '0xg0', '0x 1', '0x11\n1', '0x00zz00', '0x00é0', 'x0', '0X00']) expect(bytesFromHex(text), text).toBeUndefined()
  expect(bytesFromHex(`0x${'ab'.repeat(5_000)}`)).toEqual(new Uint8Array(5_000).fill(0xab))
})
