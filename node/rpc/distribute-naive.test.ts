import { systemAddress, UNIT } from '@distribute/state-machine'
import type { Address, Call, ContractName } from '@distribute/state-machine'
import { systemContracts } from '@distribute/bridge-contracts'
import { decodeFunctionResult, encodeFunctionData, parseEventLogs } from 'viem'
import type { Abi, Hex, Log } from 'viem'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { STAGE_NAMES } from '@distribute/client/words'
import { budget } from '../../test/budget.ts'
import { appendCall, appendRandomBlock, createRandom, MEMBERS } from '../catalog/testing/history.ts'
import { openRandomNode } from './testing/random-node.ts'
import type { Item, RandomNode } from './testing/random-node.ts'

// Every list of distribute_ against what somebody finds who knows nothing but Ethereum's methods: all logs, all receipts, all views.

let node: RandomNode
beforeEach(async () => {
  node = await openRandomNode()
})
afterEach(() => node.close())

type Args = Readonly<Record<string, unknown>>
interface Told {
  readonly name: string
  readonly contract: ContractName
  readonly args: Args
  readonly transactionHash: string
}
interface Receipt {
  readonly transactionHash: string
  readonly from: string
  readonly to: string
  readonly status: string
  readonly logs: readonly Log[]
}

const NAMES = Object.keys(systemContracts) as ContractName[]
const nameOf = (address: string): ContractName => NAMES.find((name) => systemContracts[name].address === address)!

function told(logs: readonly Log[]): readonly Told[] {
  return logs.flatMap((log) => {
    const contract = nameOf(log.address)
    // The ABI has an error TaskClaimed too, which viem would take for the event.
    const abi = (systemContracts[contract].abi as Abi).filter(({ type }) => type === 'event')
    return parseEventLogs({ abi, logs: [log] }).map(({ eventName, args }) => ({ name: eventName, contract, args: { ...args }, transactionHash: log.transactionHash! }))
  })
}

/** eth_call on `latest`. */
async function view(contract: ContractName, functionName: string, args: readonly unknown[]): Promise<unknown> {
  const abi: Abi = systemContracts[contract].abi
  const data = (await node.ask('eth_call', { to: systemAddress(contract), data: encodeFunctionData({ abi, functionName, args }) }, 'latest')) as Hex
  return decodeFunctionResult({ abi, functionName, data })
}

const q = (value: unknown): string => `0x${BigInt(value as bigint).toString(16)}`
const low = (value: unknown): string => String(value).toLowerCase()
const isSame = (a: unknown, b: unknown): boolean => low(a) === low(b)
const orNull = (hash: unknown): unknown => (/^0x0+$/.test(String(hash)) ? null : hash)
const stageOf = (project: Item): string => STAGE_NAMES[Number(project['stage']) - 1]!

/** What events of one name bring first, the newest of their ids first: by ids, the transaction. */
function firsts(events: readonly Told[], name: string, who: Args, ids: readonly string[]): readonly (readonly [readonly bigint[], string])[] {
  const found = new Map<string, readonly [readonly bigint[], string]>()
  for (const event of events) {
    if (event.name !== name || Object.entries(who).some(([key, value]) => !isSame(event.args[key], value))) continue
    const values = ids.map((id) => BigInt(event.args[id] as bigint))
    if (!found.has(values.join())) found.set(values.join(), [values, event.transactionHash])
  }
  return [...found.values()].sort(([a], [b]) => {
    const i = a.findIndex((value, at) => value !== b[at])
    return i < 0 ? 0 : Number(b[i]! - a[i]!)
  })
}

const projectView = (id: unknown): Promise<Item> => view('projects', 'projectOf', [id]) as Promise<Item>

