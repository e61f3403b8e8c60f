import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { budget } from '../../test/budget.ts'
import { address, bytesOf, uint } from '../codec/testing/arbitraries.ts'
import { addressToBytes } from '../codec/address.ts'
import { bigintToBytes, concat, toHex } from '../codec/bytes.ts'
import { keccak256 } from '../hash.ts'
import { FIELD_BYTES, RECORDS, type FieldType, type RecordName, type RecordShape } from '../params.ts'
import { ALICE, BOB, identityOf } from '../testing/world.ts'
import { recordKey, slotName } from './keys.ts'
import { decodeAny, decodeRecord, encodeAny, encodeRecord } from './layout.ts'

const NAMES = Object.keys(RECORDS) as RecordName[]
const shapeOf = (name: RecordName): RecordShape => RECORDS[name]
const MAX_WORDS = 6
const WORD_BYTES = 32

describe('shapes', () => {
  test.each(NAMES)('%s: at most six words, each of at most 32 bytes, no field twice', (name) => {
    const { words } = shapeOf(name)
    expect(words.length).toBeLessThanOrEqual(MAX_WORDS)
    for (const word of words) {
      const bytes = Object.values(word).reduce((sum, type) => sum + FIELD_BYTES[type], 0)
      expect(bytes).toBeLessThanOrEqual(WORD_BYTES)
    }
    const fields = words.flatMap((word) => Object.keys(word))
    expect(new Set(fields).size).toBe(fields.length)
  })

  test('no two types have one number', () => {
    expect(new Set(NAMES.map((name) => RECORDS[name].type)).size).toBe(NAMES.length)
  })
})

describe('words', () => {
  test('fields stand from the most significant byte on, and what is left is zero', () => {
    const account = {
      nonce: 1n, ether: 2n, tokens: 3n, reputation: 4n, heldTokens: 5n, credits: 6n, heldReputation: 7n, due: 8n, creditsTime: 9n,
      member: 1n, accTokens: 10n, accReputation: 11n, identity: identityOf(12),
    }
    const hex = (value: number, bytes: number) => value.toString(16).padStart(bytes * 2, '0')
    const expected = [
      hex(1, 8) + hex(2, 12) + hex(3, 12),
      hex(4, 12) + hex(5, 12) + hex(6, 8),
      hex(7, 12) + hex(8, 12) + hex(9, 5) + hex(1, 1) + hex(0, 2),
      hex(10, 32), hex(11, 32), hex(12, 32),
    ].join('')
    expect(toHex(encodeRecord('account', account))).toBe(`0x${expected}`)
    expect(toHex(encodeRecord('withdrawal', { to: ALICE, value: 1n }))).toBe(`${ALICE}${hex(1, 12)}`)
    expect(toHex(encodeRecord('recovery', { to: ALICE, readyAt: 2n, state: 3n, lastDeadline: 4n }))).toBe(
      `${ALICE}${hex(2, 5)}${hex(3, 1)}${hex(0, 6)}${hex(4, 32)}`,
    )
  })

  test('an absent record reads as zeros', () => {
    expect(decodeRecord('identity', undefined)).toEqual({ account: `0x${'0'.repeat(40)}`, used: 0n })
    expect(decodeRecord('chain', undefined)).toEqual({ number: 0n, time: 0n, cursor: 0n, open: 0n, bodyHash: new Uint8Array(32) })
  })

  const arbitraryOf = (type: FieldType): fc.Arbitrary<unknown> => {
    if (type === 'address') return address
    return type === 'b32' ? bytesOf(WORD_BYTES) : uint(FIELD_BYTES[type] * 8)
  }
  test.each(NAMES)('%s: what is written is read', (name) => {
    const fields = Object.fromEntries(
      shapeOf(name).words.flatMap((word) => Object.entries(word).map(([field, type]) => [field, arbitraryOf(type)])),
    )
    const property = fc.property(fc.record(fields), (record) => {
      const bytes = encodeAny(name, record)
      expect(bytes.length).toBe(shapeOf(name).words.length * WORD_BYTES)
      expect(decodeAny(name, bytes)).toEqual(record)
    })
    fc.assert(property, { numRuns: budget(100) })
  })
})

describe('keys', () => {
  test('the hash of type and ids, each in its width', () => {
    const hash = (...parts: Uint8Array[]) => keccak256(concat(...parts))
    expect(recordKey('chain')).toEqual(hash(Uint8Array.of(1)))
    expect(recordKey('stream', 1n)).toEqual(hash(Uint8Array.of(3, 1)))
    expect(recordKey('account', ALICE)).toEqual(hash(Uint8Array.of(0x10), addressToBytes(ALICE)))
    expect(recordKey('identity', identityOf(5))).toEqual(hash(Uint8Array.of(0x11), identityOf(5)))
    expect(recordKey('allowance', ALICE, BOB)).toEqual(hash(Uint8Array.of(0x13), addressToBytes(ALICE), addressToBytes(BOB)))
    expect(recordKey('withdrawal', 258n)).toEqual(hash(Uint8Array.of(0x20), bigintToBytes(258n, 8)))
  })

  test('a name in the ledger is as good as the key', () => {
    const ids = [
      ['chain'], ['pool'], ['stream', 0n], ['stream', 1n], ['account', ALICE], ['account', BOB], ['recovery', ALICE], ['rights', ALICE],
      ['allowance', ALICE, BOB], ['allowance', BOB, ALICE], ['identity', identityOf(1)], ['identity', identityOf(2)], ['withdrawal', 1n],
      ['withdrawal', 11n],
    ] as const
    const names = ids.map(([name, ...rest]) => slotName(name, ...rest))
    const keys = ids.map(([name, ...rest]) => toHex(recordKey(name, ...rest)))
    expect(new Set(names).size).toBe(ids.length)
    expect(new Set(keys).size).toBe(ids.length)
  })
})
