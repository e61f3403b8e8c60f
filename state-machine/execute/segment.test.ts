import { describe, expect, test } from 'vitest'
import { toHex } from '../codec/bytes.ts'
import { encodeInboxSegment, encodeTransactionSegment } from '../codec/segment.ts'
import { encodeTransaction } from '../codec/transaction.ts'
import { keccak256, keccak256Of } from '../hash.ts'
import { KINDS, SEGMENT, type KindName } from '../params.ts'
import { encodeRecord, decodeRecord } from '../state/layout.ts'
import { recordKey } from '../state/keys.ts'
import { claimedBy, depositOf, genesisTree, inboxOf } from '../testing/chain.ts'
import { addressOf, ALICE, BOB, ETHER, genesisOf, recoverFromR, START } from '../testing/world.ts'
import type { Argument } from '../codec/argument.ts'
import type { InboxEntry } from '../codec/entry.ts'
import type { Address } from '../codec/address.ts'
import { executeSegment } from './segment.ts'

const genesis = genesisOf({ inboxDelay: 100n })
const config = { genesis, recover: recoverFromR }

const zeros = new Uint8Array(100)
const SAMPLES: { readonly [type: string]: Argument } = { address: BOB, uint256: 1n, bytes32: zeros.slice(0, 32), bytes: new Uint8Array(0) }
const argsOf = (kind: KindName): Argument[] => KINDS[kind].inputs.map((type) => SAMPLES[type] ?? 0n)

/** A state in which the first accounts are rich. */
function treeOf(chain: Partial<ReturnType<typeof chainOf>> = {}) {
  const tree = genesisTree(genesis)
  for (let i = 0; i < 40; i++) {
    const account = { ...decodeRecord('account', undefined), ether: ETHER, credits: 100_000_000n, creditsTime: START }
    tree.apply([{ key: recordKey('account', addressOf(i)), words: encodeRecord('account', account) }])
  }
  tree.apply([{ key: recordKey('chain'), words: encodeRecord('chain', { ...chainOf(tree), ...chain }) }])
  return tree
}
const chainOf = (tree: { get(key: Uint8Array): Uint8Array | undefined }) => decodeRecord('chain', tree.get(recordKey('chain')))

const item = (sender: Address, kind: KindName = 'send', nonce = 0n) =>
  encodeTransaction(claimedBy(sender, { nonce, to: BOB, call: { kind, args: argsOf(kind) }, gas: 1_000_000n }))
const items = (count: number, kind: KindName = 'send') => Array.from({ length: count }, (_, i) => item(addressOf(i), kind))
const segmentOf = (list: readonly Uint8Array[], last = true, t = START) => encodeTransactionSegment({ last, inbox: false, t }, list)
const run = (bytes: Uint8Array, entries: readonly InboxEntry[] = [], tree = treeOf()) => executeSegment(tree, bytes, inboxOf(entries), config)
const reasons = (bytes: Uint8Array) => run(bytes).outcomes.map((outcome) => (outcome.included ? 'in' : outcome.reason))

describe('limits', () => {
  test('sixteen items, whatever they are; a skipped one counts', () => {
    expect(reasons(segmentOf(items(16)))).toEqual(Array(16).fill('in'))
    expect(reasons(segmentOf(items(17)))).toEqual([...Array<string>(16).fill('in'), 'OverLimits'])
    expect(reasons(segmentOf([...items(15), zeros, item(addressOf(30)), item(addressOf(31))]))).toEqual([
      ...Array<string>(15).fill('in'), 'Undecodable', 'OverLimits',
    ])
    const empty = new Uint8Array(0)
    expect(reasons(segmentOf([...Array<Uint8Array>(16).fill(empty), item(ALICE)]))).toEqual([...Array<string>(16).fill('Undecodable'), 'OverLimits'])
  })

  test('48 records with the five shared ones, by the kinds’ maxima', () => {
    // Six of seven records make 47; one more record fits, two do not, and later ones that fit still run.
    const full = items(6, 'finishRecovery')
    const [mint, transfer] = [item(addressOf(20), 'mint'), item(addressOf(21), 'tokenTransfer')]
    expect(reasons(segmentOf([...full, transfer, mint]))).toEqual([...Array<string>(6).fill('in'), 'OverLimits', 'in'])
    expect(reasons(segmentOf([...full, mint, mint]))).toEqual([...Array<string>(7).fill('in'), 'OverLimits'])
  })

  test('records of skipped items count, those of items over the limits do not', () => {
    const wrong = Array.from({ length: 6 }, () => item(ALICE, 'finishRecovery', 5n))
    expect(reasons(segmentOf([...wrong, item(BOB, 'finishRecovery'), item(BOB), item(BOB, 'mint')]))).toEqual([
      ...Array<string>(6).fill('WrongNonce'), 'OverLimits', 'OverLimits', 'in',
    ])
  })

  test('an inbox segment reads as many entries as there are, were asked for, or fit', () => {
    const entries = Array.from({ length: 6 }, (_, i) => depositOf(BOB, BigInt(i + 1)))
    const read = (count: number, length: number, cursor = 0n) => {
      const result = run(encodeInboxSegment({ last: true, inbox: true, t: START }, count), entries.slice(0, length), treeOf({ cursor }))
      return [result.outcomes.length, Number(result.chain.cursor)]
    }
    expect(read(0, 6)).toEqual([0, 0])
    expect(read(3, 6)).toEqual([3, 3])
    expect(read(4, 6)).toEqual([4, 4])
    expect(read(5, 6)).toEqual([4, 4])
    expect(read(0xffff, 6)).toEqual([4, 4])
    expect(read(4, 6, 4n)).toEqual([2, 6])
    expect(read(4, 2)).toEqual([2, 2])
    expect(read(4, 6, 6n)).toEqual([0, 6])
    expect(read(4, 3, 5n)).toEqual([0, 5])
  })

  test('entries fit whatever they are: four of the dearest kind and the shared records', () => {
    const dearest = Math.max(...Object.values(KINDS).map(({ records }) => records))
    expect(SEGMENT.sharedRecords + SEGMENT.entries * dearest).toBeLessThanOrEqual(SEGMENT.records)
  })
})

