import { accountOf, decodeRecord, executeBlock, createTree, genesisRecords, recordKey, toHex, ZERO_ADDRESS } from '@distribute/state-machine'
import type { Address, ExecutedBlock } from '@distribute/state-machine'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { budget } from '../../test/budget.ts'
import type { Chain } from '../chain/chain.ts'
import { openDatabase } from '../storage/database.ts'
import { metaKey, tableRange } from '../storage/tables.ts'
import { readerOf } from './facts.ts'
import type { CatalogProgress } from './build.ts'
import { payoutsOf } from './payouts.ts'
import type { Page, PageRequest } from './read.ts'
import { etherFlow } from './flows.ts'
import { appendRandomBlock, createRandom, createRandomPlace, MEMBERS } from './testing/history.ts'
import type { RandomPlace } from './testing/history.ts'
import { scan, textOf } from './testing/naive.ts'
import type { Naive } from './testing/naive.ts'

let place: RandomPlace
let chain: Chain
beforeEach(async () => {
  place = createRandomPlace()
  chain = await place.open({ archive: true })
})
afterEach(async () => {
  await chain.close().catch(() => undefined)
  place.remove()
})

async function startOver(): Promise<void> {
  await chain.close()
  place.remove()
  place = createRandomPlace()
  chain = await place.open({ archive: true })
}

/** All pages of a list, with pages of a size that leaves a rest. */
async function all<T>(list: (page: PageRequest) => Promise<Page<T>>, limit = 3): Promise<T[]> {
  const items: T[] = []
  let page = await list({ limit })
  for (;;) {
    items.push(...page.items)
    if (page.next === undefined) return items
    expect(page.items.length).toBe(limit)
    page = await list({ limit, after: page.next })
  }
}

async function expectFirsts<T extends object>(list: (page: PageRequest) => Promise<Page<{ ids: T; place: unknown }>>, found: ReadonlyMap<string, unknown>, text: (ids: T) => string): Promise<void> {
  const items = await all(list)
  expect(new Map(items.map(({ ids, place: at }) => [text(ids), at]))).toEqual(found)
  expect(items.length).toBe(found.size)
}

async function expectAccount(naive: Naive, account: Address): Promise<void> {
  const { catalog } = chain
  const places = async (kind?: 'payout' | 'withdrawal') => (await all((page) => catalog.activity(account, page, kind), 7)).map((each) => each.place)
  expect(await places()).toEqual(naive.activity(account))
  expect(await places('payout')).toEqual(naive.payouts(account))
  expect(await places('withdrawal')).toEqual(naive.withdrawals(account))
  const own = (at: number, ...ids: readonly number[]) => (args: ExecutedBlock['outcomes'][number]['events'][number]['args']) =>
    (args[at] === account ? ids.map((i) => textOf(args[i]!)).join() : undefined)
  await expectFirsts((page) => catalog.stakes({ account }, page), naive.firsts('Staked', own(1, 0)), ({ project }) => `${project}`)
  await expectFirsts((page) => catalog.claims(account, page), naive.firsts('TaskClaimed', own(2, 0, 1)), ({ project, index }) => `${project},${index}`)
  await expectFirsts((page) => catalog.seats({ account }, page), naive.firsts('Validated', own(2, 0, 1)), ({ project, index }) => `${project},${index}`)
  await expectFirsts((page) => catalog.ballots(account, page), naive.firsts('Committed', own(2, 0, 1, 3)), ({ project, index, currency }) => `${project},${index},${currency}`)
  const proposed = naive.firsts('Proposed', own(1, 0))
  expect((await all((page) => catalog.projects({ proposer: account }, page))).map(String)).toEqual([...proposed.keys()].reverse())
  for (const [project, at] of proposed) expect(await catalog.proposal(account, BigInt(project))).toEqual(at)
}

async function expectProject(naive: Naive, project: bigint): Promise<void> {
  const { catalog } = chain
  const own = (...ids: readonly number[]) => (args: ExecutedBlock['outcomes'][number]['events'][number]['args']) =>
    (args[0] === project ? ids.map((i) => textOf(args[i]!)).join() : undefined)
  expect(await all((page) => catalog.projectActivity(project, page))).toEqual(naive.projectActivity(project))
  await expectFirsts((page) => catalog.stakes({ project }, page), naive.firsts('Staked', own(1)), ({ account }) => account)
  await expectFirsts((page) => catalog.seats({ project }, page), naive.firsts('Validated', own(1, 2)), ({ index, account }) => `${index},${account}`)
  await expectFirsts((page) => catalog.taskLists(project, page), naive.firsts('TaskListSubmitted', own(2)), ({ root }) => toHex(root))
  const seats = naive.firsts('Validated', own(1, 2))
  const ofFirst = [...seats.keys()].filter((text) => text.startsWith('0,')).length
  expect((await all((page) => catalog.seats({ project, index: 0n }, page))).length).toBe(ofFirst)
  for (const [index, at] of naive.firsts('EvidenceSubmitted', own(1))) expect(await catalog.evidence(project, BigInt(index))).toEqual(at)
  expect(await catalog.evidence(project, 31n)).toBeUndefined()
}

