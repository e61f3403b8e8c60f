import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { setPriority, tmpdir } from 'node:os'
import { join, relative } from 'node:path'

const VITEST = 'node_modules/vitest/vitest.mjs'
/** Half a turn for each one of the others. No less, or whoever else works on the machine would hold these tests up for ever. */
const NICENESS = 3
/** Parts of what runs by the clock. A part is loaded anew, about 3 s; the larger the parts, the longer one lane may wait for the other. */
const PARTS = 12

/** @typedef {{ passed: number, failed: number, skipped: number, names: readonly string[] }} Counts */
/** @typedef {{ name: string, status: string, assertionResults: readonly { status: string, fullName: string }[] }} FileReport */
/** @typedef {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number, testResults: readonly FileReport[] }} Report */

/** @type {Counts} */
const NOTHING = { passed: 0, failed: 0, skipped: 0, names: [] }

/**
 * Runs both projects of vitest.config.ts and counts. What runs by the clock goes file by file, and what computes beside it: that comes
 * second where the other asks for the processor, and takes what it leaves. When all is computed, a second lane takes its share of
 * what is left of the first. A project that fails without a failed test (a file that does not load, an unhandled rejection, a crash,
 * no test at all) counts as one failure, so that "0 failed" always means that all is well.
 * @param {readonly string[]} options passed on to vitest
 * @param {() => Promise<unknown>} [before] what the tests that compute must wait for
 * @returns {Promise<Counts>}
 */
export async function runTests(options, before = async () => undefined) {
  if (options.some((option) => option.startsWith('--project'))) return before().then(() => runProject(options)).then(notNothing)
  const parts = options.length > 0 ? [['--passWithNoTests', ...options]] : Array.from({ length: PARTS }, (_, i) => [`--shard=${i + 1}/${PARTS}`])
  const lane = async () => {
    let counts = NOTHING
    for (let part = parts.shift(); part !== undefined; part = parts.shift()) counts = sum(counts, await runProject(['--project', 'running', ...part]))
    return counts
  }
  const first = lane()
  await before()
  const computing = await runProject(['--project', 'computing', ...(options.length > 0 ? ['--passWithNoTests', ...options] : [])], yielding)
  return notNothing([await lane(), await first].reduce(sum, computing))
}

/** The line that ends a run. @param {Counts} counts */
export function summary({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

/** Has less of the processor than what is not told so, with all that it starts. @param {import('node:child_process').ChildProcess} child */
export function yielding({ pid }) {
  try {
    if (pid !== undefined) setPriority(pid, NICENESS)
  } catch {
    // It has ended already, or this machine knows no such thing: then all take turns.
  }
}

/** @param {readonly string[]} options @param {(child: import('node:child_process').ChildProcess) => void} [started] @returns {Promise<Counts>} */
async function runProject(options, started = () => undefined) {
  const folder = mkdtempSync(join(tmpdir(), 'distribute-tests-'))
  const file = join(folder, 'report.json')
  try {
    const status = await vitest(['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...options], started)
    const counts = countsOf(file)
    if (status === 0 || counts.failed > 0) return counts
    return { ...counts, failed: 1, names: [`vitest ended with ${status} (${options.join(' ')})`] }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** @param {readonly string[]} args @param {(child: import('node:child_process').ChildProcess) => void} started @returns {Promise<number>} */
function vitest(args, started) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [VITEST, ...args], { stdio: ['ignore', 'inherit', 'inherit'] })
    started(child)
    child.on('error', () => resolve(1))
    child.on('close', (code) => resolve(code ?? 1))
  })
}

/** @param {string} file @returns {Counts} */
function countsOf(file) {
  try {
    const report = /** @type {Report} */ (JSON.parse(readFileSync(file, 'utf8')))
    const unloaded = report.testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0)
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests + unloaded.length,
      skipped: report.numPendingTests + report.numTodoTests,
      names: report.testResults.flatMap(failuresIn),
    }
  } catch {
    console.log('vitest left no report')
    return NOTHING
  }
}

/** @param {FileReport} report @returns {readonly string[]} */
function failuresIn({ name, status, assertionResults }) {
  const file = relative('.', name)
  if (status === 'failed' && assertionResults.length === 0) return [`${file} did not load`]
  return assertionResults.filter((test) => test.status === 'failed').map(({ fullName }) => `${file}: ${fullName}`)
}

/** @param {Counts} a @param {Counts} b @returns {Counts} */
function sum(a, b) {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped, names: [...a.names, ...b.names] }
}

/** A run must have run something. @param {Counts} counts @returns {Counts} */
function notNothing(counts) {
  return counts.failed > 0 || counts.passed > 0 ? counts : { ...counts, failed: 1, names: ['no test ran'] }
}
