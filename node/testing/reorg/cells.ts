import { wrongIn } from './balances.ts'
import { MOMENTS } from './moments.ts'
import { createRandom } from './random.ts'
import { settle } from './settle.ts'
import { reorganise, type Way } from './ways.ts'
import type { World } from './world.ts'

/** One reorg: how deep, when in the two lives (a place in `MOMENTS`), and how. */
export interface Cell {
  readonly depth: number
  readonly moment: number
  readonly way: Way
  /** Whether the sequencer runs while L1 changes. */
  readonly isDown: boolean
  readonly seed: number
}

/** Answers what is wrong after it: nothing, if all is well. */
export const runCell = async (world: World, { depth, moment, way, isDown, seed }: Cell): Promise<readonly string[]> => {
  const random = createRandom(seed)
  const fill = async (): Promise<void> => {
    const blocks = random(1 + Math.ceil(depth / 3))
    if (blocks > 0) await world.rig.l1.mine(blocks)
  }
  await MOMENTS[moment]?.reach(world, fill)
  if (isDown) await world.stopSequencer()
  await reorganise(world, { depth, way, seed })
  world.releaseSafe()
  if (isDown) await world.rig.l1.mine(2)
  if (isDown) await world.startSequencer()
  await settle(world)
  return wrongIn(world)
}
