import { toHex, type Hex } from 'viem'
import { getBlockNumber } from 'viem/actions'
import { equalBytes, promiseDigest, type Address, type PromiseDomain } from '@distribute/state-machine'
import { readBatch, readSuccession, type SignedPromise, type Succession } from '@distribute/bridge-contracts'
import { signerOf } from '../../promises/check.ts'
import { ScheduleError } from './errors.ts'
import type { Image } from './memory-store.ts'
import { memberOf, MEMBERS, transferOf } from './offers.ts'
import { startPlayer } from './player.ts'
import type { Random } from './random.ts'
import { createSeats, type Seat } from './seats.ts'
import type { Stage } from './stage.ts'
import { startWatcher, type Watcher } from './watcher.ts'

/** Two looks at L1, two blocks, a look of the batcher. */
const ROUND_MS = 2_500
/** A batch is due once its oldest block is this old. */
export const INTERVAL = 300n
const HOUR = 3_600n
const MOST_ROUNDS = 14
/** After these only time helps: a node's clock was ahead of L1's. */
const SOON_ROUNDS = 4

/** What of a schedule there is at one moment; steps move it. */
export interface World {
  readonly stage: Stage
  readonly random: Random
  readonly seats: readonly Seat[]
  readonly watcher: Watcher
  readonly domain: PromiseDomain
  /** Every promise that anybody has ever been shown by an honest node, by its digest. */
  readonly given: ReadonlyMap<string, SignedPromise>
  readonly steps: string[]
  readonly lines: readonly string[]
  /** Whose signature a promise that was given has. */
  signerOf(signed: SignedPromise): Address | undefined
  /** Who has the place as of L1's newest block, and whether somebody is about to. */
  place(): Promise<{ readonly seat: Seat; readonly succession: Succession }>
  start(seat: Seat): Promise<void>
  /** As an operator stops a node. */
  stop(seat: Seat): Promise<void>
  /** As kill -9 does. */
  kill(seat: Seat): void
  /** Lets every node that runs do what it does in some seconds. */
  look(rounds?: number): Promise<void>
  lookOf(seat: Seat, ms?: number): Promise<void>
  /** Gives a node members' transactions. */
  offer(seat: Seat, count: number): Promise<void>
  /** L1 goes on, and so do the clocks of all machines; who looks is another matter. */
  pass(seconds: bigint): Promise<void>
  /** From now on batches wait on their way to L1. */
  hold(): void
  /** They arrive, or are lost. */
  release(areLost: boolean): Promise<void>
  /** Until everything of this node's is on L1, or another has its place. Throws ScheduleError. */
  postAll(seat: Seat): Promise<void>
  snapshot(): Promise<void>
  /** L1 goes back to one of the last so many snapshots. */
  revert(most: number): Promise<void>
  /** How many there are. */
  count(): number
  close(): Promise<void>
}

type Mail = Pick<World, 'hold' | 'release'> & { readonly arrive: (raw: Hex) => Promise<void>; readonly deliver: (raw: Hex) => Promise<void> }

/** The way of transactions to L1. */
const createMail = ({ l1 }: Stage): Mail => {
  let held: Hex[] | undefined
  const arrive = async (raw: Hex): Promise<void> => {
    await l1.ask({ method: 'eth_sendRawTransaction', params: [raw] })
    await l1.mine(12n)
  }
  return {
    arrive,
    async deliver(raw) {
      if (held === undefined) return arrive(raw)
      held.push(raw)
    },
    hold: () => void (held ??= []),
    async release(areLost) {
      const waiting = held ?? []
      held = undefined
      if (areLost) return
      // Another one with its nonce, or a reorg, can have come first.
      for (const raw of waiting) await arrive(raw).catch(() => undefined)
    },
  }
}

/** Moments of L1 that it can go back to, the newest last. */
const createPast = ({ l1 }: Stage, random: Random) => {
  let ids: readonly Hex[] = []
  return {
    count: () => ids.length,
    async snapshot() {
      ids = [...ids, await l1.snapshot()]
    },
    async revert(most: number) {
      const place = ids.length - 1 - random.pick(Math.min(most, ids.length))
      const id = ids[place]
      if (id === undefined) return
      await l1.revert(id)
      ids = [...ids.slice(0, place), await l1.snapshot()]
    },
  }
}

