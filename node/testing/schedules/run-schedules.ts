/**
 * Random schedules of posts, delays, restarts, kills, copies of disks, forced entries, L1 reorgs, hand-overs, takeovers and clocks, with real sequencers
 * over real contracts: `node --import tsx node/testing/schedules/run-schedules.ts [schedules] [first seed] [steps] [seconds]`. 10,000 schedules
 * of 12 steps by default, the seeds one after the other; after `seconds` no other one is begun. Prints progress, everything that was
 * wrong with its seed and steps, and a last line with counts and seconds; of one schedule alone also what its nodes said. Fails where an
 * honest promise could be convicted, or a dishonest one was not.
 */
import process from 'node:process'
import { createBase, runSchedule, type Base, type Outcome } from './schedule.ts'
import { startStage, type Stage } from './stage.ts'

const [count = 10_000, first = 1, length = 12, patience = 86_400] = process.argv.slice(2).map(Number)
/** Schedules after which a fresh anvil takes over: one keeps something of every block it ever had. */
const LIFE = 500
const PROGRESS = 100

const begun = performance.now()
const seconds = (): number => Math.round((performance.now() - begun) / 1_000)
const totals = { schedules: 0, steps: 0, honest: 0, proofs: 0, planted: 0, convicted: 0, wrong: 0 }

const take = ({ seed, steps, headers, tried, planted, convicted, wrong, lines }: Outcome): void => {
  totals.schedules += 1
  totals.steps += steps.length
  totals.honest += headers
  totals.proofs += tried
  totals.planted += planted
  totals.convicted += convicted
  if (count === 1) console.log(lines.join(''))
  if (wrong.length === 0) return
  totals.wrong += 1
  console.log(`FAIL seed ${seed}, ${steps.join(', ')}: ${wrong.join('; ')}`)
}

const words = (): string => {
  const { schedules, steps, honest, proofs, planted, convicted, wrong } = totals
  return `${schedules} schedules of ${steps} steps, ${honest} honest headers, ${proofs} proofs against them tried, ${planted} dishonest planted, ${convicted} convicted, ${wrong} schedules wrong, ${seconds()} s`
}

console.log(`${count} schedules of ${length} steps, seeds from ${first} on`)
let place: { readonly stage: Stage; readonly base: Base } | undefined
for (let done = 0; done < count && seconds() < patience; done++) {
  if (done % LIFE === 0) {
    await place?.stage.close()
    const stage = await startStage()
    place = { stage, base: await createBase(stage) }
  }
  if (place !== undefined) take(await runSchedule(place, first + done, length))
  if (totals.schedules % PROGRESS === 0) console.log(words())
}
await place?.stage.close()
console.log(words())
if (totals.wrong > 0 || totals.schedules < count) process.exitCode = 1
