/**
 * Prints histories of random calls with all records that each read and wrote, a JSON line a history, for other languages to run:
 * `node --import tsx state-machine/testing/write-traces.ts <seed> <histories> <most>`; `most` is how many calls of each kind and outcome
 * are told.
 */
import { traceHistory } from './call-traces.ts'

const CALLS_EACH = 1_500
const [seed = 1, histories = 1, most = 10] = process.argv.slice(2).map(Number)
const told = new Map<string, number>()
for (let history = 0; history < histories; history++) {
  process.stdout.write(`${JSON.stringify(traceHistory({ seed: seed + history, calls: CALLS_EACH, most, told }))}\n`)
}
