// `npm run check`: everything that must hold before code is merged, the same here and in CI. A step that fails does not stop
// the others, so that one run tells all there is to mend. A failed step counts as one failure in the last line.
import { spawnSync } from 'node:child_process'
import { runTests, summary } from './run-tests.mjs'

const STEPS = ['lint', 'types', 'fences', 'generated', 'docs']

const failed = STEPS.filter((step) => !runStep(step))
const counts = await runTests(process.argv.slice(2))
if (failed.length > 0) console.log(`failed before the tests: ${failed.join(', ')}`)
console.log(summary({ ...counts, failed: counts.failed + failed.length }))
process.exitCode = counts.failed + failed.length === 0 ? 0 : 1

/** @param {string} step a script of package.json */
function runStep(step) {
  const start = process.hrtime.bigint()
  const { status } = spawnSync('npm', ['run', '--silent', step], { stdio: ['ignore', 'inherit', 'inherit'] })
  const seconds = Number((process.hrtime.bigint() - start) / 100_000_000n) / 10
  console.log(`${status === 0 ? 'ok  ' : 'FAIL'} ${step} (${seconds.toFixed(1)} s)`)
  return status === 0
}
