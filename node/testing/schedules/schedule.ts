import { depositCall } from '@distribute/bridge-contracts'
import { DEEDS, setWallClockRight, settleOffer, type Deed } from './deeds.ts'
import { memberOf, MEMBERS } from './offers.ts'
import { NO_ROWS, type Image } from './memory-store.ts'
import { plantLies } from './lies.ts'
import { startPlayer } from './player.ts'
import { createRandom, type Random } from './random.ts'
import { createSeats } from './seats.ts'
import { SENDER, type Stage } from './stage.ts'
import { judge } from './tries.ts'
import { ScheduleError } from './errors.ts'
import { createWorld, type World } from './world.ts'

export interface Outcome {
  readonly seed: number
  readonly steps: readonly string[]
  /** Promises that honest nodes gave, and proofs of them that L1 was asked to take. */
  readonly headers: number
  readonly tried: number
  readonly planted: number
  readonly convicted: number
  /** Empty where all is well. */
  readonly wrong: readonly string[]
  readonly lines: readonly string[]
}

/** What all schedules begin with: a community in its first day, with a batch on L1 and members who own something. */
export interface Base {
  readonly image: Image
  /** Goes back to it. */
  reset(): Promise<void>
}

const ETHER = 10n ** 18n

export const createBase = async (stage: Stage): Promise<Base> => {
  const { l1, facts } = stage
  const [founder] = createSeats(NO_ROWS)
  const arrive = async (raw: unknown): Promise<void> => {
    await l1.ask({ method: 'eth_sendRawTransaction', params: [raw] })
    await l1.mine(12n)
  }
  const player = await startPlayer(stage, { own: founder!.own, deliver: arrive, onPromise: () => undefined })
  for (const member of MEMBERS) await l1.run(SENDER, depositCall(facts.contracts.inbox, { to: memberOf(member), value: ETHER }))
  for (let i = 0; i < 8; i++) {
    await l1.mine(100n)
    await player.advance(4_000)
  }
  const { number } = player.chain.head().header
  if (number === 0n || (await player.chain.batches.last())?.lastBlock !== number) throw new ScheduleError('the founder has not posted its first blocks')
  const image = player.store.image()
  await player.close()
  let id = await l1.snapshot()
  return {
    image,
    async reset() {
      await l1.revert(id)
      // What waited for its turn in the last schedule has no business in the next one.
      await l1.ask({ method: 'anvil_dropAllTransactions' })
      id = await l1.snapshot()
    },
  }
}

const deedFor = (random: Random): Deed => {
  let place = random.pick(DEEDS.reduce((sum, [, weight]) => sum + weight, 0))
  return DEEDS.find(([, weight]) => (place -= weight) < 0) ?? DEEDS[0]!
}

const judgeHonest = async (world: World, wrong: string[]): Promise<number> => {
  const { watcher, stage } = world
  // L1 knows the hash of a block from the next one on.
  await world.pass(1n)
  await watcher.look()
  const { tried, convicted } = await judge(stage.l1, stage.facts.contracts.promises, { signed: [...world.given.values()], ...(await watcher.blocks()) })
  wrong.push(...convicted.map((what) => `honest, and convicted: ${what}`))
  for (const signed of world.given.values()) {
    for (const { breach, number } of await watcher.submit(signed)) wrong.push(`honest, and taken for broken: ${breach} of block ${number}`)
  }
  return tried
}

const play = async (world: World, length: number, wrong: string[]): Promise<number> => {
  let tried = 0
  for (let i = 0; i < length && wrong.length === 0; i++) {
    const [name, , deed] = deedFor(world.random)
    // What a reorg takes away is judged before.
    if (name === 'reorg' && world.random.chance(50)) tried += await judgeHonest(world, wrong)
    world.steps.push(name)
    if (name !== 'reorg') await world.snapshot()
    await deed(world)
    await settleOffer(world)
  }
  return tried
}

/** Nothing is on its way any more, and everybody has seen what L1 has become. */
const settle = async (world: World): Promise<void> => {
  await world.release(false)
  for (let i = 0; i < 4; i++) await world.pass(12n)
  const { seat } = await world.place()
  await world.start(seat)
  await world.look(2)
  if (world.random.chance(60)) await world.postAll(seat)
}

/** One random history of honest sequencers, all that can be held against them, and what dishonest ones would have signed in it. */
export const runSchedule = async ({ stage, base }: { readonly stage: Stage; readonly base: Base }, seed: number, length: number): Promise<Outcome> => {
  await base.reset()
  const world = await createWorld(stage, base.image, createRandom(seed))
  const wrong: string[] = []
  let [tried, planted, convicted] = [0, 0, 0]
  try {
    tried += await play(world, length, wrong)
    await settle(world)
    tried += await judgeHonest(world, wrong)
    const lies = await plantLies(world)
    planted = lies.planted
    convicted = planted - lies.missed.length
    wrong.push(...lies.missed.map((name) => `dishonest, and not convicted: ${name}`))
  } catch (error) {
    wrong.push(error instanceof Error ? `${error.name}: ${error.message} ${error.stack ?? ''}` : String(error))
  } finally {
    setWallClockRight()
    await world.close()
  }
  return { seed, steps: world.steps, headers: world.given.size, tried, planted, convicted, wrong, lines: world.lines }
}
