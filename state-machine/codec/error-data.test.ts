import { existsSync, readFileSync } from 'node:fs'
import { toFunctionSelector } from 'viem'
import { expect, test } from 'vitest'
import { ERRORS } from '../params.ts'
import { toHex } from './bytes.ts'
import { errorNameOf, errorSelector } from './error-data.ts'

test.each(ERRORS)('%s has the selector of its signature, and is found by it', (name) => {
  expect(toHex(errorSelector(name))).toBe(toFunctionSelector(`${name}()`))
  expect(errorNameOf(errorSelector(name))).toBe(name)
})

test('other data names no error', () => {
  const data = errorSelector('ZeroAmount')
  expect(errorNameOf(new Uint8Array(0))).toBeUndefined()
  expect(errorNameOf(data.subarray(0, 3))).toBeUndefined()
  expect(errorNameOf(Uint8Array.from([...data, 0]))).toBeUndefined()
  expect(errorNameOf(Uint8Array.of(0, 0, 0, 0))).toBeUndefined()
})

test('a selector is a copy: a caller cannot change it for others', () => {
  errorSelector('ZeroAmount').fill(0)
  expect(errorNameOf(errorSelector('ZeroAmount'))).toBe('ZeroAmount')
})

const ABI = new URL('../../../shared/design/abi/Interfaces.sol', import.meta.url)

test('the errors are those of the published ABI, in its order', ({ skip }) => {
  if (!existsSync(ABI)) skip('the design document with the ABI is not beside this checkout')
  const text = readFileSync(ABI, 'utf8')
  expect([...text.matchAll(/\berror (\w+)\(\);/g)].map(([, name]) => name)).toEqual([...ERRORS])
})
