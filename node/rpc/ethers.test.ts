import { Contract, JsonRpcProvider, NonceManager, parseEther, Wallet, WebSocketProvider } from 'ethers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tokenAbi } from '@distribute/bridge-contracts'
import { systemAddress } from '@distribute/state-machine'
import { accounts, CHAIN_ID, startTestNode } from './testing/node.ts'
import type { TestNode } from './testing/node.ts'

let node: TestNode
const asked: string[] = []
let provider: JsonRpcProvider
let wallet: Wallet
const [, bob] = accounts
const key = `0x${'0'.repeat(63)}1`
const token = systemAddress('token')

beforeAll(async () => {
  node = await startTestNode({ measure: (method) => asked.push(method) })
  // ethers answers from its own memory for 250 ms, the nonce too: longer than these blocks take.
  provider = new JsonRpcProvider(node.url, CHAIN_ID, { pollingInterval: 20, cacheTimeout: -1 })
  wallet = new Wallet(key, provider)
  await node.deposit(wallet.address, parseEther('10'))
})
afterAll(async () => {
  provider.destroy()
  await node.close()
})

test('sends, waits, reads: transfers, contract calls, batched reads', async () => {
  const sent = await wallet.sendTransaction({ to: bob.address, value: 9n })
  const receipt = await sent.wait()
  expect([receipt?.status, receipt?.gasUsed, receipt?.gasPrice]).toEqual([1, 21_000n, 1n])
  const [balance, network, block] = await Promise.all([provider.getBalance(bob.address), provider.getNetwork(), provider.getBlock('latest', true)])
  expect([balance, network.chainId, block?.prefetchedTransactions[0]?.hash]).toEqual([9n, BigInt(CHAIN_ID), sent.hash])
  expect((await provider.getBlock(1, true))?.prefetchedTransactions[0]?.type).toBe(0x7e)
})

test('a contract: call, static call, event listener, query', async () => {
  const contract = new Contract(token, tokenAbi, wallet)
  const heard: bigint[] = []
  await contract.on('Transfer', (_from, _to, value: bigint) => heard.push(value))
  await expect.poll(() => asked).toContain('eth_newFilter')
  const cost = (await contract.getFunction('mintCost')(wallet.address, 500n)) as bigint
  expect(await contract.getFunction('mint').staticCall(500n, { value: cost })).toBe(cost)
  const receipt = await (await contract.getFunction('mint').send(500n, { value: cost })).wait()
  const block = receipt?.blockNumber ?? -1
  expect(await contract.getFunction('balanceOf')(wallet.address)).toBe(500n)
  await expect.poll(() => heard).toEqual([500n])
  expect(await contract.queryFilter('Minted', block, block)).toHaveLength(1)
  await contract.removeAllListeners()
})

test('errors come out as ethers\' own codes', async () => {
  const contract = new Contract(token, tokenAbi, wallet)
  const transfer = contract.getFunction('transfer')
  const data = contract.interface.getError('InsufficientBalance')?.selector
  await expect(transfer(bob.address, parseEther('99'))).rejects.toMatchObject({ code: 'CALL_EXCEPTION', data })
  await expect(transfer.staticCall(bob.address, parseEther('99'))).rejects.toMatchObject({ code: 'CALL_EXCEPTION', revert: { name: 'InsufficientBalance' } })
  await expect(wallet.sendTransaction({ to: bob.address, value: 1n, nonce: 0 })).rejects.toMatchObject({ code: 'NONCE_EXPIRED' })
  await expect(wallet.sendTransaction({ to: bob.address, value: parseEther('99') })).rejects.toMatchObject({ code: 'INSUFFICIENT_FUNDS' })
  await expect(provider.send('eth_sendTransaction', [{}])).rejects.toMatchObject({ code: 'UNSUPPORTED_OPERATION' })
  const otherChain = await new Wallet(key).signTransaction({ type: 0, to: bob.address, chainId: 1, gasLimit: 21_000, gasPrice: 2n, nonce: 9 })
  await expect(provider.broadcastTransaction(otherChain)).rejects.toThrow(/invalid chain id for signer: have 1 want 71331/)
})

test('a replacement must pay more; then it takes the place of the old one', async () => {
  const nonce = (await wallet.getNonce()) + 1
  const options = { to: bob.address, nonce, gasLimit: 21_000, gasPrice: 20n }
  const first = await wallet.sendTransaction({ ...options, value: 1n })
  await expect(wallet.sendTransaction({ ...options, value: 2n })).rejects.toMatchObject({ code: 'REPLACEMENT_UNDERPRICED' })
  expect(await provider.send('eth_getTransactionByHash', [first.hash])).toMatchObject({ hash: first.hash, blockHash: null, blockNumber: null })
  const second = await wallet.sendTransaction({ ...options, value: 2n, gasPrice: 22n })
  await (await wallet.sendTransaction({ to: bob.address, nonce: nonce - 1, value: 3n })).wait()
  expect((await second.wait())?.status).toBe(1)
  expect(await provider.getTransactionReceipt(first.hash)).toBeNull()
})

test('many at once, through NonceManager', async () => {
  const manager = new NonceManager(wallet)
  const sent = []
  for (let i = 0; i < 20; i++) sent.push(await manager.sendTransaction({ to: bob.address, value: 1n }))
  const receipts = await Promise.all(sent.map((each) => each.wait()))
  expect(receipts.every((receipt) => receipt?.status === 1)).toBe(true)
})

test('over WebSocket: blocks', async () => {
  const socket = new WebSocketProvider(node.wsUrl, CHAIN_ID)
  const seen: number[] = []
  await socket.on('block', (number: number) => seen.push(number))
  await expect.poll(() => asked).toContain('eth_subscribe')
  const receipt = await (await wallet.sendTransaction({ to: bob.address, value: 1n })).wait()
  await expect.poll(() => seen).toContain(receipt?.blockNumber)
  await socket.destroy()
})
