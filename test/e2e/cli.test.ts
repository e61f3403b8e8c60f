import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { encodeFunctionData, erc20Abi, keccak256, toBytes, type Hex } from 'viem'
import { eventually, rpc, startDevnet, temporaryDirectory, type RunningDevnet } from './testing/devnet.ts'
import { distributeJsonOften, distributeOften, type Ended } from './testing/program.ts'

// A project driven by the program's own commands alone. Whole tokens and ether below; JSON has base units.

const MINUTES = 60_000
const DAY = 86_400
const UNIT = 10n ** 18n
const LIST = 'title,weight,content\n"Roof, the old one",60%,\nPaint the door,40%,\n'

let devnet: RunningDevnet
let directory: string
const closers: (() => Promise<void>)[] = []

const place = (account: number): readonly string[] => ['--l2-url', devnet.l2, '--data-dir', devnet.dataDir, '--account', String(account)]
const as = <T = { readonly [name: string]: unknown }>(account: number, ...words: readonly string[]): Promise<T> => distributeJsonOften<T>(...words, ...place(account))
const shown = (account: number, ...words: readonly string[]): Promise<Ended> => distributeOften(...words, ...place(account))
const look = <T>(...words: readonly string[]): Promise<T> => distributeJsonOften<T>(...words, '--l2-url', devnet.l2, '--data-dir', devnet.dataDir)

const pass = async (seconds: number): Promise<void> => {
  const before = await rpc<{ readonly timestamp: string }>(devnet.l2, 'eth_getBlockByNumber', ['latest', false])
  await rpc(devnet.l2, 'evm_increaseTime', [seconds])
  await rpc(devnet.l2, 'evm_mine')
  await eventually('the clock', 30, async () => {
    const { timestamp } = await rpc<{ readonly timestamp: string }>(devnet.l2, 'eth_getBlockByNumber', ['latest', false])
    return Number(timestamp) >= Number(before.timestamp) + seconds
  })
}

interface Project {
  readonly stage: string
  readonly requirements: { readonly reputation: { readonly now: string } }
  readonly tasks: readonly { readonly title: string }[]
}
const project = (): Promise<Project> => look<Project>('project', '1')
const untilStage = (stage: string): Promise<boolean> => eventually(stage, 30, async () => (await project()).stage === stage)

beforeAll(async () => {
  const temporary = await temporaryDirectory()
  directory = temporary.path
  closers.push(temporary.remove)
  devnet = await startDevnet(join(directory, 'devnet'), ['--no-replica'])
  closers.push(devnet.stop)
  await writeFile(join(directory, 'proposal.md'), 'Mend the roof')
  await writeFile(join(directory, 'photo.jpg'), 'a picture')
  await writeFile(join(directory, 'tasks.csv'), LIST)
}, 2 * MINUTES)

afterAll(async () => {
  for (const close of closers.splice(0).reverse()) await close()
}, MINUTES)

test('members join, buy, give and approve, and are told what has changed', { timeout: 2 * MINUTES }, async () => {
  for (const account of [0, 1, 2, 3, 4]) await as(account, 'register')
  const { cost, before, after } = await as<{ cost: string; before: { tokens: string }; after: { tokens: string } }>(0, 'mint', '1000')
  expect([BigInt(after.tokens) - BigInt(before.tokens), BigInt(cost) > 0n]).toEqual([1_000n * UNIT, true])
  await as(0, 'donate', '10')
  const dry = await shown(0, 'transfer', '100', devnet.accounts[3]?.address ?? '', '--dry-run')
  expect(dry.out).toBe('Nothing was sent.\n')
  for (const account of [1, 3, 4]) await as(0, 'transfer', '100', devnet.accounts[account]?.address ?? '')
  await as(0, 'approve', '5', devnet.accounts[1]?.address ?? '')
  const sent = await shown(1, 'transfer', '5', devnet.accounts[3]?.address ?? '', '--from', devnet.accounts[0]?.address ?? '')
  expect(sent).toMatchObject({ code: 0, out: expect.stringMatching(/^Transferred 5 tokens/) as unknown })
  const again = await shown(1, 'transfer', '5', devnet.accounts[3]?.address ?? '', '--from', devnet.accounts[0]?.address ?? '')
  expect(again).toMatchObject({ code: 1, out: '', err: expect.stringContaining('have the owner approve it first') as unknown })
})

