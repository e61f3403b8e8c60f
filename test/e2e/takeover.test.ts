import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { mnemonicToAccount, privateKeyToAddress } from 'viem/accounts'
import { createPublicClient, http, toHex, type Hex } from 'viem'
import { ENTRIES, type Address } from '@distribute/state-machine'
import { readInboxEntries } from '@distribute/bridge-contracts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from '../free-port.ts'
import { eventually, PROGRAM, rpc, temporaryDirectory } from './testing/devnet.ts'
import { passOnL1 } from './testing/escrows.ts'
import { addressOf, MNEMONIC, settleIn, startLeaver, untilGone, type Leaver } from './testing/leavers.ts'
import { distributeJsonOften, startAnvil, startNode, startProgram, untilAnswers, type RunningNode } from './testing/program.ts'

// The operator dies for good. The members have an exit kit, an L1 URL and a key each, and empty directories.
// With DISTRIBUTE_DA=blob before the command the operator's batches stand in blobs.

const TEST_MS = 240_000
const closers: (() => Promise<void>)[] = []
let l1: string
let root: string
let contracts: { readonly [name in 'rollup' | 'bridge' | 'inbox']: Address }
let old: RunningNode
let winner: Leaver

interface Status {
  readonly heads: { readonly [name in 'latest' | 'safe' | 'finalized']: { readonly number: string; readonly hash: string } }
  readonly sequencer: { readonly term: string; readonly poster: string; readonly standing?: string }
}
interface Block {
  readonly hash: string
  readonly stateRoot: string
}

const statusOf = ({ url }: { readonly url: string }): Promise<Status> => rpc<Status>(url, 'rollup_status')
const blockAt = ({ url }: { readonly url: string }, number: string): Promise<Block> => rpc<Block>(url, 'eth_getBlockByNumber', [number, false])
const balanceOf = async ({ url }: { readonly url: string }, account: string): Promise<bigint> => BigInt(await rpc<string>(url, 'eth_getBalance', [account, 'latest']))

const MEMBERS = [3, 5, 6] as const
const [HOLDER, HER, PROPOSER] = MEMBERS
const LEAVING = { holder: HOLDER, her: HER, proposer: PROPOSER }
const PEOPLE = { backer: 1, worker: 2, approver: 4, rejecter: 9 }
/** Seconds. */
const PERIODS = { validation: 600, commit: 600, reveal: 600 }

/** Reputation that a member begins with. */
const GRANT = 10_000n * 10n ** 18n

const keyOf = (account: number): Hex => toHex(mnemonicToAccount(MNEMONIC, { addressIndex: account }).getHdKey().privateKey ?? new Uint8Array())

interface Operator {
  readonly directory: string
  readonly account: number
}

/** A command that goes on as a node, with the stake of an account of the L1. */
const startCommand = async ({ directory, account }: Operator, command: readonly string[]): Promise<RunningNode & { written(): string }> => {
  const port = await freePort()
  const env = { ...process.env, DISTRIBUTE_STAKE_KEY: keyOf(account) }
  const flags = ['--data-dir', directory, '--l1-url', l1, '--l1-poll-ms', '150', '--rpc-port', String(port), '--metrics-port', '0', '--batch-interval-ms', '1000']
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
  const parameters = ['inboxDelay=30', 'poolMemory=0', 'counterPeriod=0', ...Object.entries(PERIODS).map(([name, seconds]) => `${name}=${seconds}`)]
  await distributeJsonOften('init', '--data-dir', dataDir, '--insecure-plain', ...parameters.flatMap((parameter) => ['--param', parameter]))
  const registrar = (await readFile(join(dataDir, 'keys', 'registrar.json'), 'utf8')).trim() as Hex
  const terms = ['--window', '10', '--takeover-delay', '10', '--grace', '15']
  contracts = (await distributeJsonOften<{ contracts: typeof contracts }>('deploy', '--data-dir', dataDir, '--l1-url', l1, '--account', '0', ...terms)).contracts
  old = await startNode(dataDir, l1, ['--role', 'sequencer', '--batch-interval-ms', '1000'])
  closers.push(old.stop)
  const accounts = Array.from({ length: 10 }, (_, account) => ({ address: privateKeyToAddress(keyOf(account)), privateKey: keyOf(account) }))
  const place = { l1, l2: old.url, chainId: Number(await rpc<Hex>(old.url, 'eth_chainId')), accounts, registrar: { address: privateKeyToAddress(registrar), privateKey: registrar }, inbox: contracts.inbox }
  await settleIn(root, place, { leaving: LEAVING, people: PEOPLE, validation: PERIODS.validation })
}, TEST_MS)

