import { encodeAbiParameters, keccak256, parseAbiParameters } from 'viem'
import { expect, test } from 'vitest'
import { Address } from './address.ts'
import { claimId, dataId, genesisDataId } from './batch.ts'
import { toHex } from './bytes.ts'
import { CodecError } from './errors.ts'

const hash = (byte: number): Uint8Array => new Uint8Array(32).fill(byte)
const hex = (byte: number): `0x${string}` => toHex(hash(byte))
const someone = Address('0x00112233445566778899aabbccddeeff00112233')
const MAX = 2n ** 64n - 1n

const DATA = { parent: hash(1), index: MAX, poster: someone, l1Time: 3n, inboxLength: 4n, dataRoot: hash(5), segments: 6n }
const CLAIM = {
  dataId: hash(1), round: 2n, claimant: someone, claimTime: MAX, rootsRoot: hash(3), lastRoot: hash(4), cursor: 5n, segments: 6n,
}

test('a data id is the hash of its fields as the contract encodes them', () => {
  const types = parseAbiParameters('bytes32, uint64, address, uint64, uint64, bytes32, uint32')
  expect(toHex(dataId(DATA))).toBe(keccak256(encodeAbiParameters(types, [hex(1), MAX, someone, 3n, 4n, hex(5), 6])))
  expect(() => dataId({ ...DATA, index: MAX + 1n })).toThrow(CodecError)
  expect(() => dataId({ ...DATA, segments: 2n ** 32n })).toThrow(CodecError)
})

test('so is a claim id', () => {
  const types = parseAbiParameters('bytes32, uint64, address, uint64, bytes32, bytes32, uint64, uint32')
  expect(toHex(claimId(CLAIM))).toBe(keccak256(encodeAbiParameters(types, [hex(1), 2n, someone, MAX, hex(3), hex(4), 5n, 6])))
  expect(() => claimId({ ...CLAIM, rootsRoot: new Uint8Array(31) })).toThrow(CodecError)
})

test('genesis has the id of its own words', () => {
  const types = parseAbiParameters('string, uint256, address, bytes32')
  const encoded = encodeAbiParameters(types, ['Distribute genesis', 31_337n, someone, hex(9)])
  expect(toHex(genesisDataId({ chainId: 31_337n, rollup: someone, genesisHash: hash(9) }))).toBe(keccak256(encoded))
})