test('a proposal is staked: required tokens and reputation with their bars, no more taken than is missing', { timeout: 2 * MINUTES }, async () => {
  const proposed = await as<{ project: string; contentHash: string }>(0, 'propose', '2', join(directory, 'proposal.md'), '--period', '2d', '--uri', 'https://coop.example/roof')
  expect(proposed).toMatchObject({ project: '1', contentHash: keccak256(toBytes('Mend the roof')) })
  expect(await shown(0, 'stake', '2', '1', 'tokens')).toMatchObject({ code: 1, err: expect.stringContaining('(UnknownProject)') as unknown })
  const { requirements } = await project()
  await as(0, 'stake', '1', 'all', 'tokens')
  await as(0, 'unstake', '1', '1', 'tokens')
  const half = await distributeOften('project', '1', '--l2-url', devnet.l2)
  expect(half.out).toMatch(/tokens +█{19}░ 9\d\.\d %.*1 missing/)
  expect(half.out).toMatch(/reputation +░{20} 0\.0 %/)
  await as(0, 'stake', '1', '1', 'tokens')
  const first = await as<{ amount: string }>(1, 'stake', '1', '5000', 'reputation')
  const second = await as<{ amount: string }>(0, 'stake', '1', 'all', 'reputation')
  expect(BigInt(first.amount) + BigInt(second.amount)).toBe(BigInt(requirements.reputation.now))
  expect((await project()).stage).toBe('staked')
  expect(await look<unknown[]>('projects', '--stage', 'staked')).toHaveLength(1)
  expect(await look<unknown[]>('projects', '--stage', 'failed')).toEqual([])
})

test('a task list from a file wins; who has its file sees the titles', { timeout: 2 * MINUTES }, async () => {
  const file = join(directory, 'tasks.csv')
  const { root } = await as<{ root: string }>(0, 'tasks', 'submit', '1', file)
  const lists = await look<{ root: string; tasks: { title: string }[] }[]>('tasks', 'show', '1')
  expect(lists.map((list) => [list.root, list.tasks.map(({ title }) => title)])).toEqual([[root, ['Roof, the old one', 'Paint the door']]])
  const other = ['--l2-url', devnet.l2, '--data-dir', join(directory, 'another machine')]
  const blind = await distributeJsonOften<{ tasks: { title: string }[] }[]>('tasks', 'show', '1', ...other)
  expect(blind[0]?.tasks.map(({ title }) => title)).toEqual(['', ''])
  const told = await distributeJsonOften<{ tasks: { title: string }[] }[]>('tasks', 'show', '1', '--file', file, ...other)
  expect(told[0]?.tasks.map(({ title }) => title)).toEqual(['Roof, the old one', 'Paint the door'])
  expect(await shown(2, 'tasks', 'support', '1', root)).toMatchObject({ code: 1, err: expect.stringContaining('(NotAStaker)') as unknown })
  await as(1, 'tasks', 'support', '1', root.slice(0, 8))
  await untilStage('active')
})

test('tasks are claimed from the list that won, and their evidence is the hash of a file', { timeout: 2 * MINUTES }, async () => {
  expect(await shown(2, 'task', 'claim', '1', '2')).toMatchObject({ code: 1, err: expect.stringContaining('its tasks are 0 to 1') as unknown })
  expect(await shown(9, 'task', 'claim', '1', '0')).toMatchObject({ code: 1, err: expect.stringContaining('distribute register') as unknown })
  for (const index of ['0', '1']) {
    await as(2, 'task', 'claim', '1', index)
    const { evidenceHash } = await as<{ evidenceHash: string }>(2, 'task', 'evidence', '1', index, join(directory, 'photo.jpg'))
    expect(evidenceHash).toBe(keccak256(toBytes('a picture')))
  }
  await untilStage('validation')
  expect((await project()).tasks.map(({ title }) => title)).toEqual(['Roof, the old one', 'Paint the door'])
})

