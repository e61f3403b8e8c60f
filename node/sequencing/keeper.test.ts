import { Writable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import {
  eventData, EVENTS, eventTopics, systemAddress, UNIT, type Argument, type Call, type Event, type EventName, type ExecutedBlock, type Item,
} from '@distribute/state-machine'
import { createDryRun, createPool, type Clock, type Keeper, type Pool } from '@distribute/sequencer'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Chain } from '../chain/chain.ts'
import { appendDeposits, createPlace, depositTo, GENESIS_TIME, memberAddress, mintCall, signItem, type Place } from '../chain/testing/community.ts'
import { createLoggerTo } from '../telemetry/logger.ts'
import { createMetrics } from '../telemetry/metrics.ts'
import { sleep } from './clock.ts'
import { createEventHistory, eventOfLog } from './keeper-history.ts'
import { startKeeper } from './keeper-start.ts'

const DAY = 86_400n
const ANNA = memberAddress(0)
const EMPTY_HASH = new Uint8Array(32)
const log = createLoggerTo('silent', new Writable({ write: (_chunk, _encoding, done) => done() }))
const names = Object.keys(EVENTS) as EventName[]

let place: Place
let chain: Chain
let now: bigint
let life: AbortController
let keeper: Keeper | undefined
/** How often the keeper has looked at what is due. */
let looks = 0
beforeEach(async () => {
  place = createPlace()
  chain = await place.open()
  now = GENESIS_TIME
  life = new AbortController()
})
afterEach(async () => {
  life.abort()
  await keeper?.close()
  await chain.close().catch(() => undefined)
  place.remove()
})

const append = async (items: readonly Item[]): Promise<ExecutedBlock> => {
  const builder = chain.begin(now)
  for (const item of items) expect(builder.add(item)).toMatchObject({ included: true, success: true })
  const block = builder.seal()
  await chain.append(block)
  return block
}

const clock: Clock = {
  now: () => now,
  milliseconds: () => performance.now(),
  sleep: (ms, signal) => {
    looks++
    return sleep(Math.min(ms, 10), signal)
  },
  turn: () => pause(0),
}

const begin = (): Pool => {
  const dryRun = createDryRun({ state: chain.state, config: chain.config, clock })
  const pool = createPool({}, { state: chain.state, config: chain.config, clock, dryRun })
  keeper = startKeeper({ chain, pool, dryRun, clock, isHeld: () => false, log, metrics: createMetrics({ process: false }) }, life.signal)
  return pool
}

/** What the keeper wants in the next block, after a look that began when this was asked. */
const wanted = async (pool: Pool): Promise<readonly Call[]> => {
  const before = looks
  await expect.poll(() => looks, { interval: 5 }).toBeGreaterThan(before + 2)
  const selection = pool.select(now)
  const calls = selection.operations().map(({ operation }) => operation.call)
  selection.release()
  return calls
}

/** What a builder does with operations that change nothing any more. */
const dropAll = (pool: Pool): void => {
  const selection = pool.select(now)
  for (const operation of selection.operations()) selection.dropOperation(operation)
  selection.release()
}

const call = (nonce: number, what: Call, value = 0n): Promise<Item> =>
  signItem(0, { nonce, call: what, value, to: systemAddress(what.kind === 'mint' ? 'token' : 'projects') })

const ADVANCE: Call = { kind: 'advance', args: [1n] }
const SETTLE: Call = { kind: 'settleStake', args: [1n, ANNA] }

/** A project on which one token is staked; it expires a day later. Answers the blocks from the proposal on. */
async function propose(): Promise<readonly ExecutedBlock[]> {
  await appendDeposits(chain, [depositTo(ANNA, 10n * UNIT)])
  const register: Call = { kind: 'register', args: [ANNA, EMPTY_HASH, now + DAY, new Uint8Array()] }
  await append([await call(0, mintCall(1_000n * UNIT), UNIT), { type: 'operation', operation: { call: register } }])
  now += 3n * DAY
  const proposal: Call = { kind: 'propose', args: [10n ** 15n, DAY, 0n, EMPTY_HASH, new TextEncoder().encode('ipfs://plan')] }
  return [await append([await call(1, proposal)]), await append([await call(2, { kind: 'stake', args: [1n, 0n, UNIT] })])]
}

