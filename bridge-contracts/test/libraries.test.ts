import fc from 'fast-check'
import {
  Address, aliasOf, createTree, decodeSegment, isValidReceiver, merkleRoot, proveInclusion, recordKey, systemAddress, toHex,
  verifyInclusion, encodeRecord, keccak256, ZERO_ADDRESS,
} from '@distribute/state-machine'
import type { InclusionProof } from '@distribute/state-machine'
import type { Hex } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { budget } from '../../test/budget.ts'
import { compile } from '../deploy/compile.ts'
import { readSources } from '../deploy/sources.ts'
import { proofTuple } from '../client/rollup-calls.ts'
import { hexOf, hexOfAddress } from '../client/values.ts'
import { deployTestContract, startAnvil } from './testing/anvil.ts'
import type { Anvil } from './testing/anvil.ts'
import { filler, stateOf } from './testing/community.ts'

let anvil: Anvil
let address: Hex
const abi = compile({ ...readSources('src'), ...readSources('test/contracts') }, 'test/contracts')['test/contracts/Libraries.sol:Libraries']!.abi

beforeAll(async () => {
  anvil = await startAnvil()
  address = await deployTestContract(anvil, 'Libraries')
})
afterAll(() => anvil.close())

const ask = (functionName: string, ...args: readonly unknown[]): Promise<unknown> =>
  anvil.reader.readContract({ address, abi, functionName, args })
const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 })

test('merkle roots are those of the codec', async () => {
  const leaves = fc.array(fc.oneof(bytes32, fc.constant(new Uint8Array(32))), { maxLength: 40 })
  await fc.assert(
    fc.asyncProperty(leaves, async (leaves) => {
      expect(await ask('merkleRoot', leaves.map(hexOf))).toBe(hexOf(merkleRoot(leaves)))
    }),
    { numRuns: budget(60) },
  )
})

test('every record of a state is shown by its proof, and by no changed one', async () => {
  const state = stateOf({ number: 3n, time: 1_700_000_000n, cursor: 5n, others: 200 })
  for (const { key, words } of [...state.entries()].slice(0, budget(25))) {
    const proof = proveInclusion(state, key)
    expect(await includes(state.root(), key, words, proof)).toBe(true)
    for (const [root, otherKey, otherWords, changed] of mutations(state.root(), key, words, proof)) {
      expect(await includes(root, otherKey, otherWords, changed)).toBe(false)
      expect(verifyInclusion(root, otherKey, otherWords, changed)).toBe(false)
    }
  }
})

test('a tree of one record, and of two whose keys share 255 bits', async () => {
  const words = encodeRecord('identity', { account: ZERO_ADDRESS, used: 1n })
  const alone = createTree()
  alone.apply([{ key: filler(1), words }])
  expect(await includes(alone.root(), filler(1), words, proveInclusion(alone, filler(1)))).toBe(true)

  const [left, right] = [new Uint8Array(32).fill(0xfe), new Uint8Array(32).fill(0xfe)]
  right[31] = 0xff
  const pair = createTree()
  pair.apply([{ key: left, words }, { key: right, words }])
  const proof = proveInclusion(pair, right)
  expect(proof.depth).toBe(256)
  expect(await includes(pair.root(), right, words, proof)).toBe(true)
  expect(await includes(pair.root(), left, words, proof)).toBe(false)
  expect(await includes(pair.root(), right, words, { ...proof, depth: 257 })).toBe(false)
})

test('a proof has one form: no siblings left over, missing or empty, and none of zeros below the leaf', async () => {
  const state = stateOf({ others: 30 })
  const key = recordKey('chain')
  const { words, ...proof } = proveInclusion(state, key)
  const zero = new Uint8Array(32)
  const others: InclusionProof[] = [
    { ...proof, siblings: [...proof.siblings, filler(3)] },
    { ...proof, siblings: proof.siblings.slice(1) },
    { ...proof, siblings: proof.siblings.map((sibling, i) => (i === 0 ? zero : sibling)) },
    { ...proof, nonEmpty: proof.nonEmpty | (1n << BigInt(proof.depth)) },
    { ...proof, nonEmpty: proof.nonEmpty | (1n << 255n), siblings: [...proof.siblings, filler(3)] },
  ]
  for (const other of others) expect(await includes(state.root(), key, words, other)).toBe(false)

  // The root that hashing the leaf with nothing beside it would give is no root of a tree.
  let root = keccak256(Uint8Array.from([0, ...key, ...words]))
  for (let level = 255; level >= 0; level--) {
    const bit = (key[level >> 3]! >> (7 - (level & 7))) & 1
    root = keccak256(Uint8Array.from(bit === 1 ? [...zero, ...root] : [...root, ...zero]))
  }
  expect(await includes(root, key, words, { depth: 256, nonEmpty: 0n, siblings: [] })).toBe(false)
})

test('the chain record is read as the state machine writes it', async () => {
  const u = (bits: bigint) => fc.bigInt({ min: 0n, max: (1n << bits) - 1n })
  await fc.assert(
    fc.asyncProperty(u(64n), u(40n), u(64n), u(8n), async (number, time, cursor, open) => {
      const words = encodeRecord('chain', { number, time, cursor, open, bodyHash: filler(1) })
      expect(await ask('chainRecord', hexOf(words.subarray(0, 32)))).toEqual({ number, time, cursor, open: open !== 0n })
    }),
    { numRuns: budget(40) },
  )
})

test('any bytes have the segment head that the codec sees', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 12 }), async (segment) => {
      const { last, inbox, t } = decodeSegment(segment).head
      expect(await ask('segmentHead', hexOf(segment))).toEqual([last, inbox, t])
    }),
    { numRuns: budget(60) },
  )
})

test('aliases and receivers are those of the codec', async () => {
  const near = [0, 1, 6, 7, 8, 255].map((last) => Address(`0xd1570000000000000000000000000000000000${last.toString(16).padStart(2, '0')}`))
  const random = fc.sample(fc.uint8Array({ minLength: 20, maxLength: 20 }), budget(20)).map((bytes) => Address(toHex(bytes)))
  for (const account of [...near, ...random, ZERO_ADDRESS, systemAddress('chain'), Address(`0x${'f'.repeat(40)}`)]) {
    expect(await ask('isValidReceiver', hexOfAddress(account))).toBe(isValidReceiver(account))
    expect(String(await ask('aliasOf', hexOfAddress(account))).toLowerCase()).toBe(aliasOf(account))
  }
})

const includes = (root: Uint8Array, key: Uint8Array, words: Uint8Array, proof: InclusionProof): Promise<unknown> =>
  ask('includes', hexOf(root), hexOf(key), hexOf(words), proofTuple(proof))

function mutations(root: Uint8Array, key: Uint8Array, words: Uint8Array, proof: InclusionProof) {
  const flip = (bytes: Uint8Array, bit: number) => bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (0x80 >> (bit & 7)) : byte))
  const siblings = proof.siblings.map((sibling, i) => (i === proof.siblings.length - 1 ? flip(sibling, 9) : sibling))
  return [
    [flip(root, 77), key, words, proof],
    [root, flip(key, 255), words, proof],
    [root, flip(key, 0), words, proof],
    [root, key, flip(words, 100), proof],
    [root, key, words, { ...proof, siblings }],
    [root, key, words, { ...proof, siblings: proof.siblings.slice(0, -1) }],
    [root, key, words, { ...proof, depth: proof.depth + 1 }],
    [root, key, words, { ...proof, depth: proof.depth - 1 }],
    [root, key, words, { ...proof, nonEmpty: proof.nonEmpty ^ 1n }],
  ] as const
}
