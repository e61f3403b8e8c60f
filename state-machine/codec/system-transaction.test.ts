import fc from 'fast-check'
import { concatHex, encodeAbiParameters, keccak256, parseAbiParameters, toRlp } from 'viem'
import { expect, test } from 'vitest'
import { budget } from '../../test/budget.ts'
import { addressToBytes } from './address.ts'
import { bigintToBytes, byteLength, toHex } from './bytes.ts'
import { encodeSystemTransaction, sourceHashOfEntry, sourceHashOfOperation, systemTransactionHash } from './system-transaction.ts'
import { address, bytesOf, uint } from './testing/arbitraries.ts'

const integer = (value: bigint): Uint8Array => bigintToBytes(value, byteLength(value))
const transaction = fc.record({
  sourceHash: bytesOf(32), from: address, to: address, mint: uint(96), value: uint(256), gas: uint(64), data: fc.uint8Array({ maxLength: 300 }),
})
const words = parseAbiParameters('uint256, uint256, bytes32')

test('is 0x7e and the list of its fields, none of them a system flag', () => {
  fc.assert(
    fc.property(transaction, (t) => {
      const fields = [t.sourceHash, addressToBytes(t.from), addressToBytes(t.to), integer(t.mint), integer(t.value), integer(t.gas), integer(0n), t.data]
      const expected = concatHex(['0x7e', toRlp(fields, 'hex')])
      expect(toHex(encodeSystemTransaction(t))).toBe(expected)
      expect(toHex(systemTransactionHash(t))).toBe(keccak256(expected))
    }),
    { numRuns: budget(200) },
  )
})

test('sources are hashed under a domain each', () => {
  const hash = new Uint8Array(32).fill(5)
  expect(toHex(sourceHashOfEntry(3n, hash))).toBe(keccak256(encodeAbiParameters(words, [0n, 3n, `0x${'05'.repeat(32)}`])))
  expect(toHex(sourceHashOfOperation(3n, 4n))).toBe(keccak256(encodeAbiParameters(words, [1n, 3n, `0x${'0'.repeat(63)}4`])))
})