const sampleOf = (type: string, i: number): Argument => {
  if (type === 'address') return memberAddress(i)
  if (type === 'bool') return i % 2 === 0
  if (type === 'bytes32') return new Uint8Array(32).fill(i + 1)
  return type === 'string' ? new TextEncoder().encode('ipfs://plan') : BigInt(i + 1)
}
const isPlain = (value: Argument): value is Event['args'][number] => !Array.isArray(value)

test.each(names)('%s comes out of its log as it went in', (name) => {
  const [signature] = EVENTS[name]
  const args = signature.slice(signature.indexOf('(') + 1, -1).split(',').map(sampleOf).filter(isPlain)
  const event: Event = { name, contract: 'projects', args }
  const read = eventOfLog({ address: systemAddress('projects'), topics: eventTopics(event), data: eventData(event) })
  expect(read).toEqual(event)
})

test('a log that no event of ours makes is refused', () => {
  const event: Event = { name: 'Staked', contract: 'projects', args: [1n, ANNA, 0n, 1n] }
  const stored = { address: systemAddress('projects'), topics: eventTopics(event), data: eventData(event) }
  for (const wrong of [{ data: new Uint8Array(3) }, { topics: [EMPTY_HASH] }, { address: ANNA }, { topics: stored.topics.slice(0, 2) }]) {
    expect(() => eventOfLog({ ...stored, ...wrong })).toThrow(expect.objectContaining({ code: 'UnknownLog' }))
  }
})

test('history is what the blocks said of projects, in order, also after a start', async () => {
  const blocks = await propose()
  const said = blocks.flatMap(({ outcomes }) => outcomes.flatMap(({ events }) => events)).filter(({ contract }) => contract === 'projects')
  expect(said.map(({ name }) => name)).toEqual(['Proposed', 'Staked'])
  await chain.close()
  chain = await place.open()
  const history = createEventHistory(chain)
  const read = async (which: readonly EventName[], to: bigint): Promise<readonly Event[]> => {
    const events: Event[] = []
    for await (const piece of history.read(which, to)) events.push(...piece)
    return events
  }
  expect(await read(names, history.head())).toEqual(said)
  expect(await read(names, history.head() - 1n)).toEqual(said.slice(0, 1))
  expect(await read(['Staked'], history.head())).toEqual(said.slice(1))
})

test('a keeper wants what is due, one killed and begun anew the same, and after a rewind nothing that is not there any more', async () => {
  await propose()
  const before = chain.head().header.number - 2n
  let pool = begin()
  expect(await wanted(pool)).toEqual([])
  now += DAY
  expect(await wanted(pool)).toEqual([ADVANCE])

  await keeper?.close()
  await chain.close()
  chain = await place.open()
  pool = begin()
  expect(await wanted(pool)).toEqual([ADVANCE])
  pool.onBlock(await append([{ type: 'operation', operation: { call: ADVANCE } }]))
  expect(await wanted(pool)).toContainEqual(SETTLE)
  const settled = await append([{ type: 'operation', operation: { call: SETTLE } }])
  expect(settled.outcomes).toHaveLength(1)

  // Back to where the stake was not settled yet, and then to where there was no project.
  await keeper?.close()
  pool = begin()
  expect(await wanted(pool)).toEqual([])
  await chain.rewind(chain.head().header.number - 1n)
  expect(await wanted(pool)).toEqual([SETTLE])
  await chain.rewind(before)
  dropAll(pool)
  expect(await wanted(pool)).toEqual([])
})
