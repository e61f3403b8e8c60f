import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  BaseError, ContractFunctionRevertedError, createPublicClient, createWalletClient, defineChain, http, InsufficientFundsError,
  keccak256, NonceTooLowError, parseAbi, parseEther, webSocket,
} from 'viem'
import type { Hex } from 'viem'
import { reputationAbi, tokenAbi } from '@distribute/bridge-contracts'
import { systemAddress } from '@distribute/state-machine'
import { accounts, CHAIN_ID, startTestNode } from './testing/node.ts'
import type { TestNode } from './testing/node.ts'

let node: TestNode
const asked: string[] = []
const timesAsked = (method: string): number => asked.filter((each) => each === method).length
const token = systemAddress('token') as Hex
const [ada, bob, eve] = accounts

const chainOf = (url: string) => defineChain({
  id: CHAIN_ID,
  name: 'Harbour',
  nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
  rpcUrls: { default: { http: [url] } },
  // Looking for one that never comes viem can miss the last block, on a machine that answers more slowly than it is asked (wait-for-receipt.ts).
  supportsTransactionReplacementDetection: false,
})
const publicClient = () => createPublicClient({ chain: chainOf(node.url), transport: http(node.url, { batch: true }), pollingInterval: 20 })
const wallet = (account = ada) => createWalletClient({ account, chain: chainOf(node.url), transport: http(node.url) })

beforeAll(async () => {
  node = await startTestNode({ measure: (method) => asked.push(method) })
  await node.deposit(ada.address, parseEther('10'))
  await node.deposit(eve.address, parseEther('1'))
})
afterAll(() => node.close())

test('a plain transfer costs 21,000 gas at the base fee and arrives', async () => {
  const client = publicClient()
  const before = await client.getBalance({ address: ada.address })
  const hash = await wallet().sendTransaction({ to: bob.address, value: 1_000n })
  const receipt = await client.waitForTransactionReceipt({ hash })
  expect(receipt).toMatchObject({ status: 'success', type: 'eip1559', gasUsed: 21_000n, effectiveGasPrice: 1n, contractAddress: null })
  expect(await client.getBalance({ address: bob.address })).toBe(1_000n)
  expect(await client.getBalance({ address: ada.address })).toBe(before - 1_000n - 21_000n)
  const transaction = await client.getTransaction({ hash })
  expect(transaction).toMatchObject({ hash, from: ada.address.toLowerCase(), value: 1_000n, gasPrice: 1n, chainId: CHAIN_ID })
})

test('minting through the ABI: estimate, receipt, event, views before and after', async () => {
  const client = publicClient()
  const cost = await client.readContract({ address: token, abi: tokenAbi, functionName: 'mintCost', args: [ada.address, parseEther('4')] })
  const hash = await wallet().writeContract({ address: token, abi: tokenAbi, functionName: 'mint', args: [parseEther('4')], value: cost })
  const { blockNumber, logs } = await client.waitForTransactionReceipt({ hash })
  const balance = { address: token, abi: tokenAbi, functionName: 'balanceOf', args: [ada.address] } as const
  expect(await client.readContract(balance)).toBe(parseEther('4'))
  expect(await client.readContract({ ...balance, blockNumber: blockNumber - 1n })).toBe(0n)
  const minted = await client.getContractEvents({ address: token, abi: tokenAbi, eventName: 'Minted', fromBlock: blockNumber })
  expect(minted.map(({ args }) => Object.values(args))).toEqual([[ada.address, parseEther('4'), cost]])
  expect(logs.map(({ logIndex }) => logIndex)).toEqual(logs.map((_, i) => (logs[0]?.logIndex ?? 0) + i))
  expect(await client.getCode({ address: token })).toBe('0xfe')
  expect(await client.getCode({ address: bob.address })).toBeUndefined()
})

test('a broken rule comes out as the ABI error in viem', async () => {
  const call = { address: token, abi: [...tokenAbi, ...reputationAbi], functionName: 'transfer', args: [bob.address, parseEther('1000')], account: ada.address } as const
  const error = await publicClient().simulateContract(call).catch((thrown: unknown) => thrown)
  const reverted = error instanceof BaseError ? error.walk((each) => each instanceof ContractFunctionRevertedError) : undefined
  expect(reverted).toBeInstanceOf(ContractFunctionRevertedError)
  expect((reverted as ContractFunctionRevertedError).data?.errorName).toBe('InsufficientBalance')
})

