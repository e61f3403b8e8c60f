import { createServer } from 'node:http'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { STAGE_NAMES } from '@distribute/client/words'
import { appendRandomBlock, createRandom, LISTS, MEMBERS } from '../catalog/testing/history.ts'
import { openRandomNode, type RandomNode } from '../rpc/testing/random-node.ts'
import { askDistribute, askList } from './ask-distribute.ts'
import { COMMANDS } from './commands.ts'
import { jsonOf } from './output.ts'
import { keepTaskList } from './task-lists.ts'

// Every command that shows a list, over a community's random history: what it prints, and what it gives to programs.

let node: RandomNode
let url = ''
let dataDir = ''
const server = createServer((request, response) => {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part)).on('end', () => void node.handle(Buffer.concat(parts).toString()).then((answer) => response.end(answer)))
})

beforeAll(async () => {
  node = await openRandomNode()
  dataDir = await mkdtemp(join(tmpdir(), 'distribute-lists-'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
})
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve))
  await node.close()
  await rm(dataDir, { recursive: true, force: true })
})

interface Shown {
  readonly lines: readonly string[]
  readonly notes: readonly string[]
}

async function run(name: string, args: readonly string[], flags: object): Promise<Shown> {
  const [lines, notes]: [string[], string[]] = [[], []]
  const output = { line: (text: string) => void lines.push(text), json: (value: unknown) => void lines.push(jsonOf(value)), note: (text: string) => void notes.push(text), progress: () => undefined }
  const spec = await COMMANDS[name]?.load()
  await spec?.run({ output, flags: { l2Url: url, dataDir, ...flags }, variables: {} }, args)
  return { lines, notes }
}
const show = async (name: string, args: readonly string[] = [], flags: object = {}): Promise<string> => (await run(name, args, flags)).lines.join('\n')
const json = async (name: string, args: readonly string[] = [], flags: object = {}): Promise<unknown> => JSON.parse(await show(name, args, { ...flags, json: true })) as unknown

const ADA = MEMBERS[0]!
const NOBODY = `0x${'99'.repeat(20)}`

/** Quantities as the commands print them. What words are made of has none: its numbers are decimal, and short bytes only look like one. */
function printed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(printed)
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, name === 'args' ? each : printed(each)]))
  return typeof value === 'string' && /^0x(0|[1-9a-f][0-9a-f]{0,31})$/.test(value) ? BigInt(value).toString() : value
}

test('where there is nothing, it is said', async () => {
  expect(await show('projects')).toBe('No project has been proposed yet: `distribute propose` does.')
  expect(await show('projects', [], { stage: 'failed' })).toBe('There is no such project.')
  expect(await show('history', [ADA])).toBe('Nothing has happened to this account yet.')
  expect(await show('history', [ADA], { earned: true })).toBe('This account has earned nothing yet.')
  expect(await show('history', [], { project: '7' })).toBe('Nothing has happened: there is no project 7.')
  expect(await show('me', [ADA])).toMatch(/^account +0x0+a0000, no member\nether +0\ntokens +0 free, 0 held\n/)
  for (const command of ['project', 'tasks show']) {
    await expect(run(command, ['1'], {})).rejects.toMatchObject({ code: 'Failed', message: 'there is no project 1', advice: expect.stringContaining('distribute propose') as unknown })
  }
  expect(await json('projects')).toEqual([])
})

