/**
 * Has random and mutated segments judged on a real L1, each with a wrong root and with the right one:
 * `node --import tsx test/properties/run-verdicts.ts 10000 [seed]`. Prints progress, what was lied about, every wrong verdict, and a last
 * line with counts, seconds and the seed; fails where a verdict is wrong.
 */
import process from 'node:process'
import { runVerdicts, type VerdictCounts } from './verdicts.ts'

const [segments = 1_000, seed = Math.floor(Math.random() * 2 ** 31)] = process.argv.slice(2).map(Number)
const started = process.hrtime.bigint()
const words = ({ segments: done, convicted, acquitted, wrong }: VerdictCounts): string =>
  `${done} segments, ${convicted} wrong roots convicted, ${acquitted} right ones not, ${wrong.length} wrong verdicts, `
  + `${(Number(process.hrtime.bigint() - started) / 1e9).toFixed(0)} s, seed ${seed}`

console.log(`${segments} segments, seed ${seed}`)
const counts = await runVerdicts({ segments, seed, onProgress: (so) => console.log(words(so)) })
for (const wrong of counts.wrong) console.log(wrong)
console.log(`lies: ${[...counts.lies].map(([name, count]) => `${name} ${count}`).join(', ')}`)
console.log(`${counts.included} transactions and entries included, ${counts.skipped} skipped; the dearest proof ${counts.gas} gas, the longest ${counts.bytes} bytes`)
console.log(words(counts))
if (counts.wrong.length > 0) process.exitCode = 1
