import fc from 'fast-check'
import { serializeTransaction, keccak256 as viemKeccak } from 'viem'
import { describe, expect, test } from 'vitest'
import { budget } from '../../test/budget.ts'
import { KINDS, TRANSACTION_MAX_BYTES } from '../params.ts'
import { ZERO_ADDRESS, systemAddress } from './address.ts'
import { bigintToBytes, concat, fromHex, toHex } from './bytes.ts'
import { encodeCalldata } from './call.ts'
import type { Call } from './call.ts'
import { CodecError } from './errors.ts'
import { ORDER, mutated, operation, transaction } from './testing/arbitraries.ts'
import { compactBytes, decodeItem, encodeOperation, encodeSigned, encodeTransaction, signingHash, transactionHash } from './transaction.ts'
import type { Transaction } from './transaction.ts'

const CHAIN = 31_337n
const one = bigintToBytes(1n, 32)
const MINT: Transaction = {
  type: 2, nonce: 5n, gas: 100_000n, feeCap: 256n, tipCap: 0n, value: 1n, to: systemAddress('token'),
  call: { kind: 'mint', args: [255n] }, yParity: 1, r: one, s: one,
}
const SEND: Transaction = { ...MINT, type: 0, tipCap: 256n, to: ZERO_ADDRESS, call: { kind: 'send', args: [] }, yParity: 0 }
const registration: Call = { kind: 'register', args: [ZERO_ADDRESS, one, 7n, Uint8Array.of(0xab)] }

const reencode = (bytes: Uint8Array): Uint8Array | undefined => {
  const item = decodeItem(bytes)
  if (item === undefined) return undefined
  return item.type === 'transaction' ? encodeTransaction(item.transaction) : encodeOperation(item.operation)
}

test('the compact form is byte for byte the documented one', () => {
  const signature = `${'00'.repeat(31)}01${'00'.repeat(31)}01`
  expect(toHex(encodeTransaction(MINT))).toBe(`0x03040105030186a002010000010101ff${signature}`)
  expect(toHex(encodeTransaction(SEND))).toBe(`0x00000105030186a00201000101${'00'.repeat(20)}${signature}`)
  expect(toHex(encodeOperation({ call: registration }))).toBe(
    `0x801300${'00'.repeat(31)}0101070001ab`,
  )
})

test('a transaction comes back from its compact form', () => {
  fc.assert(
    fc.property(transaction, (original) => {
      const encoded = encodeTransaction(original)
      expect(encoded.length).toBe(compactBytes(original))
      expect(decodeItem(encoded)).toEqual({ type: 'transaction', transaction: original })
    }),
    { numRuns: budget(1_000) },
  )
})

test('an operation comes back from its compact form', () => {
  fc.assert(
    fc.property(operation, (original) => {
      expect(decodeItem(encodeOperation(original))).toEqual({ type: 'operation', operation: original })
    }),
    { numRuns: budget(200) },
  )
})

test('whatever decodes is the one encoding of it, and no bytes throw', () => {
  const encoded = fc.oneof(transaction.map(encodeTransaction), operation.map(encodeOperation))
  const bytes = fc.oneof({ weight: 4, arbitrary: mutated(encoded) }, fc.uint8Array({ maxLength: 200 }))
  let decoded = 0
  fc.assert(
    fc.property(bytes, (candidate) => {
      const again = reencode(candidate)
      if (again === undefined) return
      decoded++
      expect(again).toEqual(candidate)
    }),
    { numRuns: budget(5_000) },
  )
  expect(decoded).toBeGreaterThan(0)
})

test('what was decoded does not change with the buffer it came from', () => {
  const source = Buffer.from(encodeTransaction(MINT))
  const decoded = decodeItem(source)
  source.fill(0xff)
  expect(decoded).toEqual({ type: 'transaction', transaction: MINT })
})

/** The encoding of MINT with some bytes at `at` replaced. */
function patched(at: number, remove: number, insert: readonly number[]): Uint8Array {
  const bytes = encodeTransaction(MINT)
  return concat(bytes.subarray(0, at), Uint8Array.from(insert), bytes.subarray(at + remove))
}
const endOfMint = encodeTransaction(MINT).length

