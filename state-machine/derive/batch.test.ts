import { describe, expect, test } from 'vitest'
import { claimId, dataId } from '../codec/batch.ts'
import { merkleRoot } from '../codec/merkle.ts'
import { encodeInboxSegment, encodeTransactionSegment } from '../codec/segment.ts'
import { encodeTransaction } from '../codec/transaction.ts'
import { createBlockBuilder } from '../execute/block.ts'
import { keccak256 } from '../hash.ts'
import { claimedBy, depositOf, genesisTree, inboxOf } from '../testing/chain.ts'
import { ALICE, BOB, ETHER, genesisOf, OPERATOR, recoverFromR, START } from '../testing/world.ts'
import { batchIds, deriveBatch, inboxAt, isPosted, type PostedBatch } from './batch.ts'

const genesis = genesisOf()
const config = { genesis, recover: recoverFromR }
const entries = [depositOf(ALICE, ETHER), depositOf(BOB, ETHER)]
const transfer = (nonce: bigint) => ({ type: 'transaction', transaction: claimedBy(ALICE, { nonce, to: BOB, value: 1n }) }) as const

/** Two blocks as a sequencer posts them: the first reads an entry, the second runs seventeen transfers. */
function posted(): PostedBatch {
  const tree = genesisTree(genesis)
  const blocks = [1n, 2n].map((number) => {
    const builder = createBlockBuilder(tree, config, inboxOf(entries), { t: START + number, segmentMaxBytes: 4_096 })
    if (number === 1n) builder.readEntries(1)
    else for (let i = 0n; i < 17n; i++) builder.add(transfer(i))
    return builder.seal()
  })
  const segments = blocks.flatMap((block) => block.segments)
  return {
    parent: keccak256(Uint8Array.of(1)), index: 1n, poster: OPERATOR, claimant: ALICE, l1Time: START + 9n, inboxLength: 1n, cursor: 1n,
    segments: segments.map(({ bytes }) => bytes), roots: segments.map(({ root }) => root),
  }
}
const batch = posted()

describe('the names of a batch', () => {
  test('are those of docs/formats.md section 6', () => {
    const dataRoot = merkleRoot(batch.segments.map(keccak256))
    const data = dataId({ parent: batch.parent, index: 1n, poster: OPERATOR, l1Time: START + 9n, inboxLength: 1n, dataRoot, segments: 3n })
    const lastRoot = batch.roots[2] ?? new Uint8Array(0)
    const claim = claimId({
      dataId: data, round: 0n, claimant: ALICE, claimTime: START + 9n, rootsRoot: merkleRoot(batch.roots), lastRoot, cursor: 1n, segments: 3n,
    })
    expect(batchIds(batch)).toEqual({ dataId: data, claimId: claim })
    expect(isPosted(batch, { dataId: data, claimId: claim })).toBe(true)
  })

  const change = (bytes: readonly Uint8Array[]) => bytes.map((one, i) => (i === 1 ? Uint8Array.from(one, (byte, at) => (at === 6 ? byte ^ 1 : byte)) : one))
  test.each<[string, Partial<PostedBatch>, 'both' | 'claim']>([
    ['parent', { parent: keccak256(Uint8Array.of(2)) }, 'both'],
    ['index', { index: 2n }, 'both'],
    ['poster', { poster: BOB }, 'both'],
    ['l1Time', { l1Time: START }, 'both'],
    ['inboxLength', { inboxLength: 2n }, 'both'],
    ['a bit of a segment', { segments: change(batch.segments) }, 'both'],
    ['the order of segments', { segments: [...batch.segments].reverse() }, 'both'],
    ['claimant', { claimant: BOB }, 'claim'],
    ['cursor', { cursor: 0n }, 'claim'],
    ['a bit of a root', { roots: change(batch.roots) }, 'claim'],
  ])('change with %s', (_name, different, what) => {
    const [ids, other] = [batchIds(batch), batchIds({ ...batch, ...different })]
    expect(other.claimId).not.toEqual(ids.claimId)
    expect(JSON.stringify(other.dataId) === JSON.stringify(ids.dataId)).toBe(what === 'claim')
    expect(isPosted({ ...batch, ...different }, ids)).toBe(false)
  })
})

describe('deriving a batch', () => {
  test('gives its blocks and roots', () => {
    const tree = genesisTree(genesis)
    const derived = deriveBatch(tree, config, inboxOf(entries), batch)
    expect(derived.wrongRoot).toBeUndefined()
    expect(derived.blocks.map(({ number, time, cursor, segments, outcomes }) => [number, time, cursor, segments.length, outcomes.length])).toEqual([
      [1n, START + 1n, 1n, 1, 1], [2n, START + 2n, 1n, 2, 17],
    ])
    expect(tree.root()).toEqual(batch.roots[2])
  })

  test('an inbox that has grown since changes nothing: the length is in the data', () => {
    const grown = inboxOf([...entries, depositOf(BOB, 5n, START - 10_000_000n)])
    expect(deriveBatch(genesisTree(genesis), config, grown, batch).wrongRoot).toBeUndefined()
    const greedy: PostedBatch = { ...batch, segments: [encodeInboxSegment({ last: true, inbox: true, t: START }, 4)], inboxLength: 1n }
    expect(deriveBatch(genesisTree(genesis), config, grown, greedy).blocks[0]?.cursor).toBe(1n)
    expect(deriveBatch(genesisTree(genesis), config, grown, { ...greedy, inboxLength: 2n }).blocks[0]?.cursor).toBe(2n)
    expect(inboxAt(grown, 1n).length).toBe(1n)
  })

  test.each([0, 1, 2])('names the first wrong root, and executes on: %s', (wrong) => {
    const roots = batch.roots.map((root, i) => (i >= wrong ? keccak256(root) : root))
    const tree = genesisTree(genesis)
    const derived = deriveBatch(tree, config, inboxOf(entries), { ...batch, roots })
    expect(derived.wrongRoot).toEqual({ segment: wrong, posted: roots[wrong], right: batch.roots[wrong] })
    expect(derived.blocks).toHaveLength(2)
    expect(tree.root()).toEqual(batch.roots[2])
  })

  test('garbage has blocks and roots as well, and a tail without its flag waits for more', () => {
    const garbage = [Uint8Array.of(0xff, 1, 2), new Uint8Array(0), Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 9, 9)]
    const tree = genesisTree(genesis)
    const first = deriveBatch(tree, config, inboxOf(entries), { ...batch, segments: garbage, roots: [] })
    expect(first.blocks.map(({ number, segments }) => [number, segments.length])).toEqual([[1n, 1], [2n, 2]])
    const head = { last: true, inbox: false, t: START + 50n }
    const next = [encodeTransactionSegment(head, [encodeTransaction(transfer(0n).transaction)]), encodeTransactionSegment(head, [])]
    const second = deriveBatch(tree, config, inboxOf(entries), { ...batch, segments: next, roots: [] })
    // The open block goes on at its time, to which the garbage's far t was held by the unread entry; so is the next one.
    const held = START + genesis.parameters.inboxDelay
    expect(second.blocks.map(({ number, time }) => [number, time])).toEqual([[2n, held], [3n, held]])
  })
})