async function checkStakes(account: Address, events: readonly Told[]): Promise<void> {
  const found = await node.all('distribute_stakes', { account })
  const wanted = await Promise.all(firsts(events, 'Staked', { staker: account }, ['id']).map(async ([[project], transactionHash]) => {
    const [tokens, reputation, choice] = (await view('projects', 'stakeOf', [project, account])) as readonly [bigint, bigint, string]
    return { project: q(project), account, stage: stageOf(await projectView(project)), tokens: q(tokens), reputation: q(reputation), choice: orNull(choice), at: { transactionHash } }
  }))
  expect(found).toMatchObject(wanted)
}

const isNobody = (claimer: unknown): boolean => orNull(claimer) === null

async function statusOf(project: bigint, index: bigint): Promise<{ readonly task: Item; readonly status: string }> {
  const task = (await view('projects', 'taskOf', [project, index])) as Item
  const { timestamp } = (await node.ask('eth_getBlockByNumber', 'latest', false)) as { timestamp: string }
  const seats = [task['approvals'], task['rejections']].map(Number)
  if (task['settled'] === true) return { task, status: task['passed'] === true ? 'passed' : 'failed' }
  if (seats.some((count) => count > 0)) return { task, status: seats.every((count) => count > 0) ? 'disputed' : seats[0]! > 0 ? 'approved' : 'rejected' }
  if (orNull(task['evidenceHash']) !== null) return { task, status: 'evidence' }
  if (isNobody(task['claimer'])) return { task, status: 'open' }
  return { task, status: BigInt(timestamp) + node.ahead >= BigInt(task['claimEnd'] as bigint) ? 'ran-out' : 'claimed' }
}

async function checkClaims(account: Address, events: readonly Told[]): Promise<void> {
  const found = await node.all('distribute_claims', { account })
  const wanted = await Promise.all(firsts(events, 'TaskClaimed', { claimer: account }, ['id', 'index']).map(async ([[project, index], transactionHash]) => {
    const [{ task, status }, { cost, ...rest }] = await Promise.all([statusOf(project!, index!), projectView(project)])
    const isHers = isSame(task['claimer'], account)
    return {
      project: q(project), index: q(index), stage: stageOf(rest), status: isHers ? status : 'lost', weight: q(task['weight']),
      collateral: q(isHers ? task['collateral'] : 0n), claimEnd: q(isHers ? task['claimEnd'] : 0n), pay: q(((cost as bigint) * BigInt(task['weight'] as number)) / 10_000n), at: { transactionHash },
    }
  }))
  expect(found).toMatchObject(wanted)
}

async function seat(project: bigint, index: bigint, account: unknown): Promise<object> {
  const [side, position, settled] = (await view('projects', 'seatOf', [project, index, account])) as readonly [number, number, boolean]
  const task = (await view('projects', 'taskOf', [project, index])) as Item
  const pay = await view('projects', 'seatPay', [project, index, side === 1 ? task['approvals'] : task['rejections'], position])
  return { project: q(project), index: q(index), account: low(account), side: side === 1 ? 'approve' : 'reject', position: q(position), settled, payIfRight: q(pay), stake: q(task['validationStake']) }
}

async function checkSeats(account: Address, events: readonly Told[]): Promise<void> {
  const wanted = firsts(events, 'Validated', { validator: account }, ['id', 'index']).map(async ([[project, index], transactionHash]) => ({ ...(await seat(project!, index!, account)), at: { transactionHash } }))
  expect(await node.all('distribute_seats', { account })).toMatchObject(await Promise.all(wanted))
  const paid = events.filter(({ name, args }) => name === 'ValidationSettled' && isSame(args['validator'], account))
  const shown = (await node.all('distribute_seats', { account })).filter(({ settled }) => settled === true)
  expect(new Set(shown.map(({ project, index, pay }) => [project, index, pay].join()))).toEqual(new Set(paid.map(({ args }) => [args['id'], args['index'], args['pay']].map(q).join())))
}

