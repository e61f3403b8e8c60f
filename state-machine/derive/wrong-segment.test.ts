import { expect, test } from 'vitest'
import { equalBytes, toHex } from '../codec/bytes.ts'
import { encodeInboxSegment, encodeTransactionSegment } from '../codec/segment.ts'
import { encodeTransaction } from '../codec/transaction.ts'
import { rerunSegment } from '../execute/rerun.ts'
import { executeSegment } from '../execute/segment.ts'
import { claimedBy, depositOf, genesisTree, inboxOf } from '../testing/chain.ts'
import { ALICE, BOB, ETHER, genesisOf, recoverFromR, START } from '../testing/world.ts'
import { inboxAt } from './batch.ts'
import { witnessesOf } from './witnesses.ts'
import { findWrongSegment } from './wrong-segment.ts'

const config = { genesis: genesisOf(), recover: recoverFromR }
// The third came when the batch had been posted.
const inbox = inboxOf([depositOf(ALICE, ETHER), depositOf(BOB, ETHER), depositOf(BOB, ETHER)])
const INBOX_LENGTH = 2n

const transfers = (count: number, first: number): Uint8Array =>
  encodeTransactionSegment({ last: true, inbox: false, t: START + 5n }, Array.from({ length: count }, (_, i) =>
    encodeTransaction(claimedBy(ALICE, { nonce: BigInt(first + i), to: BOB, value: 1n }))))
const segments = [
  encodeInboxSegment({ last: false, inbox: true, t: START + 1n }, 4),
  transfers(3, 0),
  Uint8Array.of(0, 1, 2, 3),
  transfers(20, 3),
]

const rightRoots = (): Uint8Array[] => {
  const tree = genesisTree(config.genesis)
  return segments.map((bytes) => {
    tree.apply(executeSegment(tree, bytes, { ...inbox, length: INBOX_LENGTH, entry: inbox.entry }, config).writes)
    return tree.root()
  })
}
const roots = rightRoots()
const claimed = { inboxLength: INBOX_LENGTH, segments, roots }

test('right roots are right, and the tree stays', () => {
  const tree = genesisTree(config.genesis)
  const before = tree.root()
  expect(findWrongSegment(tree, config, inbox, claimed)).toBeUndefined()
  expect(tree.root()).toEqual(before)
})

test.each([0, 1, 2, 3])('a wrong root after segment %i is found, with what shows it', (at) => {
  const tree = genesisTree(config.genesis)
  const before = tree.root()
  const lie = new Uint8Array(32).fill(7)
  // What comes after the first wrong root is not looked at.
  const found = findWrongSegment(tree, config, inbox, { ...claimed, roots: roots.map((root, i) => (i >= at ? lie : root)) })
  expect(tree.root()).toEqual(before)
  expect(found).toMatchObject({ segment: at, claimed: lie, right: roots[at], rootBefore: at === 0 ? before : roots[at - 1] })
  if (found === undefined) return
  const run = { rootBefore: found.rootBefore, bytes: segments[at] ?? new Uint8Array(0), witness: found.witness, inboxLength: INBOX_LENGTH }
  expect(toHex(rerunSegment(run, config))).toBe(toHex(found.right))
})

test('entries are those that the segment may look at and no others', () => {
  const lies = roots.map(() => new Uint8Array(32))
  const tree = genesisTree(config.genesis)
  const first = findWrongSegment(tree, config, inbox, { ...claimed, roots: lies })
  expect(first?.witness.entries).toEqual({ first: 0n, list: [inbox.entry(0n), inbox.entry(1n)] })
  const second = findWrongSegment(tree, config, inbox, { ...claimed, roots: [roots[0] ?? new Uint8Array(0), ...lies.slice(1)] })
  expect(second?.witness.entries).toEqual({ first: 2n, list: [] })
  expect(second !== undefined && equalBytes(second.rootBefore, roots[0] ?? new Uint8Array(0))).toBe(true)
})

const witnesses = (from = 0) => witnessesOf(genesisTree(config.genesis), config, inboxAt(inbox, INBOX_LENGTH), { segments, from })

test('each segment runs again from its witness alone, to the same root; the tree that made the witnesses stays', () => {
  const tree = genesisTree(config.genesis)
  const before = tree.root()
  const made = witnessesOf(tree, config, inboxAt(inbox, INBOX_LENGTH), { segments, from: 0 })
  expect(tree.root()).toEqual(before)
  const rerun = made.map((witness, i) => rerunSegment({ rootBefore: i === 0 ? before : roots[i - 1]!, bytes: segments[i]!, witness, inboxLength: INBOX_LENGTH }, config))
  expect(rerun).toEqual(roots)
  expect(witnesses(2)).toEqual(made.slice(2))
})

test('a witness that does not fit the root, lacks a record, or holds back an entry gives no root at all', () => {
  const [first, second] = witnesses()
  if (first === undefined || second === undefined) return expect.unreachable()
  const rootBefore = genesisTree(config.genesis).root()
  const run = { rootBefore, bytes: segments[0]!, witness: first, inboxLength: INBOX_LENGTH }
  expect(() => rerunSegment({ ...run, rootBefore: roots[0]! }, config)).toThrow('bad-witness')
  expect(() => rerunSegment({ ...run, witness: { ...first, proof: first.proof.slice(1) } }, config)).toThrow('bad-witness')
  expect(() => rerunSegment({ ...run, witness: { ...first, entries: { first: 0n, list: first.entries.list.slice(0, 1) } } }, config)).toThrow('outside-witness')
  expect(() => rerunSegment({ rootBefore: roots[0]!, bytes: segments[3]!, witness: { ...second, keys: second.keys.slice(1) }, inboxLength: INBOX_LENGTH }, config)).toThrow(/-witness/)
})