test('programs get what the node answers, amounts as decimal strings; people get no bare value in any line', async () => {
  const random = createRandom(2)
  for (let i = 0; i < 250; i++) await appendRandomBlock(node.chain, random)
  const clean = async (name: string, args: readonly string[], flags: object = {}): Promise<void> =>
    expect(await show(name, args, flags), `${name} ${args.join(' ')}`).not.toMatch(/undefined|NaN|\[object|\bnull\b|\bnone\b|0x0{38}/)
  for (const account of MEMBERS) {
    const lists = await Promise.all(['stakes', 'claims', 'seats', 'ballots'].map((list) => node.all(`distribute_${list}`, { account }, 200)))
    const [stakes, claims, seats, ballots] = lists
    const proposed = await node.all('distribute_projects', { proposer: account }, 200)
    const member = (await node.ask('distribute_member', { account })) as object
    expect(await json('me', [account], { limit: '1000' })).toEqual(printed({ ...member, proposed, stakes, claims, seats, ballots }))
    expect(await json('history', [account], { limit: '10000' })).toEqual(printed(await node.all('distribute_history', { account }, 200)))
    expect(await json('history', [account], { limit: '10000', earned: true })).toEqual(printed(await node.all('distribute_payouts', { account }, 200)))
    expect(await json('projects', [], { proposer: account, limit: '10000' })).toEqual(printed(proposed))
    await clean('history', [account], { limit: '10000', earned: true })
  }
  for (const stage of STAGE_NAMES) expect(await json('projects', [], { stage, limit: '10000' })).toEqual(printed(await node.all('distribute_projects', { stage }, 200)))
  const all = await node.all('distribute_projects', {}, 200)
  await clean('projects', [], { limit: '10000' })
  for (const { id } of all) {
    const number = BigInt(id as string).toString()
    const { tasks, taskLists, stakes, ...rest } = (await json('project', [number])) as { tasks: { title: string }[]; taskLists: { root: string }[]; stakes: unknown }
    const wanted = (await node.ask('distribute_project', { id })) as { tasks: object[]; taskLists: { items: { root: string; tasks: object[] }[] }; stakes: { items: unknown } }
    expect({ ...wanted, ...(printed(wanted) as object), tasks: 0, taskLists: 0, stakes: 0 }).toEqual({ ...rest, tasks: 0, taskLists: 0, stakes: 0 })
    expect(tasks).toEqual(wanted.tasks.map((task) => ({ ...(printed(task) as object), title: '' })))
    expect(new Set(taskLists.map(({ root }) => root))).toEqual(new Set(wanted.taskLists.items.map(({ root }) => root)))
    expect(stakes).toEqual(printed(wanted.stakes.items))
    await clean('project', [number])
    await clean('tasks show', [number])
    await clean('history', [], { project: number, limit: '10000' })
    expect(await json('history', [number], { limit: '3' })).toEqual(await json('history', [], { project: number, limit: '3' }))
  }
})

test('an account’s history says with each deed what came, what went and the fee, and its own deeds without its name', async () => {
  const text = await show('history', [ADA], { limit: '10000' })
  expect(text).toMatch(/Z {2}minted \S+ tokens? for \S+ ether \(\+\S+ tokens, -\S+ ETH, fee \d+ wei\)$/m)
  expect(text).toMatch(/Z {2}proposed project \d+ of .* \(-\S+ (tokens|reputation), fee \d+ wei\)$/m)
  expect(text).toMatch(/0x\w+ staked .*; project \d+ is staked until .* \(\+\S+ ETH, \+.*\)$/m)
  expect(text).toMatch(/Z {2}could not .*: [A-Z]\w+ \(fee \d+ wei\)$/m)
  expect(text).not.toContain(`  ${ADA} `)
  const projects = await show('history', [], { project: '1', limit: '10000' })
  expect(projects.split('\n').at(-1)).toMatch(/^\d+ +\S+Z +0x\w{40} proposed project 1 of /)
})

test('a limit cuts every list, and it is told where there is more', async () => {
  const short = (await json('me', [ADA], { limit: '1' })) as { readonly [list: string]: unknown[] }
  expect(['proposed', 'stakes', 'claims', 'seats'].map((list) => short[list]?.length)).toEqual([1, 1, 1, 1])
  expect((await run('me', [ADA], { limit: '1' })).notes).toEqual([expect.stringMatching(/^there are more proposed, stakes, .*: --limit shows them$/)])
  expect((await run('me', [ADA], { limit: '1000' })).notes).toEqual([])
  expect(((await json('history', [ADA], { limit: '3' })) as unknown[]).length).toBe(3)
  const [all, many] = [await node.all('distribute_history', { account: ADA }), await askList(url, 'distribute_history', { account: ADA }, 10_000)]
  expect([all.length > 200, many.items.length, many.more]).toEqual([true, all.length, false])
  expect(await askList(url, 'distribute_history', { account: ADA }, all.length)).toMatchObject({ more: false })
  expect(await askList(url, 'distribute_history', { account: ADA }, all.length - 1)).toMatchObject({ more: true })
  expect(await show('me', [NOBODY])).toContain('no member')
})

test('titles that this machine has kept are shown with the tasks of their list', async () => {
  const titled = LISTS[1]!.map(({ weight, contentHash }, index) => ({ title: `Work ${index}`, weight: Number(weight), contentHash: `0x${Buffer.from(contentHash).toString('hex')}` as const }))
  await keepTaskList(dataDir, node.chain.config.genesis.chainId, titled)
  const texts = await Promise.all((await node.all('distribute_projects', {}, 200)).map(({ id }) => show('tasks show', [BigInt(id as string).toString()])))
  expect(texts.some((text) => /0 +70 % .* Work 0\n +1 +30 % .* Work 1/.test(text))).toBe(true)
})

test('what is not asked of such a node is told: nobody there, another method, another answer', async () => {
  await expect(askList('http://127.0.0.1:9', 'distribute_projects', {}, 1)).rejects.toMatchObject({ code: 'Failed', message: 'no answer from http://127.0.0.1:9' })
  await expect(askDistribute(url, 'distribute_projects', { cursor: '0x01' })).rejects.toMatchObject({ code: 'Failed', message: `${url} refuses distribute_projects: invalid argument 0: not a cursor of this list` })
})
