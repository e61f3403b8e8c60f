import { encodeFunctionData, parseEther, serializeTransaction } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tokenAbi } from '@distribute/bridge-contracts'
import { systemAddress } from '@distribute/state-machine'
import { accounts, CHAIN_ID, startTestNode } from './testing/node.ts'
import type { TestNode } from './testing/node.ts'

let node: TestNode
const [ada, bob] = accounts
const token = systemAddress('token')

beforeAll(async () => {
  node = await startTestNode()
  await node.deposit(ada.address, parseEther('1'))
})
afterAll(() => node.close())

const refusal = (code: number, message: string | RegExp): unknown => {
  const words: unknown = typeof message === 'string' ? message : expect.stringMatching(message)
  return { error: { code, message: words } }
}

test('arguments are refused in geth\'s words', async () => {
  const hash = `0x${'00'.repeat(32)}`
  const cases: readonly (readonly [string, readonly unknown[], string])[] = [
    ['eth_getBalance', ['00'.repeat(20)], 'invalid argument 0: hex string without 0x prefix'],
    ['eth_getBalance', ['0x12'], 'invalid argument 0: hex string has length 2, want 40 for common.Address'],
    ['eth_getBalance', [`0x${'zz'.repeat(20)}`], 'invalid argument 0: invalid hex string'],
    ['eth_getBalance', [7], 'invalid argument 0: json: cannot unmarshal number into Go value of type string'],
    ['eth_getBalance', [], 'missing value for required argument 0'],
    ['eth_getBalance', [ada.address, '5'], 'invalid argument 1: hex string without 0x prefix'],
    ['eth_getBalance', [ada.address, '0x'], 'invalid argument 1: hex string "0x"'],
    ['eth_getBalance', [ada.address, '0x01'], 'invalid argument 1: hex number with leading zero digits'],
    ['eth_getBalance', [ada.address, '0xffffffffffffffff'], 'invalid argument 1: block number larger than int64'],
    ['eth_getBalance', [ada.address, '0x10000000000000000'], 'invalid argument 1: hex number > 64 bits'],
    ['eth_getBalance', [ada.address, { blockHash: hash, blockNumber: '0x1' }], 'invalid argument 1: cannot specify both BlockHash and BlockNumber, choose one or the other'],
    ['eth_getBlockByNumber', ['latest', 'yes'], 'invalid argument 1: json: cannot unmarshal string into Go value of type bool'],
    ['eth_getTransactionByHash', ['0x123'], 'invalid argument 0: hex string of odd length'],
    ['eth_getTransactionByHash', [hash, 1], 'too many arguments, want at most 1'],
    ['eth_call', ['0x'], 'invalid argument 0: json: cannot unmarshal string into an object'],
    ['eth_getLogs', [{ blockHash: hash, fromBlock: '0x0' }], 'can\'t specify fromBlock/toBlock with blockHash'],
    ['eth_getLogs', [{ fromBlock: '0x2', toBlock: '0x1' }], 'invalid block range params'],
    ['eth_getLogs', [{ fromBlock: '0x0', toBlock: '0xffff' }], 'block range extends beyond current head block'],
    ['eth_getLogs', [{ topics: [[], [], [], [], []] }], 'invalid argument 0: exceed max topics'],
    ['eth_feeHistory', ['0x1', 'latest', [50, 20]], 'invalid argument 2: invalid reward percentile: numbers from 0 to 100 in ascending order'],
  ]
  for (const [method, params, message] of cases) expect(await node.call(method, params), `${method} ${JSON.stringify(params)}`).toEqual({ error: { code: -32602, message } })
})

test('unknown blocks: null where geth says null, "header not found" where state is asked for', async () => {
  const hash = `0x${'ab'.repeat(32)}`
  for (const [method, params] of [
    ['eth_getBlockByNumber', ['0x99', false]], ['eth_getBlockByHash', [hash, false]], ['eth_getBlockReceipts', ['0x99']], ['eth_getTransactionReceipt', [hash]],
    ['eth_getTransactionByHash', [hash]], ['eth_getBlockTransactionCountByNumber', ['0x99']], ['eth_getTransactionByBlockNumberAndIndex', ['0x1', '0x99']],
    ['eth_getUncleCountByBlockNumber', ['0x99']], ['eth_getRawTransactionByHash', [hash]],
  ] as const) expect(await node.call(method, params), method).toBeNull()
  for (const at of ['0x99', hash, { blockHash: hash }, { blockNumber: '0x99' }]) {
    for (const method of ['eth_getBalance', 'eth_getTransactionCount', 'eth_getCode']) {
      expect(await node.call(method, [ada.address, at])).toEqual(refusal(-32000, 'header not found'))
    }
    expect(await node.call('eth_call', [{ to: token }, at])).toEqual(refusal(-32000, 'header not found'))
  }
  expect(await node.call('eth_getLogs', [{ blockHash: hash }])).toEqual(refusal(-32000, 'unknown block'))
  expect(await node.call('eth_feeHistory', ['0x1', '0x99'])).toEqual(refusal(-32000, 'request beyond head block: requested 153, head 1'))
  expect(await node.call('eth_getFilterChanges', ['0x1'])).toEqual(refusal(-32000, 'filter not found'))
  expect(await node.call('eth_getProof', [ada.address, [], 'latest'])).toEqual(refusal(-32004, /rollup_getProof/))
})

