import { copyFile, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually, rpc, temporaryDirectory } from './testing/devnet.ts'
import { distribute, distributeJsonOften, startAnvil, startNode, type RunningNode } from './testing/program.ts'

// Two communities on one plain anvil, made with the program's own commands as an operator makes them.

interface Community {
  readonly directory: string
  readonly chainId: string
  readonly contracts: { readonly [name: string]: string }
  readonly sequencer: RunningNode
  readonly replica: RunningNode
}

interface Heads {
  readonly heads: { readonly [name in 'latest' | 'safe']: { readonly number: string; readonly hash: string } }
}

const SETUP_MS = 120_000
const closers: (() => Promise<void>)[] = []
let l1: string
let root: string
let first: Community
let second: Community

const makeCommunity = async (name: string, flags: readonly string[]): Promise<Community> => {
  const directory = join(root, name)
  const { chainId } = await distributeJsonOften<{ chainId: string }>('init', '--data-dir', directory, '--name', name, '--insecure-plain', ...flags)
  const { contracts } = await distributeJsonOften<{ contracts: Community['contracts'] }>('deploy', '--data-dir', directory, '--l1-url', l1, '--account', '0', '--window', '60')
  const sequencer = await startNode(directory, l1, ['--role', 'sequencer', '--batch-interval-ms', '1000'])
  closers.push(sequencer.stop)
  // All that a replica gets are two files that hold no secret.
  const copy = join(root, `${name}-copy`)
  await mkdir(copy)
  for (const file of ['genesis.json', 'rollup.json']) await copyFile(join(directory, file), join(copy, file))
  const replica = await startNode(copy, l1, ['--sequencer-url', sequencer.url])
  closers.push(replica.stop)
  return { directory, chainId, contracts, sequencer, replica }
}

beforeAll(async () => {
  const [anvil, directory] = await Promise.all([startAnvil(), temporaryDirectory()])
  closers.push(directory.remove, anvil.stop)
  l1 = anvil.url
  root = directory.path
  first = await makeCommunity('first', [])
  second = await makeCommunity('second', ['--token-symbol', 'TWO', '--param', 'basePrice=100000000000000'])
}, SETUP_MS)

afterAll(async () => {
  for (const close of closers.splice(0).reverse()) await close()
}, SETUP_MS)

const balance = async ({ sequencer }: Community, account: string): Promise<bigint> => BigInt(await rpc<string>(sequencer.url, 'eth_getBalance', [account, 'latest']))

test('two communities on one L1 share nothing but the L1', { timeout: SETUP_MS }, async () => {
  expect(first.chainId).not.toBe(second.chainId)
  const contracts = [first, second].flatMap((community) => Object.values(community.contracts))
  expect(new Set(contracts).size).toBe(contracts.length)
  const deposit = ['deposit', '3', '--account', '3', '--l1-url', l1]
  const { block, to } = await distributeJsonOften<{ block: string; to: string }>(...deposit, '--l2-url', second.sequencer.url)
  expect(Number(block)).toBeGreaterThan(0)
  expect([await balance(first, to), await balance(second, to)]).toEqual([0n, 3n * 10n ** 18n])
})

test('each mints at its own price, and a replica made of two files has the same blocks', { timeout: SETUP_MS }, async () => {
  await distributeJsonOften('deposit', '1', '--account', '3', '--l1-url', l1, '--l2-url', first.sequencer.url)
  for (const [community, price] of [[first, 5n * 10n ** 13n], [second, 10n ** 14n]] as const) {
    const mint = ['mint', '2', '--account', '3', '--l2-url', community.sequencer.url]
    // Who holds all of the supply pays twice the floor price: protocol.md section 2.
    expect(BigInt((await distributeJsonOften<{ cost: string }>(...mint)).cost)).toBe(2n * 2n * price)
    await eventually('the replica has what the sequencer signed', 30, async () => {
      const [ours, copied] = await Promise.all([community.sequencer, community.replica].map(({ url }) => rpc<Heads>(url, 'rollup_status')))
      return copied?.heads.safe.number !== '0x0' && copied?.heads.latest.hash === ours?.heads.latest.hash
    })
  }
})

test('a transaction sent to the replica is in the sequencer’s next block', { timeout: SETUP_MS }, async () => {
  const withdrawn = await distributeJsonOften<{ hash: string }>('withdraw', '0.5', '--account', '3', '--l2-url', second.replica.url)
  const receipt = await rpc<{ readonly status: string } | null>(second.sequencer.url, 'eth_getTransactionReceipt', [withdrawn.hash])
  expect(receipt?.status).toBe('0x1')
})

test('verify finds every root right from L1 and the two files alone', { timeout: SETUP_MS }, async () => {
  for (const community of [first, second]) {
    const status = await rpc<{ readonly lastBatch: { readonly index: string } }>(community.replica.url, 'rollup_status')
    const result = await distributeJsonOften<{ batches: number; roots: number; mismatches: unknown[] }>('verify', '--data-dir', `${community.directory}-copy`, '--l1-url', l1)
    expect(result.mismatches).toEqual([])
    expect(result.batches).toBeGreaterThanOrEqual(Number(status.lastBatch.index))
    expect(result.roots).toBeGreaterThanOrEqual(2)
  }
})

test('a node with another community’s rollup.json is told so, and nothing is deployed twice', { timeout: SETUP_MS }, async () => {
  const mixed = join(root, 'mixed')
  await mkdir(mixed)
  await copyFile(join(first.directory, 'genesis.json'), join(mixed, 'genesis.json'))
  await copyFile(join(second.directory, 'rollup.json'), join(mixed, 'rollup.json'))
  const started = await distribute('node', '--data-dir', mixed, '--l1-url', l1, '--rpc-port', '0', '--metrics-port', '0')
  expect(started).toMatchObject({ code: 1, err: expect.stringContaining('genesis') as unknown })
  const before = await readFile(join(first.directory, 'rollup.json'), 'utf8')
  const again = await distribute('deploy', '--data-dir', first.directory, '--l1-url', l1, '--account', '0')
  expect(again).toMatchObject({ code: 0, err: expect.stringContaining('nothing is left to do') as unknown })
  expect(await readFile(join(first.directory, 'rollup.json'), 'utf8')).toBe(before)
})

test('init refuses a genesis that no node would take, and writes nothing', async () => {
  const directory = join(root, 'refused')
  const refused = await distribute('init', '--data-dir', directory, '--token-symbol', 'TWELVELETTERS')
  expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('tokenSymbol') as unknown })
  await expect(readFile(join(directory, 'keys', 'password'))).rejects.toThrow('ENOENT')
})
