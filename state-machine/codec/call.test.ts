import fc from 'fast-check'
import { encodeFunctionData, parseAbi, toFunctionSelector } from 'viem'
import { expect, test } from 'vitest'
import { budget } from '../../test/budget.ts'
import { CONTRACTS, KINDS } from '../params.ts'
import type { ContractName, Kind, KindName } from '../params.ts'
import { Address } from './address.ts'
import { fromHex, toHex } from './bytes.ts'
import { decodeCalldata, encodeCalldata, selectorOf } from './call.ts'
import { CodecError } from './errors.ts'
import { call, mutated } from './testing/arbitraries.ts'

const kinds = Object.entries(KINDS) as [KindName, Kind][]
const contracts = Object.keys(CONTRACTS) as ContractName[]
const calls = call.filter(({ kind }) => kind !== 'send')
const contractOf = (kind: KindName): ContractName => {
  const { contract } = KINDS[kind]
  return contract === 'account' ? 'token' : contract
}

test.each(kinds.filter(([, { contract }]) => contract !== 'account'))('%s has the selector of its signature', (name, { name: called, inputs }) => {
  expect(toHex(selectorOf(name))).toBe(toFunctionSelector(`${called}(${inputs.join(',')})`))
})

test('a plain transfer has no calldata', () => {
  expect(encodeCalldata({ kind: 'send', args: [] })).toEqual(new Uint8Array(0))
  expect(selectorOf('send')).toEqual(new Uint8Array(0))
})

test('no two calls of a contract share a selector, no two kinds a number', () => {
  for (const contract of contracts) {
    const selectors = kinds.filter(([, kind]) => kind.contract === contract).map(([name]) => toHex(selectorOf(name)))
    expect(new Set(selectors).size).toBe(selectors.length)
  }
  expect(new Set(kinds.map(([, { number }]) => number)).size).toBe(kinds.length)
})

test('calldata is what viem writes', () => {
  const abi = parseAbi([
    'function transferFrom(address from, address to, uint256 amount)',
    'function register(address member, bytes32 identity, uint256 deadline, bytes signature)',
    'function donate()',
  ])
  const a = Address('0x00000000000000000000000000000000000000aa')
  const b = Address('0xbb00000000000000000000000000000000000000')
  const hash = new Uint8Array(32).fill(7)
  const signature = new Uint8Array(65).fill(9)
  expect(toHex(encodeCalldata({ kind: 'tokenTransferFrom', args: [a, b, 5n] }))).toBe(
    encodeFunctionData({ abi, functionName: 'transferFrom', args: [a, b, 5n] }),
  )
  expect(toHex(encodeCalldata({ kind: 'register', args: [a, hash, 77n, signature] }))).toBe(
    encodeFunctionData({ abi, functionName: 'register', args: [a, toHex(hash), 77n, toHex(signature)] }),
  )
  expect(toHex(encodeCalldata({ kind: 'donate', args: [] }))).toBe(encodeFunctionData({ abi, functionName: 'donate' }))
})

test('a call comes back from its calldata', () => {
  fc.assert(
    fc.property(calls, (original) => {
      expect(decodeCalldata(contractOf(original.kind), encodeCalldata(original))).toEqual({ ok: true, call: original })
    }),
    { numRuns: budget(1_000) },
  )
})

test('calldata that decodes is the one encoding of its call, and no bytes throw', () => {
  const bytes = fc.oneof(mutated(calls.map(encodeCalldata)), fc.uint8Array({ maxLength: 80 }))
  fc.assert(
    fc.property(fc.constantFrom(...contracts), bytes, (contract, data) => {
      const decoded = decodeCalldata(contract, data)
      if (decoded.ok) expect(encodeCalldata(decoded.call)).toEqual(data)
    }),
    { numRuns: budget(3_000) },
  )
})

test('a selector that is cut short, or another contract’s, is unknown', () => {
  const mint = encodeCalldata({ kind: 'mint', args: [1n] })
  const unknown = { ok: false, error: 'UnknownCall' }
  for (let length = 0; length < 4; length++) expect(decodeCalldata('token', mint.subarray(0, length))).toEqual(unknown)
  expect(decodeCalldata('reputation', mint)).toEqual(unknown)
  expect(decodeCalldata('chain', mint)).toEqual(unknown)
  expect(decodeCalldata('token', fromHex('0x00000000'))).toEqual(unknown)
})

test('anything but the one encoding is not canonical', () => {
  const mint = encodeCalldata({ kind: 'mint', args: [1n] })
  const nonCanonical = { ok: false, error: 'NonCanonicalCalldata' }
  expect(decodeCalldata('token', Uint8Array.from([...mint, 0]))).toEqual(nonCanonical)
  expect(decodeCalldata('token', mint.subarray(0, 35))).toEqual(nonCanonical)
  expect(decodeCalldata('token', mint.subarray(0, 4))).toEqual(nonCanonical)
  expect(decodeCalldata('token', Uint8Array.from([...encodeCalldata({ kind: 'donate', args: [] }), 1]))).toEqual(nonCanonical)
})

test('arguments of another number or type are refused', () => {
  expect(() => encodeCalldata({ kind: 'mint', args: [] })).toThrow(CodecError)
  expect(() => encodeCalldata({ kind: 'mint', args: [true] })).toThrow(CodecError)
  expect(() => encodeCalldata({ kind: 'mint', args: [2n ** 256n] })).toThrow(CodecError)
})
