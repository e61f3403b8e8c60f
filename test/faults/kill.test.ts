import { execFile } from 'node:child_process'
import { copyFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createWalletClient, defineChain, http, parseAbi, type Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { expect, test } from 'vitest'
import { budget } from '../budget.ts'
import { eventually, PROGRAM, rpc, startDevnet, temporaryDirectory, type RunningDevnet } from '../e2e/testing/devnet.ts'

const run = promisify(execFile)
const inboxAbi = parseAbi(['function deposit(address to) payable'])
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const balance = async (url: string, address: string): Promise<bigint> => BigInt(await rpc<string>(url, 'eth_getBalance', [address, 'latest']))
interface Block { readonly hash: string; readonly number: string }
const head = (url: string): Promise<Block> => rpc<Block>(url, 'eth_getBlockByNumber', ['latest', false])
const agreed = (devnet: RunningDevnet, seconds = 60) =>
  eventually('one chain', seconds, async () => {
    const [one, other] = await Promise.all([head(devnet.l2), head(devnet.replica)])
    const status = await rpc<{ readonly lastBatch: { readonly lastBlock: string } | null }>(devnet.l2, 'rollup_status')
    return one.hash === other.hash && status.lastBatch?.lastBlock === one.number
  })
const chainOf = (id: number, url: string) =>
  defineChain({ id, name: 'Test', nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 }, rpcUrls: { default: { http: [url] } } })
const l1Wallet = (devnet: RunningDevnet, index: number) =>
  createWalletClient({ account: privateKeyToAccount(devnet.accounts[index]!.privateKey), chain: chainOf(devnet.l1ChainId, devnet.l1), transport: http(undefined, { retryCount: 0 }) })
const deposit = (devnet: RunningDevnet, from: number, to: string, value: bigint): Promise<Hex> =>
  l1Wallet(devnet, from).writeContract({ address: devnet.contracts.inbox, abi: inboxAbi, functionName: 'deposit', args: [to as Hex], value, gas: 200_000n })
const transfer = async (devnet: RunningDevnet, from: number, value: bigint): Promise<string> => {
  const account = privateKeyToAccount(devnet.accounts[from]!.privateKey)
  const nonce = Number(await rpc<string>(devnet.l2, 'eth_getTransactionCount', [account.address, 'pending']))
  const raw = await account.signTransaction({ type: 'eip1559', chainId: devnet.chainId, nonce, to: devnet.accounts[9]!.address, value, gas: 21_000n, maxFeePerGas: 2n, maxPriorityFeePerGas: 0n })
  const hash = await rpc<string>(devnet.l2, 'eth_sendRawTransaction', [raw])
  await eventually('a receipt', 20, async () => (await rpc(devnet.l2, 'eth_getTransactionReceipt', [hash])) !== null)
  return hash
}

/** kill -9 of everything at once: the devnet, its L1, its replica, and what guards them. */
const killAll = async (devnet: RunningDevnet): Promise<void> => {
  const guards = await Promise.all(['l1', 'replica'].map(async (part) => Number(await readFile(join(devnet.dataDir, part, 'guard.pid'), 'utf8'))))
  // A guard leads a group of its own.
  for (const pid of guards) if (pid > 1) process.kill(-pid, 'SIGKILL')
  await devnet.kill()
}

test('everything is killed and L1 has lost its last minute: the devnet goes on, and the lost deposit is not there', { timeout: 150_000 }, async () => {
  const directory = await temporaryDirectory()
  const flags = ['--batch-interval', '500']
  const lost = privateKeyToAccount(`0x${'6b'.repeat(32)}`).address
  try {
    const first = await startDevnet(directory.path, flags)
    await transfer(first, 0, 1n)
    await agreed(first)
    await first.stop()
    const state = join(directory.path, 'l1', 'state.json')
    await copyFile(state, join(directory.path, 'older.json'))

    const second = await startDevnet(directory.path, flags)
    await deposit(second, 1, lost, 77n)
    await eventually('the deposit', 20, async () => (await balance(second.l2, lost)) === 77n)
    const hash = await transfer(second, 0, 2n)
    await agreed(second)
    await killAll(second)
    await copyFile(join(directory.path, 'older.json'), state)

    const third = await startDevnet(directory.path, flags)
    try {
      await eventually('the lost deposit is gone', 60, async () => (await balance(third.l2, lost)) === 0n)
      await eventually('the transaction is there', 30, async () => (await rpc(third.l2, 'eth_getTransactionReceipt', [hash])) !== null)
      await transfer(third, 0, 3n)
      await deposit(third, 1, lost, 78n)
      await eventually('another deposit', 30, async () => (await balance(third.l2, lost)) === 78n)
      await agreed(third)
    } finally {
      await third.stop()
    }
  } finally {
    await directory.remove()
  }
})

test('kill -9 with deposits and batches in flight, and of the replica: each deposit arrives once, and every receipt stays', { timeout: 300_000 }, async () => {
  const directory = await temporaryDirectory()
  const flags = ['--batch-interval', '300', '--block-time', '30']
  const to = privateKeyToAccount(`0x${'7c'.repeat(32)}`).address
  const hashes: string[] = []
  let paid = 0n
  try {
    for (let round = 0; round < Math.min(budget(2), 20); round++) {
      const devnet = await startDevnet(directory.path, flags)
      const stop = new AbortController()
      const paying = (async () => {
        for (let i = 0; !stop.signal.aborted; i++) {
          try {
            await deposit(devnet, 1, to, 10n)
            paid += 10n
          } catch (error) {
            // It may have come through all the same: whoever looks at L1 later knows.
            if (stop.signal.aborted) return
            throw error
          }
          await pause(30)
        }
      })()
      const sending = (async () => {
        while (!stop.signal.aborted) {
          const hash = await transfer(devnet, 0, 1n).catch(() => undefined)
          if (hash !== undefined) hashes.push(hash)
        }
      })()
      await pause(800 + Math.random() * 1_200)
      const replica = Number(await readFile(join(devnet.dataDir, 'replica', 'guard.pid'), 'utf8'))
      if (round % 2 === 1) process.kill(-replica, 'SIGKILL')
      await pause(300)
      stop.abort()
      await devnet.kill()
      await Promise.all([paying, sending])
    }
    expect(hashes.length).toBeGreaterThan(3)
    const devnet = await startDevnet(directory.path, flags)
    try {
      for (const hash of hashes) expect(await rpc(devnet.l2, 'eth_getTransactionReceipt', [hash]), hash).toMatchObject({ status: '0x1' })
      const entries = await eventually('all entries read', 30, async () => {
        const { inbox } = await rpc<{ readonly inbox: { readonly length: string; readonly cursor: string } }>(devnet.l2, 'rollup_status')
        return inbox.length === inbox.cursor ? BigInt(inbox.length) : undefined
      })
      // The first ten are the accounts' own.
      expect(await balance(devnet.l2, to)).toBe((entries - 10n) * 10n)
      expect((entries - 10n) * 10n).toBeGreaterThanOrEqual(paid)
      await agreed(devnet)
      expect(await balance(devnet.replica, to)).toBe((entries - 10n) * 10n)
      const { stdout } = await run(process.execPath, [PROGRAM, 'verify', '--data-dir', devnet.dataDir, '--l1-url', devnet.l1, '--json'])
      expect((JSON.parse(stdout) as { readonly mismatches: unknown }).mismatches).toEqual([])
    } finally {
      await devnet.stop()
    }
  } finally {
    await directory.remove()
  }
})
