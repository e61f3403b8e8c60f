import { readFileSync } from 'node:fs'
import { fromHex, PARAMETERS, systemAddress, taskListRoot, toHex, UNIT } from '@distribute/state-machine'
import { reputationAbi } from '@distribute/bridge-contracts'
import { encodeFunctionData } from 'viem'
import type { Hex } from 'viem'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type BASIC_TYPES, DISTRIBUTE_METHODS, type Fields, type MethodShape, OBJECTS, PROJECT_FIELDS, ROLLUP_METHODS, type Shape, STAGE_NAMES } from '@distribute/client/words'
import { budget } from '../../test/budget.ts'
import { appendRandomBlock, createRandom, LISTS, MEMBERS } from '../catalog/testing/history.ts'
import type { Random } from '../catalog/testing/history.ts'
import { distributeReference } from './distribute-reference.ts'
import { rollupReference } from './rollup-reference.ts'
import { methods } from './methods.ts'
import { accounts, CHAIN_ID, registrar, startTestNode } from './testing/node.ts'
import { openRandomNode } from './testing/random-node.ts'
import type { Item, RandomNode, ShownPage } from './testing/random-node.ts'

let node: RandomNode
const ask = (method: string, params?: object): Promise<unknown> => (params === undefined ? node.ask(method) : node.ask(method, params))
const all: RandomNode['all'] = (method, params, limit) => node.all(method, params, limit)

const open = async (): Promise<void> => {
  node = await openRandomNode()
}
const close = (): Promise<void> => node.close()
beforeEach(open)
afterEach(close)

const BASICS: Readonly<Record<keyof typeof BASIC_TYPES, (value: unknown) => boolean>> = {
  quantity: (value) => typeof value === 'string' && /^0x(0|[1-9a-f][0-9a-f]*)$/.test(value),
  address: (value) => typeof value === 'string' && /^0x[0-9a-f]{40}$/.test(value),
  hash: (value) => typeof value === 'string' && /^0x[0-9a-f]{64}$/.test(value),
  bytes: (value) => typeof value === 'string' && /^0x([0-9a-f]{2})*$/.test(value),
  text: (value) => typeof value === 'string' && value.length > 0,
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  stage: (value) => STAGE_NAMES.some((name) => name === value),
  currency: (value) => value === 'tokens' || value === 'reputation',
}
const isBasic = (shape: string): shape is keyof typeof BASIC_TYPES => shape in BASICS

const SHAPES: Readonly<Record<string, Fields>> = OBJECTS
const METHODS: Readonly<Record<string, MethodShape>> = DISTRIBUTE_METHODS

const fieldsOf = (name: string): Fields | undefined => {
  if (name === 'Project') return { ...OBJECTS.ProjectSummary, ...PROJECT_FIELDS }
  if (name === 'Parameters') return Object.fromEntries(Object.keys(PARAMETERS).map((key) => [key, ['quantity', '']]))
  return SHAPES[name]
}

/** What is wrong with a value of a shape; fields that are missing, and ones that no table names, are. */
function faults(shape: Shape, value: unknown, where: string, used: Set<string>): readonly string[] {
  if (typeof shape !== 'string') {
    if ('oneOf' in shape) return shape.oneOf.some((text) => text === value) ? [] : [`${where} is none of ${shape.oneOf.join(', ')}`]
    if ('optional' in shape) return value === undefined ? [] : faults(shape.optional, value, where, used)
    if ('nullable' in shape) return value === null ? [] : faults(shape.nullable, value, where, used)
    if ('list' in shape) return Array.isArray(value) ? value.flatMap((each, i) => faults(shape.list, each, `${where}[${i}]`, used)) : [`${where} is no list`]
    const { items, next, ...rest } = value as ShownPage
    return [...faults({ list: shape.page }, items, where, used), ...faults({ nullable: 'bytes' }, next, `${where}.next`, used), ...Object.keys(rest).map((key) => `${where}.${key} too much`)]
  }
  if (isBasic(shape)) return BASICS[shape](value) ? [] : [`${where} is no ${shape}: ${JSON.stringify(value)}`]
  const fields = fieldsOf(shape)
  if (fields === undefined || typeof value !== 'object' || value === null) return [`${where} is no ${shape}`]
  used.add(shape)
  const own = Object.entries(fields).flatMap(([name, [type]]) => faults(type, (value as Item)[name], `${where}.${name}`, used))
  return [...own, ...Object.keys(value).filter((name) => !(name in fields)).map((name) => `${where}.${name} stands in no table`)]
}

const grow = async (random: Random, blocks: number): Promise<void> => {
  for (let i = 0; i < blocks; i++) await appendRandomBlock(node.chain, random)
}

