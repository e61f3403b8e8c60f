import { expect, test } from 'vitest'
import { decodeAnswer } from './distribute-answers.ts'

const HOLDING = { free: '0x1', held: '0x2', rights: { amount: '0x0', committed: '0x0', openBallots: '0x0' } }

test('quantities become bigints, all else stays, and what no table names is left out', () => {
  expect(decodeAnswer('Holding', { ...HOLDING, more: 1 }, 'it')).toEqual({ free: 1n, held: 2n, rights: { amount: 0n, committed: 0n, openBallots: 0n } })
  expect(decodeAnswer({ nullable: 'hash' }, null, 'it')).toBeNull()
  expect(decodeAnswer({ page: 'Credits' }, { items: [{ available: '0x5', capacity: '0xff' }], next: '0x01' }, 'it')).toEqual({ items: [{ available: 5n, capacity: 255n }], next: '0x01' })
  expect(decodeAnswer('Parameters', { staked: '0x28' }, 'it')).toEqual({ staked: 40n })
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
  expect(() => decodeAnswer(shape, value, 'it')).toThrow(words)
})
