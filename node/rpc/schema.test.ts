import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { encodeFunctionData, parseEther } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { reputationAbi, tokenAbi } from '@distribute/bridge-contracts'
import { systemAddress } from '@distribute/state-machine'
import { accounts, CHAIN_ID, registrar, startTestNode } from './testing/node.ts'
import type { TestNode } from './testing/node.ts'

const FILE = new URL('../../../shared/conformance/openrpc.json', import.meta.url)
const present = existsSync(FILE)

interface Description {
  readonly methods: readonly { readonly name: string; readonly result?: { readonly schema: object } }[]
  readonly components: object
}

interface Validate {
  (value: unknown): boolean
  readonly errors?: unknown
}

let node: TestNode
let transactions: { legacy: string; typed: string; failed: string; system: string }
const [ada, bob] = accounts
const token = systemAddress('token')

async function send(fields: Record<string, unknown>): Promise<string> {
  const nonce = Number(await node.call('eth_getTransactionCount', [ada.address, 'pending']))
  const raw = await ada.signTransaction({ chainId: CHAIN_ID, nonce, gas: 500_000n, ...fields } as never)
  const receipt = (await node.call('eth_sendRawTransactionSync', [raw])) as { transactionHash: string }
  return receipt.transactionHash
}

beforeAll(async () => {
  node = await startTestNode()
  await node.deposit(ada.address, parseEther('10'))
  const { transactions: [system = ''] = [] } = (await node.call('eth_getBlockByNumber', ['0x1', false])) as { transactions: string[] }
  const typed = await send({ type: 'eip1559', maxFeePerGas: 2n, to: token, value: 10n ** 17n, data: encodeFunctionData({ abi: tokenAbi, functionName: 'mint', args: [1_000n] }) })
  const legacy = await send({ type: 'legacy', gasPrice: 2n, to: bob.address, value: 1n })
  const failed = await send({ type: 'eip1559', maxFeePerGas: 2n, to: token, data: encodeFunctionData({ abi: tokenAbi, functionName: 'transfer', args: [bob.address, 5_000n] }) })
  transactions = { legacy, typed, failed, system }
})
afterAll(() => node.close())

function validators(): ReadonlyMap<string, Validate> {
  const description = JSON.parse(readFileSync(FILE, 'utf8')) as Description
  const Ajv = createRequire(import.meta.url)('ajv') as new (options: object) => { compile(schema: object): Validate }
  const ajv = new Ajv({ schemaId: 'auto', unknownFormats: 'ignore', logger: false })
  return new Map(description.methods.flatMap(({ name, result }) =>
    result === undefined ? [] : [[name, ajv.compile({ components: description.components, ...result.schema })] as const]))
}

test.skipIf(!present)('every answer has the public specification\'s shape', async () => {
  const checks = validators()
  const { legacy, typed, failed, system } = transactions
  const block = (await node.call('eth_getBlockByNumber', ['latest', false])) as { hash: string }
  const logs = await node.call('eth_newFilter', [{ fromBlock: '0x0' }])
  const call = { from: ada.address, to: bob.address, value: '0x1' }
  const requests: readonly (readonly [string, readonly unknown[]])[] = [
    ['eth_chainId', []], ['eth_accounts', []], ['eth_blockNumber', []], ['eth_gasPrice', []], ['eth_maxPriorityFeePerGas', []], ['eth_baseFee', []],
    ['eth_blobBaseFee', []], ['eth_syncing', []], ['net_version', []],
    ['eth_feeHistory', ['0x3', 'latest', [20, 50]]], ['eth_feeHistory', ['0x1', 'latest', []]],
    ['eth_getBlockByNumber', ['latest', true]], ['eth_getBlockByNumber', ['0x2', true]], ['eth_getBlockByNumber', ['0x0', true]], ['eth_getBlockByNumber', ['0x999', true]],
    ['eth_getBlockByHash', [block.hash, false]], ['eth_getBlockTransactionCountByNumber', ['latest']], ['eth_getBlockTransactionCountByHash', [block.hash]],
    ['eth_getBlockReceipts', ['latest']], ['eth_getBlockReceipts', ['0x999']],
    ...[legacy, typed, failed].flatMap((hash) => [['eth_getTransactionByHash', [hash]], ['eth_getTransactionReceipt', [hash]]] as const),
    ['eth_getTransactionReceipt', [system]], ['eth_getTransactionReceipt', [`0x${'00'.repeat(32)}`]],
    ['eth_getTransactionByBlockNumberAndIndex', ['latest', '0x0']], ['eth_getTransactionByBlockHashAndIndex', [block.hash, '0x0']],
    ['eth_getBalance', [ada.address, 'latest']], ['eth_getTransactionCount', [ada.address, 'latest']], ['eth_getCode', [token, 'latest']],
    ['eth_getStorageAt', [token, '0x0', 'latest']], ['eth_call', [call]], ['eth_estimateGas', [call]], ['eth_createAccessList', [call]],
    ['eth_getLogs', [{ fromBlock: '0x0', toBlock: 'latest' }]], ['eth_getFilterChanges', [logs]], ['eth_getFilterLogs', [logs]],
    ['eth_newBlockFilter', []], ['eth_newPendingTransactionFilter', []], ['eth_uninstallFilter', [logs]],
  ]
  for (const [method, params] of requests) {
    const answer = await node.call(method, params)
    const check = checks.get(method)
    // An empty list fits both branches of a oneOf in the specification itself.
    const isQuirk = Array.isArray(answer) && answer.length === 0
    expect(isQuirk || check?.(answer), `${method} ${JSON.stringify(params)}: ${JSON.stringify(answer)} ${JSON.stringify(check?.errors)}`).toBe(true)
  }
})