test('a disputed task is decided by ballots whose secrets this machine has kept', { timeout: 4 * MINUTES }, async () => {
  await as(3, 'validate', '1', '0', 'approve')
  await as(4, 'validate', '1', '0', 'reject')
  await as(3, 'validate', '1', '1', 'approve')
  expect(await shown(2, 'validate', '1', '1', 'approve')).toMatchObject({ code: 1, err: expect.stringContaining('(ClaimerMayNotValidate)') as unknown })
  await pass(7 * DAY)
  await untilStage('voting')

  await as(3, 'vote', 'request', '1000', 'reputation')
  await as(3, 'vote', 'request', '10', 'tokens')
  await as(3, 'vote', 'commit', '1', '0', 'against', 'all', 'reputation')
  const { secretFile } = await as<{ secretFile: string }>(3, 'vote', 'commit', '1', '0', 'for', 'all', 'reputation')
  await as(3, 'vote', 'commit', '1', '0', 'for', '10', 'tokens')
  expect((await stat(secretFile)).mode & 0o777).toBe(0o600)
  const kept = JSON.parse(await readFile(secretFile, 'utf8')) as { secrets: { choice: string }[] }
  expect(kept.secrets.map(({ choice }) => choice)).toEqual(['against', 'for'])

  expect(await shown(3, 'vote', 'reveal', '1', '0')).toMatchObject({ code: 1, err: expect.stringContaining('(RevealClosed)') as unknown })
  expect(await shown(3, 'vote', 'withdraw', '1', 'reputation')).toMatchObject({ code: 1, err: expect.stringContaining('(RightsLocked)') as unknown })
  await pass(7 * DAY)
  expect(await as(3, 'vote', 'reveal', '1', '0', 'reputation')).toMatchObject({ choice: 'for', amount: String(1_000n * UNIT) })
  // The file of the other ballot is lost: the key makes its salt anew.
  await rm(secretFile.replace('reputation', 'tokens'))
  expect(await as(3, 'vote', 'reveal', '1', '0')).toMatchObject({ currency: 'tokens', choice: 'for' })
  expect(await shown(3, 'vote', 'reveal', '1', '0')).toMatchObject({ code: 1, err: expect.stringContaining('no ballot to reveal') as unknown })
  const profile = await distributeOften('me', ...place(3))
  expect(profile.out).toMatch(/project 1 task 0 +voting +1000 reputation +revealed/)
})

test('the end: everything is settled without anybody pressing a button, and the history tells it', { timeout: 2 * MINUTES }, async () => {
  await pass(7 * DAY)
  await untilStage('complete')
  await eventually('the voter’s rights are free', 30, async () => {
    const { tokens, reputation } = await as<{ [currency in 'tokens' | 'reputation']: { rights: { openBallots: string } } }>(3, 'me')
    return [tokens, reputation].every(({ rights }) => rights.openBallots === '0')
  })
  await as(3, 'vote', 'withdraw', 'all', 'reputation')
  const settled = await shown(0, 'task', 'settle', '1', '0')
  expect(settled).toMatchObject({ code: 1, err: expect.stringContaining('(AlreadySettled)') as unknown })
  const told = await look<{ words: string; events: { words: string }[] }[]>('history', '--project', '1', '--limit', '200')
  expect(told.flatMap(({ events }) => events.map(({ words }) => words))).toContain('project 1 is complete')
  expect(told.map(({ words }) => words)).toContainEqual(expect.stringContaining('task 0 of project 1'))
  const mine = await distributeOften('history', '--limit', '5', ...place(2))
  expect(mine.out.trimEnd().split('\n')).toHaveLength(5)
  expect(await as(2, 'me')).toMatchObject({ isMember: true, claims: [{ status: 'passed' }, { status: 'passed' }] })
})

/** What an account holds of the community's ERC-20 on L1. */
const heldOnL1 = async (account: number): Promise<bigint> => {
  const { contracts } = await distributeJsonOften<{ contracts: { token: Hex } }>('status', '--l2-url', devnet.l2)
  const data = encodeFunctionData({ abi: erc20Abi, functionName: 'balanceOf', args: [devnet.accounts[account]?.address ?? '0x'] })
  return BigInt(await rpc<Hex>(devnet.l1, 'eth_call', [{ to: contracts.token, data }, 'latest']))
}

