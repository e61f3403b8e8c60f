import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { parseEther } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemAddress } from '@distribute/state-machine'
import { accounts, startTestNode } from './testing/node.ts'
import type { TestNode } from './testing/node.ts'

const KEY = `0x${'0'.repeat(63)}1`
const [ada, bob] = accounts
const token = systemAddress('token')

function findCast(): string | undefined {
  try {
    const manifest = createRequire(import.meta.url).resolve(`@foundry-rs/cast-${process.platform}-${process.arch === 'x64' ? 'amd64' : process.arch}/package.json`)
    const file = join(dirname(manifest), 'bin', 'cast')
    return existsSync(file) ? file : undefined
  } catch {
    return undefined
  }
}

const binary = findCast()
let node: TestNode

beforeAll(async () => {
  node = await startTestNode()
  await node.deposit(ada.address, parseEther('10'))
})
afterAll(() => node.close())

async function cast(...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(binary ?? 'cast', [...args, '--rpc-url', node.url])
  return stdout.trim()
}

test.skipIf(binary === undefined)('cast: send, receipt, call, logs, block, nonce, balance', async () => {
  const sent = JSON.parse(await cast('send', token, 'mint(uint256)', '1000', '--value', '1ether', '--private-key', KEY, '--json')) as { status: string; transactionHash: string; effectiveGasPrice: string }
  expect(sent).toMatchObject({ status: '0x1', effectiveGasPrice: '0x1' })
  expect(await cast('call', token, 'balanceOf(address)(uint256)', ada.address)).toMatch(/^1000/)
  expect(JSON.parse(await cast('receipt', sent.transactionHash, '--json'))).toMatchObject({ transactionHash: sent.transactionHash })
  expect(JSON.parse(await cast('logs', '--from-block', '0', '--address', token, '--json'))).toHaveLength(2)
  expect(await cast('nonce', ada.address)).toBe('1')
  expect(await cast('block', '1', '--full')).toContain('0x7e')
  expect(JSON.parse(await cast('send', bob.address, '--value', '5', '--legacy', '--private-key', KEY, '--json'))).toMatchObject({ status: '0x1', type: '0x0' })
  expect(await cast('balance', bob.address)).toBe('5')
  expect(await cast('chain-id')).toBe('71331')
  expect(await cast('code', token)).toBe('0xfe')
  expect(await cast('gas-price')).toBe('2')
  await expect(cast('send', token, 'transfer(address,uint256)', bob.address, '99999', '--private-key', KEY)).rejects.toThrow(/execution reverted/)
})
