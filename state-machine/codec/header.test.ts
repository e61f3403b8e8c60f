import fc from 'fast-check'
import { keccak256, toRlp } from 'viem'
import { expect, test } from 'vitest'
import { budget } from '../../test/budget.ts'
import { bigintToBytes, byteLength, toHex } from './bytes.ts'
import { encodeHeader, headerHash, OMMERS_HASH } from './header.ts'
import { addressToBytes } from './address.ts'
import { address, bytesOf, uint } from './testing/arbitraries.ts'

const hash = bytesOf(32)
const header = fc.record({
  parentHash: hash, beneficiary: address, stateRoot: hash, transactionsRoot: hash, receiptsRoot: hash, logsBloom: bytesOf(256),
  number: uint(64), gasLimit: uint(64), gasUsed: uint(64), time: uint(64), bodyHash: hash, baseFee: uint(256),
})
const integer = (value: bigint): Uint8Array => bigintToBytes(value, byteLength(value))

test('a header is Ethereum’s list of 16 fields', () => {
  fc.assert(
    fc.property(header, (h) => {
      const fields = [
        h.parentHash, OMMERS_HASH, addressToBytes(h.beneficiary), h.stateRoot, h.transactionsRoot, h.receiptsRoot, h.logsBloom, integer(0n),
        integer(h.number), integer(h.gasLimit), integer(h.gasUsed), integer(h.time), integer(0n), h.bodyHash, new Uint8Array(8), integer(h.baseFee),
      ]
      expect(encodeHeader(h)).toEqual(toRlp(fields, 'bytes'))
      expect(toHex(headerHash(h))).toBe(keccak256(encodeHeader(h)))
    }),
    { numRuns: budget(200) },
  )
})

test('an empty list of ommers has the hash that clients compare with', () => {
  expect(toHex(OMMERS_HASH)).toBe('0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347')
})
