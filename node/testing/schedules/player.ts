import { setImmediate as immediate } from 'node:timers/promises'
import { createPublicClient, custom, keccak256, type Hex } from 'viem'
import { Address } from '@distribute/state-machine'
import { readSuccession, type SignedPromise } from '@distribute/bridge-contracts'
import { createBlobParts } from '../../blobs/parts.ts'
import { openChain, type Chain } from '../../chain/chain.ts'
import { startFollowing, type Following } from '../../following.ts'
import { createL1Clock, leadOf } from '../../l1/clock.ts'
import { readHead } from '../../l1/read-head.ts'
import { CLIENT_OPTIONS } from '../../l1/source.ts'
import type { L1Urls } from '../../l1/urls.ts'
import { createL1View } from '../../l1/view.ts'
import { recoverNative } from '../../recovery/native.ts'
import type { OwnKeys } from '../../sequencing/own-keys.ts'
import { startSequencing, type Sequencing } from '../../sequencing/start.ts'
import { watchSuccession, type Standing, type SuccessionWatch } from '../../sequencing/succession.ts'
import { createLoggerTo } from '../../telemetry/logger.ts'
import type { Metrics } from '../../telemetry/metrics.ts'
import type { Ask } from './ipc.ts'
import { createMemoryStore, type Image, type MemoryStore } from './memory-store.ts'
import type { Stage } from './stage.ts'
import { createVirtualClock } from './virtual-clock.ts'

export interface PlayerOptions {
  /** A sequencer's; none for a replica. */
  readonly own?: OwnKeys
  readonly isOnOffer?: boolean
  readonly image?: Image
  /** Takes a transaction to L1. */
  readonly deliver: (raw: Hex) => Promise<void>
  /** Told of each promise that this node would show to anybody. */
  readonly onPromise: (signed: SignedPromise) => void
  readonly onLine?: (line: string) => void
}

/** A node without its ports to the world, whose time stands until it is moved. */
export interface Player {
  readonly chain: Chain
  readonly store: MemoryStore
  readonly sequencing: Sequencing | undefined
  readonly following: Following
  readonly succession: SuccessionWatch
  readonly reader: L1Urls['reader']
  readonly l1Head: () => bigint
  /** Whether all of L1 up to this block has been taken in. */
  isUpTo(number: bigint): boolean
  standing(): Standing | undefined
  /** Faults that stop a node. */
  readonly faults: readonly unknown[]
  advance(ms: number): Promise<void>
  jump(ms: number): void
  close(): Promise<void>
}

export const SILENT: Metrics = {
  count: () => undefined, gauge: () => undefined, observe: () => undefined, onRender: () => () => undefined, render: () => Promise.resolve(''),
}
/** What failed is asked again after so long. */
const REST_MS = 2_000
/** Turns of the event loop after which nothing more comes of what has been done. */
const TURNS = 4

/** The node's way to L1; `quiet` resolves once nothing is asked any more. */
const createLine = (ask: Ask, store: MemoryStore, deliver: PlayerOptions['deliver']) => {
  let [open, activity] = [0, 0]
  const request: Ask = async (asked) => {
    if (store.isDead) return new Promise(() => undefined)
    open++
    activity++
    try {
      if (asked.method !== 'eth_sendRawTransaction') return await ask(asked)
      const [raw] = asked.params as readonly [Hex]
      await deliver(raw)
      return keccak256(raw)
    } finally {
      open--
      activity++
      if (store.isDead) await new Promise(() => undefined)
    }
  }
  const quiet = async (): Promise<void> => {
    for (let [calm, seen] = [0, activity]; calm < TURNS; calm++) {
      await immediate()
      if (open === 0 && activity === seen) continue
      seen = activity
      calm = -1
    }
  }
  return { request, quiet }
}

const urlsOver = (request: Ask): L1Urls => {
  const transport = custom({ request }, { retryCount: 0 })
  const reader = createPublicClient({ ...CLIENT_OPTIONS, transport })
  const source = { origin: 'ipc', transport, reader, check: () => Promise.resolve(), doubt: () => undefined }
  return {
    transport, reader, best: () => source, others: () => [], blame: () => undefined, praise: () => undefined, pauseMs: () => REST_MS, refuseOtherChains: () => Promise.resolve(),
  }
}