async function checkBallots(account: Address, events: readonly Told[]): Promise<void> {
  const wanted = firsts(events, 'Committed', { voter: account }, ['id', 'index', 'currency']).map(async ([[project, index, currency], transactionHash]) => {
    const [secretHash, amount, revealed, settled] = (await view('voting', 'ballotOf', [project, index, account, currency])) as readonly [string, bigint, boolean, boolean]
    const of = await projectView(project)
    return {
      project: q(project), index: q(index), account, currency: currency === 0n ? 'tokens' : 'reputation', stage: stageOf(of), amount: q(amount), secretHash, revealed, settled,
      commitEnd: q(of['commitEnd']), revealEnd: q(of['deadline']), at: { transactionHash },
    }
  })
  expect(await node.all('distribute_ballots', { account })).toMatchObject(await Promise.all(wanted))
}

async function holding(account: Address, contract: 'token' | 'reputation', currency: number): Promise<object> {
  const [free, held, rights] = await Promise.all([view(contract, 'balanceOf', [account]), contract === 'token' ? view('token', 'held', [account]) : undefined, view('voting', 'rightsOf', [account, currency])])
  const [amount, committed, openBallots] = rights as readonly bigint[]
  return { free: q(free), ...(held === undefined ? {} : { held: q(held) }), rights: { amount: q(amount), committed: q(committed), openBallots: q(openBallots) } }
}

async function checkMember(account: Address): Promise<void> {
  const [available, capacity] = (await view('chain', 'creditsOf', [account])) as readonly bigint[]
  expect(await node.ask('distribute_member', { account })).toMatchObject({
    account,
    isMember: await view('reputation', 'isMember', [account]),
    ether: await node.ask('eth_getBalance', account, 'latest'),
    nonce: await node.ask('eth_getTransactionCount', account, 'latest'),
    tokens: await holding(account, 'token', 0),
    reputation: await holding(account, 'reputation', 1),
    credits: { available: q(available), capacity: q(capacity) },
    owedDividend: q(await view('dividends', 'owedDividend', [account])),
  })
}

/** Money that events tell was paid for something, newest first; a stipend stands in no event. */
async function checkPayouts(account: Address, events: readonly Told[]): Promise<void> {
  const own: (readonly [string, string | null, string | null, string | undefined])[] = []
  for (const { name, args } of events) {
    const at = (key: string): bigint => BigInt(args[key] as bigint)
    const project = name === 'TaskSettled' || name === 'StageChanged' ? await projectView(at('id')) : {}
    const cost = (project['cost'] ?? 0n) as bigint
    if (name === 'TaskSettled' && args['passed'] === true && isSame(args['claimer'], account)) {
      const { weight } = (await view('projects', 'taskOf', [at('id'), at('index')])) as { weight: number }
      own.push(['task', q(at('id')), q(at('index')), q((cost * BigInt(weight)) / 10_000n)])
    }
    if (name === 'StageChanged' && Number(args['stage']) === 2 && isSame(project['proposer'], account)) own.push(['proposal', q(at('id')), null, undefined])
    if (name === 'ValidationSettled' && isSame(args['validator'], account) && at('pay') > 0n) own.push(['validation', q(at('id')), q(at('index')), q(at('pay'))])
    if (name === 'StakeSettled' && isSame(args['staker'], account) && at('pay') > 0n) own.push(['stake', q(at('id')), null, q(at('pay'))])
    if (name === 'DividendCollected' && isSame(args['account'], account) && at('value') > 0n) own.push(['dividend', null, null, q(at('value'))])
    if (name === 'Registered' && isSame(args['member'], account)) own.push(['registration', null, null, undefined])
  }
  const found = (await node.all('distribute_payouts', { account })).filter(({ reason, ether }) => reason !== 'stake' || ether !== '0x0')
  expect(found.map(({ reason, project, index }) => [reason, project, index])).toEqual(own.reverse().map(([reason, project, index]) => [reason, project, index]))
  own.forEach(([, , , ether], i) => ether === undefined || expect(found[i]!['ether']).toBe(ether))
}