test('docs/distribute-rpc.md is what the tables give (node --import tsx node/rpc/write-distribute-reference.ts)', () => {
  expect(readFileSync(new URL('../../docs/distribute-rpc.md', import.meta.url), 'utf8')).toBe(distributeReference())
})

test('docs/rollup-rpc.md is what its tables give (the same program writes it)', () => {
  expect(readFileSync(new URL('../../docs/rollup-rpc.md', import.meta.url), 'utf8')).toBe(rollupReference())
  for (const name of Object.keys(ROLLUP_METHODS)) expect(Object.keys(methods)).toContain(name)
})

test('every method stands in the table, and every method of the table exists', () => {
  expect(Object.keys(DISTRIBUTE_METHODS).sort()).toEqual(Object.keys(methods).filter((name) => name.startsWith('distribute_')).sort())
})

test('every method takes the fields of the table, and no others', async () => {
  for (const [name, { params, positional }] of Object.entries(METHODS)) {
    if (positional === true) continue
    const answer = (await ask(name, { nothing: 1 })) as { error: { code: number; message: string } }
    expect(answer.error.code, name).toBe(-32602)
    const [, known = ''] = answer.error.message.split('known: ')
    expect(known.split(', ').filter((field) => field !== '').sort(), name).toEqual(Object.keys(params).sort())
  }
})

const UNUSED = ['Recovery']

test('every answer has the shape of the table, to the field', async () => {
  const used = new Set<string>()
  const check = async (method: string, params: object = {}): Promise<void> => {
    expect(faults(METHODS[method]!.result, await ask(method, params), method, used), JSON.stringify(params)).toEqual([])
  }
  const random = createRandom(2)
  for (let round = 0; round < 5; round++) {
    await grow(random, round === 0 ? 0 : 45)
    for (const method of ['distribute_community', 'distribute_parameters', 'distribute_projects', 'distribute_series', 'distribute_relay']) await check(method)
    for (const stage of STAGE_NAMES) await check('distribute_projects', { stage })
    for (const account of MEMBERS) {
      await check('distribute_projects', { proposer: account })
      for (const list of ['member', 'stakes', 'claims', 'seats', 'ballots', 'payouts', 'history']) await check(`distribute_${list}`, { account })
    }
    for (let project = 0; project < 20; project++) {
      await check('distribute_project', { id: project })
      for (const list of ['taskLists', 'stakes', 'seats', 'history']) await check(`distribute_${list}`, { project })
      await check('distribute_seats', { project, index: 0 })
    }
  }
  expect(Object.keys(OBJECTS).filter((name) => !used.has(name))).toEqual(UNUSED)
})

test('a recovery under way shows in the profile', async () => {
  const full = await startTestNode()
  const [ada, bob] = accounts
  await full.deposit(ada.address, UNIT)
  const domain = { name: 'Distribute', version: '1', chainId: CHAIN_ID, verifyingContract: systemAddress('reputation') }
  const deadline = 1_900_000_000n
  const identity = `0x${'07'.repeat(32)}` as const
  const signed = (type: string, fields: readonly (readonly [string, string, string | bigint])[]): Promise<Hex> =>
    registrar.signTypedData({
      domain, primaryType: type, types: { [type]: fields.map(([name, kind]) => ({ name, type: kind })) }, message: Object.fromEntries(fields.map(([name, , value]) => [name, value])),
    })
  const membership = await signed('Membership', [['member', 'address', ada.address], ['identity', 'bytes32', identity], ['deadline', 'uint256', deadline]])
  await full.call('distribute_register', [ada.address, identity, `0x${deadline.toString(16)}`, membership])
  const recovery = await signed('Recovery', [['from', 'address', ada.address], ['to', 'address', bob.address], ['deadline', 'uint256', deadline]])
  const data = encodeFunctionData({ abi: reputationAbi, functionName: 'startRecovery', args: [ada.address, bob.address, deadline, recovery] })
  const raw = await ada.signTransaction({ chainId: CHAIN_ID, nonce: 0, gas: 500_000n, maxFeePerGas: 2n, to: systemAddress('reputation'), data })
  expect(await full.call('eth_sendRawTransactionSync', [raw])).toMatchObject({ status: '0x1' })
  const profile = await full.call('distribute_member', [{ account: ada.address }])
  expect(faults('Member', profile, 'profile', new Set())).toEqual([])
  expect(profile).toMatchObject({ account: ada.address.toLowerCase(), isMember: true, identity, recovery: { to: bob.address.toLowerCase(), finished: false } })
  const told = (await full.call('distribute_history', [{ account: bob.address }])) as ShownPage
  expect(told.items).toMatchObject([{ kind: 'startRecovery', words: expect.stringMatching(/^the membership of 0x\w+ will move to 0x\w+ from 20\d\d-/) as string }])
  await full.close()
})

