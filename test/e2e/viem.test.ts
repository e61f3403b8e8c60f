import {
  BaseError, ContractFunctionRevertedError, createPublicClient, createWalletClient, defineChain, http, InsufficientFundsError,
  NonceTooLowError, parseAbi, parseEther, webSocket, type Hex,
} from 'viem'
import { privateKeyToAccount, generatePrivateKey } from 'viem/accounts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually, rpc, startDevnet, temporaryDirectory, type RunningDevnet } from './testing/devnet.ts'

// Nothing of ours is imported but the starter: viem, the ABI as text, and the prices worked out from protocol.md.
const TOKEN = '0xd157000000000000000000000000000000000001'
const REPUTATION = '0xd157000000000000000000000000000000000002'
const BRIDGE = '0xd157000000000000000000000000000000000006'
const tokenAbi = parseAbi([
  'function mint(uint256 amount) payable returns (uint256)',
  'function burn(uint256 amount, uint256 minProceeds) returns (uint256)',
  'function transfer(address to, uint256 amount) returns (bool)',
  'function balanceOf(address account) view returns (uint256)',
  'function totalSupply() view returns (uint256)',
  'function pool() view returns (uint256)',
  'function mintCost(address buyer, uint256 amount) view returns (uint256)',
  'event Transfer(address indexed from, address indexed to, uint256 value)',
  'error ZeroAmount()', 'error CostAboveValue()', 'error InsufficientBalance()', 'error UnknownCall()',
])
const bridgeAbi = parseAbi(['function withdraw(address to) payable returns (uint256 id)'])
const inboxAbi = parseAbi(['function deposit(address to) payable'])

const UNIT = 10n ** 18n
const ceilDiv = (a: bigint, b: bigint): bigint => (a + b - 1n) / b

let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let devnet: RunningDevnet

beforeAll(async () => {
  directory = await temporaryDirectory()
  devnet = await startDevnet(directory.path, ['--window', '8', '--batch-interval', '500'])
}, 60_000)

afterAll(async () => {
  await devnet.stop()
  await directory.remove()
})

const chainOf = (id: number, url: string) =>
  defineChain({ id, name: 'Test', nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 }, rpcUrls: { default: { http: [url] } } })
const l2 = () => createPublicClient({ chain: chainOf(devnet.chainId, devnet.l2), transport: http(), pollingInterval: 50 })
const l1 = () => createPublicClient({ chain: chainOf(devnet.l1ChainId, devnet.l1), transport: http(), pollingInterval: 50 })
const walletOf = (url: string, id: number, key: Hex) =>
  createWalletClient({ account: privateKeyToAccount(key), chain: chainOf(id, url), transport: http() })
const l2Wallet = (index: number) => walletOf(devnet.l2, devnet.chainId, devnet.accounts[index]!.privateKey)
const l1Wallet = (index: number) => walletOf(devnet.l1, devnet.l1ChainId, devnet.accounts[index]!.privateKey)

const sent = async (hash: Hex) => {
  const receipt = await l2().waitForTransactionReceipt({ hash, timeout: 15_000 })
  expect(receipt.status).toBe('success')
  return receipt
}

test('a deposit on L1 arrives on L2, to the wei', async () => {
  const to = privateKeyToAccount(generatePrivateKey()).address
  const value = 3n * UNIT + 7n
  const hash = await l1Wallet(9).writeContract({ address: devnet.contracts.inbox, abi: inboxAbi, functionName: 'deposit', args: [to], value })
  await l1().waitForTransactionReceipt({ hash })
  await eventually('the deposit', 20, async () => (await l2().getBalance({ address: to })) === value)
})

