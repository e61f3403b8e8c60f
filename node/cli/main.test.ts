import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { decodeGenesis, parametersFrom, ZERO_ADDRESS } from '@distribute/state-machine'
import { COMMANDS } from './commands.ts'

const PROGRAM = fileURLToPath(new URL('../bin/distribute.mjs', import.meta.url))

interface Ended {
  readonly code: number
  readonly out: string
  readonly err: string
}

function run(args: readonly string[], env: { readonly [name: string]: string } = {}): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [PROGRAM, ...args], { env: { PATH: process.env['PATH'], ...env } }, (_error, out, err) => {
      resolve({ code: child.exitCode ?? -1, out, err })
    })
  })
}

let directory = ''
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'distribute-cli-'))
})
afterAll(() => rm(directory, { recursive: true, force: true }))

test('help lists every command and ends with 0', async () => {
  const { code, out } = await run(['--help'])
  expect(code).toBe(0)
  for (const name of Object.keys(COMMANDS).map((each) => each.split(' ')[0])) {
    expect(out).toMatch(new RegExp(`^  ${name} `, 'm'))
  }
})

test('the help of a command has an example', async () => {
  const { code, out } = await run(['mint', '--help'])
  expect(code).toBe(0)
  expect(out).toContain('distribute mint 1.5 --account 0')
})

test.each([
  [['mnt', '1'], "error: unknown command 'mnt'\n(Did you mean mint?)"],
  [['mint', '1', '--acount', '0'], "error: unknown option '--acount'\n(Did you mean --account?)"],
  [['mint'], "error: missing required argument 'amount'"],
  [['mint', '1,5', '--account', '0'], 'error: the amount is "1,5"\n  expected an amount such as 1.5, with at most 18 decimals'],
  [['mint', '1', '--account', '10'], 'error: --account is "10"'],
  [['mint', '1', '--account', 'x'], 'error: --account is "x"\n  expected a whole number from 0 to 9'],
  [['node', '--rpc-port', 'many'], 'error: --rpc-port is "many"\n  expected a whole number from 0 to 65535'],
  [['withdraw', '1', '0x12', '--account', '0'], 'error: the receiver is "0x12"\n  expected an address'],
])('%j is a wrong call: exit code 2, and what was expected', async (args, words) => {
  const { code, out, err } = await run(args)
  expect(err).toContain(words)
  expect(code).toBe(2)
  expect(out).toBe('')
  expect(err).not.toContain('    at ')
})

test('without a node: exit code 1, where it was looked for and what to do, and a stack only for --debug', async () => {
  const [short, long] = await Promise.all([run(['status', '--l2-url', 'http://127.0.0.1:9']), run(['status', '--debug', '--l2-url', 'http://127.0.0.1:9'])])
  expect(short.code).toBe(1)
  expect(short.err.split('\n')).toEqual(['error: no answer from http://127.0.0.1:9', expect.stringContaining('npm start') as string, ''])
  expect(long.err).toContain('    at ')
})

test('a variable does what its flag does', async () => {
  expect((await run(['status'], { DISTRIBUTE_L2_URL: 'http://127.0.0.1:10' })).err).toContain('no answer from http://127.0.0.1:10')
})

test('init writes a genesis with what was asked for, keys that nobody else can read, and never twice', async () => {
  const dataDir = join(directory, 'coop')
  const args = ['init', '--data-dir', dataDir, '--name', 'Our coop', '--token-name', 'Coop token', '--token-symbol', 'COOP', '--chain-id', '4242']
  const { code, out } = await run([...args, '--param', 'basePrice=7', '--param', 'inboxDelay=60,poolMemory=0', '--registrar', 'none', '--insecure-plain', '--json'])
  expect(code).toBe(0)
  const genesis = decodeGenesis(await readFile(join(dataDir, 'genesis.json'), 'utf8'))
  expect(genesis).toMatchObject({ name: 'Our coop', tokenName: 'Coop token', tokenSymbol: 'COOP', chainId: 4_242n, registrar: ZERO_ADDRESS })
  expect(genesis.parameters).toEqual(parametersFrom({ basePrice: '7', inboxDelay: '60', poolMemory: '0' }))
  expect(JSON.parse(out)).toMatchObject({ chainId: '4242', keys: { stake: genesis.operator } })
  expect(await readFile(join(dataDir, 'keys', 'posting.json'), 'utf8')).toMatch(/^0x[0-9a-f]{64}\n$/)
  const again = await run(args)
  expect([again.code, again.err]).toEqual([1, expect.stringContaining('is there already') as string])
})

test.each([
  ['basPrice=1', 'did you mean basePrice?'],
  ['basePrice', 'expected name=value'],
  ['proposerBps=10001', 'proposerBps: expected 0 to 10000, got 10001'],
  ['commit=7200', 'commit: must be at least twice inboxDelay: 86400, got 7200'],
])('init --param %s is a wrong call', async (param, words) => {
  const { code, err } = await run(['init', '--data-dir', join(directory, 'never'), '--param', param])
  expect(err).toContain(words)
  expect(code).toBe(2)
})
