import { afterAll, beforeAll, expect, test } from 'vitest'
import { budget } from '../../test/budget.ts'
import { deployTestContract, startAnvil } from './testing/anvil.ts'
import type { Anvil } from './testing/anvil.ts'
import { startCommunity } from './testing/community.ts'
import { prepareStage, randomFrom, runSchedule } from './testing/promise-schedules.ts'
import type { Stage } from './testing/promise-schedules.ts'

let anvil: Anvil
let stage: Stage

beforeAll(async () => {
  anvil = await startAnvil()
  stage = await prepareStage(anvil, await startCommunity(anvil), await deployTestContract(anvil, 'Tries'))
})
afterAll(() => anvil.close())

test('random schedules of posts, delays, reorgs, hand-overs and takeovers: no honest promise is ever convictable, every planted lie is', async () => {
  let [tried, planted] = [0, 0]
  for (let seed = 1; seed <= budget(20); seed++) {
    const outcome = await runSchedule(stage, randomFrom(seed), 12)
    expect({ seed, steps: outcome.steps, convicted: outcome.convicted, missed: outcome.missed }).toEqual({ seed, steps: outcome.steps, convicted: undefined, missed: [] })
    tried += outcome.tried
    planted += outcome.planted
  }
  expect(tried).toBeGreaterThan(100)
  expect(planted).toBeGreaterThan(10)
}, 600_000)
