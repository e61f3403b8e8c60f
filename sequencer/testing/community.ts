import { encodeOperation } from '@distribute/state-machine'
import type { Address, Call, ExecutedBlock } from '@distribute/state-machine'
import { createBuilder } from '../builder.ts'
import { createKeeper } from '../keeper.ts'
import type { Keeper, KeeperOptions } from '../keeper.ts'
import { createPool } from '../pool.ts'
import { createDryRun } from '../pool-operations.ts'
import type { EventHistory } from '../ports.ts'
import { createTestChain } from './chain.ts'
import { createTestClock } from './clock.ts'
import { MEMBERS, recordsOf } from './history.ts'
import { createTestLog, createTestMetrics } from './sinks.ts'
import { ETHER, genesisOf, pooledOf, START } from './world.ts'

export interface CommunityOptions {
  readonly parameters?: { readonly [name: string]: unknown }
  readonly members?: readonly Address[]
  readonly keeper?: Partial<KeeperOptions>
  /** Operations that the pool takes. */
  readonly operations?: number
  readonly isHeld?: () => boolean
  /** Stands between the chain and the keeper. */
  readonly history?: (real: EventHistory) => EventHistory
}

/** Longer than a block and a look of the keeper: whatever there is to do is done. */
export const LONG_MS = 1_500

/** A community whose sequencer has a keeper, which can be stopped and made anew like a node that is killed. */
export function createCommunity({ parameters = {}, members = MEMBERS, keeper: settings = {}, operations = 4_096, isHeld = () => false, history: between }: CommunityOptions = {}) {
  const genesis = genesisOf({ creditsPerEther: (4n * ETHER).toString(), ...parameters })
  const chain = createTestChain(genesis, { accounts: new Map(members.map((member) => [member, 10n ** 4n * ETHER])) })
  const timers = createTestClock(START)
  let time = START
  // Chain time moves between the steps only: then two runs of a history have the same block times.
  const clock = { ...timers, now: () => time, setNow: (seconds: bigint) => void (time = seconds) }
  const log = createTestLog()
  const metrics = createTestMetrics()
  const dryRun = createDryRun({ state: chain.state, config: chain.config, clock })
  const pool = createPool({ operations }, { state: chain.state, config: chain.config, clock, dryRun })
  const life = new AbortController()
  let keeper: Keeper | undefined
  const real: EventHistory = {
    head: () => chain.head().number,
    async *read(names, to) {
      for (const block of chain.blocks.slice(0, Number(to))) {
        yield block.outcomes.flatMap(({ events }) => events).filter(({ name }) => names.includes(name))
      }
    },
  }
  const history = between?.(real) ?? real
  const target = {
    ...chain,
    async commit(block: ExecutedBlock) {
      await chain.commit(block)
      keeper?.onBlock(block)
    },
  }
  const builder = createBuilder({}, { target, pool, clock, log }, life.signal)
  const community = {
    chain, clock, pool, log, metrics, read: recordsOf(chain.state),
    keeper: () => keeper,
    startKeeper(): void {
      const parts = { history, pool, state: chain.state, config: chain.config, dryRun, clock, log, metrics, isHeld, random: () => 0 }
      keeper = createKeeper(settings, parts, life.signal)
    },
    stopKeeper(): void {
      void keeper?.close()
      keeper = undefined
    },
    /** Puts a call into a block; whether it succeeds is the rules' business. */
    async act(sender: Address, call: Call, value = 0n): Promise<void> {
      pool.add(pooledOf(sender, { nonce: pool.nonceOf(sender), value, call }))
      await clock.advance(LONG_MS)
    },
    async later(seconds: bigint): Promise<void> {
      clock.setNow(time + seconds)
      await clock.advance(LONG_MS)
    },
    /** Everybody registers and buys tokens, some more than others. */
    async join(): Promise<void> {
      members.forEach((member, i) => {
        const identity = Uint8Array.from({ length: 32 }, (_, at) => (at === 31 ? i % 256 : at === 30 ? i >> 8 : 1))
        const operation = { call: { kind: 'register', args: [member, identity, START + 86_400n, new Uint8Array()] } } as const
        pool.addOperation({ operation, encoded: encodeOperation(operation) })
        pool.add(pooledOf(member, { value: 100n * ETHER, call: { kind: 'mint', args: [BigInt(2_000 + 500 * (i % 8)) * ETHER] } }))
      })
      await clock.advance(LONG_MS)
    },
    async close() {
      await keeper?.close()
      await builder.close()
      life.abort()
    },
  }
  return community
}
export type Community = ReturnType<typeof createCommunity>