describe('the time of a block', () => {
  const at = (seconds: bigint) => depositOf(BOB, 1n, seconds)
  test.each([
    ['t, after the parent’s', START + 5n, [], START, START + 5n],
    ['the parent’s, where t is before it', START - 5n, [], START, START],
    ['t far ahead, with nothing unread', START + 9_999n, [], START, START + 9_999n],
    ['the oldest entry’s and the delay, where t is later', START + 9_999n, [at(START + 7n), at(START + 8n)], START, START + 107n],
    ['t, up to that', START + 107n, [at(START + 7n)], START, START + 107n],
    ['the parent’s, though an entry is long overdue', START + 9_999n, [at(START - 500n)], START, START],
    ['never back, though t and entry are before the parent', 0n, [at(1n)], START, START],
    ['the widest', 2n ** 40n - 1n, [], START, 2n ** 40n - 1n],
  ] as const)('%s', (_name, t, entries, time, expected) => {
    expect(run(segmentOf([], true, t), entries, treeOf({ time })).chain.time).toBe(expected)
  })

  test('an entry that has been read bounds nothing, one past the inbox’s length neither', () => {
    const entries = [at(START + 1n), at(START + 50n)]
    expect(run(segmentOf([], true, START + 999n), entries, treeOf({ cursor: 1n })).chain.time).toBe(START + 150n)
    expect(run(segmentOf([], true, START + 999n), entries, treeOf({ cursor: 2n })).chain.time).toBe(START + 999n)
    const short = { length: 1n, entry: (index: bigint) => entries[Number(index)] }
    expect(executeSegment(treeOf({ cursor: 1n }), segmentOf([], true, START + 999n), short, config).chain.time).toBe(START + 999n)
  })

  test('is set by the first segment: reading the entry in it frees nothing, a later t means nothing', () => {
    const entries = [at(START + 7n)]
    const tree = treeOf()
    const first = run(encodeInboxSegment({ last: false, inbox: true, t: START + 999n }, 1), entries, tree)
    expect(first.chain).toMatchObject({ time: START + 107n, number: 1n, open: 1n, cursor: 1n })
    tree.apply(first.writes)
    const second = run(segmentOf([], true, START + 5_000n), entries, tree)
    expect(second.chain).toMatchObject({ time: START + 107n, number: 1n, open: 0n })
    tree.apply(second.writes)
    expect(run(segmentOf([], true, START + 5_000n), entries, tree).chain).toMatchObject({ time: START + 5_000n, number: 2n })
  })
})

describe('the chain record', () => {
  test('chains the body of a block by its segments, and begins anew with the next', () => {
    const tree = treeOf()
    const [first, second] = [segmentOf(items(1), false), segmentOf([zeros])]
    const hash = (previous: Uint8Array, bytes: Uint8Array) => keccak256Of(previous, keccak256(bytes))
    const one = run(first, [], tree)
    expect(one.chain.bodyHash).toEqual(hash(new Uint8Array(32), first))
    tree.apply(one.writes)
    const two = run(second, [], tree)
    expect(two.chain.bodyHash).toEqual(hash(one.chain.bodyHash, second))
    tree.apply(two.writes)
    expect(chainOf(tree)).toEqual(two.chain)
    expect(run(second, [], tree).chain.bodyHash).toEqual(hash(new Uint8Array(32), second))
  })

  test('bytes that mean nothing change the body’s hash and nothing else', () => {
    const plain = encodeInboxSegment({ last: true, inbox: true, t: START }, 0)
    const odd = Uint8Array.from([...plain, 1, 2, 3])
    const flagged = Uint8Array.from(plain, (byte, i) => (i === 0 ? byte | 0xfc : byte))
    for (const other of [odd, flagged]) {
      const { bodyHash, ...rest } = run(other).chain
      const { bodyHash: usual, ...expected } = run(plain).chain
      expect(rest).toEqual(expected)
      expect(toHex(bodyHash)).not.toBe(toHex(usual))
    }
  })

  test('an empty byte string is a segment: an open block at the parent’s time', () => {
    expect(run(new Uint8Array(0)).chain).toMatchObject({ number: 1n, time: START, open: 1n, cursor: 0n })
  })
})

test('items see what those before them did', () => {
  const bytes = segmentOf([item(ALICE), item(ALICE, 'send', 1n), item(ALICE, 'send', 1n), item(ALICE, 'send', 2n)])
  expect(reasons(bytes)).toEqual(['in', 'in', 'WrongNonce', 'in'])
})