test('an unknown call, too little ether and a used nonce come out as viem\'s own classes', async () => {
  const unknown = wallet().writeContract({ address: token, abi: parseAbi(['function melt(uint256)', 'error UnknownCall()']), functionName: 'melt', args: [1n] })
  await expect(unknown).rejects.toThrow(/UnknownCall/)
  const poor = await wallet(bob).sendTransaction({ to: ada.address, value: parseEther('5'), gas: 21_000n }).catch((thrown: BaseError) => thrown.walk((each) => each instanceof InsufficientFundsError))
  expect(poor).toBeInstanceOf(InsufficientFundsError)
  const used = await wallet().sendTransaction({ to: bob.address, value: 1n, nonce: 0 }).catch((thrown: BaseError) => thrown.walk((each) => each instanceof NonceTooLowError))
  expect(used).toBeInstanceOf(NonceTooLowError)
})

test('blocks: full ones with every kind of transaction, by number, hash and tag', async () => {
  const client = publicClient()
  const legacy = await wallet().sendTransaction({ to: bob.address, value: 5n, gasPrice: 2n, type: 'legacy' })
  const { blockNumber, type, effectiveGasPrice } = await client.waitForTransactionReceipt({ hash: legacy })
  expect([type, effectiveGasPrice]).toEqual(['legacy', 1n])
  const block = await client.getBlock({ blockNumber, includeTransactions: true })
  expect(block.transactions.map(({ hash }) => hash)).toContain(legacy)
  expect((await client.getBlock({ blockHash: block.hash })).number).toBe(blockNumber)
  const deposit = await client.getBlock({ blockNumber: 1n, includeTransactions: true })
  expect(deposit.transactions[0]).toMatchObject({ typeHex: '0x7e', value: parseEther('10'), to: ada.address.toLowerCase(), nonce: 2 ** 31 - 1 })
  for (const blockTag of ['safe', 'finalized', 'earliest'] as const) expect((await client.getBlock({ blockTag })).number).toBe(0n)
  expect(await client.getTransactionCount({ address: ada.address, blockTag: 'pending' })).toBe(await client.getTransactionCount({ address: ada.address }))
})

test('the raw transaction hashes to its hash, of each type', async () => {
  const client = publicClient()
  for (let number = 1n; number <= (await client.getBlockNumber()); number++) {
    const { transactions } = await client.getBlock({ blockNumber: number })
    for (const hash of transactions) {
      const raw = await node.call('eth_getRawTransactionByHash', [hash])
      expect(keccak256(raw as Hex)).toBe(hash)
    }
  }
})

test('fees: suggestions above the base fee, history with rewards', async () => {
  const client = publicClient()
  expect(await client.getGasPrice()).toBe(2n)
  const fees = await client.estimateFeesPerGas()
  expect(fees.maxFeePerGas).toBeGreaterThanOrEqual(1n)
  const history = await client.getFeeHistory({ blockCount: 2, rewardPercentiles: [20, 50] })
  expect(history.baseFeePerGas).toEqual([1n, 1n, 1n])
  expect(history.reward).toEqual([[0n, 0n], [0n, 0n]])
})

test('watchers over HTTP see blocks and events', async () => {
  const client = publicClient()
  const seen: unknown[] = []
  const blocks: bigint[] = []
  const [filters, looks] = [timesAsked('eth_newFilter'), timesAsked('eth_blockNumber')]
  const stop = client.watchContractEvent({ address: token, abi: tokenAbi, eventName: 'Transfer', onLogs: (logs) => seen.push(...logs) })
  const stopBlocks = client.watchBlockNumber({ onBlockNumber: (number) => blocks.push(number) })
  await expect.poll(() => timesAsked('eth_newFilter') > filters && timesAsked('eth_blockNumber') > looks).toBe(true)
  const hash = await wallet().writeContract({ address: token, abi: tokenAbi, functionName: 'transfer', args: [bob.address, 7n] })
  const { blockNumber } = await client.waitForTransactionReceipt({ hash })
  await expect.poll(() => seen.length).toBe(1)
  await expect.poll(() => blocks.includes(blockNumber)).toBe(true)
  stop()
  stopBlocks()
})

