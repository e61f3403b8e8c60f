import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { mnemonicToAccount, privateKeyToAddress } from 'viem/accounts'
import { toHex, type Hex } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from '../free-port.ts'
import { eventually, PROGRAM, rpc, temporaryDirectory } from './testing/devnet.ts'
import { distributeJson, startAnvil, startNode, startProgram, untilAnswers, type RunningNode } from './testing/program.ts'

// The operator dies for good. Two people who know the rollup's address, an L1 URL and a key of their own take over from empty directories.

const TEST_MS = 240_000
const MNEMONIC = 'test test test test test test test test test test test junk'
const closers: (() => Promise<void>)[] = []
let l1: string
let root: string
let rollup: string
let old: RunningNode
let takers: readonly RunningNode[]

interface Status {
  readonly heads: { readonly [name in 'latest' | 'safe' | 'finalized']: { readonly number: string; readonly hash: string } }
  readonly sequencer: { readonly term: string; readonly poster: string; readonly standing?: string }
}

const statusOf = ({ url }: RunningNode): Promise<Status> => rpc<Status>(url, 'rollup_status')
const balanceOf = async ({ url }: { readonly url: string }, account: string): Promise<bigint> => BigInt(await rpc<string>(url, 'eth_getBalance', [account, 'latest']))

interface Operator {
  readonly name: string
  readonly account: number
}

const OPERATORS: readonly Operator[] = [{ name: 'one', account: 5 }, { name: 'two', account: 6 }]

/** A command that goes on as a node, with the stake of an account of the L1. */
const startCommand = async ({ name, account }: Operator, command: readonly string[]): Promise<RunningNode> => {
  const port = await freePort()
  const { privateKey } = mnemonicToAccount(MNEMONIC, { addressIndex: account }).getHdKey()
  const env = { ...process.env, DISTRIBUTE_STAKE_KEY: toHex(privateKey ?? new Uint8Array()) }
  const flags = ['--data-dir', join(root, name), '--l1-url', l1, '--l1-poll-ms', '150', '--rpc-port', String(port), '--metrics-port', '0', '--batch-interval-ms', '1000']
  const program = startProgram(process.execPath, [PROGRAM, ...command, ...flags], { env })
  closers.push(program.stop)
  const url = `http://127.0.0.1:${port}`
  await untilAnswers(url, program)
  return { ...program, url }
}

beforeAll(async () => {
  const [anvil, directory] = await Promise.all([startAnvil(), temporaryDirectory()])
  closers.push(directory.remove, anvil.stop)
  l1 = anvil.url
  root = directory.path
  const dataDir = join(root, 'old')
  await distributeJson('init', '--data-dir', dataDir, '--insecure-plain', '--param', 'inboxDelay=30')
  const terms = ['--window', '15', '--takeover-delay', '12', '--grace', '20']
  const { contracts } = await distributeJson<{ contracts: { rollup: string } }>('deploy', '--data-dir', dataDir, '--l1-url', l1, '--account', '0', ...terms)
  rollup = contracts.rollup
  old = await startNode(dataDir, l1, ['--role', 'sequencer', '--batch-interval-ms', '1000'])
  closers.push(old.stop)
}, TEST_MS)

afterAll(async () => {
  for (const close of closers.splice(0).reverse()) await close()
}, TEST_MS)

const MEMBER = ['--account', '3'] as const

test('with the operator gone for good, one of two takers goes on with the same state, the other follows', { timeout: TEST_MS }, async () => {
  await distributeJson('deposit', '3', ...MEMBER, '--l1-url', l1, '--l2-url', old.url)
  await distributeJson('mint', '2', ...MEMBER, '--l2-url', old.url)
  await eventually('everything is on L1', 60, async () => {
    const { heads } = await statusOf(old)
    return heads.safe.number !== '0x0' && heads.safe.hash === heads.latest.hash
  })
  const before = (await statusOf(old)).heads.latest
  await old.kill()

  takers = await Promise.all(OPERATORS.map((each) => startCommand(each, ['takeover', rollup, '--insecure-plain', '--posting-funds', '0.5'])))
  await eventually('one of them has the place', 90, async () => (await Promise.all(takers.map(statusOf))).some(({ sequencer }) => sequencer.standing === 'sequencing'))
  const standings = (await Promise.all(takers.map(statusOf))).map(({ sequencer }) => sequencer.standing)
  expect([...standings].sort()).toEqual(['following', 'sequencing'])
  for (const { url } of takers) {
    const block = await rpc<{ readonly hash: string }>(url, 'eth_getBlockByNumber', [before.number, false])
    expect(block.hash).toBe(before.hash)
  }
})

