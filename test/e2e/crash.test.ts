import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { createPublicClient, http, parseAbi, parseAbiItem, type Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { expect, test } from 'vitest'
import { budget } from '../budget.ts'
import { eventually, PROGRAM, rpc, startDevnet, temporaryDirectory, type RunningDevnet } from './testing/devnet.ts'

const run = promisify(execFile)
const TOKEN = '0xd157000000000000000000000000000000000001'
const MINT_DATA = `0xa0712d68${(10n ** 15n).toString(16).padStart(64, '0')}` as const

/** Sends mints without pause and keeps every receipt it was given, until the node is gone. */
const load = async (devnet: RunningDevnet, receipts: Map<Hex, string>, signal: AbortSignal): Promise<void> => {
  const account = privateKeyToAccount(devnet.accounts[0]!.privateKey)
  const nonceText = await rpc<string>(devnet.l2, 'eth_getTransactionCount', [account.address, 'latest'])
  for (let nonce = Number(nonceText); !signal.aborted; nonce += 20) {
    const fees = { maxFeePerGas: 2n, maxPriorityFeePerGas: 0n, gas: 100_000n }
    const raws = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        account.signTransaction({ ...fees, chainId: devnet.chainId, nonce: nonce + i, to: TOKEN, value: 10n ** 16n, data: MINT_DATA, type: 'eip1559' }),
      ),
    )
    try {
      const hashes = await Promise.all(raws.map((raw) => rpc<Hex>(devnet.l2, 'eth_sendRawTransaction', [raw])))
      for (const hash of hashes) {
        const receipt = await eventually('a receipt', 20, () =>
          rpc<{ readonly blockHash: string } | null>(devnet.l2, 'eth_getTransactionReceipt', [hash]).then((found) => found ?? undefined),
        )
        receipts.set(hash, receipt.blockHash)
      }
    } catch (error) {
      if (signal.aborted || !(error instanceof Error) || /fetch failed|not within/.test(error.message)) return
      throw error
    }
  }
}

test('kill -9 in the middle of load loses no receipt, and L1 has no gap and no double', { timeout: 240_000 }, async () => {
  const directory = await temporaryDirectory()
  const receipts = new Map<Hex, string>()
  try {
    for (let round = 0; round < Math.min(budget(3), 20); round++) {
      const devnet = await startDevnet(directory.path, ['--batch-interval', '300'])
      const stop = new AbortController()
      const loading = load(devnet, receipts, stop.signal)
      const before = receipts.size
      await new Promise((resolve) => setTimeout(resolve, 2_000 + Math.random() * 1_500))
      await eventually('enough receipts', 30, () => Promise.resolve(receipts.size > before + 20))
      stop.abort()
      await devnet.kill()
      await loading
    }
    expect(receipts.size).toBeGreaterThan(50)
    const devnet = await startDevnet(directory.path, ['--batch-interval', '300'])
    try {
      for (const [hash, blockHash] of receipts) {
        const receipt = await rpc<{ readonly blockHash: string; readonly status: string } | null>(devnet.l2, 'eth_getTransactionReceipt', [hash])
        expect(receipt, hash).toMatchObject({ blockHash, status: '0x1' })
      }
      await checkBatches(devnet)
      await checkVerify(devnet)
    } finally {
      await devnet.stop()
    }
  } finally {
    await directory.remove()
  }
})

const batchPosted = parseAbiItem(
  'event BatchPosted(uint64 indexed index, bytes32 indexed dataId, bytes32 indexed claimId, bytes32 parent, address poster, address claimant, uint64 l1Time, uint64 inboxLength, uint64 cursor, (uint64 number, bytes32 hash) l1Block, bytes[] segments, bytes32[] roots)',
)

/** Each batch names the one before it, and together they hold every block once. */
const checkBatches = async (devnet: RunningDevnet): Promise<void> => {
  const client = createPublicClient({ transport: http(devnet.l1) })
  const head = Number(await rpc<string>(devnet.l2, 'eth_blockNumber'))
  await eventually('all blocks on L1', 30, async () => {
    const status = await rpc<{ readonly lastBatch: { readonly lastBlock: string } | null }>(devnet.l2, 'rollup_status')
    return Number(status.lastBatch?.lastBlock ?? 0) >= head
  })
  const logs = await client.getLogs({ address: devnet.contracts.rollup, event: batchPosted, fromBlock: 0n, strict: true })
  const ids = logs.map(({ args }) => args.dataId)
  expect(logs.map(({ args }) => Number(args.index))).toEqual(logs.map((_, i) => i + 1))
  expect(logs.slice(1).map(({ args }) => args.parent)).toEqual(ids.slice(0, -1))
  const blocks = logs.flatMap(({ args }) => args.segments).filter((segment) => (Number.parseInt(segment.slice(2, 4), 16) & 1) === 1)
  expect(blocks.length).toBeGreaterThanOrEqual(head)
  const count = await client.readContract({ address: devnet.contracts.rollup, abi: parseAbi(['function batchCount() view returns (uint64)']), functionName: 'batchCount' })
  expect(Number(count)).toBe(logs.length + 1)
}

/** `distribute verify` re-derives all of it from L1 and compares every root. */
const checkVerify = async (devnet: RunningDevnet): Promise<void> => {
  const { stdout } = await run(process.execPath, [PROGRAM, 'verify', '--data-dir', devnet.dataDir, '--l1-url', devnet.l1, '--json'])
  const result = JSON.parse(stdout) as { readonly roots: number; readonly mismatches: unknown }
  expect(result.roots).toBeGreaterThan(10)
  expect(result.mismatches).toEqual([])
}