function concerns(account: Address, { from, to, status, logs }: Receipt, proposed: ReadonlySet<string>): boolean {
  if (isSame(from, account)) return true
  if (status === '0x0') return false
  const events = told(logs)
  return isSame(to, account) || events.some(({ name, args }) => Object.values(args).some((value) => isSame(value, account)) || (name === 'StageChanged' && proposed.has(String(args['id']))))
}

type Sums = { [name in 'ether' | 'tokens' | 'reputation']: bigint }
const CURRENCIES = ['ether', 'tokens', 'reputation'] as const

/** Whose transactions its history has, and that they add up to what it holds. */
async function checkHistory(account: Address, receipts: readonly Receipt[], events: readonly Told[]): Promise<void> {
  const proposed = new Set(events.filter(({ name, args }) => name === 'Proposed' && isSame(args['proposer'], account)).map(({ args }) => String(args['id'])))
  const wanted = receipts.filter((receipt) => concerns(account, receipt, proposed)).map(({ transactionHash }) => transactionHash).reverse()
  const items = await node.all('distribute_history', { account })
  expect(items.map(({ at }) => (at as { transactionHash: string }).transactionHash)).toEqual(wanted)
  const sums: Sums = { ether: 0n, tokens: 0n, reputation: 0n }
  for (const { balance } of items) {
    const { received, paid, fee } = balance as { received: Item; paid: Item; fee: string }
    for (const name of CURRENCIES) sums[name] += BigInt((received[name] ?? '0x0') as string) - BigInt((paid[name] ?? '0x0') as string)
    sums.ether -= BigInt(fee)
  }
  const has = (await node.ask('distribute_member', { account })) as { ether: string; tokens: { free: string }; reputation: { free: string } }
  expect(sums).toEqual({ ether: BigInt(has.ether), tokens: BigInt(has.tokens.free), reputation: BigInt(has.reputation.free) })
}

async function checkTasks(project: bigint, tasks: readonly Item[], events: readonly Told[]): Promise<void> {
  for (const { index, status, claim, evidence, validators, poll, weight } of tasks) {
    const number = BigInt(index as string)
    const wanted = await statusOf(project, number)
    expect(status).toBe(wanted.status)
    if (!isNobody(wanted.task['claimer'])) expect(weight).toBe(q(wanted.task['weight']))
    expect(claim).toEqual(isNobody(wanted.task['claimer']) ? null : { claimer: low(wanted.task['claimer']), collateral: q(wanted.task['collateral']), claimEnd: q(wanted.task['claimEnd']) })
    const given = events.find(({ name, args }) => name === 'EvidenceSubmitted' && args['id'] === project && args['index'] === number)
    if (given === undefined) expect(evidence).toBeNull()
    else expect(evidence).toMatchObject({ hash: given.args['evidenceHash'], uri: given.args['uri'], at: { transactionHash: given.transactionHash } })
    const seats = events.filter(({ name, args }) => name === 'Validated' && args['id'] === project && args['index'] === number).map(({ args }) => seat(project, number, args['validator']))
    const bySeat = ({ side, position }: Item): string => [side, position].join()
    expect([...(validators as Item[])].sort((a, b) => bySeat(a).localeCompare(bySeat(b)))).toMatchObject(((await Promise.all(seats)) as Item[]).sort((a, b) => bySeat(a).localeCompare(bySeat(b))))
    if (poll === null) continue
    const [tokensFor, tokensAgainst, reputationFor, reputationAgainst] = (await view('voting', 'pollOf', [project, number])) as readonly bigint[]
    expect(poll).toMatchObject({ tokensFor: q(tokensFor), tokensAgainst: q(tokensAgainst), reputationFor: q(reputationFor), reputationAgainst: q(reputationAgainst) })
  }
}

