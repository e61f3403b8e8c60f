/**
 * Runs random histories in TypeScript and in Solidity and compares the root after each segment and the end of each transaction:
 * `node --import tsx bridge-contracts/test/machine/testing/run-differential.ts 1000000 [seed]`. Prints progress, every difference, how often each
 * call ended how, what was never reached, and a last line with counts, seconds and the seed. Fails on a difference, and where a kind of
 * call, an error of the rules or a reason for a skip was never reached.
 */
import process from 'node:process'
import { runDifferential, unreachedIn } from './differential.ts'
import { startExecutorHarness } from './executor-harness.ts'

const [transactions = 100_000, seed = Math.floor(Math.random() * 2 ** 31)] = process.argv.slice(2).map(Number)
console.log(`${transactions} transactions, seed ${seed}`)
const harness = await startExecutorHarness()
const started = process.hrtime.bigint()
const seconds = (): string => (Number(process.hrtime.bigint() - started) / 1e9).toFixed(0)
try {
  const onProgress = (counts: { readonly transactions: number; readonly segments: number; readonly differences: readonly unknown[] }): void =>
    console.log(`${counts.transactions} transactions, ${counts.segments} segments, ${counts.differences.length} differences, ${seconds()} s`)
  const counts = await runDifferential(harness, { transactions, seed, onProgress })
  const { histories, segments, differences, faults, what } = counts
  for (const [how, count] of [...what].sort(([a], [b]) => (a < b ? -1 : 1))) console.log(`${count}\t${how}`)
  for (const difference of differences.slice(0, 20)) console.log(JSON.stringify(difference))
  for (const fault of faults) console.log(fault)
  const unreached = unreachedIn(counts)
  const missing = [...unreached.kinds, ...unreached.errors, ...unreached.skips]
  console.log(missing.length === 0 ? 'every kind, error and skip was reached' : `never reached: ${missing.join(' ')}`)
  console.log(`${counts.transactions} transactions in ${segments} segments of ${histories} histories, ${differences.length} differences, ${faults.length} faults, ${seconds()} s, seed ${seed}`)
  if (differences.length + faults.length + missing.length > 0) process.exitCode = 1
} finally {
  await harness.close()
}
