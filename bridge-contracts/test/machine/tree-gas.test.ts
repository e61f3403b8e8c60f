import { createTree, KINDS, PROOF_GAS, SEGMENT } from '@distribute/state-machine'
import type { Bytes32, Tree } from '@distribute/state-machine'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { budget } from '../../../test/budget.ts'
import { grindAround } from './testing/ground.ts'
import { branchOff, createRandom, randomBytes, sceneOf } from './testing/scene.ts'
import type { Random } from './testing/scene.ts'
import { startTreeHarness } from './testing/tree-harness.ts'
import type { TreeHarness } from './testing/tree-harness.ts'

let harness: TreeHarness
beforeAll(async () => { harness = await startTreeHarness() })
afterAll(() => harness.close())

const KEYS = SEGMENT.records
/** rollup.md section 4: a whole proof in calldata mode, and what nodes pass on. */
const PROOF_GAS_LIMIT = 8_000_000
const PROOF_BYTES = 120_000
/** A key of a random tree of 65,536: 6,400 were measured to check it and 6,700 for the new root, 7,700 with a new record of six words. */
const KEY_GAS = 8_000
/** For each level that a larger tree has more; 300 were measured. */
const LEVEL_GAS = 400
/** EIP-7623: the price of a byte that is not zero, and the least that it costs whatever is run. */
const BYTE_GAS = 16
const BYTE_FLOOR = 40
const TRANSACTION_GAS = 21_000

interface Row {
  readonly tree: string
  readonly keys: string
  readonly bytes: number
  readonly loadGas: number
  readonly foldGas: number
  readonly aKey: number
}

const rows: Row[] = []
afterAll(() => console.table(rows))

/** More than any segment's items: as many as there may be, each the dearest. Whole proofs are measured in test/proofs. */
const RERUN_GAS = SEGMENT.transactions * Math.max(...Object.values(KINDS).map(({ rerun }) => rerun))

/** A transaction that proves this, and runs such items. */
function proofGas({ bytes, loadGas, foldGas }: Row): number {
  const all = bytes + SEGMENT.maxBytes
  const run = loadGas + foldGas + RERUN_GAS + BYTE_GAS * all
  return TRANSACTION_GAS + Math.max(run, BYTE_FLOOR * all)
}

async function measure(name: string, keys: string, tree: Tree, asked: readonly Bytes32[], random: Random): Promise<Row> {
  const scene = sceneOf(tree, asked, (key) => randomBytes(random, tree.get(key)?.length ?? 6 * 32))
  const { loadGas, foldGas } = await harness.run(scene)
  const row = { tree: name, keys: `${scene.keys.length} ${keys}`, bytes: scene.proof.length, loadGas, foldGas, aKey: Math.round((loadGas + foldGas) / scene.keys.length) }
  rows.push(row)
  return row
}

const someOf = (random: Random, keys: readonly Bytes32[]): Bytes32[] => Array.from({ length: KEYS }, () => keys[random(keys.length)]!)

test('random trees: what a key costs to check, and again for the new root', async () => {
  const random = createRandom(1)
  const records = 65_536 * budget(1)
  const tree = createTree(records)
  const keys = Array.from({ length: records }, () => randomBytes(random, 32))
  for (let from = 0; from < records; from += 4_096) {
    tree.apply(keys.slice(from, from + 4_096).map((key, i) => ({ key, words: randomBytes(random, 32 * (1 + (i % 6))) })))
  }
  const name = `random, ${records} records`
  const strangers = Array.from({ length: KEYS }, () => randomBytes(random, 32))
  for (const row of [await measure(name, 'present', tree, someOf(random, keys), random), await measure(name, 'absent', tree, strangers, random)]) {
    const most = KEYS * (KEY_GAS + LEVEL_GAS * Math.max(0, Math.log2(records) - 16))
    expect(row.loadGas).toBeLessThan(most)
    expect(row.foldGas).toBeLessThan(most)
  }
})

/** A tree in which each of these keys stands 128 deep, or would, with 64 siblings that are not empty. */
function groundTree(random: Random, keys: readonly Bytes32[], isPresent: boolean): Tree {
  const tree = createTree()
  grindAround(tree, keys, random)
  if (isPresent) tree.apply(keys.map((key) => ({ key, words: randomBytes(random, 6 * 32) })))
  return tree
}

test('ground trees: 48 records at 128 levels with 64 siblings each fit into one proof', async () => {
  const random = createRandom(2)
  const keys = Array.from({ length: KEYS }, () => randomBytes(random, 32))
  for (const isPresent of [true, false]) {
    const tree = groundTree(random, keys, isPresent)
    const row = await measure('ground', isPresent ? 'present' : 'absent', tree, keys, random)
    expect(proofGas(row)).toBeLessThan(PROOF_GAS_LIMIT)
    expect(row.bytes).toBeLessThan(PROOF_BYTES)
    // The key itself stands beside the proof.
    const aRecord = row.aKey + BYTE_GAS * (row.bytes / KEYS + 32)
    expect(aRecord).toBeLessThan(PROOF_GAS.record)
    expect(aRecord).toBeGreaterThan(0.95 * PROOF_GAS.record)
  }
})

test('pairs of own keys that share 127 bits', async () => {
  const random = createRandom(3)
  const halves = Array.from({ length: KEYS / 2 }, () => randomBytes(random, 32))
  const keys = halves.flatMap((key) => [key, branchOff(random, key, 127)])
  const tree = groundTree(random, halves, true)
  const row = await measure('ground', 'in pairs', tree, keys, random)
  expect(proofGas(row)).toBeLessThan(PROOF_GAS_LIMIT)
})
