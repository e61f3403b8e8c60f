import { ecdsaRecover } from 'secp256k1'
import fc from 'fast-check'
import { keccak256 } from '../hash.ts'
import { recoverAddress as viemRecover } from 'viem'
import { privateKeyToAccount, sign } from 'viem/accounts'
import { expect, test } from 'vitest'
import { budget } from '../../test/budget.ts'
import { addressFromBytes } from './address.ts'
import { bigintToBytes, concat, fromHex, toHex } from './bytes.ts'
import { recoverAddress } from './recover.ts'
import { bytesOf, ORDER, uint } from './testing/arbitraries.ts'

const key = `0x${'11'.repeat(32)}` as const
const one = bigintToBytes(1n, 32)

test('a signature by another library gives its signer', async () => {
  const hashes = fc.sample(bytesOf(32), budget(20))
  for (const hash of [...hashes, new Uint8Array(32), new Uint8Array(32).fill(0xff)]) {
    const { r, s, yParity } = await sign({ hash: toHex(hash), privateKey: key })
    const signer = recoverAddress(hash, fromHex(r), fromHex(s), yParity === 1 ? 1 : 0)
    expect(signer).toBe(privateKeyToAccount(key).address.toLowerCase())
    const other = await viemRecover({ hash: toHex(hash), signature: { r, s, yParity: 1 - (yParity ?? 0) } }).catch(() => undefined)
    expect(recoverAddress(hash, fromHex(r), fromHex(s), yParity === 1 ? 0 : 1)).toBe(other?.toLowerCase())
  }
})

/** libsecp256k1, which the EVM's precompile is in most clients. */
function oracle(hash: Uint8Array, r: Uint8Array, s: Uint8Array, yParity: 0 | 1): string | undefined {
  try {
    return addressFromBytes(keccak256(ecdsaRecover(concat(r, s), yParity, hash, false).subarray(1)), 12)
  } catch {
    return undefined
  }
}

test('any r, s and hash give what libsecp256k1 gives', () => {
  const r = fc.oneof(bytesOf(32), uint(8).map((value) => bigintToBytes(value, 32)), fc.constantFrom(ORDER - 1n, ORDER, ORDER + 1n).map((n) => bigintToBytes(n, 32)))
  const s = fc.oneof(uint(255), uint(8), fc.constantFrom(ORDER >> 1n, 0n, 1n)).map((value) => bigintToBytes(value % ((ORDER >> 1n) + 1n), 32))
  fc.assert(
    fc.property(fc.oneof(bytesOf(32), fc.constant(new Uint8Array(32))), r, s, fc.constantFrom(0 as const, 1 as const), (hash, r, s, yParity) => {
      expect(recoverAddress(hash, r, s, yParity)).toBe(oracle(hash, r, s, yParity))
    }),
    { numRuns: budget(150) },
  )
})

test('values out of range, and high s, have no signer', () => {
  const hash = new Uint8Array(32).fill(1)
  const gx = fromHex('0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798')
  expect(recoverAddress(hash, gx, one, 0)).toBeDefined()
  expect(recoverAddress(hash, new Uint8Array(32), one, 0)).toBeUndefined()
  expect(recoverAddress(hash, gx, new Uint8Array(32), 0)).toBeUndefined()
  expect(recoverAddress(hash, bigintToBytes(ORDER, 32), one, 0)).toBeUndefined()
  expect(recoverAddress(hash, gx, bigintToBytes(ORDER >> 1n, 32), 0)).toBeDefined()
  expect(recoverAddress(hash, gx, bigintToBytes((ORDER >> 1n) + 1n, 32), 0)).toBeUndefined()
  expect(recoverAddress(hash, gx.subarray(1), one, 0)).toBeUndefined()
  expect(recoverAddress(hash.subarray(1), gx, one, 0)).toBeUndefined()
})

test('an r that is no x of the curve, and a key at infinity, have no signer', () => {
  const hash = new Uint8Array(32).fill(1)
  expect(recoverAddress(hash, bigintToBytes(5n, 32), one, 0)).toBeUndefined()
  // With r = G.x and s = hash, s·R − hash·G is the point at infinity.
  const gx = fromHex('0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798')
  expect(recoverAddress(hash, gx, hash, 0)).toBeUndefined()
  expect(oracle(hash, gx, hash, 0)).toBeUndefined()
})
