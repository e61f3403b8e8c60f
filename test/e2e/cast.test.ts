import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startDevnet, temporaryDirectory, type RunningDevnet } from './testing/devnet.ts'

const run = promisify(execFile)
const CAST = join(dirname(createRequire(import.meta.url).resolve('@foundry-rs/cast/package.json')), '..', '..', '.bin', 'cast')
const TOKEN = '0xd157000000000000000000000000000000000001'

let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let devnet: RunningDevnet

beforeAll(async () => {
  directory = await temporaryDirectory()
  devnet = await startDevnet(directory.path)
}, 60_000)

afterAll(async () => {
  await devnet.stop()
  await directory.remove()
})

const cast = async (...args: string[]): Promise<string> => (await run(CAST, [...args, '--rpc-url', devnet.l2])).stdout.trim()
const key = (index: number): string => devnet.accounts[index]!.privateKey

test('cast sends, waits, calls, and reads logs, blocks, nonces and balances', async () => {
  const me = devnet.accounts[0]!.address
  expect(await cast('chain-id')).toBe(String(devnet.chainId))
  const sent = await cast('send', TOKEN, 'mint(uint256)', '1000000000000000000', '--value', '1ether', '--private-key', key(0), '--json')
  const receipt = JSON.parse(sent) as { readonly status: string; readonly transactionHash: string; readonly blockNumber: string }
  expect(receipt.status).toBe('0x1')
  expect(await cast('call', TOKEN, 'balanceOf(address)(uint256)', me)).toMatch(/^1000000000000000000/)
  expect(await cast('nonce', me)).toBe('1')
  expect(await cast('block', 'latest', '--field', 'number')).toBe(String(Number(receipt.blockNumber)))
  expect(await cast('receipt', receipt.transactionHash, 'status')).toBe('true')
  const logs = await cast('logs', '--address', TOKEN, 'Transfer(address indexed,address indexed,uint256)', '--from-block', '0', '--json')
  expect(JSON.parse(logs)).toHaveLength(1)
  expect(BigInt(await cast('balance', me))).toBeGreaterThan(98n * 10n ** 18n)
  await cast('send', devnet.accounts[1]!.address, '--value', '1', '--legacy', '--private-key', key(0))
  expect(await cast('nonce', me)).toBe('2')
}, 60_000)

test('cast shows the broken rule', async () => {
  const args = ['send', TOKEN, 'burn(uint256,uint256)', '1000000000000000000000000', '0', '--private-key', key(2)]
  // The npm wrapper of cast ends with 0 whatever happens; what it says is what counts.
  const { stdout, stderr } = await run(CAST, [...args, '--rpc-url', devnet.l2])
  expect(stdout).toBe('')
  expect(stderr).toContain('InsufficientBalance')
}, 30_000)