test('mint, transfer and burn at the prices of protocol.md, to the wei', async () => {
  const client = l2()
  const wallet = l2Wallet(0)
  const me = wallet.account.address
  const other = privateKeyToAccount(generatePrivateKey()).address
  const read = (functionName: 'totalSupply' | 'pool') => client.readContract({ address: TOKEN, abi: tokenAbi, functionName })
  const [supply, pool] = await Promise.all([read('totalSupply'), read('pool')])
  // An ownerless pool is first cut into forfeited tokens, at the base price; so the price is the base price here.
  const [n, basePrice] = [1_000n * UNIT, 5n * 10n ** 13n]
  expect(supply).toBe(0n)
  const forfeited = pool === 0n ? 0n : ceilDiv(pool * UNIT, basePrice)
  const cost = ceilDiv(n * basePrice * (2n * n), UNIT * n)
  expect(await client.readContract({ address: TOKEN, abi: tokenAbi, functionName: 'mintCost', args: [me, n] })).toBe(cost)

  const before = await client.getBalance({ address: me })
  const minted = await sent(await wallet.writeContract({ address: TOKEN, abi: tokenAbi, functionName: 'mint', args: [n], value: cost + 5n }))
  expect(await client.getBalance({ address: me })).toBe(before - cost - minted.gasUsed)
  expect(await read('pool')).toBe(pool + cost + minted.gasUsed)

  const logs = await client.getContractEvents({ address: TOKEN, abi: tokenAbi, eventName: 'Transfer', fromBlock: minted.blockNumber, toBlock: minted.blockNumber })
  expect(logs.map(({ args }) => args)).toEqual([{ from: `0x${'0'.repeat(40)}`, to: me, value: n }])

  await sent(await wallet.writeContract({ address: TOKEN, abi: tokenAbi, functionName: 'transfer', args: [other, 5n * UNIT] }))
  expect(await client.readContract({ address: TOKEN, abi: tokenAbi, functionName: 'balanceOf', args: [other] })).toBe(5n * UNIT)

  const held = await read('pool')
  const amount = 100n * UNIT
  const proceeds = (amount * held) / (n + forfeited)
  const { result } = await client.simulateContract({ account: wallet.account, address: TOKEN, abi: tokenAbi, functionName: 'burn', args: [amount, proceeds] })
  expect(result).toBe(proceeds)
  const burned = await sent(await wallet.writeContract({ address: TOKEN, abi: tokenAbi, functionName: 'burn', args: [amount, proceeds] }))
  expect(await read('pool')).toBe(held - proceeds + burned.gasUsed)
  expect(await read('totalSupply')).toBe(n - amount)
}, 40_000)

test('broken rules come as the ABI’s errors, and viem’s own classes come out', async () => {
  const client = l2()
  const wallet = l2Wallet(1)
  const nameOf = async (work: Promise<unknown>): Promise<string | undefined> => {
    const error = await work.then(() => undefined, (cause: unknown) => cause)
    const reverted = error instanceof BaseError ? error.walk((cause) => cause instanceof ContractFunctionRevertedError) : undefined
    return reverted instanceof ContractFunctionRevertedError ? reverted.data?.errorName : undefined
  }
  const mint = (amount: bigint, value: bigint) => wallet.writeContract({ address: TOKEN, abi: tokenAbi, functionName: 'mint', args: [amount], value })
  expect(await nameOf(mint(0n, 1n))).toBe('ZeroAmount')
  expect(await nameOf(mint(10_000n * UNIT, 1n))).toBe('CostAboveValue')
  expect(await nameOf(wallet.writeContract({ address: TOKEN, abi: parseAbi(['function nothing()', 'error UnknownCall()']), functionName: 'nothing' }))).toBe('UnknownCall')
  const walk = async (work: Promise<unknown>, kind: abstract new (...args: never[]) => Error): Promise<boolean> => {
    const error = await work.then(() => undefined, (cause: unknown) => cause)
    return error instanceof BaseError && error.walk((cause) => cause instanceof kind) instanceof kind
  }
  const transfer = { to: wallet.account.address, gas: 21_000n, maxFeePerGas: 10n, maxPriorityFeePerGas: 0n } as const
  expect(await walk(wallet.sendTransaction({ ...transfer, value: parseEther('100000'), nonce: 0 }), InsufficientFundsError)).toBe(true)
  await sent(await wallet.sendTransaction({ ...transfer, value: 1n }))
  expect(await walk(wallet.sendTransaction({ ...transfer, value: 1n, nonce: 0 }), NonceTooLowError)).toBe(true)
  const raw = await wallet.account.signTransaction({ ...transfer, chainId: devnet.chainId + 1, value: 1n, nonce: 5, type: 'eip1559' })
  await expect(client.sendRawTransaction({ serializedTransaction: raw })).rejects.toThrow(/invalid chain id/)
})