test.skipIf(!present)('the schemas do bite', async () => {
  const check = validators().get('eth_getBlockByNumber')
  const block = (await node.call('eth_getBlockByNumber', ['latest', false])) as object
  expect(check?.(block)).toBe(true)
  for (const broken of [{ gasLimit: undefined }, { number: '0x01' }, { hash: '0x1' }]) expect(check?.(JSON.parse(JSON.stringify({ ...block, ...broken })))).toBe(false)
})

test('type 0x7e carries the OP Stack\'s field names', async () => {
  const shown = (await node.call('eth_getTransactionByHash', [transactions.system])) as { sourceHash: string }
  expect(shown.sourceHash).toMatch(/^0x[0-9a-f]{64}$/)
  expect(shown).toMatchObject({
    type: '0x7e', mint: '0x8ac7230489e80000', isSystemTx: false, v: '0x0', r: '0x0', s: '0x0', nonce: '0x0',
  })
  expect(await node.call('eth_getTransactionReceipt', [transactions.system])).toMatchObject({ type: '0x7e', status: '0x1', gasUsed: '0x0' })
})

test('a failed transaction: status 0, no logs, fee paid', async () => {
  expect(await node.call('eth_getTransactionReceipt', [transactions.failed])).toMatchObject({ status: '0x0', logs: [], effectiveGasPrice: '0x1' })
})

test('receipts add up: gas, blooms and log indexes of a block are those of its receipts', async () => {
  const sends = []
  const first = Number(await node.call('eth_getTransactionCount', [ada.address, 'pending']))
  for (let i = 0; i < 30; i++) {
    const data = encodeFunctionData({ abi: tokenAbi, functionName: 'mint', args: [BigInt(i + 1)] })
    const raw = await ada.signTransaction({ chainId: CHAIN_ID, nonce: first + i, gas: 500_000n, maxFeePerGas: 2n, to: token, value: 10n ** 17n, data })
    sends.push({ jsonrpc: '2.0', id: i, method: 'eth_sendRawTransaction', params: [raw] })
  }
  const answers = (await (await node.post(JSON.stringify(sends))).json()) as { id: number; result: string }[]
  expect(answers.map(({ id }) => id)).toEqual(sends.map(({ id }) => id))
  const last = answers.at(-1)?.result
  await expect.poll(() => node.call('eth_getTransactionReceipt', [last])).not.toBeNull()
  const { blockNumber } = (await node.call('eth_getTransactionReceipt', [last])) as { blockNumber: string }
  const block = (await node.call('eth_getBlockByNumber', [blockNumber, false])) as { gasUsed: string; logsBloom: string; transactions: string[] }
  const receipts = (await node.call('eth_getBlockReceipts', [blockNumber])) as { transactionHash: string; cumulativeGasUsed: string; logsBloom: string; logs: { logIndex: string }[] }[]
  expect(receipts.map(({ transactionHash }) => transactionHash)).toEqual(block.transactions)
  expect(receipts.at(-1)?.cumulativeGasUsed).toBe(block.gasUsed)
  expect(receipts.reduce((bloom, receipt) => bloom | BigInt(receipt.logsBloom), 0n)).toBe(BigInt(block.logsBloom))
  const indexes = receipts.flatMap(({ logs }) => logs.map(({ logIndex }) => Number(logIndex)))
  expect(indexes).toEqual(indexes.map((_, i) => i))
  expect(await node.call('eth_getLogs', [{ fromBlock: blockNumber, toBlock: blockNumber }])).toEqual(receipts.flatMap(({ logs }) => logs))
})

test('a registration by relay: nobody needs ether', async () => {
  const identity = `0x${'07'.repeat(32)}` as const
  const deadline = 1_900_000_000n
  const signature = await registrar.signTypedData({
    domain: { name: 'Distribute', version: '1', chainId: CHAIN_ID, verifyingContract: systemAddress('reputation') },
    types: { Membership: [{ name: 'member', type: 'address' }, { name: 'identity', type: 'bytes32' }, { name: 'deadline', type: 'uint256' }] },
    primaryType: 'Membership',
    message: { member: bob.address, identity, deadline },
  })
  const hash = await node.call('distribute_register', [bob.address, identity, `0x${deadline.toString(16)}`, signature])
  expect(await node.call('eth_getTransactionReceipt', [hash])).toMatchObject({ type: '0x7e', status: '0x1', to: systemAddress('reputation') })
  const data = encodeFunctionData({ abi: reputationAbi, functionName: 'isMember', args: [bob.address] })
  expect(BigInt((await node.call('eth_call', [{ to: systemAddress('reputation'), input: data }])) as string)).toBe(1n)
  expect(await node.call('distribute_register', [bob.address, identity, deadline.toString(), signature])).toMatchObject({ error: { code: 3, message: 'execution reverted: AlreadyMember' } })
})