/** The catalog answers what a look at everything answers. */
async function expectAll(blocks: readonly ExecutedBlock[]): Promise<void> {
  const naive = scan(blocks)
  const stages = naive.stages(chain.state)
  const { members, stages: counts } = await chain.catalog.counts()
  expect(members).toBe(naive.members)
  for (let stage = 1n; stage <= 8n; stage++) {
    expect(await all((page) => chain.catalog.projects({ stage }, page))).toEqual(stages.get(stage) ?? [])
    expect(counts.get(stage)).toBe(BigInt(stages.get(stage)?.length ?? 0))
  }
  for (const account of MEMBERS) await expectAccount(naive, account)
  const { projects } = decodeRecord('pool', chain.state.get(recordKey('pool')))
  for (let project = 1n; project <= projects + 1n; project++) await expectProject(naive, project)
}

/** Every row of the catalog, with the directory closed. */
async function dump(): Promise<readonly string[]> {
  await chain.close()
  const database = await openDatabase(place.directory)
  const rows: string[] = []
  for await (const chunk of database.rows(tableRange('catalog'))) for (const [key, value] of chunk) rows.push(`${toHex(key)} ${toHex(value)}`)
  await database.close()
  return rows
}

const reopen = async (): Promise<void> => {
  chain = await place.open({ archive: true })
}

const step = fc.record({ ahead: fc.integer({ min: 1, max: 60 }), back: fc.nat(30), restart: fc.boolean() })

test('every list is what a look at all blocks finds, through rewinds and restarts', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.array(step, { minLength: 1, maxLength: 3 }), async (seed, steps) => {
      await startOver()
      const random = createRandom(seed)
      const blocks: ExecutedBlock[] = []
      for (const { ahead, back, restart } of steps) {
        for (let i = 0; i < ahead; i++) blocks.push(await appendRandomBlock(chain, random))
        blocks.length -= Math.min(back, blocks.length)
        await chain.rewind(BigInt(blocks.length))
        await chain.inbox.truncate(chain.head().cursor)
        if (restart) {
          await chain.close()
          await reopen()
        }
        await expectAll(blocks)
      }
    }),
    { numRuns: budget(6) },
  )
})

test('a rewind leaves the rows of a chain that was never longer, and nothing at block 0', async () => {
  const random = createRandom(11)
  for (let i = 0; i < 60; i++) await appendRandomBlock(chain, random)
  const before = await dump()
  await reopen()
  for (let i = 0; i < 60; i++) await appendRandomBlock(chain, random)
  expect(chain.head().header.number).toBe(120n)
  await chain.rewind(60n)
  expect(await dump()).toEqual(before)
  await reopen()
  await chain.rewind(0n)
  expect(await dump()).toEqual([])
})

test('an older directory without a catalog, or with half of one, gets the whole one when it is opened', async () => {
  const random = createRandom(5)
  for (let i = 0; i < 80; i++) await appendRandomBlock(chain, random)
  const before = await dump()
  expect(before.length).toBeGreaterThan(300)
  const database = await openDatabase(place.directory)
  const batch = database.batch()
  batch.delete(metaKey('catalog'))
  for (let i = 0; i < before.length; i += 3) batch.delete(Buffer.from(before[i]!.split(' ')[0]!.slice(2), 'hex'))
  batch.put(Uint8Array.of(0x0e, 0x77), Uint8Array.of(1))
  await batch.write({ sync: true })
  await database.close()
  await reopen()
  expect(await dump()).toEqual(before)
  const told: CatalogProgress[] = []
  chain = await place.open({ progress: (progress) => void told.push(progress) })
  expect(told).toEqual([])
})

