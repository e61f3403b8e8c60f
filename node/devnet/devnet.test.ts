import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { ask, call } from '../json-rpc.ts'
import { DevnetError } from './devnet-error.ts'

const PROGRAM = fileURLToPath(new URL('../bin/distribute.mjs', import.meta.url))
const PORTS = ['--l1-port', '0', '--l2-port', '0', '--replica-port', '0', '--metrics-port', '0']
const TEST_MS = 240_000

const address = z.string().regex(/^0x[0-9a-f]{40}$/)
const account = z.strictObject({ address, privateKey: z.string().regex(/^0x[0-9a-f]{64}$/) })
const url = z.string().regex(/^http:\/\/127\.0\.0\.1:\d+$/)
const lineSchema = z.object({
  l1: url, l2: url, replica: url, metrics: url,
  ws: z.string().regex(/^ws:\/\/127\.0\.0\.1:\d+$/),
  chainId: z.int(), l1ChainId: z.int(),
  contracts: z.object({ inbox: address, rollup: address, bridge: address, stakes: address }),
  registrar: account,
  accounts: z.array(account).length(10),
  dataDir: z.string(),
})

interface Started {
  readonly process: ChildProcess
  readonly info: z.infer<typeof lineSchema>
  readonly out: () => string
  readonly errors: () => string
}

let directory = ''
const running = new Set<ChildProcess>()
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'distribute-devnet-'))
})
afterAll(async () => {
  for (const process of running) process.kill('SIGKILL')
  await rm(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 })
})

async function start(args: readonly string[] = []): Promise<Started> {
  const child = spawn(process.execPath, [PROGRAM, 'devnet', '--json', '--data-dir', directory, ...PORTS, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  running.add(child)
  child.once('exit', () => running.delete(child))
  let [out, errors] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  await until(async () => out.includes('\n') || child.exitCode !== null)
  if (!out.includes('\n')) expect.fail(`it ended with ${child.exitCode}: ${errors}`)
  return { process: child, info: lineSchema.parse(JSON.parse(out)), out: () => out, errors: () => errors }
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + 60_000; performance.now() < end; await sleep(50)) if (await holds().catch(() => false)) return
  expect.fail('it did not come about within a minute')
}

function run(info: Started['info'], args: readonly string[]): Promise<unknown> {
  const env = { PATH: process.env['PATH'], DISTRIBUTE_L1_URL: info.l1, DISTRIBUTE_L2_URL: info.l2, DISTRIBUTE_DATA_DIR: info.dataDir }
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [PROGRAM, ...args, '--json'], { env }, (error, out) => {
      if (error === null) resolve(JSON.parse(out))
      else reject(new DevnetError('Timeout', error.message, ''))
    })
  })
}

const mintSchema = z.object({ hash: z.string(), cost: z.string(), block: z.string() })
const isSilent = (at: string): Promise<boolean> => call(at, 'eth_chainId', []).then(() => false, () => true)
const rootAt = async (at: string, block: string): Promise<unknown> => {
  const found = await ask(at, 'eth_getBlockByNumber', [`0x${BigInt(block).toString(16)}`, false])
  return z.object({ hash: z.string(), stateRoot: z.string() }).parse(found)
}

test('a devnet starts with one line, serves members, survives kill -9, and goes on', { timeout: TEST_MS }, async () => {
  const first = await start(['--window', '3'])
  expect(first.out().split('\n')).toHaveLength(2)
  expect(await ask(first.info.l2, 'eth_chainId', [])).toBe(`0x${first.info.chainId.toString(16)}`)
  for (const { address: holder } of first.info.accounts) expect(await ask(first.info.l2, 'eth_getBalance', [holder, 'latest'])).toBe('0x56bc75e2d63100000')
  expect((await fetch(`${first.info.metrics}/readyz`)).status).toBe(200)

  const minted = mintSchema.parse(await run(first.info, ['mint', '1.5', '--account', '0']))
  // basePrice · 1.5 · (0 + 0 + 2 · 1.5) / (0 + 1.5), protocol.md section 2
  expect(minted.cost).toBe('150000000000000')
  const registered = z.object({ member: address }).parse(await run(first.info, ['register', '--account', '2']))
  expect(registered.member).toBe(first.info.accounts[2]?.address)
  const withdrawn = z.object({ id: z.string() }).parse(await run(first.info, ['withdraw', '1', '--account', '0']))
  const deposited = z.object({ block: z.string() }).parse(await run(first.info, ['deposit', '2', '--account', '3']))

  first.process.kill('SIGKILL')
  await once(first.process, 'exit')
  await until(async () => (await isSilent(first.info.l1)) && (await isSilent(first.info.replica)))

  const second = await start()
  expect(second.info).toMatchObject({ chainId: first.info.chainId, contracts: first.info.contracts })
  const receipt = z.object({ status: z.literal('0x1') }).safeParse(await ask(second.info.l2, 'eth_getTransactionReceipt', [minted.hash]))
  expect(receipt.success).toBe(true)
  const again = mintSchema.parse(await run(second.info, ['mint', '1', '--account', '1']))
  const claimed = z.object({ paid: z.array(z.object({ id: z.string() })) }).parse(await run(second.info, ['claim', '--account', '4', '--wait', first.info.accounts[0]?.address ?? '']))
  expect(claimed.paid).toMatchObject([{ id: withdrawn.id }])
  await until(async () => BigInt(String(await ask(second.info.replica, 'eth_blockNumber', []))) >= BigInt(again.block))
  for (const block of [minted.block, deposited.block, again.block]) expect(await rootAt(second.info.replica, block)).toEqual(await rootAt(second.info.l2, block))
  const verified = z.object({ roots: z.int().min(1), mismatches: z.array(z.unknown()).length(0) }).safeParse(await run(second.info, ['verify']))
  expect(verified.success).toBe(true)

  second.process.kill('SIGINT')
  expect(await once(second.process, 'exit')).toEqual([0, null])
  expect(second.out().split('\n')).toHaveLength(2)
  expect(await isSilent(second.info.l1)).toBe(true)
  expect(await isSilent(second.info.replica)).toBe(true)
})

test('a chain id that contradicts the directory is refused, and --fresh makes a new chain', { timeout: TEST_MS }, async () => {
  const refused = await start(['--chain-id', '5']).catch((error: unknown) => String(error))
  expect(refused).toContain('it ended with 1')
  expect(refused).toContain('--fresh')
  const fresh = await start(['--fresh', '--chain-id', '5'])
  expect(fresh.info.chainId).toBe(5)
  fresh.process.kill('SIGTERM')
  expect(await once(fresh.process, 'exit')).toEqual([0, null])
})
