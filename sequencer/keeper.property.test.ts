import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeOperation, STAGES, toHex } from '@distribute/state-machine'
import type { ExecutedBlock, KindName } from '@distribute/state-machine'
import { budget } from '../test/budget.ts'
import { createBuilder } from './builder.ts'
import { createKeeper } from './keeper.ts'
import type { Keeper } from './keeper.ts'
import { createPool } from './pool.ts'
import { createDryRun } from './pool-operations.ts'
import type { EventHistory } from './ports.ts'
import { createTestChain } from './testing/chain.ts'
import { createTestClock } from './testing/clock.ts'
import { createRandom, MEMBERS, nextDeed, nextWait, recordsOf } from './testing/history.ts'
import { createTestLog } from './testing/sinks.ts'
import { ETHER, genesisOf, pooledOf, START } from './testing/world.ts'

const SETTLED: ReadonlySet<KindName> = new Set(['advance', 'settleTask', 'settleValidation', 'settleStake', 'settleBallot'])
const DAY = 86_400n

/** A community whose sequencer has a keeper, which can be stopped and made anew like a node that is killed. */
function createCommunity(parameters: { readonly [name: string]: unknown }) {
  const genesis = genesisOf({ creditsPerEther: (4n * ETHER).toString(), ...parameters })
  const chain = createTestChain(genesis, { accounts: new Map(MEMBERS.map((member) => [member, 10n ** 4n * ETHER])) })
  const timers = createTestClock(START)
  let time = START
  // Chain time moves between the steps only: then two runs of a history have the same block times.
  const clock = { ...timers, now: () => time, setNow: (seconds: bigint) => void (time = seconds) }
  const log = createTestLog()
  const dryRun = createDryRun({ state: chain.state, config: chain.config, clock })
  const pool = createPool({}, { state: chain.state, config: chain.config, clock, dryRun })
  const life = new AbortController()
  let keeper: Keeper | undefined
  const history: EventHistory = {
    head: () => chain.head().number,
    async *read(names, to) {
      for (const block of chain.blocks.slice(0, Number(to))) {
        yield block.outcomes.flatMap(({ events }) => events).filter(({ name }) => names.includes(name))
      }
    },
  }
  const target = {
    ...chain,
    async commit(block: ExecutedBlock) {
      await chain.commit(block)
      keeper?.onBlock(block)
    },
  }
  const builder = createBuilder({}, { target, pool, clock, log }, life.signal)
  const startKeeper = (): void => {
    keeper = createKeeper({}, { history, pool, state: chain.state, config: chain.config, dryRun, clock, log, random: () => 0 }, life.signal)
  }
  return {
    chain, clock, pool, log, builder, read: recordsOf(chain.state), startKeeper,
    keeper: () => keeper,
    stopKeeper(): void {
      void keeper?.close()
      keeper = undefined
    },
    async close() {
      await keeper?.close()
      await builder.close()
      life.abort()
    },
  }
}
type Community = ReturnType<typeof createCommunity>

/** Longer than a block, so that whatever there is to do is done. */
const LONG_MS = 1_500

async function join({ chain, clock, pool }: Community): Promise<void> {
  MEMBERS.forEach((member, i) => {
    const operation = { call: { kind: 'register', args: [member, new Uint8Array(32).fill(i + 1), START + DAY, new Uint8Array()] } } as const
    pool.addOperation({ operation, encoded: encodeOperation(operation) })
    pool.add(pooledOf(member, { value: 100n * ETHER, call: { kind: 'mint', args: [BigInt(2_000 + 500 * i) * ETHER] } }))
  })
  await clock.advance(LONG_MS)
  expect(chain.head().number).toBeGreaterThan(0n)
}