test('building is told now and then, and refuses blocks that do not give their state', async () => {
  for (let i = 0; i < 2; i++) await chain.append(chain.begin(chain.head().header.time + 1n).seal())
  await chain.close()
  const { ensureCatalog } = await import('./build.ts')
  const database = await openDatabase(place.directory)
  const batch = database.batch()
  batch.delete(metaKey('catalog'))
  await batch.write({ sync: true })
  const { config, inbox } = chain
  const blocks = { head: 2n, inbox: inbox.view(0n), segments: async () => [Uint8Array.of(1, 0, 0, 0, 0, 0)], stateRoot: async () => new Uint8Array(32) }
  await expect(ensureCatalog(database, { config, blocks })).rejects.toMatchObject({ code: 'corrupt', table: 'segments' })
  const roots: Uint8Array[] = [new Uint8Array(32)]
  const tree = createTree()
  tree.apply(genesisRecords(config.genesis))
  const segments = [Uint8Array.of(1, 0, 0, 0, 0, 0)]
  for (let i = 0; i < 1_001; i++) roots.push(executeBlock(tree, config, blocks.inbox, segments).stateRoot)
  const told: CatalogProgress[] = []
  const more = { ...blocks, head: 1_001n, stateRoot: async (number: bigint) => roots[Number(number)]! }
  await ensureCatalog(database, { config, blocks: more, progress: (progress) => void told.push(progress) })
  expect(told).toEqual([{ block: 1_000n, head: 1_001n }])
  await ensureCatalog(database, { config, blocks, progress: (progress) => void told.push(progress) })
  expect(told.length).toBe(1)
  await database.close()
  await reopen()
})

test('every wei that an account gained or lost is told by outcomes and stipends; payouts are the part that was earned', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), async (seed) => {
      await startOver()
      const random = createRandom(seed)
      const { genesis } = chain.config
      for (let i = 0; i < 60; i++) {
        const block = await appendRandomBlock(chain, random)
        const before = readerOf(block.writes)
        for (const account of MEMBERS) {
          if (before.get(recordKey('account', account)) === undefined && block.number > 1n) continue
          const flow = { account, after: chain.state, genesis }
          const told = block.outcomes.reduce((sum, outcome) => sum + etherFlow(outcome, flow), 0n)
          const registered = (await all((page) => chain.catalog.activity(account, page, 'payout'))).filter(({ place: at }) => at.block === block.number)
          const stipends = registered.reduce((sum, { stipend }) => sum + stipend, 0n)
          expect([0n, genesis.parameters.registrationStipend]).toContain(stipends)
          expect(told + stipends).toBe(accountOf(chain.state, account).ether - accountOf(before, account).ether)
        }
      }
    }),
    { numRuns: budget(3) },
  )
})

test('the reputation of all payouts is the reputation that was ever made', async () => {
  const random = createRandom(23)
  let [made, paid] = [0n, 0n]
  for (let i = 0; i < 250; i++) {
    const { outcomes } = await appendRandomBlock(chain, random)
    for (const { events } of outcomes) {
      paid += payoutsOf({ events, state: chain.state, parameters: chain.config.genesis.parameters }).reduce((sum, { reputation }) => sum + reputation, 0n)
      for (const { name, contract, args } of events) if (name === 'Transfer' && contract === 'reputation' && args[0] === ZERO_ADDRESS) made += BigInt(textOf(args[2]!))
    }
  }
  expect(paid).toBe(made)
  expect(made).toBeGreaterThan(BigInt(MEMBERS.length) * chain.config.genesis.parameters.registrationGrant)
})

test('a stipend is told where the pool could pay it, and not before', async () => {
  const random = createRandom(1)
  await appendRandomBlock(chain, random, 0)
  const register = async (member: Address, identity: number) => {
    const builder = chain.begin(chain.head().header.time + 1n)
    const args = [member, new Uint8Array(32).fill(identity), 2n ** 40n, new Uint8Array(0)] as const
    builder.add({ type: 'operation', operation: { call: { kind: 'register', args } } })
    await chain.append(builder.seal())
    return (await chain.catalog.activity(member, { limit: 1 }, 'payout')).items[0]!.stipend
  }
  expect(await register(MEMBERS[0]!, 1)).toBe(0n)
  for (let i = 0; i < 30; i++) await appendRandomBlock(chain, random)
  const someone = `0x${'ab'.repeat(20)}` as Address
  expect(decodeRecord('pool', chain.state.get(recordKey('pool'))).ether > 10n ** 12n).toBe(true)
  expect(await register(someone, 200)).toBe(10n ** 12n)
  expect(accountOf(chain.state, someone).ether).toBe(10n ** 12n)
})

test('pages stay as they are while blocks arrive', async () => {
  const random = createRandom(3)
  for (let i = 0; i < 40; i++) await appendRandomBlock(chain, random)
  const account = MEMBERS[0]!
  const before = await all((page) => chain.catalog.activity(account, page), 4)
  const seen = []
  let page = await chain.catalog.activity(account, { limit: 4 })
  for (;;) {
    seen.push(...page.items)
    await appendRandomBlock(chain, random)
    if (page.next === undefined) break
    page = await chain.catalog.activity(account, { limit: 4, after: page.next })
  }
  expect(seen).toEqual(before)
  expect((await all((one) => chain.catalog.activity(account, one), 4)).length).toBeGreaterThan(before.length)
})
