/**
 * Reorganises L1 by each depth at each stage of a deposit's and a withdrawal's life, both ways, with a sequencer and a replica over anvil,
 * and compares every balance after each: `node --import tsx node/testing/reorg/run-reorgs.ts [depths] [seed] [seconds] [worlds] [poll] [file]`. Depths from 1 on,
 * 64 by default, in an order by the seed; after `seconds` no other cell is begun; so many worlds run beside each other, 2 by
 * default, whose nodes look at L1 every `poll` ms, 100 by default. With a file each result is added to it, and what stands there already is not run again: a run can be stopped and goes on.
 * Prints progress, everything that was wrong, the matrix, and a last
 * line with counts and seconds. Fails where anything was wrong, and where a cell was not run.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import process from 'node:process'
import type { Cell } from './cells.ts'
import { runCells, tableOf, type Result } from './matrix.ts'
import { MOMENTS } from './moments.ts'
import { createRandom } from './random.ts'
import { WAYS, type Way } from './ways.ts'

const [depths = 64, seed = Math.floor(Math.random() * 2 ** 31), patience = 86_400, worlds = 2, poll = 100] = process.argv.slice(2, 7).map(Number)
const [file] = process.argv.slice(7)
/** Of so many depths at one stage, the sequencer is down at one. */
const DOWN = 7

const started = performance.now()
const seconds = (): number => Math.round((performance.now() - started) / 1_000)
const results: Result[] = file === undefined || !existsSync(file) ? [] : readFileSync(file, 'utf8').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Result)
const nameOf = ({ depth, moment, way }: Cell): string => `${depth} ${moment} ${way}`
const done = new Set(results.map(({ cell }) => nameOf(cell)))

const cellOf = (depth: number, moment: number, way: Way): Cell =>
  ({ depth, moment, way, isDown: (depth + moment) % DOWN === 0, seed: seed + depth * 1_000 + moment * 10 + WAYS.indexOf(way) })

const inOrder = (): Cell[] => {
  const random = createRandom(seed)
  const numbers = Array.from({ length: depths }, (_, i) => i + 1)
  const cells = numbers.flatMap((depth) => MOMENTS.flatMap((_, moment) => WAYS.map((way) => cellOf(depth, moment, way))))
  return cells.map((cell) => ({ cell, at: random(2 ** 31) })).sort((a, b) => a.at - b.at).map(({ cell }) => cell)
}
const whole = inOrder()
const all = whole.length
const cells = whole.filter((cell) => !done.has(nameOf(cell)))

/** The next one for whichever world is free. */
function* waiting(): Generator<Cell> {
  for (let cell = cells.shift(); cell !== undefined && seconds() < patience; cell = cells.shift()) yield cell
}
const onResult = (result: Result): void => {
  results.push(result)
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(result)}\n`)
  const { cell, wrong, milliseconds } = result
  for (const what of wrong) console.log(what)
  if (wrong.length > 0) console.log(`FAIL ${JSON.stringify(cell)} after ${Math.round(milliseconds)} ms`)
  if (results.length % 20 === 0) console.log(`${results.length} of ${all} reorgs, ${results.filter((one) => one.wrong.length > 0).length} failed, ${seconds()} s`)
}

console.log(`depths 1 to ${depths}, ${MOMENTS.length} stages of each life, ${WAYS.length} ways, seed ${seed}`)
await Promise.all(Array.from({ length: worlds }, () => runCells(waiting(), poll, onResult)))
const failed = results.filter(({ wrong }) => wrong.length > 0).length
const longest = Math.max(...results.map(({ milliseconds }) => milliseconds))
console.log(tableOf(results, depths))
console.log(`${results.length} of ${all} reorgs, ${failed} failed, the longest ${(longest / 1_000).toFixed(1)} s, ${seconds()} s, seed ${seed}`)
if (failed > 0 || results.length < all) process.exitCode = 1