test('EIP-1898 and tags name blocks', async () => {
  const { hash } = (await node.call('eth_getBlockByNumber', ['0x1', false])) as { hash: string }
  const balance = `0x${parseEther('1').toString(16)}`
  for (const at of ['latest', 'pending', '0x1', hash, { blockHash: hash }, { blockNumber: '0x1' }, { blockHash: hash, requireCanonical: true }, undefined]) {
    expect(await node.call('eth_getBalance', [ada.address, at])).toBe(balance)
  }
  for (const at of ['earliest', 'safe', 'finalized', '0x0']) expect(await node.call('eth_getBalance', [ada.address, at])).toBe('0x0')
})

const transfer = encodeFunctionData({ abi: tokenAbi, functionName: 'transfer', args: [bob.address, 1n] })
const selector = (name: string): string => encodeErrorSelector(name)
const encodeErrorSelector = (name: string): string => {
  const found = tokenAbi.find((item) => item.type === 'error' && item.name === name)
  expect(found, name).toBeDefined()
  return encodeFunctionData({ abi: [{ type: 'function', name, inputs: [], outputs: [], stateMutability: 'view' }], functionName: name })
}

test('broken rules have code 3 and the ABI\'s error, in calls and in estimates', async () => {
  const cases: readonly (readonly [object, string])[] = [
    [{ from: ada.address, to: token, data: transfer }, 'InsufficientBalance'],
    [{ from: ada.address, to: token, input: transfer }, 'InsufficientBalance'],
    [{ from: ada.address, to: token, input: transfer, data: transfer, value: '0x1' }, 'ValueNotAccepted'],
    [{ from: ada.address, to: token, data: '0x12345678' }, 'UnknownCall'],
    [{ from: ada.address, to: token, data: `${transfer}00` }, 'NonCanonicalCalldata'],
    [{ from: ada.address, to: token, value: '0x1' }, 'InvalidReceiver'],
  ]
  for (const [call, name] of cases) {
    const error = { code: 3, message: `execution reverted: ${name}`, data: selector(name) }
    expect(await node.call('eth_call', [call])).toEqual({ error })
    expect(await node.call('eth_estimateGas', [call])).toEqual({ error })
  }
  expect(await node.call('eth_createAccessList', [cases[0]?.[0]])).toMatchObject({ accessList: [], error: 'execution reverted: InsufficientBalance' })
})

test('calls: both keys, no receiver, no money, data for an account', async () => {
  expect(await node.call('eth_call', [{ to: token, input: '0x', data: '0x01' }])).toEqual(refusal(-32000, /both "data" and "input" are set and not equal/))
  expect(await node.call('eth_call', [{ data: '0x6000' }])).toEqual(refusal(-32003, 'transaction rejected: contract creation is not supported'))
  expect(await node.call('eth_call', [{ from: bob.address, to: ada.address, value: '0x1' }])).toEqual(refusal(-32000, /^insufficient funds for gas \* price \+ value/))
  expect(await node.call('eth_call', [{ to: bob.address, data: '0x01' }])).toBe('0x')
  expect(await node.call('eth_estimateGas', [{ to: bob.address, data: '0x01' }])).toMatchObject(refusal(3, /NonCanonicalCalldata/) as object)
  expect(await node.call('eth_estimateGas', [{ from: ada.address, to: bob.address, value: '0x1' }])).toBe('0x5208')
  expect(await node.call('eth_estimateGas', [{ from: bob.address, to: ada.address, gasPrice: '0x1' }])).toEqual(refusal(-32000, /^insufficient funds/))
  expect(await node.call('eth_estimateGas', [{ from: ada.address, to: bob.address, gas: '0x1' }])).toEqual(refusal(-32000, 'gas required exceeds allowance (1)'))
  expect(await node.call('eth_estimateGas', [{ to: bob.address, maxFeePerGas: '0x1', maxPriorityFeePerGas: '0x2' }])).toEqual(refusal(-32000, /^max priority fee per gas higher than max fee per gas/))
})

