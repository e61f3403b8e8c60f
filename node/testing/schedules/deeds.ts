import { depositCall, enqueueCall, offerHandOverCall, readIsOffered, takeoverCall, withdrawOfferCall } from '@distribute/bridge-contracts'
import { readHead } from '../../l1/read-head.ts'
import { StageError } from './errors.ts'
import { memberOf, MEMBERS, transferOf } from './offers.ts'
import type { Seat } from './seats.ts'
import { SENDER } from './stage.ts'
import type { World } from './world.ts'

const HOUR = 3_600n
const seconds = (most: number, { random }: World): bigint => BigInt(1 + random.pick(most))

/** The one who has the place, with its node running. */
const acting = async (world: World): Promise<Seat> => {
  const { seat } = await world.place()
  await world.start(seat)
  return seat
}

const work = async (world: World): Promise<void> => {
  const seat = await acting(world)
  await world.offer(seat, 1 + world.random.pick(3))
  await world.lookOf(seat, 1_000 + world.random.pick(3_000))
}

const goOn = async (world: World): Promise<void> => {
  for (let blocks = 1 + world.random.pick(4); blocks > 0; blocks--) await world.pass(seconds(60, world))
  if (world.random.chance(75)) await world.look()
}

/** Nothing is heard of L1, or nothing is posted, for hours; in the end it looks again. */
const delay = async (world: World): Promise<void> => {
  await world.pass(world.random.chance(50) ? seconds(1_200, world) : seconds(5 * Number(HOUR), world))
  const seat = await acting(world)
  if (world.random.chance(50)) await world.offer(seat, 1)
  await world.look()
}

/** Batches wait on their way, while the chain goes on; then they arrive, or never do. */
const hold = async (world: World): Promise<void> => {
  const seat = await acting(world)
  world.hold()
  for (let rounds = 1 + world.random.pick(3); rounds > 0; rounds--) {
    await world.offer(seat, 1)
    await world.pass(seconds(400, world))
    await world.lookOf(seat)
  }
  if (world.random.chance(30)) world.kill(seat)
  await world.release(world.random.chance(30))
  await world.look()
}

const restart = async (world: World): Promise<void> => {
  const seat = await acting(world)
  await world.stop(seat)
  if (world.random.chance(40)) await world.pass(seconds(3 * Number(HOUR), world))
  await world.start(seat)
}

/** At any write: before a block is on the disk, between a block and its batch, while an L1 reorg is followed. */
const kill = async (world: World): Promise<void> => {
  const seat = await acting(world)
  seat.player?.store.dieAt(world.random.pick(6), world.random.chance(50))
  await world.offer(seat, 2)
  if (world.random.chance(50)) await world.pass(seconds(400, world))
  await world.lookOf(seat, 4_000)
  world.kill(seat)
  await world.start(seat)
}

/** An old copy of the disk, where all that has been signed since is on L1: the journal lacks it, and L1 has it. */
const restore = async (world: World): Promise<void> => {
  const seat = await acting(world)
  if (seat.backup === undefined) return
  await world.postAll(seat)
  const { backup } = seat
  world.kill(seat)
  seat.image = backup
  await world.start(seat)
}

const copy = async (world: World): Promise<void> => {
  const seat = await acting(world)
  seat.backup = seat.player?.store.image()
}

const enter = async (world: World): Promise<void> => {
  const { random, stage: { l1, facts } } = world
  const { inbox } = facts.contracts
  for (let entries = 1 + random.pick(3); entries > 0; entries--) {
    const member = random.of(MEMBERS)
    const nonce = (await acting(world)).player?.sequencing?.pool.nonceOf(memberOf(member)) ?? 0n
    const { encoded } = await transferOf(member, Number(nonce), 2)
    await l1.run(SENDER, random.chance(50) ? depositCall(inbox, { to: memberOf(member), value: 1_000n }) : enqueueCall(inbox, { transaction: encoded, fee: 10n ** 13n }))
  }
  // Left alone until it has to be read.
  if (random.chance(30)) {
    await world.pass(facts.inboxDelay / 2n + seconds(Number(facts.inboxDelay), world) / 3n)
    await world.look(2)
  }
}

const reorg = async (world: World): Promise<void> => {
  const { random } = world
  if (world.count() === 0) return
  if (random.chance(30)) for (const seat of world.seats) world.kill(seat)
  await world.revert(4)
  // A URL that is behind for a while, and then shows another L1.
  if (random.chance(30)) await world.look()
  for (let blocks = 1 + random.pick(8); blocks > 0; blocks--) await world.pass(seconds(40, world))
  await acting(world)
  await world.look(2)
}