test('the chain goes on under the taker, on both nodes; the dead one comes back and follows', { timeout: TEST_MS }, async () => {
  const [one, two] = takers as readonly [RunningNode, RunningNode]
  const isFirst = (await statusOf(one)).sequencer.standing === 'sequencing'
  const [winner, loser] = isFirst ? [one, two] : [two, one]
  await distributeJson('mint', '1', ...MEMBER, '--l2-url', winner.url)
  const back = await startNode(join(root, 'old'), l1, ['--role', 'sequencer'])
  closers.push(back.stop)
  await eventually('all three have one chain, on L1', 60, async () => {
    const all = await Promise.all([winner, loser, back].map(statusOf))
    const [ours] = all
    return ours !== undefined && all.every(({ heads }) => heads.safe.hash === ours.heads.latest.hash)
  })
  expect((await statusOf(back)).sequencer.standing).toBe('following')
  await expect(rpc(loser.url, 'eth_sendRawTransaction', ['0x00'])).rejects.toThrow('send them to the sequencer')

  const to = mnemonicToAccount(MNEMONIC, { addressIndex: 3 }).address
  await distributeJson('burn', '3', ...MEMBER, '--l2-url', winner.url)
  const rest = await balanceOf(winner, to)
  await distributeJson('withdraw', '2.9', ...MEMBER, '--l2-url', winner.url)
  expect(rest).toBeGreaterThan(29n * 10n ** 17n)
  const held = await balanceOf({ url: l1 }, to)
  await eventually('the withdrawal is paid on L1', 90, async () => {
    await distributeJson('claim', to, '--account', '4', '--l1-url', l1, '--l2-url', loser.url).catch(() => undefined)
    return (await balanceOf({ url: l1 }, to)) === held + 29n * 10n ** 17n
  })
})

test('a hand-over breaks no promise: the one who leaves posts all and follows, the other goes on', { timeout: TEST_MS }, async () => {
  const isFirst = (await statusOf(takers[0]!)).sequencer.standing === 'sequencing'
  const [leaving, coming] = isFirst ? [0, 1] : [1, 0]
  const { name, account } = OPERATORS[coming]!
  const addressIn = async (key: string): Promise<string> => privateKeyToAddress((await readFile(join(root, name, 'keys', `${key}.json`), 'utf8')).trim() as Hex)
  const next = [await addressIn('posting'), await addressIn('signing'), mnemonicToAccount(MNEMONIC, { addressIndex: account }).address]
  await distributeJson('mint', '1', ...MEMBER, '--l2-url', takers[leaving]!.url)
  const head = (await statusOf(takers[leaving]!)).heads.latest
  await takers[leaving]!.stop()
  const left = await startCommand(OPERATORS[leaving]!, ['hand-over', ...next])
  await eventually('the place is the other’s', 90, async () => (await statusOf(takers[coming]!)).sequencer.standing === 'sequencing')
  await distributeJson('mint', '1', ...MEMBER, '--l2-url', takers[coming]!.url)
  await eventually('the one who left follows', 60, async () => {
    const [mine, theirs] = await Promise.all([statusOf(left), statusOf(takers[coming]!)])
    return mine.sequencer.standing === 'following' && mine.heads.safe.hash === theirs.heads.latest.hash
  })
  const promised = await rpc<{ readonly hash: string }>(takers[coming]!.url, 'eth_getBlockByNumber', [head.number, false])
  expect(promised.hash).toBe(head.hash)
})