test('a watcher over WebSocket sees a transfer', async () => {
  const client = createPublicClient({ chain: chainOf(devnet.chainId, devnet.l2), transport: webSocket(devnet.ws) })
  const seen: bigint[] = []
  const stop = client.watchContractEvent({ address: TOKEN, abi: tokenAbi, eventName: 'Transfer', onLogs: (logs) => seen.push(...logs.map(({ args }) => args.value ?? 0n)) })
  const connection = await client.transport.getRpcClient()
  await eventually('the subscription', 10, () => Promise.resolve(connection.subscriptions.size > 0))
  const wallet = l2Wallet(2)
  const cost = await client.readContract({ address: TOKEN, abi: tokenAbi, functionName: 'mintCost', args: [wallet.account.address, UNIT] })
  await sent(await wallet.writeContract({ address: TOKEN, abi: tokenAbi, functionName: 'mint', args: [UNIT], value: 2n * cost }))
  await eventually('the event', 10, () => Promise.resolve(seen.includes(UNIT)))
  stop()
  await rpc(devnet.l2, 'eth_blockNumber')
  connection.close()
})

test('a withdrawal is claimed on L1 by a third account after the window, once', async () => {
  const wallet = l2Wallet(3)
  const payee = privateKeyToAccount(generatePrivateKey()).address
  const receipt = await sent(await wallet.writeContract({ address: BRIDGE, abi: bridgeAbi, functionName: 'withdraw', args: [payee], value: 2n * UNIT }))
  type Withdrawal = { readonly stage: string; readonly transaction?: { readonly to: Hex; readonly data: Hex } }
  const ready = await eventually('a withdrawal that can be claimed', 60, async () => {
    const [found] = await rpc<readonly Withdrawal[]>(devnet.l2, 'rollup_getWithdrawals', [receipt.transactionHash])
    return found?.stage === 'ready-to-claim' ? found.transaction : undefined
  })
  const third = l1Wallet(8)
  const paid = await l1().waitForTransactionReceipt({ hash: await third.sendTransaction({ to: ready.to, data: ready.data }) })
  expect(paid.status).toBe('success')
  expect(await l1().getBalance({ address: payee })).toBe(2n * UNIT)
  await expect(third.sendTransaction({ to: ready.to, data: ready.data })).rejects.toThrow()
  const [found] = await rpc<readonly Withdrawal[]>(devnet.l2, 'rollup_getWithdrawals', [payee])
  expect(found?.stage).toBe('claimed')
}, 90_000)

test('the replica comes to the same blocks, and passes transactions on', async () => {
  const wallet = walletOf(devnet.replica, devnet.chainId, devnet.accounts[4]!.privateKey)
  const hash = await wallet.sendTransaction({ to: devnet.accounts[5]!.address, value: 1n, gas: 21_000n, maxFeePerGas: 2n, maxPriorityFeePerGas: 0n })
  const receipt = await sent(hash)
  const replica = createPublicClient({ transport: http(devnet.replica) })
  const block = await eventually('the block at the replica', 30, () => replica.getBlock({ blockNumber: receipt.blockNumber }).catch(() => undefined))
  expect(block.hash).toBe(receipt.blockHash)
  expect(await replica.readContract({ address: REPUTATION, abi: parseAbi(['function totalSupply() view returns (uint256)']), functionName: 'totalSupply' })).toBe(0n)
}, 60_000)
