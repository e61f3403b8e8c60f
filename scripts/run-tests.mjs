import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const VITEST = 'node_modules/vitest/vitest.mjs'

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */
/** @typedef {{ numTotalTests: number, numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number, testResults: { status: string, assertionResults: unknown[] }[] }} Report */

/**
 * Runs vitest once and counts. A run that fails without a failed test (a file that does not load, an unhandled rejection, a
 * crash, no test at all) counts as one failure, so that "0 failed" always means that all is well.
 * @param {readonly string[]} options passed on to vitest
 * @returns {Promise<Counts>}
 */
export async function runTests(options) {
  const folder = mkdtempSync(join(tmpdir(), 'distribute-tests-'))
  const file = join(folder, 'report.json')
  try {
    const status = await vitest(['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...options])
    return honest(countsOf(file), status)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The line that ends a run. @param {Counts} counts */
export function summary({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

/** @param {readonly string[]} args @returns {Promise<number>} */
function vitest(args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [VITEST, ...args], { stdio: ['ignore', 'inherit', 'inherit'] })
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
    }
  } catch {
    console.log('vitest left no report')
    return { passed: 0, failed: 0, skipped: 0 }
  }
}

/** @param {Counts} counts @param {number} status vitest's exit code @returns {Counts} */
function honest(counts, status) {
  if (counts.failed > 0) return counts
  if (counts.passed === 0) console.log('no test ran')
  return status === 0 && counts.passed > 0 ? counts : { ...counts, failed: 1 }
}