afterAll(async () => {
  for (const close of closers.splice(0).reverse()) await close()
}, TEST_MS)

const everythingIsOnL1 = (node: { readonly url: string }): Promise<boolean> =>
  eventually('everything is on L1', 60, async () => {
    const { heads } = await statusOf(node)
    return heads.safe.number !== '0x0' && heads.safe.hash === heads.latest.hash
  })

interface Lists {
  readonly items: readonly { readonly project: string; readonly settled?: boolean; readonly status?: string; readonly stage?: string; readonly tokens?: string; readonly pay?: string | null }[]
}

/** Of every escrow that was hers nothing is held any more, and each came out as the rules have it. */
const expectSettled = async (account: number): Promise<void> => {
  const of = { account: addressOf(account) }
  const listOf = async (method: string): Promise<Lists['items']> => (await rpc<Lists>(winner.url, method, [of])).items
  expect(await listOf('distribute_stakes')).toMatchObject([{ project: '0x4', tokens: '0x0' }])
  expect(await listOf('distribute_ballots')).toMatchObject([{ project: '0x1', settled: true }])
  const [seat] = await listOf('distribute_seats')
  expect(seat).toMatchObject({ project: '0x2', settled: true })
  expect(BigInt(seat?.pay ?? 0)).toBeGreaterThan(0n)
  expect(await listOf('distribute_claims')).toMatchObject([{ project: '0x3', status: 'passed' }])
  const { tokens, reputation } = await rpc<{ readonly [name in 'tokens' | 'reputation']: { readonly free: string; readonly held: string } }>(winner.url, 'distribute_member', [of])
  expect(tokens.held).toBe('0x0')
  // Her lock came back, and as much again: nothing of it is locked.
  expect(reputation.free).toBe(reputation.held)
  expect(BigInt(reputation.held)).toBeGreaterThan(GRANT)
}

/** What the community keeps for its members, in wei. */
const kept = async (node: { readonly url: string }): Promise<bigint> => {
  const { pool } = await rpc<{ readonly pool: { readonly [name in 'ether' | 'escrowed' | 'dividendPot']: string } }>(node.url, 'distribute_community')
  return BigInt(pool.ether) + BigInt(pool.escrowed) + BigInt(pool.dividendPot)
}

test('with the operator gone for good, members rebuild, take over and leave with all they have, by their kits and L1 alone', { timeout: TEST_MS }, async () => {
  await everythingIsOnL1(old)
  const { number } = (await statusOf(old)).heads.latest
  const before = await blockAt(old, number)
  const chainOfL1 = createPublicClient({ transport: http(l1) })
  const last = await chainOfL1.getBlockNumber()
  const { transactionHash } = await rpc<{ readonly transactionHash: Hex }>(old.url, 'rollup_getBatchByBlock', [number])
  expect((await chainOfL1.getTransaction({ hash: transactionHash })).type).toBe(process.env.DISTRIBUTE_DA === 'blob' ? 'eip4844' : 'eip1559')
  await old.kill()
  // What she holds falls due while nobody runs.
  await passOnL1(l1, PERIODS.commit + PERIODS.reveal + 60)
  const start = (account: number): Promise<Leaver> => startLeaver(root, { account, l1 })
  const [first, interrupted, third] = await Promise.all(MEMBERS.map(start)) as [Leaver, Leaver, Leaver]
  closers.push(first.stop, interrupted.stop, third.stop)
  // Killed with a call in the inbox, and started again in the same directory: it goes on.
  await eventually('its first call is on L1', 30, () => Promise.resolve(/entry \d+ of the inbox/.test(interrupted.written())))
  await interrupted.kill()
  const again = await start(HER)
  closers.push(again.stop)
  const leavers = [first, again, third] as const
  const gone = await Promise.all(leavers.map((leaver) => untilGone(leaver, 150)))

  // One of them has the place and goes on; nobody who lost the race leaves a stake behind.
  expect(gone.filter(({ isSequencer }) => isSequencer)).toHaveLength(1)
  winner = leavers[gone.findIndex(({ isSequencer }) => isSequencer)]!
  expect(await blockAt(winner, number)).toMatchObject({ hash: before.hash, stateRoot: before.stateRoot })

  for (const [i, account] of MEMBERS.entries()) {
    const { ether, tokens } = await rpc<{ readonly ether: string; readonly tokens: { readonly free: string; readonly held: string } }>(winner.url, 'distribute_member', [{ account: addressOf(account) }])
    expect([account, ether, tokens.free]).toEqual([account, '0x0', '0x0'])
    expect(gone[i]!.paid).toMatchObject([{ to: addressOf(account) }])
    if (account === PROPOSER) expect(gone[i]!.held).toMatchObject([{ what: expect.stringMatching(/^the collateral of .* tokens of your proposal, project 4$/) as unknown, notBefore: expect.stringMatching(/^\d+$/) as unknown }])
    else expect([tokens.held, gone[i]!.held]).toEqual(['0x0', []])
  }
  await expectSettled(HER)
  // More than she brought, by the pay for her task at least.
  expect(BigInt(gone[MEMBERS.indexOf(HER)]!.paid[0]!.value)).toBeGreaterThan(35n * 10n ** 17n)
  // Who had no ether on the chain brought the fees, and had the rest of them back with what her tokens were worth.
  const reader = createPublicClient({ transport: http(l1) })
  const entries = await readInboxEntries(reader, contracts.inbox, { fromBlock: last, toBlock: await reader.getBlockNumber() })
  const fees = entries.filter(({ entry: { kind, from } }) => kind === ENTRIES.deposit && from === addressOf(HOLDER))
  expect(fees).toHaveLength(1)
  expect(BigInt(gone[MEMBERS.indexOf(HOLDER)]!.paid[0]!.value)).toBeGreaterThan(fees[0]!.entry.value)
  const others = await Promise.all(Object.values(PEOPLE).map((account) => balanceOf(winner, addressOf(account))))
  expect(await balanceOf({ url: l1 }, contracts.bridge)).toBe(others.reduce((sum, ether) => sum + ether, await kept(winner)))
})

