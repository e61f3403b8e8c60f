import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { toFunctionSelector } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemAddress } from '@distribute/state-machine'
import { freePort } from '../free-port.ts'
import { PROGRAM, rpc, temporaryDirectory } from './testing/devnet.ts'
import { startIndexer, type Indexer, type Row } from './testing/indexer.ts'

const lines: string[] = []
let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let child: ChildProcess
let l2: string

beforeAll(async () => {
  directory = await temporaryDirectory()
  const port = await freePort()
  l2 = `http://127.0.0.1:${port}`
  const ports = ['--l1-port', '0', '--l2-port', String(port), '--replica-port', '0', '--metrics-port', '0']
  const started = spawn(process.execPath, [PROGRAM, 'devnet', '--demo', '--data-dir', directory.path, ...ports, '--log-level', 'error'])
  child = started
  for await (const line of createInterface({ input: started.stdout })) {
    lines.push(line)
    if (line.startsWith('The demo is over')) break
  }
}, 180_000)
afterAll(async () => {
  if (child.exitCode === null && child.signalCode === null) {
    const exit = once(child, 'exit')
    child.kill('SIGINT')
    await exit
  }
  await directory.remove()
}, 60_000)

test('the demo runs a community to its last payout, and its books balance', () => {
  const told = lines.join('\n')
  expect(told).toContain('project 1 is Complete; its escrow is empty')
  expect(told).toContain('Expired: Ada has her stake back, Ben has lost his collateral')
  expect(lines.filter((line) => line.includes('✓'))).toHaveLength(5)
  expect(told).not.toContain('✗')
  expect(told).toContain('The demo is over')
})

const STAGES = ['', 'proposed', 'staked', 'active', 'validation', 'voting', 'complete', 'failed', 'expired']
const CURRENCIES = ['tokens', 'reputation']
type Shown = Readonly<Record<string, unknown>>
type Page = { readonly items: readonly Shown[] }

const decimal = (value: unknown): string => BigInt(String(value)).toString()
const one = async (method: string, params: object): Promise<Shown> => rpc<Shown>(l2, method, [params])
const page = async (method: string, params: object): Promise<readonly Shown[]> => (await rpc<Page>(l2, method, [{ ...params, limit: '0xc8' }])).items
const sorted = (rows: readonly Shown[]): readonly string[] => rows.map((row) => JSON.stringify(row, Object.keys(row).sort())).sort()

/** What a view of the projects contract gives, as words. */
const view = async (signature: string, ...args: readonly (string | number)[]): Promise<readonly bigint[]> => {
  const data = toFunctionSelector(signature) + args.map((arg) => BigInt(arg).toString(16).padStart(64, '0')).join('')
  const answer = await rpc<string>(l2, 'eth_call', [{ to: systemAddress('projects'), data }, 'latest'])
  return (answer.slice(2).match(/.{64}/g) ?? []).map((word) => BigInt(`0x${word}`))
}

const checkProjects = async (indexer: Indexer): Promise<readonly Row[]> => {
  const projects = await indexer.rows('projects', ['id', 'proposer', 'cost', 'contentHash', 'uri', 'stage', 'deadline', 'proposedAt'])
  const shown = await page('distribute_projects', {})
  expect(sorted(projects.map(({ stage, ...rest }) => ({ ...rest, stage: STAGES[Number(stage)] })))).toEqual(sorted(shown.map(({ id, proposer, cost, contentHash, uri, stage, deadline, at }) => ({
    id: decimal(id), proposer, cost: decimal(cost), contentHash, uri, stage, deadline: decimal(deadline), proposedAt: decimal((at as Shown)['timestamp']),
  }))))
  return projects
}

const checkStakes = async (indexer: Indexer): Promise<void> => {
  const stakes = await indexer.rows('stakes', ['project', 'account', 'tokens', 'reputation', 'settled', 'pay'])
  const pages = await Promise.all(['0x1', '0x2'].map((project) => page('distribute_stakes', { project })))
  const bare = (row: Shown): Shown => ({ project: decimal(row['project']), account: row['account'], tokens: decimal(row['tokens']), reputation: decimal(row['reputation']) })
  expect(sorted(stakes.map(bare))).toEqual(sorted(pages.flat().map(bare)))
  for (const { project, account, tokens, reputation, settled, pay } of stakes) {
    expect((await view('stakeOf(uint256,address)', String(project), String(account))).slice(0, 2)).toEqual([BigInt(String(tokens)), BigInt(String(reputation))])
    const payouts = await page('distribute_payouts', { account })
    const paid = payouts.filter((payout) => payout['reason'] === 'stake' && payout['project'] !== null && decimal(payout['project']) === project)
    expect([settled, paid.reduce((sum, { ether }) => sum + BigInt(String(ether)), 0n)]).toEqual([true, BigInt(String(pay))])
  }
}