/** Who died in the middle of something lies there until it is started again. */
const bury = (seat: Seat): void => {
  if (seat.player?.store.isDead !== true) return
  seat.image = seat.player.store.image()
  seat.player = undefined
}

const lookOf = async (seat: Seat, ms = ROUND_MS): Promise<void> => {
  await seat.player?.advance(ms)
  bury(seat)
  const [fault] = seat.player?.faults ?? []
  if (fault !== undefined) throw new ScheduleError(`${seat.name} cannot go on: ${fault instanceof Error ? fault.message : 'for no error'}`, { cause: fault })
}

/** Whether all that this node would show to anybody is in a batch that L1 has now: its own view may be one of an L1 that is gone. */
const isAllPosted = async ({ l1, facts: { contracts: { rollup } } }: Stage, { player }: Seat): Promise<boolean> => {
  const last = await player?.chain.batches.last()
  if (player === undefined || last === undefined || player.standing() === undefined || last.lastBlock !== player.chain.head().header.number) return false
  const kept = await readBatch(l1.reader, rollup, last.index)
  return kept !== undefined && equalBytes(kept.dataId, last.dataId)
}

type Nodes = Pick<World, 'given' | 'lines' | 'start' | 'stop' | 'kill'>

const createNodes = (stage: Stage, domain: PromiseDomain, deliver: Mail['deliver']): Nodes => {
  const given = new Map<string, SignedPromise>()
  const lines: string[] = []
  const onPromise = (signed: SignedPromise): void => void given.set(toHex(promiseDigest(signed.header, domain)), signed)
  return {
    given,
    lines,
    async start(seat) {
      if (seat.player !== undefined) return
      const { own, isOnOffer, name } = seat
      const onLine = (line: string): void => void lines.push(`${name} ${line}`)
      seat.player = await startPlayer(stage, { own, isOnOffer, deliver, onPromise, onLine, ...(seat.image === undefined ? {} : { image: seat.image }) })
      await lookOf(seat)
    },
    async stop(seat) {
      await seat.player?.close()
      bury(seat)
    },
    kill(seat) {
      seat.player?.store.die()
      bury(seat)
    },
  }
}

export const createWorld = async (stage: Stage, image: Image, random: Random): Promise<World> => {
  const { l1, facts: { contracts: { rollup } }, config } = stage
  const seats = createSeats(image)
  const domain = { l1ChainId: config.rollup.l1ChainId, rollup }
  const mail = createMail(stage)
  const past = createPast(stage, random)
  const watcher = await startWatcher(stage, mail.arrive)
  const nodes = createNodes(stage, domain, mail.deliver)
  const pass = async (seconds: bigint): Promise<void> => {
    await l1.mine(seconds)
    for (const { player } of seats) player?.jump(Number(seconds) * 1_000)
  }
  const place: World['place'] = async () => {
    const succession = await readSuccession(l1.reader, rollup, await getBlockNumber(l1.reader, { cacheTime: 0 }))
    const seat = seats.find(({ keys }) => keys.signer === succession.current.keys.signer)
    if (seat === undefined) throw new ScheduleError('a stranger has the place')
    return { seat, succession }
  }
  return {
    stage, random, seats, watcher, domain, steps: [], ...nodes, ...mail, ...past, pass, place, lookOf,
    signerOf: ({ header, signature }) => signerOf(promiseDigest(header, domain), signature),
    async look(rounds = 1) {
      for (let i = 0; i < rounds; i++) for (const seat of seats) await lookOf(seat)
    },
    async offer(seat, count) {
      const pool = seat.player?.sequencing?.pool
      for (let i = 0; i < count && pool !== undefined; i++) {
        const member = random.of(MEMBERS)
        pool.add(await transferOf(member, Number(pool.nonceOf(memberOf(member))), random.pick(2)))
      }
    },
    async postAll(seat) {
      for (let round = 0; round < MOST_ROUNDS; round++) {
        await nodes.start(seat)
        await lookOf(seat)
        // After an L1 reorg the place can go to another before what it lost is posted again: others' blocks, if its own are there.
        if ((await place()).seat !== seat || (await isAllPosted(stage, seat))) return
        await pass(round === 0 ? 12n : round < SOON_ROUNDS ? INTERVAL + 1n : HOUR)
      }
      throw new ScheduleError(`${seat.name} cannot post`)
    },
    async close() {
      for (const seat of seats) nodes.kill(seat)
      await watcher.close()
    },
  }
}