describe('strictness: does not decode', () => {
  test.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array(0)],
    ['a form alone', Uint8Array.of(3)],
    ['a form with an unknown bit', patched(0, 1, [0x07])],
    ['a kind that there is not', patched(1, 1, [0xff])],
    ['a nonce with a leading zero', patched(2, 2, [2, 0, 5])],
    ['a zero that is written out', patched(2, 2, [1, 0])],
    ['the highest nonce', patched(2, 2, [8, 255, 255, 255, 255, 255, 255, 255, 255])],
    ['a nonce of nine bytes', patched(2, 2, [9, 1, 0, 0, 0, 0, 0, 0, 0, 0])],
    ['gas of nine bytes', patched(4, 4, [9, 1, 0, 0, 0, 0, 0, 0, 0, 0])],
    ['a fee cap of 33 bytes', patched(8, 3, [33, 1, ...new Array<number>(32).fill(0)])],
    ['a tip cap above the fee cap', patched(11, 1, [2, 1, 1])],
    ['an argument of 33 bytes', patched(14, 2, [33, 1, ...new Array<number>(32).fill(0)])],
    ['bytes behind it', patched(endOfMint, 0, [0])],
    ['a signature cut short', encodeTransaction(MINT).subarray(0, endOfMint - 1)],
    ['r of 0', concat(patched(16, 64, []), new Uint8Array(32), one)],
    ['r of the order', concat(patched(16, 64, []), bigintToBytes(ORDER, 32), one)],
    ['s of 0', concat(patched(16, 64, []), one, new Uint8Array(32))],
    ['s above half the order', concat(patched(16, 64, []), one, bigintToBytes((ORDER >> 1n) + 1n, 32))],
    ['an operation of a kind that needs a sender', Uint8Array.of(0x80, KINDS.cancelRecovery.number)],
    ['an operation with another bit', Uint8Array.from([0x82, ...encodeOperation({ call: registration }).subarray(1)])],
    ['an operation with bytes behind it', concat(encodeOperation({ call: registration }), Uint8Array.of(0))],
  ])('%s', (_, bytes) => {
    expect(decodeItem(bytes)).toBeUndefined()
  })

  test('the highest s that is low, and the highest r, are in range', () => {
    const edge = concat(patched(16, 64, []), bigintToBytes(ORDER - 1n, 32), bigintToBytes(ORDER >> 1n, 32))
    expect(reencode(edge)).toEqual(edge)
  })
})

describe('the bound on length', () => {
  const register = (signature: number): Transaction => ({
    ...MINT, to: systemAddress('reputation'), call: { kind: 'register', args: [ZERO_ADDRESS, one, 0n, new Uint8Array(signature)] },
  })
  const room = TRANSACTION_MAX_BYTES - compactBytes(register(0))

  test('holds to the byte', () => {
    const longest = encodeTransaction(register(room))
    expect(longest.length).toBe(TRANSACTION_MAX_BYTES)
    expect(reencode(longest)).toEqual(longest)
    expect(() => encodeTransaction(register(room + 1))).toThrow(CodecError)
  })

  test('is the decoder’s too', () => {
    const longest = encodeTransaction(register(room))
    const lengthAt = 2 + 2 + 4 + 3 + 1 + 2 + 1 + 32 + 1
    const grown = concat(longest.subarray(0, lengthAt), bigintToBytes(BigInt(room + 1), 2), Uint8Array.of(0), longest.subarray(lengthAt + 2))
    expect(grown.length).toBe(TRANSACTION_MAX_BYTES + 1)
    expect(decodeItem(grown)).toBeUndefined()
    const shifted = concat(longest.subarray(0, lengthAt), bigintToBytes(BigInt(room - 1), 2), longest.subarray(lengthAt + 3))
    expect(reencode(shifted)).toEqual(shifted)
  })
})

test.each<[string, Partial<Transaction>]>([
  ['the highest nonce', { nonce: 2n ** 64n - 1n }],
  ['a negative nonce', { nonce: -1n }],
  ['too much gas', { gas: 2n ** 64n }],
  ['a tip above the cap', { tipCap: 257n }],
  ['a legacy tip that is not the price', { type: 0 }],
  ['a value over a word', { value: 2n ** 256n }],
  ['a high s', { s: bigintToBytes((ORDER >> 1n) + 1n, 32) }],
  ['an r cut short', { r: new Uint8Array(31).fill(1) }],
  ['a call to another contract', { to: systemAddress('bridge') }],
  ['too few arguments', { call: { kind: 'mint', args: [] } }],
])('%s has no encoding', (_, fields) => {
  expect(() => encodeTransaction({ ...MINT, ...fields })).toThrow(CodecError)
})

test('a kind that needs a sender is no operation', () => {
  expect(() => encodeOperation({ call: MINT.call })).toThrow(CodecError)
})

test('payloads and hashes are those of viem', () => {
  fc.assert(
    fc.property(transaction, fc.constantFrom(1n, CHAIN, 2n ** 53n - 1n), (original, chainId) => {
      const { type, nonce, gas, feeCap, tipCap, value, to, call, r, s, yParity } = original
      fc.pre(nonce < 2n ** 53n && value < 2n ** 255n)
      const fees = type === 2 ? { type: 'eip1559' as const, maxFeePerGas: feeCap, maxPriorityFeePerGas: tipCap } : { type: 'legacy' as const, gasPrice: feeCap }
      const fields = { ...fees, chainId: Number(chainId), nonce: Number(nonce), gas, value, to, data: toHex(encodeCalldata(call)) }
      const signature = { r: toHex(r), s: toHex(s), yParity, v: BigInt(27 + yParity) }
      expect(toHex(signingHash(original, chainId))).toBe(viemKeccak(serializeTransaction(fields)))
      const signed = serializeTransaction(fields, signature)
      expect(toHex(encodeSigned(original, chainId))).toBe(signed)
      expect(toHex(transactionHash(original, chainId))).toBe(viemKeccak(fromHex(signed)))
    }),
    { numRuns: budget(500) },
  )
})
