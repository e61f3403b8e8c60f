import { afterAll, beforeAll, expect, test } from 'vitest'
import { createWalletClient, defineChain, http, parseAbi, type Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { eventually, rpc, startDevnet, temporaryDirectory, type RunningDevnet } from '../e2e/testing/devnet.ts'

const BRIDGE = '0xd157000000000000000000000000000000000006'
const bridgeAbi = parseAbi(['function withdraw(address to) payable returns (uint256 id)'])
const inboxAbi = parseAbi(['function deposit(address to) payable'])
const UNIT = 10n ** 18n
const WEEK = 7 * 86_400

let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let devnet: RunningDevnet

beforeAll(async () => {
  directory = await temporaryDirectory()
  devnet = await startDevnet(directory.path, ['--batch-interval', '500'])
}, 60_000)

afterAll(async () => {
  await devnet.stop()
  await directory.remove()
})

const chainOf = (id: number, url: string) =>
  defineChain({ id, name: 'Test', nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 }, rpcUrls: { default: { http: [url] } } })
const l2Wallet = (index: number) =>
  createWalletClient({ account: privateKeyToAccount(devnet.accounts[index]!.privateKey), chain: chainOf(devnet.chainId, devnet.l2), transport: http() })
const l1Wallet = (index: number) =>
  createWalletClient({ account: privateKeyToAccount(devnet.accounts[index]!.privateKey), chain: chainOf(devnet.l1ChainId, devnet.l1), transport: http() })
const balance = async (url: string, address: string): Promise<bigint> => BigInt(await rpc<string>(url, 'eth_getBalance', [address, 'latest']))
const nonce = async (url: string, address: string): Promise<number> => Number(await rpc<string>(url, 'eth_getTransactionCount', [address, 'pending']))
interface Block { readonly hash: string; readonly number: string; readonly timestamp: string; readonly stateRoot: string }
const head = (url: string): Promise<Block> => rpc<Block>(url, 'eth_getBlockByNumber', ['latest', false])
const mined = (hash: Hex): Promise<{ readonly status: string }> =>
  eventually('a receipt', 20, async () => (await rpc<{ readonly status: string } | null>(devnet.l2, 'eth_getTransactionReceipt', [hash])) ?? undefined)
const transfer = async (index: number, value: bigint): Promise<Hex> => {
  const hash = await l2Wallet(index).sendTransaction({ to: devnet.accounts[9]!.address, value, gas: 21_000n, maxFeePerGas: 2n, maxPriorityFeePerGas: 0n })
  expect((await mined(hash)).status).toBe('0x1')
  return hash
}
interface Status { readonly lastBatch: { readonly lastBlock: string } | null }
/** The replica has everything, so L1 has. */
const agreed = (seconds = 30) =>
  eventually('all of it on L1 and at the replica', seconds, async () => {
    const [one, other, status] = await Promise.all([head(devnet.l2), head(devnet.replica), rpc<Status>(devnet.l2, 'rollup_status')])
    return one.hash === other.hash && status.lastBatch?.lastBlock === one.number
  })

test('evm_snapshot and evm_revert take L1 and L2 back together, again and again', async () => {
  const [me, other] = [devnet.accounts[0]!.address, devnet.accounts[9]!.address]
  await agreed()
  for (let round = 0; round < 3; round++) {
    const before = { mine: await balance(devnet.l2, me), other: await balance(devnet.l2, other), nonce: await nonce(devnet.l2, me), l1: await balance(devnet.l1, me), head: await head(devnet.l2) }
    const id = await rpc<string>(devnet.l2, 'evm_snapshot')
    const gone = [await transfer(0, 5n), await transfer(0, 6n)]
    await l1Wallet(0).writeContract({ address: devnet.contracts.inbox, abi: inboxAbi, functionName: 'deposit', args: [other], value: UNIT })
    await eventually('the deposit', 20, async () => (await balance(devnet.l2, other)) > before.other + UNIT)
    // With the batches posted, and without.
    if (round !== 1) await agreed()
    expect(await rpc(devnet.l2, 'evm_revert', [id])).toBe(true)
    expect(await balance(devnet.l2, me)).toBe(before.mine)
    expect(await balance(devnet.l2, other)).toBe(before.other)
    expect(await nonce(devnet.l2, me)).toBe(before.nonce)
    expect(await balance(devnet.l1, me)).toBe(before.l1)
    expect((await head(devnet.l2)).stateRoot).toBe(before.head.stateRoot)
    expect(await rpc(devnet.l2, 'evm_revert', [id])).toBe(false)
    await transfer(0, 7n)
    for (const hash of gone) expect(await rpc(devnet.l2, 'eth_getTransactionReceipt', [hash])).toBeNull()
    expect(await balance(devnet.l2, other)).toBe(before.other + 7n)
    await agreed()
  }
}, 120_000)

