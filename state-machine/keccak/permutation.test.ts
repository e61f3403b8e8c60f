import { expect, test } from 'vitest'
import { ROUND_CONSTANTS, TURNS } from './permutation.ts'

test('the constants are those of FIPS 202', () => {
  expect(ROUND_CONSTANTS.slice(0, 4)).toEqual([1n, 0x8082n, 0x8000_0000_0000_808an, 0x8000_0000_8000_8000n])
  expect(ROUND_CONSTANTS.slice(-2)).toEqual([0x8000_0001n, 0x8000_0000_8000_8008n])
  // Table 2, modulo 64, in rows of y from 0 to 4 and x from 0 to 4.
  expect(TURNS).toEqual([0, 1, 62, 28, 27, 36, 44, 6, 55, 20, 3, 10, 43, 25, 39, 41, 45, 15, 21, 8, 18, 2, 61, 56, 14])
})
