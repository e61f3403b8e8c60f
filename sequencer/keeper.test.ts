import { STAGES } from '@distribute/state-machine'
import type { Address, Call } from '@distribute/state-machine'
import { afterEach, expect, test } from 'vitest'
import { createCommunity, LONG_MS } from './testing/community.ts'
import type { Community, CommunityOptions } from './testing/community.ts'
import { depositOf } from './testing/chain.ts'
import { MEMBERS } from './testing/history.ts'
import { addressOf, ETHER, START } from './testing/world.ts'

const DAY = 86_400n
const [ANNA, BERT, CARL] = [MEMBERS[0]!, MEMBERS[1]!, MEMBERS[2]!]

const open: Community[] = []
afterEach(async () => {
  for (const community of open.splice(0)) await community.close()
})

const start = async (options: CommunityOptions = {}): Promise<Community> => {
  const community = createCommunity(options)
  open.push(community)
  community.startKeeper()
  await community.join()
  return community
}

const proposeCall = (cost: bigint, period: bigint): Call => ({
  kind: 'propose', args: [cost, period, 0n, new Uint8Array(32), new Uint8Array()],
})
const stakeCall = (currency: bigint, amount: bigint): Call => ({ kind: 'stake', args: [1n, currency, amount] })
const stageOf = ({ read }: Community): bigint => read('project', 1n).stage
const operationsIn = ({ chain }: Community): readonly (readonly string[])[] =>
  chain.blocks.map(({ outcomes }) => outcomes.flatMap(({ source, call }) => (source === 'operation' && call !== undefined ? [call.kind] : [])))

/** A project that has what was required when it was proposed, but less than is required since somebody left with her share. */
async function proposeAndLeave(community: Community, period: bigint): Promise<void> {
  const { act, read } = community
  await act(ANNA, proposeCall(read('pool').ether / 10n, period))
  for (const leaver of MEMBERS.slice(5)) await act(leaver, { kind: 'burn', args: [read('account', leaver).tokens, 0n] })
  for (const member of [ANNA, BERT]) await act(member, stakeCall(0n, read('account', member).tokens))
  await act(CARL, stakeCall(1n, read('proposal', 1n).requiredReputation))
  expect(read('project', 1n).stakedReputation).toBe(read('proposal', 1n).requiredReputation)
  expect(stageOf(community)).toBe(STAGES.proposed)
}

test('a project that becomes staked because the pool rose is staked without a call', async () => {
  const community = await start({ parameters: { poolMemory: '0' } })
  await proposeAndLeave(community, 3n * DAY)
  await community.later(3_600n)
  expect(stageOf(community)).toBe(STAGES.proposed)
  await community.act(BERT, { kind: 'donate', args: [] }, 900n * ETHER)
  expect(stageOf(community)).toBe(STAGES.staked)
  expect(operationsIn(community).slice(-2)).toEqual([[], ['advance']])
})

test('so is one that becomes staked because the pool’s memory of a bad day ended, in which no block is made', async () => {
  const community = await start({ parameters: { poolMemory: DAY.toString() } })
  await community.later(2n * DAY)
  await proposeAndLeave(community, 9n * DAY)
  await community.act(BERT, { kind: 'donate', args: [] }, 900n * ETHER)
  expect(stageOf(community)).toBe(STAGES.proposed)
  const blocks = community.chain.blocks.length
  await community.later(2n * DAY)
  expect(stageOf(community)).toBe(STAGES.staked)
  expect(community.chain.blocks.length).toBe(blocks + 1)
})

test('proposals are looked at in turns, a few after each change of the pool', async () => {
  const community = await start({ parameters: { poolMemory: '0' }, keeper: { looks: 1 } })
  await proposeAndLeave(community, 3n * DAY)
  for (let i = 1n; i < 5n; i++) await community.act(CARL, proposeCall(community.read('pool').ether / 1_000n + i, 3n * DAY))
  expect(community.read('pool').projects).toBe(5n)
  await community.act(BERT, { kind: 'donate', args: [] }, 900n * ETHER)
  await community.later(0n)
  expect(stageOf(community)).toBe(STAGES.staked)
})

const CROWD: readonly Address[] = Array.from({ length: 40 }, (_, i) => addressOf(0x200 + i))