test('task lists are those that were submitted: their tasks give their roots, and supports add up to at most all', async () => {
  const random = createRandom(9)
  const roots = new Set<string>(LISTS.map((list) => toHex(taskListRoot(list))))
  let accepted = 0
  for (let round = 0; round < 4; round++) {
    await grow(random, 40)
    for (const { id } of await all('distribute_projects')) {
      const lists = await all('distribute_taskLists', { project: id })
      for (const { root, tasks, count } of lists) {
        const items = (tasks as { weight: string; contentHash: string }[]).map(({ weight, contentHash }) => ({ weight: BigInt(weight), contentHash: fromHex(contentHash) }))
        expect([toHex(taskListRoot(items)), BigInt(items.length)]).toEqual([root, BigInt(count as string)])
        expect(roots.has(root as string)).toBe(true)
      }
      const full = (await ask('distribute_project', { id })) as Item
      const supports = lists.map(({ supportPercent }) => supportPercent as number)
      // Settled stakes have left the tallies' other side; while the project is worked on they must add up.
      if (['staked', 'active'].includes(full['stage'] as string)) expect(supports.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(100)
      expect(lists.filter(({ isLeader }) => isLeader === true).map(({ root }) => root)).toEqual(full['leader'] === null ? [] : [full['leader']])
      if (full['accepted'] === null) continue
      accepted++
      const weights = (full['tasks'] as { weight: string }[]).map(({ weight }) => BigInt(weight))
      expect(weights.reduce((sum, weight) => sum + weight, 0n)).toBe(10_000n)
    }
  }
  expect(accepted).toBeGreaterThan(5)
})

/** What an account waits for: by reason and place, what it is told it will be paid. */
async function noteExpected(account: string, told: Map<string, unknown>): Promise<void> {
  for (const { project, stage, expected, tokens } of await all('distribute_stakes', { account }, 50)) {
    if (stage === 'complete' && tokens !== '0x0') told.set(JSON.stringify(['stake', account, project, null]), (expected as { ether: string }).ether)
  }
  for (const { project, index, settled: isSettled, pay } of await all('distribute_seats', { account }, 50)) {
    if (isSettled === false && pay !== null) told.set(JSON.stringify(['validation', account, project, index]), pay)
  }
}

test('what is told as expected is what is paid', async () => {
  const settled = { stake: 0, validation: 0 }
  for (let seed = 2; seed < 2 + budget(1); seed++) {
    if (seed > 2) {
      await close()
      await open()
    }
    const random = createRandom(seed)
    const told = new Map<string, unknown>()
    for (let round = 0; round < 130; round++) {
      await grow(random, 1)
      for (const account of MEMBERS) await noteExpected(account, told)
    }
    for (const account of MEMBERS) {
      for (const { reason, project, index, ether } of await all('distribute_payouts', { account }, 50)) {
        const place = JSON.stringify([reason, account, project, index])
        // What was settled in the block that ended the project was never seen waiting.
        if ((reason !== 'stake' && reason !== 'validation') || !told.has(place)) continue
        expect(ether, place).toBe(told.get(place))
        settled[reason]++
      }
    }
  }
  expect(settled.stake).toBeGreaterThan(0)
  expect(settled.validation).toBeGreaterThan(3)
})

test('history tells who did what, failures too', async () => {
  const random = createRandom(4)
  await grow(random, 120)
  const kinds = new Set<unknown>()
  for (const account of MEMBERS) {
    for (const item of await all('distribute_history', { account }, 50)) {
      kinds.add(item['kind'])
      expect(item['words']).not.toMatch(/undefined|NaN|\[object/)
      if (item['status'] === false) expect(item['words']).toMatch(/^could not .*: [A-Z]\w+$/)
    }
  }
  for (const kind of ['deposit', 'mint', 'stake', 'propose', 'submitTaskList', 'claimTask', 'validate', 'register', 'send']) expect(kinds).toContain(kind)
  const [first] = (await all('distribute_history', { project: '0x1' }, 50)).reverse()
  expect(first).toMatchObject({ kind: 'propose', project: '0x1', status: true, words: expect.stringMatching(/^proposed project 1 of /) as string, tells: { of: 'event', name: 'Proposed' } })
  // By its hash it is told alike, but for whose balance is shown: here that of who sent it.
  const { at, tells, events, from } = first as { at: { transactionHash: string }; tells: object; events: unknown[]; from: string }
  const [own] = (await all('distribute_history', { account: from }, 200)).filter((each) => (each['at'] as typeof at).transactionHash === at.transactionHash)
  expect(await ask('distribute_transaction', { hash: at.transactionHash })).toEqual(own)
  expect(own).toMatchObject({ tells, events })
  expect(await ask('distribute_transaction', { hash: `0x${'77'.repeat(32)}` })).toBeNull()
})

test('the community and its parameters', async () => {
  const random = createRandom(12)
  await grow(random, 100)
  const shown = (await ask('distribute_community')) as { members: string; projects: { total: string; byStage: Record<string, string>; largestCost: string }; pool: { lowest: string } }
  expect(Number(shown.members)).toBe(MEMBERS.length)
  const counts = Object.values(shown.projects.byStage).reduce((sum, count) => sum + BigInt(count), 0n)
  expect(counts).toBe(BigInt(shown.projects.total))
  for (const [stage, count] of Object.entries(shown.projects.byStage)) expect(BigInt((await all('distribute_projects', { stage })).length)).toBe(BigInt(count))
  expect(BigInt(shown.projects.largestCost)).toBe(BigInt(shown.pool.lowest) / 2n)
  expect(await ask('distribute_parameters')).toMatchObject({ parameters: { staked: '0x28', registrationGrant: `0x${(100n * UNIT).toString(16)}` } })
})

test('projects of a proposer in a stage, in pages of one', async () => {
  await grow(createRandom(6), 100)
  for (const proposer of MEMBERS) {
    const own = await all('distribute_projects', { proposer })
    for (const stage of STAGE_NAMES) {
      const both = await all('distribute_projects', { proposer, stage }, 1)
      const inStage = new Set((await all('distribute_projects', { stage })).map(({ id }) => id))
      expect(both).toEqual(own.filter(({ id }) => inStage.has(id)))
    }
  }
  const ids = (await all('distribute_projects', {}, 2)).map(({ id }) => Number(id))
  expect(ids).toEqual(ids.map((_id, i) => ids.length - i))
})

test('pages do not move while blocks arrive', async () => {
  const random = createRandom(8)
  await grow(random, 60)
  const account = MEMBERS[1]!
  const before = await all('distribute_history', { account }, 5)
  const seen: Item[] = []
  let page = (await ask('distribute_history', { account, limit: 5 })) as ShownPage
  for (;;) {
    seen.push(...page.items)
    await grow(random, 1)
    if (page.next === null) break
    page = (await ask('distribute_history', { account, limit: 5, cursor: page.next })) as ShownPage
  }
  expect(seen).toEqual(before)
})

test.each([
  ['distribute_stakes', {}, /missing field account or project/],
  ['distribute_stakes', { account: MEMBERS[0], project: 1 }, /not both/],
  ['distribute_claims', {}, /missing field account/],
  ['distribute_project', {}, /missing field id/],
  ['distribute_project', { id: '1' }, /hex string without 0x prefix/],
  ['distribute_seats', { account: MEMBERS[0], index: 1 }, /index is that of a task of project/],
  ['distribute_projects', { stage: 'begun' }, /stage is one of proposed, /],
  ['distribute_projects', { cursor: '0x01' }, /not a cursor of this list/],
  ['distribute_projects', { stage: 'failed', cursor: '0x0102' }, /not a cursor of this list/],
  ['distribute_history', { account: MEMBERS[0], cursor: `0x${'00'.repeat(13)}` }, /not a cursor of this list/],
  ['distribute_history', { account: MEMBERS[0], limit: 0 }, /limit is 1 to 200/],
  ['distribute_history', { account: MEMBERS[0], limit: 201 }, /limit is 1 to 200/],
  ['distribute_member', { account: '0x12' }, /common\.Address/],
])('%s %j is refused', async (method, params, words) => {
  expect(await ask(method, params)).toMatchObject({ error: { code: -32602, message: expect.stringMatching(words) as string } })
})

test('what is not there is null or empty', async () => {
  expect(await ask('distribute_project', { id: 0 })).toBeNull()
  expect(await ask('distribute_project', { id: 1 })).toBeNull()
  expect(await ask('distribute_projects')).toEqual({ items: [], next: null })
  expect(await ask('distribute_projects', { cursor: `0x${'00'.repeat(8)}` })).toEqual({ items: [], next: null })
  expect(await ask('distribute_history', { project: 5 })).toEqual({ items: [], next: null })
  expect(await ask('distribute_member', { account: MEMBERS[0]! })).toMatchObject({ isMember: false, ether: '0x0', identity: null })
})