async function checkLists(project: bigint, events: readonly Told[]): Promise<void> {
  const roots = [...new Map(events.filter(({ name, args }) => name === 'TaskListSubmitted' && args['id'] === project).map(({ args, transactionHash }) => [String(args['root']), transactionHash] as const).reverse())]
  const wanted = await Promise.all(roots.sort(([a], [b]) => (a < b ? 1 : -1)).map(async ([root, transactionHash]) => {
    const [count, tally] = (await view('projects', 'taskListOf', [project, root])) as readonly bigint[]
    return { root, count: q(count), tally: q(tally), at: { transactionHash } }
  }))
  expect(await node.all('distribute_taskLists', { project: q(project) }, 1)).toMatchObject(wanted)
}

async function checkProject(project: bigint, events: readonly Told[], receipts: readonly Receipt[]): Promise<void> {
  const now = await projectView(project)
  const shown = (await node.ask('distribute_project', { id: q(project) })) as Item
  const proposed = events.find(({ name, args }) => name === 'Proposed' && args['id'] === project)!
  const [tokens, reputation] = await Promise.all([0, 1].map((currency) => view('projects', 'required', [project, currency])))
  expect(shown).toMatchObject({
    id: q(project), stage: stageOf(now), proposer: low(now['proposer']), uri: proposed.args['uri'], at: { transactionHash: proposed.transactionHash }, contentHash: now['contentHash'],
    ...Object.fromEntries(['cost', 'deadline', 'stakedTokens', 'stakedReputation', 'evidenceWeight', 'passedWeight', 'unsettled', 'disputed', 'commitEnd', 'escrow'].map((name) => [name, q(now[name])])),
    collateral: { currency: now['collateralIn'] === 0 ? 'tokens' : 'reputation', amount: q(now['collateral']) },
    leader: orNull(now['leader']), accepted: orNull(now['taskList']), requirements: { tokens: { now: q(tokens) }, reputation: { now: q(reputation) } },
  })
  const last = events.filter(({ name, args }) => name === 'StageChanged' && args['id'] === project).at(-1)
  expect(shown['due']).toBe(stageOf(now) !== STAGE_NAMES[Number(last?.args['stage'] ?? 1) - 1])
  await checkTasks(project, shown['tasks'] as Item[], events)
  await checkLists(project, events)
  const stakers = new Set(events.filter(({ name, args }) => name === 'Staked' && args['id'] === project).map(({ args }) => low(args['staker'])))
  expect(new Set((await node.all('distribute_stakes', { project: q(project) }, 2)).map(({ account }) => account))).toEqual(stakers)
  const own = receipts.filter(({ logs }) => told(logs).some(({ contract, args }) => (contract === 'projects' || contract === 'voting') && args['id'] === project))
  const items = await node.all('distribute_history', { project: q(project) })
  expect(items.map(({ at }) => (at as { transactionHash: string }).transactionHash)).toEqual(own.map(({ transactionHash }) => transactionHash).reverse())
  expect(items.every(({ balance }) => balance === null)).toBe(true)
}

async function checkProjects(events: readonly Told[]): Promise<void> {
  const stages = new Map<bigint, number>()
  for (const { name, args } of events) {
    if (name === 'Proposed') stages.set(args['id'] as bigint, 1)
    if (name === 'StageChanged') stages.set(args['id'] as bigint, Number(args['stage']))
  }
  const idsOf = async (params: object): Promise<readonly unknown[]> => (await node.all('distribute_projects', params, 3)).map(({ id }) => id)
  const wanted = (isWanted: (id: bigint) => boolean): readonly string[] => [...stages.keys()].filter(isWanted).map(q).reverse()
  expect(await idsOf({})).toEqual(wanted(() => true))
  for (const [i, stage] of STAGE_NAMES.entries()) expect(await idsOf({ stage })).toEqual(wanted((id) => stages.get(id) === i + 1))
  for (const proposer of MEMBERS) {
    const own = new Set(events.filter(({ name, args }) => name === 'Proposed' && isSame(args['proposer'], proposer)).map(({ args }) => args['id']))
    expect(await idsOf({ proposer })).toEqual(wanted((id) => own.has(id)))
  }
}

