import fc from 'fast-check'
import { hashTypedData } from 'viem'
import { expect, test } from 'vitest'
import { budget } from '../../test/budget.ts'
import { toHex } from './bytes.ts'
import { promiseDigest } from './promise.ts'
import { address, bytesOf, uint } from './testing/arbitraries.ts'

const word = (name: string): { name: string; type: string } => ({ name, type: 'uint256' })
const bytes32 = (name: string): { name: string; type: string } => ({ name, type: 'bytes32' })
const types = {
  Header: [
    word('chainId'), word('number'), bytes32('parentHash'), word('l1Number'), bytes32('l1Hash'), word('time'), bytes32('stateRoot'), bytes32('bodyHash'),
  ],
}
const hash = bytesOf(32)

test('a promise’s digest is that of its typed data', () => {
  const header = fc.record({
    chainId: uint(64), number: uint(64), parentHash: hash, l1Number: uint(64), l1Hash: hash, time: uint(40), stateRoot: hash, bodyHash: hash,
  })
  fc.assert(
    fc.property(header, uint(53), address, (fields, l1ChainId, rollup) => {
      const message = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value instanceof Uint8Array ? toHex(value) : value]))
      const domain = { name: 'Distribute', version: '1', chainId: l1ChainId, verifyingContract: rollup }
      expect(toHex(promiseDigest(fields, { l1ChainId, rollup }))).toBe(hashTypedData({ types, primaryType: 'Header', domain, message }))
    }),
    { numRuns: budget(100) },
  )
})
