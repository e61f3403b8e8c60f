import { Address, ERRORS } from '@distribute/state-machine'
import type { ErrorName } from '@distribute/state-machine'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { budget } from '../../test/budget.ts'
import { putBatchRow, takeBatchRow } from './batch-row.ts'
import { putBlockRow, takeBlockRow } from './block-row.ts'
import { putEntryRow, takeEntryRow } from './entry-row.ts'
import { StorageError } from './errors.ts'
import { putJournalRow, takeJournalRow } from './journal-row.ts'
import { takeKeys, takePreviousWords, takeWords } from './record-rows.ts'
import { putSegments, takeSegments } from './segments-row.ts'
import { hashKey, historyKey, metaKey, numberKey, tableOf, transactionKey } from './tables.ts'
import { putTransactionRow, takeLogs, takeTransactionRow } from './transaction-row.ts'
import type { ValueReader } from './value-reader.ts'
import { decodeStored, takeCount, takeInteger } from './value-reader.ts'
import type { ValueWriter } from './value-writer.ts'
import { createValueWriter, putCount, putInteger, writtenValue } from './value-writer.ts'

const hash = fc.uint8Array({ minLength: 32, maxLength: 32 })
const bytes = fc.uint8Array({ maxLength: 300 })
const u64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })
const amount = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n })
const count = fc.maxSafeNat()
const address = fc.uint8Array({ minLength: 20, maxLength: 20 }).map((value) => Address(`0x${Buffer.from(value).toString('hex')}`))
const promise = fc.record({ l1Number: u64, l1Hash: hash, signature: bytes })
const header = fc.record({
  parentHash: hash, beneficiary: address, stateRoot: hash, transactionsRoot: hash, receiptsRoot: hash, gasLimit: u64, gasUsed: u64, time: u64, bodyHash: hash, baseFee: u64,
})
const error: fc.Arbitrary<ErrorName | null | undefined> = fc.constantFrom(undefined, null, ...ERRORS)

const KEY = numberKey('block', 7n)
const write = <T>(put: (writer: ValueWriter, value: T) => void, value: T): Uint8Array => {
  const writer = createValueWriter(1)
  put(writer, value)
  return writtenValue(writer).slice()
}

/** What is written comes back, and every beginning of it, and it with a byte more, is refused by name. */
function checkRow<T>(arbitrary: fc.Arbitrary<T>, put: (writer: ValueWriter, value: T) => void, take: (reader: ValueReader) => T): void {
  fc.assert(
    fc.property(arbitrary, fc.nat(), (value, cut) => {
      const stored = write(put, value)
      expect(decodeStored(KEY, stored, take)).toEqual(value)
      expect(() => decodeStored(KEY, stored.subarray(0, cut % stored.length), take)).toThrow(StorageError)
      expect(() => decodeStored(KEY, Uint8Array.of(...stored, 0), take)).toThrow(StorageError)
    }),
    { numRuns: budget(60) },
  )
}

test('blocks', () => checkRow(fc.record({ header, hash, cursor: u64, transactions: count, promise: fc.option(promise, { nil: undefined }) }), putBlockRow, takeBlockRow))
test('the journal', () => checkRow(fc.record({ hash, promise }), putJournalRow, takeJournalRow))
test('segments', () => checkRow(fc.array(fc.record({ bytes, root: hash })), putSegments, takeSegments))
test('inbox entries', () => {
  const entry = fc.record({ kind: fc.nat(255), time: u64, from: address, value: amount, payload: bytes })
  checkRow(fc.record({ entry, meta: fc.record({ l1Block: u64, l1Hash: hash, transactionHash: hash }), rolling: hash }), putEntryRow, takeEntryRow)
})
test('batches', () => {
  checkRow(
    fc.record({
      index: u64, firstBlock: u64, lastBlock: u64, l1Block: u64, l1Hash: hash, transactionHash: hash, parentDataId: hash, dataId: hash, poster: address, l1Time: u64,
      inboxLength: u64, dataRoot: hash, segments: u64, claimId: hash, round: u64, claimant: address, claimTime: u64, rootsRoot: hash, lastRoot: hash, cursor: u64,
    }),
    putBatchRow,
    takeBatchRow,
  )
})

const row = fc.record({
  from: address, error, gasUsed: u64, cumulativeGas: u64, firstLog: count, entryIndex: fc.option(u64, { nil: undefined }), raw: bytes, logs: bytes, output: bytes,
})
test('transactions', () => checkRow(row, putTransactionRow, takeTransactionRow))

test('a search for logs reads a transaction to its end', () => {
  fc.assert(
    fc.property(row, (value) => {
      const { logs, firstLog, raw } = value
      expect(decodeStored(KEY, write(putTransactionRow, value), takeLogs)).toEqual({ logs, firstLog, raw })
    }),
  )
})

test('integers and counts have one form', () => {
  checkRow(amount, putInteger, takeInteger)
  checkRow(count, putCount, takeCount)
  for (const bytes of [[1, 0], [2, 1, 0], [33, ...new Array<number>(33).fill(1)]]) expect(() => decodeStored(KEY, Uint8Array.from(bytes), takeInteger)).toThrow(StorageError)
  for (const bytes of [[0x80, 0], new Array<number>(9).fill(0xff)]) expect(() => decodeStored(KEY, Uint8Array.from(bytes), takeCount)).toThrow(StorageError)
})

test('records are one to six whole words; a previous one may be absent', () => {
  for (const words of [1, 6]) expect(decodeStored(KEY, new Uint8Array(32 * words), takeWords)).toHaveLength(32 * words)
  for (const length of [0, 31, 33, 224]) expect(() => decodeStored(KEY, new Uint8Array(length), takeWords)).toThrow(StorageError)
  expect(decodeStored(KEY, new Uint8Array(0), takePreviousWords)).toBeNull()
  expect(decodeStored(KEY, new Uint8Array(64), takeKeys)).toHaveLength(2)
  expect(() => decodeStored(KEY, new Uint8Array(63), takeKeys)).toThrow(StorageError)
})

test('a corrupt value names its table and key', () => {
  const key = historyKey(new Uint8Array(32).fill(0xab), 5n)
  expect(() => decodeStored(key, new Uint8Array(31), takePreviousWords)).toThrow(
    expect.objectContaining({ code: 'corrupt', remedy: 'reset', table: 'history', key: `${'ab'.repeat(32)}0000000000000005` }),
  )
})

test('keys of a table are in the order of their numbers, and name their table', () => {
  fc.assert(
    fc.property(u64, u64, (a, b) => {
      expect(Math.sign(Buffer.compare(numberKey('block', a), numberKey('block', b)))).toBe(a < b ? -1 : a > b ? 1 : 0)
    }),
  )
  expect(Buffer.compare(transactionKey(1n, 0xffff_ffff), transactionKey(2n, 0))).toBe(-1)
  expect([metaKey('x'), hashKey('location', new Uint8Array(32)), transactionKey(1n, 1), Uint8Array.of(99)].map(tableOf)).toEqual(['meta', 'location', 'transaction', 'unknown'])
})