const nextSeat = (world: World, after: Seat): Seat | undefined => world.seats[world.seats.indexOf(after) + 1]

/** Whether L1 takes it. */
export const take = async (world: World, next: Seat): Promise<boolean> => {
  try {
    await world.stage.l1.run(next.staker, takeoverCall(world.stage.facts.contracts.rollup, next.keys))
    return true
  } catch (error) {
    if (error instanceof StageError) return false
    throw error
  }
}

/** Everything on L1, then the offer; the others take it whenever they like, or never do. */
const handOver = async (world: World): Promise<void> => {
  const { random, stage: { l1, facts } } = world
  const seat = await acting(world)
  const next = nextSeat(world, seat)
  if (next === undefined || seat.isOnOffer) return
  await world.stop(seat)
  seat.isOnOffer = true
  await world.postAll(seat)
  if ((await world.place()).seat !== seat) return
  const { number, hash } = await readHead(l1.reader, { blockTag: 'latest' })
  await l1.run(seat.staker, offerHandOverCall(facts.contracts.rollup, next.keys, { number, hash }))
  await world.snapshot()
  while (random.chance(50)) {
    await world.offer(seat, 1)
    await world.pass(seconds(8 * Number(HOUR), world))
    await world.lookOf(seat, 500 + random.pick(4_000))
  }
  if (random.chance(80)) await take(world, next)
  await settleOffer(world)
}

/** An operator whose place nobody took, or has been given back by a reorg, takes the offer back before it signs on. */
export const settleOffer = async (world: World): Promise<void> => {
  const { seat } = await world.place()
  if (!seat.isOnOffer) return
  const { rollup } = world.stage.facts.contracts
  const next = nextSeat(world, seat)
  if (next !== undefined && world.random.chance(30) && (await readIsOffered(world.stage.l1.reader, rollup, next.keys)) && (await take(world, next))) return
  await world.stage.l1.run(seat.staker, withdrawOfferCall(rollup))
  await world.stop(seat)
  seat.isOnOffer = false
}

/** A day without a batch: the old one is down, asleep, or wakes in time. Whatever it had signed is on L1. */
const takeOver = async (world: World): Promise<void> => {
  const { random, stage: { facts } } = world
  const seat = await acting(world)
  const next = nextSeat(world, seat)
  if (next === undefined || seat.isOnOffer) return
  await world.postAll(seat)
  const way = random.of(['down', 'asleep', 'in time'])
  world.steps.push(`(${way})`)
  if (way === 'down') await world.stop(seat)
  await world.pass(facts.takeoverDelay + 1n)
  if (!(await take(world, next))) return
  await world.snapshot()
  if (way === 'in time') {
    await world.pass(seconds(600, world))
    await world.offer(seat, 1)
    await world.look(3)
    return
  }
  await world.pass(facts.grace + 1n)
  await world.start(next)
  if (random.chance(60)) await world.postAll(next)
  if (way === 'asleep') await world.offer(seat, 2)
  await world.start(seat)
  await world.offer(seat, 2)
  await world.look(2)
}

/** Whoever had the place, or will have it, and does not: members ask it all the same. */
const ask = async (world: World): Promise<void> => {
  const { seat: current } = await world.place()
  const others = world.seats.filter((seat) => seat !== current && (seat.player !== undefined || seat.image !== undefined))
  const other = others[world.random.pick(others.length)]
  if (other === undefined) return
  await world.start(other)
  await world.offer(other, 2)
  await world.look()
}

const WALL_HOURS = 30
const realNow = Date.now

/** The wall clock is set, or the machine sleeps: its timers are late by hours, and L1 has moved on or has not. */
const skew = async (world: World): Promise<void> => {
  const { random } = world
  const hours = random.pick(2 * WALL_HOURS) - WALL_HOURS
  Date.now = () => realNow() + hours * 3_600_000
  const seat = await acting(world)
  await world.offer(seat, 1)
  if (random.chance(50)) seat.player?.jump(random.pick(WALL_HOURS) * 3_600_000)
  await world.lookOf(seat)
}

export const setWallClockRight = (): void => void (Date.now = realNow)

export type Deed = readonly [name: string, weight: number, deed: (world: World) => Promise<void>]

export const DEEDS: readonly Deed[] = [
  ['work', 6, work], ['L1 goes on', 4, goOn], ['delay', 2, delay], ['hold', 2, hold], ['restart', 2, restart], ['kill', 3, kill], ['copy', 1, copy],
  ['restore', 1, restore], ['forced entry', 3, enter], ['reorg', 4, reorg], ['hand-over', 1, handOver], ['takeover', 1, takeOver], ['ask another', 2, ask], ['skew', 2, skew],
]