/** What this node signed of a block, as it shows it. */
export const promiseOf = async (chain: Chain, number: bigint): Promise<SignedPromise | undefined> => {
  const [head, own] = await Promise.all([chain.headerByNumber(number), chain.promiseOf(number)])
  if (head === undefined || own === undefined) return undefined
  const { parentHash, time, stateRoot, bodyHash } = head.header
  const { l1Number, l1Hash, signature } = own
  return { header: { chainId: chain.config.genesis.chainId, number, parentHash, l1Number, l1Hash, time, stateRoot, bodyHash }, signature }
}

/** Whatever a node has on its disk it shows to whoever asks, from its start on. */
const showPromises = async (chain: Chain, onPromise: PlayerOptions['onPromise']): Promise<void> => {
  const show = async (number: bigint): Promise<void> => {
    const signed = await promiseOf(chain, number)
    if (signed !== undefined) onPromise(signed)
  }
  chain.subscribe((event) => {
    if (event.type === 'block') void show(event.head.header.number)
  })
  for (let number = 1n; number <= chain.head().header.number; number++) await show(number)
}

/** The parts of compose.ts, joined in its order. */
export const startPlayer = async ({ l1, facts, config }: Stage, options: PlayerOptions): Promise<Player> => {
  const store = createMemoryStore(options.image)
  const { request, quiet } = createLine(l1.ask, store, options.deliver)
  const urls = urlsOver(request)
  const { reader } = urls
  const log = createLoggerTo('debug', { write: options.onLine ?? (() => undefined) })
  const head = await readHead(reader, { blockTag: 'latest' })
  const { rollup } = facts.contracts
  const succession = watchSuccession(await readSuccession(reader, rollup, head.number), { reader, rollup, log })
  const clock = createVirtualClock(() => l1Clock.now(), quiet)
  const view = createL1View(head, clock.milliseconds)
  const l1Clock = createL1Clock(head, leadOf(facts), clock.milliseconds)
  const life = new AbortController()
  const { genesis } = config
  const chain = await openChain({ directory: 'memory', genesis, recover: recoverNative }, () => Promise.resolve(store))
  await showPromises(chain, options.onPromise)
  const genesisRoot = (await chain.headerByNumber(0n))?.header.stateRoot ?? new Uint8Array(32)
  const blobParts = createBlobParts(config, { reader, log })
  const judged: { following?: Following } = {}
  const claims = { wrongRoots: () => judged.following?.wrongRoots() ?? [], voidFrom: () => judged.following?.voidFrom() }
  const parts = { chain, config, facts, genesisRoot, urls, l1: view.get, l1AgeMs: view.ageMs, l1Clock, clock, succession, ...claims, blobParts, log, metrics: SILENT }
  const { own } = options
  const sequencing = own === undefined ? undefined : startSequencing({ ...parts, own, isOnOffer: options.isOnOffer ?? false }, life.signal)
  const following = await startFollowing({ ...parts, view, sequencing, blobs: blobParts.reader }, life.signal)
  judged.following = following
  const faults: unknown[] = []
  following.failed.catch((fault: unknown) => faults.push(fault))
  sequencing?.failed.catch((fault: unknown) => faults.push(fault))
  await quiet()
  return {
    chain, store, sequencing, following, succession, reader, faults,
    l1Head: () => view.get().latest.number,
    isUpTo: (number) => view.get().isCaughtUp && view.get().derived.number === number,
    standing: () => sequencing?.standing(),
    advance: clock.advance,
    jump: clock.jump,
    async close() {
      if (store.isDead) return
      life.abort()
      await sequencing?.close()
      await following.ended
      await chain.close()
      store.die()
    },
  }
}

export const ownKeys = (posting: Hex, signing: Hex, addresses: { readonly poster: string; readonly signer: string }): OwnKeys =>
  ({ posting, signing, poster: Address(addresses.poster), signer: Address(addresses.signer) })
