import { getAddress, isHexString, JsonRpcProvider, Wallet } from 'ethers'
import { encodeFunctionData, parseEther } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tokenAbi } from '@distribute/bridge-contracts'
import { systemAddress } from '@distribute/state-machine'
import { accounts, CHAIN_ID, startTestNode } from './testing/node.ts'
import type { TestNode } from './testing/node.ts'

// What Otterscan does, in its order and with its checks: its sources are read, nothing of them runs here (clients.md section 1.11).
const PAGE_SIZE = 25
const MIN_API_LEVEL = 8
const [ada, bob] = accounts
const token = systemAddress('token')

interface Receipt {
  readonly transactionHash: string
  readonly status: string
  readonly gasUsed: string
  readonly timestamp: string
}
interface Transaction {
  readonly hash: string
  readonly blockNumber: string
  readonly transactionIndex: string
  readonly from: string
  readonly input: string
}
interface Chunk {
  readonly txs: readonly Transaction[]
  readonly receipts: readonly Receipt[]
  readonly firstPage: boolean
  readonly lastPage: boolean
}

let node: TestNode
let provider: JsonRpcProvider
let failed: string
const mine: string[] = []

beforeAll(async () => {
  node = await startTestNode()
  provider = new JsonRpcProvider(node.url, undefined, { staticNetwork: true })
  await node.deposit(ada.address, parseEther('10'))
  const wallet = new Wallet(`0x${'0'.repeat(63)}1`)
  const raw = (nonce: number, data: string, value = 0n): Promise<string> =>
    wallet.signTransaction({ chainId: CHAIN_ID, type: 2, nonce, gasLimit: 500_000, maxFeePerGas: 2, maxPriorityFeePerGas: 0, to: token, data, value })
  const mint = encodeFunctionData({ abi: tokenAbi, functionName: 'mint', args: [5n] })
  const lose = encodeFunctionData({ abi: tokenAbi, functionName: 'transfer', args: [bob.address, 9_999n] })
  for (let nonce = 0; nonce < 69; nonce++) mine.push((await node.call('eth_sendRawTransaction', [await raw(nonce, mint, 10n ** 17n)])) as string)
  failed = ((await node.call('eth_sendRawTransactionSync', [await raw(69, lose)])) as { transactionHash: string }).transactionHash
  mine.push(failed)
})
afterAll(async () => {
  provider.destroy()
  await node.close()
})

const send = <T>(method: string, ...params: readonly unknown[]): Promise<T> => provider.send(method, [...params]) as Promise<T>
const search = (direction: 'Before' | 'After', block: number): Promise<Chunk> => send(`ots_searchTransactions${direction}`, getAddress(ada.address), block, PAGE_SIZE)

test('its probe: a node, an Erigon, an Otterscan', async () => {
  const [number, header, level, network] = await Promise.all([provider.getBlockNumber(), send<{ number: string; hash: string }>('erigon_getHeaderByNumber', 'latest'), send<number>('ots_getApiLevel'), provider.getNetwork()])
  expect(Number(header.number)).toBe(number)
  expect(isHexString(header.hash, 32)).toBe(true)
  expect(level).toBeGreaterThanOrEqual(MIN_API_LEVEL)
  expect(network.chainId).toBe(BigInt(CHAIN_ID))
})

test('its page of a block: details, fees, transactions by pages from the end', async () => {
  const { blockNumber } = (await provider.getTransactionReceipt(failed)) ?? { blockNumber: -1 }
  type Details = { block: { number: string; hash: string; size: string; transactionCount: number; logsBloom: string; transactions?: unknown }; issuance: Record<string, string>; totalFees: string }
  const details = await send<Details>('ots_getBlockDetails', blockNumber)
  expect(await send('ots_getBlockDetailsByHash', details.block.hash)).toEqual(details)
  expect(details.block.transactions).toBeUndefined()
  expect(BigInt(details.issuance['blockReward'] ?? -1)).toBe(0n)
  const receipts = await send<Receipt[]>('eth_getBlockReceipts', `0x${blockNumber.toString(16)}`)
  expect(BigInt(details.totalFees)).toBe(receipts.reduce((sum, { gasUsed }) => sum + BigInt(gasUsed), 0n))
  const seen: string[] = []
  for (let page = 0; seen.length < details.block.transactionCount; page++) {
    type Page = { fullblock: { transactionCount: number; transactions: Transaction[] }; receipts: (Receipt & { logs: null })[] }
    const shown = await send<Page>('ots_getBlockTransactions', blockNumber, page, 3)
    expect(shown.fullblock.transactionCount).toBe(details.block.transactionCount)
    expect(shown.receipts.map(({ transactionHash }) => transactionHash)).toEqual(shown.fullblock.transactions.map(({ hash }) => hash))
    expect(shown.fullblock.transactions.every(({ input }) => input.length <= 10)).toBe(true)
    expect(shown.receipts.every(({ logs }) => logs === null)).toBe(true)
    seen.unshift(...shown.fullblock.transactions.map(({ hash }) => hash))
  }
  expect(seen).toEqual(receipts.map(({ transactionHash }) => transactionHash))
  expect(await send('ots_getBlockDetails', 999_999)).toBeNull()
  expect(await send('ots_getBlockDetails', 0)).toMatchObject({ block: { number: '0x0', transactionCount: 0 }, totalFees: '0x0' })
})