test('subscriptions over WebSocket: heads, logs, pending transactions', async () => {
  const transport = webSocket(node.wsUrl)
  const client = createPublicClient({ chain: chainOf(node.url), transport })
  const heads: bigint[] = []
  const logs: unknown[] = []
  const pending: string[] = []
  const stops = [
    client.watchBlocks({ onBlock: ({ number }) => heads.push(number) }),
    client.watchEvent({ address: token, onLogs: (found) => logs.push(...found) }),
    client.watchPendingTransactions({ onTransactions: (hashes) => pending.push(...hashes) }),
  ]
  await expect.poll(() => timesAsked('eth_subscribe')).toBe(stops.length)
  const hash = await wallet().writeContract({ address: token, abi: tokenAbi, functionName: 'transfer', args: [bob.address, 8n] })
  const { blockNumber } = await client.waitForTransactionReceipt({ hash })
  await expect.poll(() => logs).toEqual([expect.objectContaining({ transactionHash: hash, removed: false })])
  await expect.poll(() => heads).toContain(blockNumber)
  await expect.poll(() => pending).toContain(hash)
  for (const stop of stops) stop()
  const socket = await client.transport.getRpcClient()
  socket.close()
})

test('a filter that is forgotten is made anew by viem', async () => {
  const client = publicClient()
  const filter = await client.createBlockFilter()
  expect(await client.uninstallFilter({ filter })).toBe(true)
  await expect(client.getFilterChanges({ filter })).rejects.toMatchObject({ details: 'filter not found' })
})

test('eth_sendRawTransactionSync answers the receipt in one call', async () => {
  const client = publicClient()
  const request = await wallet().prepareTransactionRequest({ to: bob.address, value: 3n })
  const serializedTransaction = await ada.signTransaction(request as never)
  const receipt = await client.sendRawTransactionSync({ serializedTransaction })
  expect(receipt).toMatchObject({ status: 'success', from: ada.address.toLowerCase() })
})

test('a transaction that was sent is known at every moment: it waits, or stands in a block', async () => {
  const client = publicClient()
  for (let i = 0; i < 10; i++) {
    const hash = await wallet().sendTransaction({ to: bob.address, value: 1n, gas: 21_000n, maxFeePerGas: 2n, maxPriorityFeePerGas: 0n })
    for (let look = 0, isIn = false; !isIn && look < 500; look++) {
      const shown = (await node.call('eth_getTransactionByHash', [hash])) as { blockHash: string | null } | null
      expect(shown).not.toBeNull()
      isIn = shown?.blockHash !== null
    }
    expect((await client.waitForTransactionReceipt({ hash })).status).toBe('success')
  }
})

test('a receipt is there when it is first asked for, and nobody waits for what stands behind a gap', async () => {
  const next = await publicClient().getTransactionCount({ address: ada.address })
  /** Sent, and asked for in the same breath: no block can have come between. */
  const sentAndAsked = async (nonce: number): Promise<unknown> => {
    const raw = await ada.signTransaction({ type: 'eip1559', chainId: CHAIN_ID, nonce, to: bob.address, value: 1n, gas: 21_000n, maxFeePerGas: 2n, maxPriorityFeePerGas: 0n })
    const ask = (method: string, param: string) => ({ jsonrpc: '2.0', id: method, method, params: [param] })
    const response = await node.post(JSON.stringify([ask('eth_sendRawTransaction', raw), ask('eth_getTransactionReceipt', keccak256(raw))]))
    return ((await response.json()) as readonly { readonly result: unknown }[])[1]?.result
  }
  expect(await sentAndAsked(next)).toMatchObject({ status: '0x1' })
  expect(await sentAndAsked(next + 2)).toBeNull()
  // Had anybody waited for that one in vain, nobody would be waited for behind the same block.
  expect(await sentAndAsked(next + 1)).toMatchObject({ status: '0x1' })
})
