/**
 * Many random schedules of promises on one anvil: `node --import tsx bridge-contracts/test/testing/run-promise-schedules.ts 10000 [seed]`.
 * Each has the seed after the one before; what fails names its own. Prints progress and a last line with counts and seconds.
 */
import { deployTestContract, startAnvil } from './anvil.ts'
import { startCommunity } from './community.ts'
import { prepareStage, randomFrom, runSchedule } from './promise-schedules.ts'

const [count, first] = [Number(process.argv[2] ?? 1_000), Number(process.argv[3] ?? 1)]
const LENGTH = 12
const anvil = await startAnvil()
try {
  const stage = await prepareStage(anvil, await startCommunity(anvil), await deployTestContract(anvil, 'Tries'))
  const begun = Date.now()
  let [tried, planted, wrong] = [0, 0, 0]
  for (let seed = first; seed < first + count; seed++) {
    const outcome = await runSchedule(stage, randomFrom(seed), LENGTH)
    tried += outcome.tried
    planted += outcome.planted
    if (outcome.convicted !== undefined || outcome.missed.length > 0) {
      wrong++
      console.error(`seed ${seed}: ${outcome.steps.join(', ')}: missed ${outcome.missed.join(', ')}; convicted ${outcome.convicted}`)
    }
    if ((seed - first + 1) % 100 === 0) console.log(`${seed - first + 1} schedules, ${tried} proofs tried, ${Math.round((Date.now() - begun) / 1_000)} s`)
  }
  console.log(`${count} schedules of ${LENGTH} steps: ${tried} proofs against honest promises, ${planted} lies, ${wrong} schedules wrong, ${Math.round((Date.now() - begun) / 1_000)} s`)
  if (wrong > 0) process.exitCode = 1
} finally {
  await anvil.close()
}