/** Plays a history; the keeper is killed and started anew before the steps that `restarts` names. */
async function play(community: Community, seed: number, { steps, restarts }: { readonly steps: number; readonly restarts: (step: number) => boolean }): Promise<void> {
  const { chain, clock, pool } = community
  const random = createRandom(seed)
  community.startKeeper()
  await join(community)
  for (let step = 0; step < steps; step++) {
    if (restarts(step)) {
      community.stopKeeper()
      community.startKeeper()
    }
    clock.setNow(clock.now() + nextWait(random))
    await clock.advance(LONG_MS)
    const { sender, kind, args, value } = nextDeed(random, chain.state, chain.config.genesis.chainId)
    pool.add(pooledOf(sender, { nonce: pool.nonceOf(sender), value, call: { kind, args } }))
    await clock.advance(LONG_MS)
  }
}

/** Lets time pass, and nobody do anything. */
async function letTimePass({ clock }: Community): Promise<void> {
  for (let week = 0; week < 20; week++) {
    clock.setNow(clock.now() + 7n * DAY)
    await clock.advance(LONG_MS)
  }
}

function expectNothingSticks({ read }: Community): void {
  const pool = read('pool')
  expect(pool.escrowed).toBe(0n)
  for (let id = 1n; id <= pool.projects; id++) {
    const { stage, escrow, unsettled } = read('project', id)
    expect({ id, isOver: stage >= STAGES.complete, escrow, unsettled, collateral: read('proposal', id).collateral })
      .toEqual({ id, isOver: true, escrow: 0n, unsettled: 0n, collateral: 0n })
  }
  const accounts = MEMBERS.map((member) => ({ ...read('account', member), rights: read('rights', member) }))
  for (const { rights } of accounts) {
    expect([rights.tokensOpen, rights.tokensHigh, rights.reputationOpen, rights.reputationHigh]).toEqual([0n, 0n, 0n, 0n])
  }
  const total = (of: (account: (typeof accounts)[number]) => bigint): bigint => accounts.reduce((sum, account) => sum + of(account), 0n)
  expect(total(({ tokens, rights }) => tokens + rights.tokens)).toBe(pool.tokens)
  expect(total(({ reputation, rights }) => reputation + rights.reputation)).toBe(pool.reputation)
  for (const { tokens, heldTokens, rights } of accounts) expect(heldTokens).toBe(tokens + rights.tokens)
  for (const { reputation, heldReputation, rights } of accounts) expect(heldReputation).toBe(reputation + rights.reputation)
}

/** What was done without a sender, and when, by block time. */
const operationsOf = ({ chain }: Community): readonly string[] =>
  chain.blocks.flatMap(({ time, outcomes }) =>
    outcomes.flatMap(({ source, call }) => {
      if (source !== 'operation' || call === undefined || !SETTLED.has(call.kind)) return []
      return [`${time} ${call.kind} ${toHex(encodeOperation({ call }))}`]
    }),
  ).sort()

const parameters = fc.record({
  poolMemory: fc.constantFrom('0', '86400'),
  unstakeFreeze: fc.constantFrom('0', '21600'),
  turnover: fc.constantFrom('86400', '604800'),
  passThreshold: fc.constantFrom('3000', '6667'),
})

test('time alone ends every project, empties every escrow and opens every lock, also with keepers that begin in between', async () => {
  const property = fc.asyncProperty(fc.integer(), fc.integer({ min: 20, max: 300 }), parameters, async (seed, steps, chosen) => {
    const chance = createRandom(seed ^ 0x5eed)
    const runs: (readonly string[])[] = []
    for (const restarts of [() => false, () => chance(6) === 0]) {
      const community = createCommunity(chosen)
      await play(community, seed, { steps, restarts })
      await letTimePass(community)
      expectNothingSticks(community)
      runs.push(operationsOf(community))
      expect(community.log.lines.filter(({ level }) => level !== 'debug')).toEqual([])
      await community.close()
    }
    expect(runs[1]).toEqual(runs[0])
  })
  await fc.assert(property, { numRuns: budget(20) })
})