test('its page of a transaction: internal operations, trace, error, neighbours by nonce', async () => {
  expect(await send('ots_getInternalOperations', failed)).toEqual([])
  type Entry = { type: string; depth: number; from: string; to: string; value: string; input: string; output: string }
  const [entry] = await send<Entry[]>('ots_traceTransaction', mine[3])
  expect(entry).toMatchObject({ type: 'CALL', depth: 0, from: ada.address.toLowerCase(), to: token, value: '0x16345785d8a0000' })
  const data = await send<string>('ots_getTransactionError', failed)
  expect(data).toBe(encodeFunctionData({ abi: [{ type: 'function', name: 'InsufficientBalance', inputs: [], outputs: [], stateMutability: 'view' }] }))
  expect(await send('ots_getTransactionError', mine[3])).toBe('0x')
  for (const nonce of [0, 1, 17, 68, 69]) expect(await send('ots_getTransactionBySenderAndNonce', getAddress(ada.address), nonce), `${nonce}`).toBe(mine[nonce])
  expect(await send('ots_getTransactionBySenderAndNonce', getAddress(ada.address), 70)).toBeNull()
  expect(await send('ots_getTransactionBySenderAndNonce', getAddress(bob.address), 0)).toBeNull()
  expect(await send('eth_getTransactionBySenderAndNonce', ada.address, '0x11')).toMatchObject({ hash: mine[17] })
})

test('its page of an address: code, creator, the history in pages both ways', async () => {
  expect(await send('ots_hasCode', token, 'latest')).toBe(true)
  expect(await send('ots_hasCode', ada.address, 'latest')).toBe(false)
  expect(await send('ots_getContractCreator', token)).toBeNull()
  const newest = await search('Before', 0)
  expect([newest.firstPage, newest.lastPage]).toEqual([true, false])
  expect(newest.txs[0]?.hash).toBe(failed)
  const older: string[] = []
  for (let page = newest; ; page = await search('Before', Number(page.txs.at(-1)?.blockNumber))) {
    expect(page.receipts.map(({ transactionHash }) => transactionHash)).toEqual(page.txs.map(({ hash }) => hash))
    expect(page.receipts.every(({ timestamp }) => BigInt(timestamp) > 0n)).toBe(true)
    older.push(...page.txs.map(({ hash }) => hash))
    if (page.lastPage) break
    expect(page.txs.length).toBeGreaterThanOrEqual(PAGE_SIZE)
  }
  // The deposit is the oldest of all.
  expect(older.slice(0, -1)).toEqual([...mine].reverse())
  const oldest = await search('After', 0)
  expect([oldest.txs.at(-1)?.hash, oldest.lastPage]).toEqual([older.at(-1), true])
  const newer: string[] = []
  for (let page = oldest; ; page = await search('After', Number(page.txs[0]?.blockNumber))) {
    newer.unshift(...page.txs.map(({ hash }) => hash))
    if (page.firstPage) break
  }
  expect(newer).toEqual(older)
  const nobody = await send<Chunk>('ots_searchTransactionsBefore', `0x${'77'.repeat(20)}`, 0, PAGE_SIZE)
  expect(nobody).toEqual({ txs: [], receipts: [], firstPage: true, lastPage: true })
  for (const [method, params] of [['ots_searchTransactionsBefore', [ada.address, 0, 0]], ['ots_getBlockTransactions', [0, 0, 101]]] as const) {
    expect(await node.call(method, params)).toMatchObject({ error: { code: -32602 } })
  }
})
