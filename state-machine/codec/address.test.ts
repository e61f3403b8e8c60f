import fc from 'fast-check'
import { expect, test } from 'vitest'
import { budget } from '../../test/budget.ts'
import { CONTRACTS } from '../params.ts'
import type { ContractName } from '../params.ts'
import {
  Address, addressFromBytes, addressToBytes, aliasOf, contractAt, contractAtBytes, isValidReceiver, systemAddress, writeAddress, ZERO_ADDRESS,
} from './address.ts'
import { CodecError } from './errors.ts'
import { address, bytesOf } from './testing/arbitraries.ts'

const CONTRACT_NAMES = Object.keys(CONTRACTS) as ContractName[]

test('an address is lower-case whatever it came as', () => {
  expect(Address('0xAbCdEF0000000000000000000000000000000123')).toBe('0xabcdef0000000000000000000000000000000123')
})

test.each(['', '0x', `0x${'0'.repeat(39)}`, `0x${'0'.repeat(41)}`, `0x${'g'.repeat(40)}`, '0'.repeat(42), `0x${'0'.repeat(40)}\n`])(
  '%j is no address',
  (text) => expect(() => Address(text)).toThrow(CodecError),
)

test('an address is written in place, from either case', () => {
  const target = new Uint8Array(24).fill(7)
  const text = `0x${'aBcDeF0123'.repeat(4)}`
  writeAddress(target, 2, text)
  expect(target).toEqual(Uint8Array.of(7, 7, ...addressToBytes(Address(text)), 7, 7))
  for (const bad of ['', '0x', text.slice(0, 41), `${text}0`, text.replace('0x', '0y'), text.replace('3', 'g')]) {
    expect(() => writeAddress(target, 0, bad)).toThrow(CodecError)
  }
})

test('bytes and text name the same address', () => {
  fc.assert(
    fc.property(bytesOf(20), fc.nat(9), (bytes, offset) => {
      const within = new Uint8Array(29)
      within.set(bytes, offset)
      expect(addressToBytes(addressFromBytes(within, offset))).toEqual(bytes)
      expect(Address(addressFromBytes(bytes))).toBe(addressFromBytes(bytes))
    }),
    { numRuns: budget(300) },
  )
  expect(() => addressFromBytes(new Uint8Array(29), 10)).toThrow(CodecError)
})

test('the system contracts stand where the protocol puts them', () => {
  expect(CONTRACT_NAMES.map(systemAddress)).toEqual([1, 2, 3, 4, 5, 6, 7].map((n) => `0xd15700000000000000000000000000000000000${n}`))
  for (const name of CONTRACT_NAMES) {
    expect(contractAt(systemAddress(name))).toBe(name)
    expect(contractAtBytes(addressToBytes(systemAddress(name)), 0)).toBe(name)
    expect(isValidReceiver(systemAddress(name))).toBe(false)
  }
})

test('nothing beside them is one', () => {
  const near = ['0xd157000000000000000000000000000000000000', '0xd157000000000000000000000000000000000008', '0xd157000000000000000000000000000000000101']
  for (const text of near) {
    expect(contractAt(Address(text))).toBeUndefined()
    expect(contractAtBytes(addressToBytes(Address(text)), 0)).toBeUndefined()
    expect(isValidReceiver(Address(text))).toBe(true)
  }
  expect(contractAtBytes(addressToBytes(systemAddress('token')).subarray(0, 19), 0)).toBeUndefined()
  fc.assert(
    fc.property(address, (a) => {
      expect(contractAtBytes(addressToBytes(a), 0)).toBe(contractAt(a))
    }),
  )
})

test('zero receives nothing', () => {
  expect(ZERO_ADDRESS).toBe(`0x${'0'.repeat(40)}`)
  expect(isValidReceiver(ZERO_ADDRESS)).toBe(false)
})

test('an alias is the L1 address moved by the offset, around the end', () => {
  expect(aliasOf(ZERO_ADDRESS)).toBe('0x1111000000000000000000000000000000001111')
  expect(aliasOf(Address(`0x${'f'.repeat(40)}`))).toBe('0x1111000000000000000000000000000000001110')
  expect(aliasOf(Address('0xeeeeffffffffffffffffffffffffffffffffeeef'))).toBe(ZERO_ADDRESS)
})
