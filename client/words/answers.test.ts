import { expect, test } from 'vitest'
import { decodeShape } from './answers.ts'

const HOLDING = { free: '0x1', held: '0x2', rights: { amount: '0x0', committed: '0x0', openBallots: '0x0' } }

test('quantities become bigints, all else stays, and what no table names is left out', () => {
  expect(decodeShape('Holding', { ...HOLDING, more: 1 }, 'it')).toEqual({ free: 1n, held: 2n, rights: { amount: 0n, committed: 0n, openBallots: 0n } })
  expect(decodeShape({ nullable: 'hash' }, null, 'it')).toBeNull()
  expect(decodeShape({ page: 'Credits' }, { items: [{ available: '0x5', capacity: '0xff' }], next: '0x01' }, 'it')).toEqual({ items: [{ available: 5n, capacity: 255n }], next: '0x01' })
  expect(decodeShape('Parameters', { staked: '0x28' }, 'it')).toEqual({ staked: 40n })
})

test('what may be left out is left out, and one of some texts is one of them', () => {
  expect(decodeShape('Ids', { first: '0x1', last: '0x2' }, 'it')).toEqual({ first: 1n, last: 2n })
  const entry = { index: '0x0', kind: 'deposit', from: `0x${'00'.repeat(20)}`, value: '0x1', l1Time: '0x2', stage: 'waiting-to-be-read' }
  expect(decodeShape('Entry', entry, 'it')).toEqual({ ...entry, index: 0n, value: 1n, l1Time: 2n })
  expect(() => decodeShape('Entry', { ...entry, stage: 'lost' }, 'it')).toThrow('it.stage is no waiting-to-be-read, included, skipped')
  expect(() => decodeShape('Entry', { ...entry, blockNumber: null }, 'it')).toThrow('it.blockNumber is no quantity')
})

test.each([
  ['quantity', 12, 'it is no quantity'],
  ['quantity', '12', 'it is no quantity'],
  ['stage', 'begun', 'it is no stage'],
  ['currency', 'ether', 'it is no currency'],
  ['Holding', null, 'it is no Holding'],
  ['Holding', [], 'it is no Holding'],
  ['Holding', { free: '0x1', held: '0x2' }, 'it.rights is no Rights'],
  ['Holding', { ...HOLDING, held: null }, 'it.held is no quantity'],
  [{ list: 'address' }, ['0x01'], 'it[0] is no address'],
  [{ list: 'address' }, {}, 'it is no list'],
  [{ page: 'Credits' }, null, 'it is no page'],
  [{ page: 'Credits' }, { items: [], next: 7 }, 'it.next is no bytes'],
])('%j of %j is refused, and the place is named', (shape, value, words) => {
  expect(() => decodeShape(shape, value, 'it')).toThrow(words)
})
