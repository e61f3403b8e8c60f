import { afterAll, beforeAll, expect, test } from 'vitest'
import { budget } from '../../test/budget.ts'
import { createBase, runSchedule, type Base } from '../testing/schedules/schedule.ts'
import { startStage, type Stage } from '../testing/schedules/stage.ts'

let stage: Stage
let base: Base

beforeAll(async () => {
  stage = await startStage()
  base = await createBase(stage)
})
afterAll(() => stage.close())

test('random schedules of posts, delays, reorgs, restarts, takeovers, forced entries and clocks: no honest sequencer is ever convictable, every dishonest one is', async () => {
  const totals = { headers: 0, tried: 0, planted: 0 }
  for (let seed = 1; seed <= budget(30); seed++) {
    const { steps, wrong, headers, tried, planted } = await runSchedule({ stage, base }, seed, 12)
    expect({ seed, steps, wrong }).toEqual({ seed, steps, wrong: [] })
    totals.headers += headers
    totals.tried += tried
    totals.planted += planted
  }
  expect(totals.headers).toBeGreaterThan(100)
  expect(totals.tried).toBeGreaterThan(1_000)
  expect(totals.planted).toBeGreaterThan(30)
})