test.each([
  ['of its share', { share: 8, operations: 4_096, most: 8 }],
  ['that a full pool lets in', { share: 256, operations: 3, most: 3 }],
])('no block holds more settlements than those %s, and members’ transactions come along', async (_, { share, operations, most }) => {
  const community = createCommunity({ members: CROWD, parameters: { poolMemory: '0' }, keeper: { share }, operations })
  open.push(community)
  await community.join()
  await community.act(CROWD[0]!, proposeCall(community.read('pool').ether / 20n, DAY))
  for (const member of CROWD) await community.act(member, stakeCall(0n, 50n * ETHER))
  community.startKeeper()
  community.clock.setNow(START + 2n * DAY)
  const before = community.chain.blocks.length
  await community.clock.advance(500)
  for (const sender of CROWD) void community.act(sender, { kind: 'tokenTransfer', args: [CROWD[0]!, 1n] })
  await community.clock.advance(60_000)
  const blocks = operationsIn(community).slice(before)
  expect(Math.max(...blocks.map(({ length }) => length))).toBeLessThanOrEqual(most)
  expect(blocks.flat().filter((kind) => kind === 'settleStake')).toHaveLength(CROWD.length)
  const transfers = community.chain.blocks.slice(before).map(({ outcomes }) => outcomes.filter(({ call }) => call?.kind === 'tokenTransfer').length)
  expect(transfers.filter((count) => count > 0)).toEqual([CROWD.length])
  expect(community.metrics.values.get('keeper_due')).toBe(0)
  expect(community.metrics.values.get('keeper_done_total')).toBe(1 + CROWD.length)
})

test('what the pool took is given to it again where the block’s time is held back by an unread entry', async () => {
  const community = await start({ parameters: { poolMemory: '0' }, keeper: { retryMs: 5_000 } })
  const { act, chain, clock, later } = community
  await act(ANNA, proposeCall(ETHER, DAY))
  await act(BERT, stakeCall(0n, ETHER))
  // Unread from the first hour on: no block may be later than that and the delay.
  chain.readable = 0n
  chain.inbox.push(depositOf(CARL, 1n, START))
  const before = chain.blocks.length
  await later(30n * DAY)
  await clock.advance(20_000)
  expect([chain.blocks.length, stageOf(community)]).toEqual([before, STAGES.proposed])
  chain.readable = undefined
  await clock.advance(10_000)
  expect(stageOf(community)).toBe(STAGES.expired)
  expect(community.read('stake', 1n, BERT).tokens).toBe(0n)
})

test('a chain that cannot be read is read again, and then everything due is done', async () => {
  let faults = 0
  const community = createCommunity({
    parameters: { poolMemory: '0' },
    history: (real) => ({
      ...real,
      async *read(names, to) {
        yield* real.read(names, to)
        if (++faults < 3) throw new TypeError('the disk is tired')
      },
    }),
  })
  open.push(community)
  await community.join()
  await community.act(ANNA, proposeCall(ETHER, DAY))
  community.startKeeper()
  await community.later(2n * DAY)
  expect(stageOf(community)).toBe(STAGES.expired)
  expect(community.metrics.values.get('keeper_faults_total')).toBe(2)
  expect(community.log.lines.filter(({ level }) => level === 'error').map(({ message }) => message)).toEqual(Array(2).fill('what is due is not known'))
})

test('blocks that come while the chain is read are not lost', async () => {
  let goOn: () => void = () => undefined
  const gate = new Promise<void>((resolve) => (goOn = resolve))
  const community = createCommunity({
    parameters: { poolMemory: '0' },
    history: (real) => ({
      ...real,
      async *read(names, to) {
        yield* real.read(names, to)
        await gate
      },
    }),
  })
  open.push(community)
  await community.join()
  community.startKeeper()
  await community.act(ANNA, proposeCall(ETHER, DAY))
  await community.later(2n * DAY)
  expect(stageOf(community)).toBe(STAGES.proposed)
  goOn()
  await community.clock.advance(LONG_MS)
  expect(stageOf(community)).toBe(STAGES.expired)
})

test('what is not due after all is dropped with a line for whoever looks, and not tried again', async () => {
  const ghost = { name: 'Proposed', contract: 'projects', args: [99n, ANNA, 1n, START, new Uint8Array(32), new Uint8Array()] } as const
  const community = createCommunity({
    history: (real) => ({
      ...real,
      async *read(names, to) {
        yield* real.read(names, to)
        yield [ghost]
      },
    }),
  })
  open.push(community)
  community.startKeeper()
  await community.clock.advance(30_000)
  const lines = community.log.lines.filter(({ message }) => message === 'nothing is due here after all')
  expect(lines).toEqual([{ level: 'debug', message: 'nothing is due here after all', facts: { kind: 'advance', args: [99n], rule: 'UnknownProject' } }])
  expect(community.chain.blocks).toHaveLength(0)
})

test('while it is held the keeper gives nothing to the pool', async () => {
  let isHeld = true
  const community = await start({ parameters: { poolMemory: '0' }, isHeld: () => isHeld })
  await community.act(ANNA, proposeCall(ETHER, DAY))
  await community.later(2n * DAY)
  expect(stageOf(community)).toBe(STAGES.proposed)
  isHeld = false
  await community.clock.advance(LONG_MS)
  expect(stageOf(community)).toBe(STAGES.expired)
})