const statusOf = ({ claimer, settled, passed }: Row): string => (claimer === null ? 'open' : settled !== true ? 'claimed' : passed === true ? 'passed' : 'failed')

const checkTasks = async (indexer: Indexer): Promise<void> => {
  const tasks = await indexer.rows('tasks', ['project', 'index', 'weight', 'claimer', 'collateral', 'evidenceHash', 'evidenceUri', 'settled', 'passed', 'undecided'])
  const { tasks: listed } = (await one('distribute_project', { id: '0x1' })) as { readonly tasks: readonly Shown[] }
  const touched = listed.filter(({ index }) => tasks.some((task) => task['index'] === decimal(index)))
  expect(touched.length).toBe(tasks.length)
  for (const task of tasks) {
    const found = touched.find(({ index }) => decimal(index) === task['index'])
    const evidence = found?.['evidence'] as Shown | null
    expect(found).toMatchObject({ status: statusOf(task), undecided: task['undecided'], claim: task['claimer'] === null ? null : { claimer: task['claimer'] } })
    expect([evidence?.['hash'] ?? null, evidence?.['uri'] ?? null]).toEqual([task['evidenceHash'], task['evidenceUri']])
    expect(decimal(found?.['weight'])).toBe(String(task['weight']))
  }
}

const checkSeats = async (indexer: Indexer): Promise<void> => {
  const seats = await indexer.rows('seats', ['project', 'index', 'validator', 'approves', 'position', 'stake', 'pay'])
  const shown = await page('distribute_seats', { project: '0x1' })
  expect(sorted(seats.map(({ validator, approves, position, ...rest }) => ({ ...rest, account: validator, side: approves === true ? 'approve' : 'reject', position: String(position) }))))
    .toEqual(sorted(shown.map(({ project, index, account, side, position, stake, pay }) => ({
      project: decimal(project), index: decimal(index), account, side, position: decimal(position), stake: decimal(stake), pay: pay === null ? null : decimal(pay),
    }))))
}

const checkBallots = async (indexer: Indexer): Promise<void> => {
  const ballots = await indexer.rows('ballots', ['project', 'index', 'voter', 'currency', 'amount', 'choice', 'settled'])
  const shown = (await Promise.all([...new Set(ballots.map(({ voter }) => voter))].map((account) => page('distribute_ballots', { account })))).flat()
  expect(sorted(ballots.map(({ project, index, voter, currency, amount, choice, settled }) => ({ project, index, account: voter, currency: CURRENCIES[Number(currency)], amount, revealed: choice !== null, settled }))))
    .toEqual(sorted(shown.map(({ project, index, account, currency, amount, revealed, settled }) => ({ project: decimal(project), index: decimal(index), account, currency, amount: decimal(amount), revealed, settled }))))
  const { tasks } = (await one('distribute_project', { id: '0x1' })) as { readonly tasks: readonly Shown[] }
  const sum = (currency: number, choice: boolean): string =>
    ballots.filter((row) => row['currency'] === currency && row['choice'] === choice).reduce((total, { amount }) => total + BigInt(String(amount)), 0n).toString()
  const poll = tasks[1]?.['poll'] as Shown
  expect([poll['tokensFor'], poll['tokensAgainst'], poll['reputationFor'], poll['reputationAgainst']].map(decimal)).toEqual([sum(0, true), sum(0, false), sum(1, true), sum(1, false)])
}

test('Ponder, set up by its recipe, indexes all of it and agrees with the chain', { timeout: 180_000 }, async () => {
  const indexer = await startIndexer(l2)
  try {
    const projects = await checkProjects(indexer)
    expect(projects.map(({ stage }) => stage).sort()).toEqual([6, 8])
    const counts = await Promise.all([['stakes', 'account'], ['tasks', 'index'], ['seats', 'validator'], ['ballots', 'voter']].map(async ([table = '', column = '']) => (await indexer.rows(table, [column])).length))
    expect(counts.every((count) => count > 0)).toBe(true)
    await checkStakes(indexer)
    await checkTasks(indexer)
    await checkSeats(indexer)
    await checkBallots(indexer)
  } finally {
    await indexer.stop()
  }
})
