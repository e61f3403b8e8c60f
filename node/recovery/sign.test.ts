import fc from 'fast-check'
import { bytesToHex, hexToBytes } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { expect, test } from 'vitest'
import { signNative } from './sign.ts'

test('signs with the bytes that viem signs with, whatever hash and key', async () => {
  const word = fc.uint8Array({ minLength: 32, maxLength: 32 })
  await fc.assert(
    fc.asyncProperty(word, word, async (hash, key) => {
      // Every key below 2^248 is one, but 0.
      key[0] = 0
      key[31] = 1
      const theirs = await privateKeyToAccount(bytesToHex(key)).sign({ hash: bytesToHex(hash) })
      expect(signNative(hash, key)).toEqual(hexToBytes(theirs))
    }),
    { numRuns: 50 },
  )
})

test('a key that is none is refused', () => {
  expect(() => signNative(new Uint8Array(32).fill(1), new Uint8Array(32))).toThrow()
})