const send = async (fields: Record<string, unknown>, account: { signTransaction(fields: never): Promise<string> } = ada): Promise<unknown> =>
  node.call('eth_sendRawTransaction', [await account.signTransaction({ type: 'eip1559', chainId: CHAIN_ID, nonce: 0, gas: 500_000n, maxFeePerGas: 2n, to: bob.address, ...fields } as never)])

test('what cannot be sent is refused in the words clients match on', async () => {
  expect(await send({ chainId: 1 })).toEqual(refusal(-32000, 'invalid chain id for signer: have 1 want 71331'))
  expect(await send({ gas: 20_999n })).toEqual(refusal(-32000, 'intrinsic gas too low: gas 20999, minimum needed 21000'))
  expect(await send({ gas: 120_000_001n })).toEqual(refusal(-32000, /^exceeds block gas limit/))
  expect(await send({ maxFeePerGas: 0n })).toEqual(refusal(-32000, /^max fee per gas less than block base fee/))
  expect(await send({ value: parseEther('2') })).toEqual(refusal(-32000, /^insufficient funds for gas \* price \+ value: balance/))
  expect(await send({}, bob)).toEqual(refusal(-32000, /^insufficient funds/))
  expect(await send({ to: undefined, data: '0x60' })).toEqual(refusal(-32003, /^transaction rejected: contract creation/))
  expect(await send({ accessList: [{ address: bob.address, storageKeys: [] }] })).toEqual(refusal(-32003, /^transaction rejected: access list/))
  expect(await send({ type: 'eip2930', maxFeePerGas: undefined, gasPrice: 2n })).toEqual(refusal(-32000, 'transaction type not valid: type 1'))
  expect(await send({ type: 'legacy', chainId: undefined, maxFeePerGas: undefined, gasPrice: 2n })).toEqual(refusal(-32000, 'only replay-protected (EIP-155) transactions allowed over RPC'))
  expect(await send({ data: '0x01' })).toMatchObject({ error: { code: 3, message: expect.stringMatching(/non-canonical calldata/) as string, data: selector('NonCanonicalCalldata') } })
  expect(await send({ to: token, data: '0x12345678' })).toMatchObject({ error: { code: 3, message: expect.stringMatching(/^execution reverted: UnknownCall/) as string, data: selector('UnknownCall') } })
  const high = serializeTransaction({ type: 'eip1559', chainId: CHAIN_ID, gas: 21_000n, to: bob.address }, { r: `0x${'11'.repeat(32)}`, s: `0x${'f1'.repeat(32)}`, yParity: 0 })
  expect(await node.call('eth_sendRawTransaction', [high])).toEqual(refusal(-32000, /^invalid sender/))
  for (const raw of ['0x', '0x02', '0xc0', '0x01c0']) expect(await node.call('eth_sendRawTransaction', [raw])).toMatchObject({ error: { code: -32000 } })
  expect(await node.call('eth_sendRawTransaction', ['02'])).toEqual(refusal(-32602, 'invalid argument 0: hex string without 0x prefix'))
})

test('a batch of sends answers each in its place, good ones and bad', async () => {
  const raws = await Promise.all([0, 1, 1].map((nonce) => ada.signTransaction({ chainId: CHAIN_ID, nonce, gas: 21_000n, maxFeePerGas: 2n, to: bob.address })))
  const requests = [...raws, 'nothing', '0x00'].map((raw, id) => ({ jsonrpc: '2.0', id, method: 'eth_sendRawTransaction', params: [raw] }))
  const silent = { jsonrpc: '2.0', method: 'eth_sendRawTransaction', params: ['0x'] }
  const between = { jsonrpc: '2.0', id: 'count', method: 'eth_getTransactionCount', params: [ada.address, 'pending'] }
  const answers = (await (await node.post(JSON.stringify([...requests, silent, between, { ...requests[0], id: 9 }]))).json()) as { id: unknown; result?: string; error?: { code: number; message: string } }[]
  expect(answers.map(({ id }) => id)).toEqual([0, 1, 2, 3, 4, 'count', 9])
  expect(answers.map(({ error }) => error?.code)).toEqual([undefined, undefined, -32000, -32602, -32000, undefined, -32000])
  expect(answers[2]?.error?.message).toBe('already known')
  expect(answers[5]?.result).toBe('0x2')
})
