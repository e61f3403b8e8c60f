/**
 * Runs random histories and checks every invariant after every call: `node --import tsx state-machine/testing/run-histories.ts 1000000 [seed]`.
 * Each history has a seed of its own, counted from the one given, and its parameters follow from it. What fails names its seed, and
 * `run-histories.ts 1500 seed` runs that history alone. Prints calls a second, and how often each call ended how.
 */
import process from 'node:process'
import { runHistory, type Tally } from './project-history.ts'
import { randomParameters } from './random-parameters.ts'

const CALLS_EACH = 1_500
const [calls = 100_000, seed = Math.floor(Math.random() * 2 ** 31)] = process.argv.slice(2).map(Number)

const tally: Tally = new Map()
const started = process.cpuUsage()
const seconds = (): number => {
  const { user, system } = process.cpuUsage(started)
  return (user + system) / 1e6
}
console.log(`${calls} calls, seed ${seed}`)
for (let done = 0, history = 0; done < calls; done += CALLS_EACH, history++) {
  const own = seed + history
  runHistory({ seed: own, calls: Math.min(CALLS_EACH, calls - done), parameters: randomParameters(own), tally })
  if (history % 100 === 99) console.log(`${done + CALLS_EACH} calls, ${seconds().toFixed(1)} CPU-seconds`)
}
const total = seconds()
console.log(`${calls} calls in ${total.toFixed(1)} CPU-seconds: ${Math.round(calls / total)} a second`)
for (const [what, count] of [...tally].sort(([a], [b]) => (a < b ? -1 : 1))) console.log(`${count}\t${what}`)