test('a snapshot taken after a jump in time can be gone back to, and one from before it', async () => {
  const first = await rpc<string>(devnet.l2, 'evm_snapshot')
  const { timestamp } = await head(devnet.l2)
  await rpc(devnet.l2, 'evm_increaseTime', [WEEK])
  await transfer(1, 1n)
  expect(Number((await head(devnet.l2)).timestamp) - Number(timestamp)).toBeGreaterThanOrEqual(WEEK)
  const second = await rpc<string>(devnet.l2, 'evm_snapshot')
  await transfer(1, 2n)
  await agreed()
  expect(await rpc(devnet.l2, 'evm_revert', [second])).toBe(true)
  await transfer(1, 3n)
  await agreed()
  expect(await rpc(devnet.l2, 'evm_revert', [first])).toBe(true)
  await transfer(1, 4n)
  // A week back: nothing may wait for a week until L1 takes it.
  const [l1, l2] = [await head(devnet.l1), await head(devnet.l2)]
  expect(Number(l2.timestamp) - Number(l1.timestamp)).toBeLessThan(60)
  await agreed(45)
}, 120_000)

test('a week later a withdrawal can be claimed, and posting goes on', async () => {
  const payee = privateKeyToAccount(`0x${'5a'.repeat(32)}`).address
  const hash = await l2Wallet(3).writeContract({ address: BRIDGE, abi: bridgeAbi, functionName: 'withdraw', args: [payee], value: UNIT, gas: 200_000n, maxFeePerGas: 2n, maxPriorityFeePerGas: 0n })
  expect((await mined(hash)).status).toBe('0x1')
  await agreed()
  await rpc(devnet.l2, 'evm_increaseTime', [WEEK])
  type Withdrawal = { readonly stage: string; readonly transaction?: { readonly to: Hex; readonly data: Hex } }
  const ready = await eventually('a withdrawal that can be claimed', 20, async () => {
    const [found] = await rpc<readonly Withdrawal[]>(devnet.l2, 'rollup_getWithdrawals', [hash])
    return found?.stage === 'ready-to-claim' ? found.transaction : undefined
  })
  await l1Wallet(8).sendTransaction({ to: ready.to, data: ready.data })
  await eventually('the payment', 10, async () => (await balance(devnet.l1, payee)) === UNIT)
  await transfer(2, 1n)
  await agreed()
}, 90_000)

test('evm_mine makes a block on both, and L2’s time never leads to one that L1 refuses', async () => {
  const [l1, l2] = [await head(devnet.l1), await head(devnet.l2)]
  await rpc(devnet.l2, 'evm_mine', [{ blocks: 5 }])
  expect(Number((await head(devnet.l2)).number)).toBeGreaterThanOrEqual(Number(l2.number) + 5)
  expect(Number((await head(devnet.l1)).number)).toBeGreaterThanOrEqual(Number(l1.number) + 5)
  await rpc(devnet.l2, 'evm_increaseTime', [3_600])
  await rpc(devnet.l2, 'evm_mine')
  await transfer(2, 1n)
  await agreed()
}, 60_000)