test('tokens are taken to L1, claimed there as an ERC-20, and brought back', { timeout: 2 * MINUTES }, async () => {
  const l1 = ['--l1-url', devnet.l1]
  const free = async (): Promise<bigint> => BigInt((await as<{ tokens: { free: string } }>(3, 'me')).tokens.free)
  const before = await free()
  expect(await shown(3, 'withdraw', '100000', '--tokens')).toMatchObject({ code: 1, err: expect.stringContaining('(InsufficientBalance)') as unknown })
  const { id, hash } = await as<{ id: string; hash: string }>(3, 'withdraw', '7.5', '--tokens')
  expect(before - (await free())).toBe(75n * 10n ** 17n)
  const waiting = await as<{ paid: unknown[]; open: { id: string }[] }>(6, 'claim', id, ...l1)
  expect(waiting).toMatchObject({ paid: [], open: [{ id }] })
  await eventually('its batch', 30, async () => (await distributeJsonOften<{ stage: string }>('status', id, '--l2-url', devnet.l2)).stage === 'in-challenge-window')
  await pass(61)
  // Another pays L1's fee, and the payee gets the tokens.
  const { paid } = await as<{ paid: { id: string; value: string; tokens: string }[] }>(6, 'claim', hash, '--wait', ...l1)
  expect(paid).toMatchObject([{ id, value: '0', tokens: String(75n * 10n ** 17n) }])
  expect([await heldOnL1(3), await heldOnL1(6)]).toEqual([75n * 10n ** 17n, 0n])
  expect((await shown(6, 'claim', id, ...l1)).out).toBe('There is nothing to claim.\n')
  expect(await as(3, 'deposit', '2.5', devnet.accounts[7]?.address ?? '', '--tokens', ...l1)).toMatchObject({ value: '0', tokens: String(25n * 10n ** 17n), block: expect.any(String) as string })
  expect(await heldOnL1(3)).toBe(5n * UNIT)
  expect(await as(7, 'me')).toMatchObject({ tokens: { free: String(25n * 10n ** 17n) } })
  expect(await shown(7, 'deposit', '1', '--tokens', ...l1)).toMatchObject({ code: 1, out: '' })
})

test('a key that is kept by its name signs, with its password from a file', { timeout: 2 * MINUTES }, async () => {
  await writeFile(join(directory, 'password'), 'geheim\n')
  const keep = ['--data-dir', devnet.dataDir, '--password-file', join(directory, 'password')]
  const { address } = await distributeJsonOften<{ address: string }>('keys', 'make', 'eve', ...keep)
  await as(0, 'send', '1', address)
  const sent = await distributeJsonOften<{ account: string }>('send', '0.25', devnet.accounts[0]?.address ?? '', '--keystore', 'eve', '--l2-url', devnet.l2, ...keep)
  expect(sent.account.toLowerCase()).toBe(address)
})

test('the doctor finds a devnet’s sequencer well, and says what is wrong with another L1', { timeout: 2 * MINUTES }, async () => {
  const settings = ['--role', 'sequencer', '--devnet', '--data-dir', devnet.dataDir, '--rpc-port', new URL(devnet.l2).port, '--metrics-port', '0']
  interface Checks {
    readonly checks: readonly { readonly name: string; readonly state: string; readonly what: string }[]
    readonly problems: number
  }
  const { checks, problems } = await distributeJsonOften<Checks>('doctor', '--l1-url', devnet.l1, ...settings)
  const states = (names: readonly string[]) => checks.filter(({ name }) => names.includes(name)).map(({ state }) => state)
  // The clock was set forward by the tests above, and how much room the disk has is the machine's.
  expect(checks.filter(({ name, state }) => state !== 'ok' && name !== 'clock' && name !== 'disk')).toEqual([])
  expect(states(['Node', 'data directory', 'community', 'port of JSON-RPC', 'contracts', 'stake'])).toEqual(Array(6).fill('ok'))
  expect(checks.filter(({ name }) => name.endsWith(' key')).map(({ name }) => name)).toEqual(['posting key', 'signing key', 'posting key'])
  expect(problems).toBe(checks.filter(({ state }) => state === 'problem').length)
  const elsewhere = await distributeOften('doctor', '--l1-url', devnet.l2, ...settings)
  expect(elsewhere.code).toBe(1)
  expect(elsewhere.out).toMatch(/PROBLEM +L1 http\S+ +is chain \d+, and the community lives on \d+\n +→ give the --l1-url of that chain/)
})

test('dividends are paid and collected, and a lost key’s membership recovered', { timeout: 2 * MINUTES }, async () => {
  await as(0, 'dividend', 'pay', '1')
  await pass(DAY)
  const { value } = await as<{ value: string }>(1, 'dividend', 'collect')
  expect(BigInt(value)).toBeGreaterThan(0n)
  const [from, to] = [devnet.accounts[4]?.address ?? '', devnet.accounts[8]?.address ?? '']
  await as(8, 'recover', 'start', from, to)
  await as(4, 'recover', 'cancel')
  await pass(10)
  await as(8, 'recover', 'start', from, to)
  expect(await shown(8, 'recover', 'finish', from)).toMatchObject({ code: 1, err: expect.stringContaining('(RecoveryPending)') as unknown })
  await pass(7 * DAY)
  expect(await as(8, 'recover', 'finish', from)).toMatchObject({ to: expect.stringMatching(new RegExp(to, 'i')) as unknown })
  expect(await as(8, 'me')).toMatchObject({ isMember: true })
  await as(8, 'send', '0.5', from)
})
