// `npm run check`: everything that must hold before code is merged, the same here and in CI. A step that fails does not stop
// the others, so that one run tells all there is to mend. A failed step counts as one failure in the last line. The tests that
// run by the clock start at once, as they leave most of the machine free; the steps, and then the tests that compute, take that.
import { spawn } from 'node:child_process'
import { runTests, summary, yielding } from './run-tests.mjs'

/** One after the other. The first leaves the compiled contracts to the tests that need them. */
const STEPS = ['generated', 'lint', 'types', 'fences', 'docs']

/** @type {string[]} */
const failed = []
const counts = await runTests(process.argv.slice(2), async () => {
  for (const step of STEPS) if (!(await runStep(step))) failed.push(step)
})
for (const name of [...failed, ...counts.names]) console.log(`FAIL ${name}`)
console.log(summary({ ...counts, failed: counts.failed + failed.length }))
process.exitCode = counts.failed + failed.length === 0 ? 0 : 1

/** What it writes is shown when it has ended, in one piece. @param {string} step a script of package.json @returns {Promise<boolean>} */
function runStep(step) {
  const start = process.hrtime.bigint()
  return new Promise((resolve) => {
    const child = spawn('npm', ['run', '--silent', step], { stdio: ['ignore', 'pipe', 'pipe'] })
    yielding(child)
    /** @type {Buffer[]} */
    const written = []
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => written.push(data))
    child.on('error', (error) => written.push(Buffer.from(`${error.message}\n`)))
    child.on('close', (code) => {
      const seconds = Number((process.hrtime.bigint() - start) / 100_000_000n) / 10
      process.stdout.write(Buffer.concat([...written, Buffer.from(`${code === 0 ? 'ok  ' : 'FAIL'} ${step} (${seconds.toFixed(1)} s)\n`)]))
      resolve(code === 0)
    })
  })
}