const NEWCOMER = 7
const asNewcomer = (...words: readonly string[]): Promise<unknown> => distributeJsonOften(...words, '--account', String(NEWCOMER), '--l2-url', winner.url)

test('the chain goes on under who took over; the dead operator comes back and follows', { timeout: TEST_MS }, async () => {
  await asNewcomer('deposit', '1', '--l1-url', l1)
  await asNewcomer('mint', '1')
  const back = await startNode(join(root, 'old'), l1, ['--role', 'sequencer'])
  closers.push(back.stop)
  await eventually('both have one chain, on L1', 60, async () => {
    const [ours, theirs] = await Promise.all([winner, back].map(statusOf))
    return ours !== undefined && theirs?.heads.safe.hash === ours.heads.latest.hash && theirs.sequencer.standing === 'following'
  })
  await expect(rpc(back.url, 'eth_sendRawTransaction', ['0x00'])).rejects.toThrow('send them to the sequencer')
  await back.stop()
})

test('a hand-over breaks no promise: the one who leaves posts all and follows, the other goes on', { timeout: TEST_MS }, async () => {
  const second = { directory: join(root, 'second'), account: 8 }
  const takeover = ['takeover', contracts.rollup, '--insecure-plain', '--posting-funds', '0.5']
  // It makes its keys. Then it has to be away: on a slow machine the one who leaves is silent for so long that its place would be taken before it is offered.
  const early = await startCommand(second, takeover)
  await early.kill()
  const addressIn = async (key: string): Promise<string> => privateKeyToAddress((await readFile(join(second.directory, 'keys', `${key}.json`), 'utf8')).trim() as Hex)
  const next = [await addressIn('posting'), await addressIn('signing'), addressOf(second.account)]
  await asNewcomer('mint', '1')
  const { latest } = (await statusOf(winner)).heads
  await winner.stop()
  const left = await startCommand(winner, ['hand-over', ...next])
  await eventually('the offer', 60, () => Promise.resolve(left.written().includes('the place is offered')))
    .catch((cause: unknown) => Promise.reject(new Error(`who leaves: ${left.written()}`, { cause })))
  const coming = await startCommand(second, takeover)
  await eventually('the place is the other’s', 90, async () => (await statusOf(coming)).sequencer.standing === 'sequencing')
    .catch((cause: unknown) => Promise.reject(new Error(`who is coming: ${coming.written()}`, { cause })))
  await distributeJsonOften('mint', '1', '--account', String(NEWCOMER), '--l2-url', coming.url)
  await eventually('the one who left follows', 60, async () => {
    const [mine, theirs] = await Promise.all([statusOf(left), statusOf(coming)])
    return mine.sequencer.standing === 'following' && mine.heads.safe.hash === theirs.heads.latest.hash
  })
  expect((await blockAt(coming, latest.number)).hash).toBe(latest.hash)
})
