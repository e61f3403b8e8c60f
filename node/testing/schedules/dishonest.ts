import type { SignedPromise } from '@distribute/bridge-contracts'
import { equalBytes } from '@distribute/state-machine'
import { take } from './deeds.ts'
import type { Lie } from './lie.ts'
import { memberOf, transferOf } from './offers.ts'
import { promiseOf } from './player.ts'
import type { Seat } from './seats.ts'
import type { World } from './world.ts'

/** Has the node build one block for a transfer of this variant. */
const promiseOne = async (world: World, seat: Seat, variant: number): Promise<SignedPromise | undefined> => {
  await world.start(seat)
  await world.lookOf(seat)
  const before = seat.player?.chain.head().header.number
  const pool = seat.player?.sequencing?.pool
  if (pool === undefined || before === undefined || seat.player?.standing() !== 'sequencing' || seat.isOnOffer) return undefined
  for (const member of [0, 1, 2]) pool.add(await transferOf(member, Number(pool.nonceOf(memberOf(member))), variant))
  await world.lookOf(seat)
  const head = seat.player?.chain.head().header.number
  return seat.player === undefined || head === before ? undefined : promiseOf(seat.player.chain, before + 1n)
}

/** Its disk is gone, and the copy of it lacks a block that was promised and is not on L1: it signs the number again. */
export const forget = async (world: World, seat: Seat): Promise<readonly Lie[]> => {
  await world.start(seat)
  const image = seat.player?.store.image()
  const first = await promiseOne(world, seat, 0)
  if (first === undefined || image === undefined) return []
  const { number } = first.header
  if (seat.player?.chain.heads().latest === undefined || ((await seat.player.chain.batches.last())?.lastBlock ?? 0n) >= number) return []
  world.kill(seat)
  seat.image = image
  await world.pass(1n)
  await promiseOne(world, seat, 1)
  const second = seat.player === undefined ? undefined : await promiseOf(seat.player.chain, number)
  if (second === undefined || !equalBytes(second.header.parentHash, first.header.parentHash)) return []
  const lies: Lie[] = [{ name: `${seat.name}: an old copy of its disk`, breach: 'equivocation', signed: [first, second], seat }]
  if (equalBytes(first.header.stateRoot, second.header.stateRoot) || world.random.chance(50)) return lies
  await world.postAll(seat)
  return [...lies, { name: `${seat.name}: an old copy of its disk, posted`, breach: 'broken', signed: [first], seat }]
}

/** It promises a block, and is never seen again: somebody takes over. */
export const die = async (world: World, seat: Seat): Promise<readonly Lie[]> => {
  const { facts } = world.stage
  const next = world.seats[world.seats.indexOf(seat) + 1]
  const first = next === undefined ? undefined : await promiseOne(world, seat, 0)
  if (next === undefined || first === undefined || ((await seat.player?.chain.batches.last())?.lastBlock ?? 0n) >= first.header.number) return []
  world.kill(seat)
  await world.pass(facts.takeoverDelay + 1n)
  if (!(await take(world, next))) return []
  await world.pass(facts.grace + 1n)
  return [{ name: `${seat.name}: a promise, and then nothing`, breach: 'abandoned', signed: [first], seat }]
}