async function receiptsOf(): Promise<readonly Receipt[]> {
  const head = Number(await node.ask('eth_blockNumber'))
  const blocks = await Promise.all(Array.from({ length: head }, (_, i) => node.ask('eth_getBlockReceipts', q(i + 1))))
  return blocks.flat() as readonly Receipt[]
}

/** Answers how much there was to compare. */
async function checkAll(): Promise<Readonly<Record<string, number>>> {
  const events = told((await node.ask('eth_getLogs', { fromBlock: '0x0', toBlock: 'latest' })) as readonly Log[])
  const receipts = await receiptsOf()
  await checkProjects(events)
  for (const account of MEMBERS) {
    await checkMember(account)
    for (const check of [checkStakes, checkClaims, checkSeats, checkBallots, checkPayouts]) await check(account, events)
    await checkHistory(account, receipts, events)
  }
  const count = (await view('projects', 'projectCount', [])) as bigint
  for (let project = 1n; project <= count; project++) await checkProject(project, events, receipts)
  const names = ['Proposed', 'Staked', 'TaskListSubmitted', 'TaskClaimed', 'Validated', 'Committed', 'TaskSettled', 'StakeSettled', 'DividendCollected', 'Withdrawn'] as const
  return Object.fromEntries(names.map((name) => [name, events.filter((event) => event.name === name).length]))
}

test('every answer is what logs, receipts and views say, after rewinds, restarts, and with time gone by since the last block', async () => {
  const seen = new Map<string, number>()
  for (let seed = 30; seed < 30 + budget(2); seed++) {
    const random = createRandom(seed)
    const grow = async (blocks: number): Promise<void> => {
      for (let i = 0; i < blocks; i++) await appendRandomBlock(node.chain, random)
    }
    await grow(90)
    await checkAll()
    node.ahead = BigInt(10 + random(60))
    await checkAll()
    node.ahead = 0n
    await node.chain.rewind(BigInt(20 + random(60)))
    await node.chain.inbox.truncate(node.chain.head().cursor)
    await checkAll()
    await grow(50)
    await node.restart()
    for (const [name, count] of Object.entries(await checkAll())) seen.set(name, (seen.get(name) ?? 0) + count)
    await node.close()
    node = await openRandomNode()
  }
  for (const [name, count] of seen) expect(count, name).toBeGreaterThan(3)
})

test('where a proposer gave no address of the description, there is none', async () => {
  const random = createRandom(1)
  for (let i = 0; i < 40; i++) await appendRandomBlock(node.chain, random)
  const hash = new Uint8Array(32).fill(1)
  const call: Call = { kind: 'propose', args: [10n ** 12n, 20n, 1n, hash, new Uint8Array(0)] }
  // Who can still lock what a proposal takes, random deeds decide.
  let proposer: Address | undefined
  for (const member of MEMBERS) proposer ??= (await appendCall(node.chain, member, call)) ? member : undefined
  const [newest] = await node.all('distribute_projects', {}, 1)
  expect(newest).toMatchObject({ proposer, cost: q(10n ** 12n), uri: null })
  expect(proposer).toBeDefined()
})

test('the history of a new member has the stipend that no event tells', async () => {
  const random = createRandom(1)
  for (let i = 0; i < 30; i++) await appendRandomBlock(node.chain, random)
  const someone = `0x${'ab'.repeat(20)}` as Address
  const builder = node.chain.begin(node.chain.head().header.time + 1n)
  builder.add({ type: 'operation', operation: { call: { kind: 'register', args: [someone, new Uint8Array(32).fill(200), 2n ** 40n, new Uint8Array(0)] } } })
  await node.chain.append(builder.seal())
  const [item] = await node.all('distribute_history', { account: someone })
  const grant = q(100n * UNIT)
  expect(item).toMatchObject({ kind: 'register', balance: { received: { ether: q(10n ** 12n), tokens: null, reputation: grant }, paid: { ether: null, tokens: null, reputation: null }, fee: '0x0' } })
})
