// `npm run coverage:solidity`: the tests of this folder on an EVM in their own process, with code that tells which of its lines ran;
// then a table, and what was not reached. Ends with 1 where a place of src/machine is neither reached nor explained.
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { judge, readCoverage, tableOf } from './coverage-report.ts'
import { COVERAGE_FOLDER } from './coverage-recorder.ts'
import { ROOM } from '../../../deploy/sources.ts'

/** Both languages against each other. What measures gas, or runs whole proofs, says nothing of code that is not what stands on L1. */
const COMPARED = ['codec', 'executor', 'formulas', 'rules', 'state', 'tree'].map((name) => `bridge-contracts/test/machine/${name}.test.ts`)
const start = process.hrtime.bigint()

function runTests(): boolean {
  rmSync(COVERAGE_FOLDER, { recursive: true, force: true })
  const vitest = join(ROOM, '../node_modules/vitest/vitest.mjs')
  const { status } = spawnSync(process.execPath, [vitest, 'run', '--testTimeout=600000', ...COMPARED], {
    cwd: join(ROOM, '..'), stdio: 'inherit', env: { ...process.env, DISTRIBUTE_EVM: 'coverage' },
  })
  return status === 0
}

const isGreen = process.argv.includes('--report') || runTests()
const files = readCoverage()
const { unexplained, stale, excepted } = judge(files)
console.log(tableOf(files))
for (const { path, line, kind, text } of unexplained) console.log(`not reached: ${path}:${line} ${kind} ${text.slice(0, 160)}`)
for (const one of stale) console.log(`a reason for what is not there any more: ${one}`)
const seconds = Number((process.hrtime.bigint() - start) / 1_000_000_000n)
console.log(`${unexplained.length} places not reached, ${excepted} more with a reason, ${stale.length} reasons for nothing (${seconds} s)`)
process.exitCode = isGreen && unexplained.length + stale.length === 0 ? 0 : 1
