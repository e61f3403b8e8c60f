import type { NetworkController } from '@metamask/network-controller'
import { NonceTracker } from '@metamask/nonce-tracker'
import { parseEther } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemAddress } from '@distribute/state-machine'
import { CHAIN, createFees, partsOf, startNetwork } from './testing/metamask.ts'
import { accounts, CHAIN_ID, startTestNode } from './testing/node.ts'
import type { TestNode } from './testing/node.ts'

// MetaMask's own controllers, as npm has them, on a network that its user added by hand; its servers are out of reach.
const [ada, bob] = accounts

let node: TestNode
let network: NetworkController

beforeAll(async () => {
  node = await startTestNode()
  await node.deposit(ada.address, parseEther('1'))
  network = (await startNetwork(node.url)).network
})
afterAll(async () => {
  await network.destroy()
  await node.close()
})

const parts = () => partsOf(network)
/** Its types come from a package that MetaMask does not name. */
const release = ({ releaseLock }: { readonly releaseLock: unknown }): void => (releaseLock as () => void)()
const ask = (method: string, params: readonly unknown[] = []): Promise<unknown> =>
  parts().provider.request({ jsonrpc: '2.0', id: 1, method, params: params as never })

test('network: it is there, is the chain that was added, and takes type 2', async () => {
  expect(network.state.networksMetadata).toEqual({ harbour: { status: 'available', EIPS: { 1559: true } } })
  expect(await network.getEIP1559Compatibility()).toBe(true)
  expect(await ask('eth_chainId')).toBe(CHAIN)
  expect(await ask('eth_getCode', [systemAddress('token'), 'latest'])).toBe('0xfe')
})

test('gas fees: without its servers it asks eth_gasPrice, which is enough', async () => {
  const fees = createFees(network)
  expect(await fees.fetchGasFeeEstimates()).toEqual({ gasFeeEstimates: { gasPrice: '0.000000002' }, estimatedGasFeeTimeBounds: {}, gasEstimateType: 'eth_gasPrice' })
  fees.destroy()
})

test('nonce and a transaction: gas by the node, both caps at the gas price, the receipt by polling', async () => {
  const { provider, blockTracker } = parts()
  const tracker = new NonceTracker({ provider: provider as never, blockTracker, getPendingTransactions: () => [], getConfirmedTransactions: () => [] })
  const lock = await tracker.getNonceLock(ada.address)
  expect(lock.nextNonce).toBe(0)
  const call = { from: ada.address, to: bob.address, value: '0x1' }
  const gas = BigInt((await ask('eth_estimateGas', [call])) as string)
  const price = BigInt((await ask('eth_gasPrice')) as string)
  const raw = await ada.signTransaction({ type: 'eip1559', chainId: CHAIN_ID, nonce: lock.nextNonce, gas, maxFeePerGas: price, maxPriorityFeePerGas: price, to: bob.address, value: 1n })
  const hash = await ask('eth_sendRawTransaction', [raw])
  release(lock)
  await expect.poll(() => ask('eth_getTransactionReceipt', [hash])).toMatchObject({ status: '0x1', effectiveGasPrice: '0x1' })
  // What its tracker looks for in a refusal: the transaction is confirmed already.
  await expect(ask('eth_sendRawTransaction', [raw])).rejects.toMatchObject({ code: -32603, data: { message: expect.stringMatching(/nonce too low/) as string } })
  await expect.poll(async () => Number(await blockTracker.checkForLatestBlock())).toBeGreaterThan(1)
  const next = await tracker.getNonceLock(ada.address)
  expect(next.nextNonce).toBe(1)
  release(next)
})

// As Rabby does with a chain that its user adds (clients.md section 1.2): requests without params, type 0, the gas price with room.
test('Rabby: its sequence on an added chain', async () => {
  const bare = async (method: string): Promise<string> => {
    const response = await node.post(JSON.stringify({ jsonrpc: '2.0', id: 'rabby', method }))
    return ((await response.json()) as { result: string }).result
  }
  expect(await bare('eth_chainId')).toBe(CHAIN)
  const from = bob.address
  await node.deposit(from, parseEther('1'))
  const nonce = Number(await node.call('eth_getTransactionCount', [from, 'latest']))
  const gas = BigInt((await node.call('eth_estimateGas', [{ from, to: ada.address, value: '0x5', data: '0x' }])) as string)
  const token = systemAddress('token')
  for (const data of ['0x95d89b41', '0x313ce567', `0x70a08231${from.slice(2).padStart(64, '0')}`]) expect(await node.call('eth_call', [{ to: token, data }, 'latest'])).toMatch(/^0x[0-9a-f]+$/)
  const base = BigInt(await bare('eth_gasPrice'))
  for (const [i, percent] of [110n, 120n, 125n].entries()) {
    const raw = await bob.signTransaction({ type: 'legacy', chainId: CHAIN_ID, nonce: nonce + i, gas, gasPrice: (base * percent) / 100n, to: ada.address, value: 5n })
    const hash = await node.call('eth_sendRawTransaction', [raw])
    expect(await node.call('eth_getTransactionByHash', [hash])).toMatchObject({ hash, type: '0x0' })
    await expect.poll(() => node.call('eth_getTransactionReceipt', [hash])).toMatchObject({ status: '0x1', type: '0x0' })
  }
  expect(BigInt((await node.call('eth_getBalance', [from, 'latest'])) as string)).toBeLessThan(parseEther('1') + 1n)
})
