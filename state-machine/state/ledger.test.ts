import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { budget } from '../../test/budget.ts'
import { toHex } from '../codec/bytes.ts'
import { ALICE, BOB } from '../testing/world.ts'
import { createTree } from '../tree/tree.ts'
import { recordKey } from './keys.ts'
import { encodeRecord, decodeRecord } from './layout.ts'
import { createLedger, type Ledger } from './ledger.ts'

const give = (ledger: Ledger, account: typeof ALICE, ether: bigint) =>
  ledger.put('account', { ...ledger.get('account', account), ether }, account)
const words = (ether: bigint) => encodeRecord('account', { ...decodeRecord('account', undefined), ether })

describe('flush', () => {
  test('says what changed, once', () => {
    const ledger = createLedger(createTree())
    give(ledger, ALICE, 5n)
    ledger.get('account', BOB)
    expect(ledger.flush()).toEqual([{ key: recordKey('account', ALICE), words: words(5n), previous: null }])
    expect(ledger.flush()).toEqual([])
    give(ledger, ALICE, 6n)
    expect(ledger.flush()).toEqual([{ key: recordKey('account', ALICE), words: words(6n), previous: null }])
    expect(ledger.changes()).toEqual([{ key: recordKey('account', ALICE), words: words(6n), previous: null }])
  })

  test('zeros are never written to an absent record, but to one that is there', () => {
    const tree = createTree()
    const ledger = createLedger(tree)
    give(ledger, ALICE, 5n)
    give(ledger, ALICE, 0n)
    expect(ledger.flush()).toEqual([])
    expect(ledger.changes()).toEqual([])
    give(ledger, ALICE, 5n)
    tree.apply(ledger.flush())
    const later = createLedger(tree)
    give(later, ALICE, 0n)
    expect(later.flush()).toEqual([{ key: recordKey('account', ALICE), words: words(0n), previous: words(5n) }])
  })

  test('what is put back as it was is no change', () => {
    const tree = createTree()
    tree.apply([{ key: recordKey('account', ALICE), words: words(5n) }])
    const ledger = createLedger(tree)
    give(ledger, ALICE, 6n)
    give(ledger, ALICE, 5n)
    expect(ledger.flush()).toEqual([])
  })
})

test('undo takes back what was put after the mark, and only that', () => {
  const ledger = createLedger(createTree())
  give(ledger, ALICE, 1n)
  const outer = ledger.mark()
  give(ledger, ALICE, 2n)
  give(ledger, BOB, 2n)
  const inner = ledger.mark()
  give(ledger, ALICE, 3n)
  ledger.undoTo(inner)
  expect([ledger.get('account', ALICE).ether, ledger.get('account', BOB).ether]).toEqual([2n, 2n])
  ledger.undoTo(outer)
  expect([ledger.get('account', ALICE).ether, ledger.get('account', BOB).ether]).toEqual([1n, 0n])
  expect(ledger.flush().length).toBe(1)
})

test('counts each record once, read or written', () => {
  const ledger = createLedger(createTree())
  expect(ledger.loaded).toBe(0)
  ledger.get('account', ALICE)
  give(ledger, ALICE, 1n)
  ledger.get('allowance', ALICE, BOB)
  ledger.get('allowance', BOB, ALICE)
  ledger.get('stream', 0n)
  ledger.get('stream', 1n)
  ledger.get('pool')
  expect(ledger.loaded).toBe(6)
})

test('a ledger on which anything was done is the records themselves', () => {
  const step = fc.record({
    who: fc.constantFrom(ALICE, BOB),
    ether: fc.bigInt({ min: 0n, max: 3n }),
    then: fc.constantFrom('keep', 'undo', 'flush'),
  })
  const property = fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
    const tree = createTree()
    const ledger = createLedger(tree)
    const naive = new Map<string, bigint>()
    const present = new Set<string>()
    for (const { who, ether, then } of steps) {
      const mark = ledger.mark()
      give(ledger, who, ether)
      if (then === 'undo') ledger.undoTo(mark)
      else naive.set(who, ether)
      if (then !== 'flush') continue
      tree.apply(ledger.flush())
      for (const [account, value] of naive) if (value > 0n) present.add(account)
    }
    tree.apply(ledger.flush())
    for (const [account, value] of naive) if (value > 0n) present.add(account)
    expect(tree.size).toBe(present.size)
    for (const who of [ALICE, BOB]) {
      expect(decodeRecord('account', tree.get(recordKey('account', who))).ether).toBe(naive.get(who) ?? 0n)
    }
    const rebuilt = createTree()
    rebuilt.apply(ledger.changes())
    expect(toHex(rebuilt.root())).toBe(toHex(tree.root()))
    tree.apply(ledger.changes().map(({ key, previous }) => ({ key, words: previous })))
    expect(tree.size).toBe(0)
  })
  fc.assert(property, { numRuns: budget(300) })
})
