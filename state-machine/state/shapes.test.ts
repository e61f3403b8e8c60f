import { expect, test } from 'vitest'
import { RECORDS, type RecordName, type RecordShape } from '../params.ts'
import { createLedger } from './ledger.ts'
import { decodeAny } from './layout.ts'
import { shaped } from './shapes.ts'

const NAMES = Object.keys(RECORDS) as RecordName[]
const fieldsOf = (shape: RecordShape): string[] => shape.words.flatMap((word) => Object.keys(word))
/** Every field with a value of its own. */
const numbered = (name: RecordName): Record<string, bigint> =>
  Object.fromEntries(fieldsOf(RECORDS[name]).map((field, i) => [field, BigInt(i + 1)]))

test.each(NAMES)('%s: a shaped record has every field, and its order is that of the words', (name) => {
  expect(shaped(name, numbered(name))).toEqual(numbered(name))
  expect(Object.keys(shaped(name, decodeAny(name, undefined)))).toEqual(fieldsOf(RECORDS[name]))
})

test('a ledger answers what was put, whatever the order of its fields', () => {
  const ledger = createLedger({ get: () => undefined })
  const { acc, ...rest } = ledger.get('stream', 1n)
  ledger.put('stream', { ...rest, acc: acc + 7n, last: 3n }, 1n)
  expect(ledger.get('stream', 1n)).toEqual({ acc: 7n, rate: 0n, earning: 0n, end: 0n, last: 3n })
  expect(ledger.get('stream', 0n).acc).toBe(0n)
})
