/**
 * How fast the state root follows changes: batches of 10,000 random records of six words in trees of several sizes.
 * By hand: `node --import tsx test/bench/root-updates.ts 10000 100000 1000000`.
 */
import { randomFillSync, randomInt } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { createTree } from '@distribute/state-machine'

const BATCH = 10_000
const ROUNDS = 20
const KEY_BYTES = 32
const RECORD_BYTES = 6 * 32

type Write = { readonly key: Uint8Array; readonly words: Uint8Array }
type Tree = ReturnType<typeof createTree>

/** Keys a second by tree size, the best of twenty batches: what the code can do on a machine that others use too. */
export async function benchRootUpdates(sizes: number[]): Promise<Record<string, number>> {
  const results: Record<string, number> = {}
  for (const size of sizes) results[String(size)] = measure(size)
  return results
}

function measure(size: number): number {
  const keys = slices(randomFillSync(new Uint8Array(size * KEY_BYTES)), KEY_BYTES)
  const tree = createTree(size)
  for (let from = 0; from < size; from += BATCH) tree.apply(keys.slice(from, from + BATCH).map(writeTo))
  const seconds = Array.from({ length: ROUNDS }, () => timeBatch(tree, randomWrites(keys)))
  return Math.round(BATCH / Math.min(...seconds))
}

function timeBatch(tree: Tree, writes: readonly Write[]): number {
  const start = performance.now()
  tree.apply(writes)
  tree.root()
  return (performance.now() - start) / 1_000
}

/** New words for 10,000 different keys; in a tree of fewer records, for all of them. */
function randomWrites(keys: readonly Uint8Array[]): Write[] {
  const chosen = new Set<number>()
  const count = Math.min(BATCH, keys.length)
  while (chosen.size < count) chosen.add(randomInt(keys.length))
  return [...chosen].map(index => writeTo(keys[index]!))
}

function writeTo(key: Uint8Array): Write {
  return { key, words: randomFillSync(new Uint8Array(RECORD_BYTES)) }
}

function slices(bytes: Uint8Array, length: number): Uint8Array[] {
  return Array.from({ length: bytes.length / length }, (_, i) => bytes.slice(i * length, (i + 1) * length))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const sizes = process.argv.slice(2).map(Number)
  const results = await benchRootUpdates(sizes.length > 0 ? sizes : [10_000, 100_000, 1_000_000])
  for (const [size, keys] of Object.entries(results)) console.log(`${size} records: ${keys} keys/s`)
}
