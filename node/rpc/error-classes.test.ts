import { isError, JsonRpcProvider } from 'ethers'
import { BaseError, createPublicClient, encodeFunctionData, http, parseEther, serializeTransaction } from 'viem'
import { getNodeError } from 'viem/utils'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tokenAbi } from '@distribute/bridge-contracts'
import { POOL_DEFAULTS } from '@distribute/sequencer'
import { systemAddress } from '@distribute/state-machine'
import { accounts, CHAIN_ID, registrar, startTestNode } from './testing/node.ts'
import type { TestNode } from './testing/node.ts'

// Every error that a client can meet, with the code, the words and the data of clients.md section 3, and what viem and ethers make of it.
let node: TestNode
let ethers: JsonRpcProvider
const [ada, bob, eve] = accounts
const token = systemAddress('token')
const BARRED = `0x${'ba'.repeat(20)}` as const

beforeAll(async () => {
  node = await startTestNode({
    pool: { ...POOL_DEFAULTS, total: 4, totalGapped: 2, accountGapped: 1, accountSlots: 1 },
    allow: ({ transaction }) => (transaction.to === BARRED ? 'this address is barred here' : undefined),
  })
  ethers = new JsonRpcProvider(node.url, CHAIN_ID, { staticNetwork: true, batchMaxCount: 1, cacheTimeout: -1 })
  await node.deposit(ada.address, parseEther('1'))
  await node.deposit(bob.address, parseEther('1'))
  await node.deposit(registrar.address, parseEther('1'))
  // Enough for fees, too little for credits.
  await node.deposit(eve.address, 30_000n)
  await node.call('eth_sendRawTransactionSync', [await sign({})])
})
afterAll(async () => {
  ethers.destroy()
  await node.close()
})

const sign = async (fields: Record<string, unknown>, account: { signTransaction(fields: never): Promise<`0x${string}`> } = ada): Promise<`0x${string}`> =>
  account.signTransaction({ type: 'eip1559', chainId: CHAIN_ID, nonce: 0, gas: 500_000n, maxFeePerGas: 20n, to: bob.address, ...fields } as never)

interface Row {
  readonly name: string
  readonly method: string
  readonly params: () => Promise<readonly unknown[]> | readonly unknown[]
  readonly code: number
  readonly words: RegExp
  /** The custom error by name, where there is one. */
  readonly data?: string
  /** viem's class of the request, and where it names one, of the node's refusal. */
  readonly viem: string
  readonly node?: string
  readonly ethers?: 'NONCE_EXPIRED' | 'INSUFFICIENT_FUNDS' | 'REPLACEMENT_UNDERPRICED' | 'UNSUPPORTED_OPERATION' | 'CALL_EXCEPTION'
}

const sending = (fields: () => Promise<`0x${string}`>) => ({ method: 'eth_sendRawTransaction', params: async () => [await fields()], code: -32000, viem: 'InvalidInputRpcError' }) as const
const transfer = encodeFunctionData({ abi: tokenAbi, functionName: 'transfer', args: [bob.address, 1n] })
const highS = (): `0x${string}` => serializeTransaction({ type: 'eip1559', chainId: CHAIN_ID, gas: 21_000n, to: bob.address }, { r: `0x${'11'.repeat(32)}`, s: `0x${'f1'.repeat(32)}`, yParity: 0 })
const range = (from: string, to: string): readonly unknown[] => [{ fromBlock: from, toBlock: to }]
const registered = async (): Promise<readonly unknown[]> => {
  const identity = `0x${'09'.repeat(32)}` as const
  const signature = await registrar.signTypedData({
    domain: { name: 'Distribute', version: '1', chainId: CHAIN_ID, verifyingContract: systemAddress('reputation') },
    types: { Membership: [{ name: 'member', type: 'address' }, { name: 'identity', type: 'bytes32' }, { name: 'deadline', type: 'uint256' }] },
    primaryType: 'Membership',
    message: { member: bob.address, identity, deadline: 1n },
  })
  return [bob.address, identity, '0x1', signature]
}

/** Each is a replacement of the one before. */
let fee = 20n

const POOL: readonly Row[] = [
  { name: 'already known', ...sending(async () => sign({ nonce: 7 })), words: /^already known$/, node: 'NonceTooLowError' },
  { name: 'replacement', ...sending(async () => sign({ nonce: 7, value: 1n })), words: /^replacement transaction underpriced$/, ethers: 'REPLACEMENT_UNDERPRICED' },
  { name: 'nonce too low', ...sending(async () => sign({ value: 2n })), words: /^nonce too low: next nonce 1, tx nonce 0$/, node: 'NonceTooLowError', ethers: 'NONCE_EXPIRED' },
  { name: 'nonce has max value', ...sending(async () => sign({ nonce: 2n ** 64n - 1n })), words: /^nonce has max value: 18446744073709551615$/, node: 'NonceMaxValueError' },
  { name: 'insufficient funds', ...sending(async () => sign({ nonce: 1, value: parseEther('2') })), words: /^insufficient funds for gas \* price \+ value: balance \d+, tx cost \d+, overshot \d+$/, node: 'InsufficientFundsError', ethers: 'INSUFFICIENT_FUNDS' },
  { name: 'fee cap below base fee', ...sending(async () => sign({ nonce: 1, maxFeePerGas: 0n })), words: /^max fee per gas less than block base fee: address 0x[0-9a-f]{40}, maxFeePerGas: 0, baseFee: 1$/, node: 'FeeCapTooLowError' },
  { name: 'too little gas', ...sending(async () => sign({ nonce: 1, gas: 20_999n })), words: /^intrinsic gas too low: gas 20999, minimum needed 21000$/, node: 'IntrinsicGasTooLowError' },
  { name: 'more gas than a block', ...sending(async () => sign({ nonce: 1, gas: 120_000_001n })), words: /^exceeds block gas limit: gas 120000001, limit 120000000$/ },
  { name: 'account limit', ...sending(async () => sign({ nonce: 9, value: 5n })), words: /^account limit exceeded: pooled 1 txs$/ },
  { name: 'pool full', ...sending(async () => sign({ nonce: 5 }, registrar)), words: /^txpool is full$/ },
  { name: 'barred by policy', ...sending(async () => sign({ nonce: 1, to: BARRED })), code: -32003, words: /^transaction rejected: this address is barred here$/, viem: 'TransactionRejectedRpcError' },
  { name: 'never enough credits', ...sending(async () => sign({ gas: 21_000n }, eve)), code: -32003, words: /^transaction rejected: account 0x[0-9a-f]{40} refills \d+ credits a day and never holds/, viem: 'TransactionRejectedRpcError' },
  { name: 'oversized', ...sending(async () => sign({ nonce: 1, data: `0x${'11'.repeat(7_000)}` })), words: /^oversized data: transaction size \d+, limit 1536$/ },
]
const SIGNED: readonly Row[] = [
  { name: 'another chain', ...sending(async () => sign({ chainId: 1 })), words: /^invalid chain id for signer: have 1 want 71331$/ },
  { name: 'type 1', ...sending(async () => sign({ type: 'eip2930', maxFeePerGas: undefined, gasPrice: 2n })), words: /^transaction type not valid: type 1$/, node: 'TransactionTypeNotSupportedError' },
  { name: 'without a chain', ...sending(async () => sign({ type: 'legacy', chainId: undefined, maxFeePerGas: undefined, gasPrice: 2n })), words: /^only replay-protected \(EIP-155\) transactions allowed over RPC$/, ethers: 'UNSUPPORTED_OPERATION' },
  { name: 'high s', ...sending(async () => highS()), words: /^invalid sender: s is in the upper half/ },
  { name: 'no transaction', ...sending(async () => '0x02' as const), words: /^rlp: / },
  { name: 'creation', ...sending(async () => sign({ to: undefined, data: '0x60' })), code: -32003, words: /^transaction rejected: contract creation not supported/, viem: 'TransactionRejectedRpcError' },
  { name: 'access list', ...sending(async () => sign({ accessList: [{ address: bob.address, storageKeys: [] }] })), code: -32003, words: /^transaction rejected: access list not empty/, viem: 'TransactionRejectedRpcError' },
  { name: 'an unknown call', ...sending(async () => sign({ to: token, data: '0x12345678' })), code: 3, words: /^execution reverted: UnknownCall/, data: 'UnknownCall', viem: 'RpcRequestError', node: 'ExecutionRevertedError' },
  { name: 'data for an account', ...sending(async () => sign({ data: '0x01' })), code: 3, words: /^execution reverted: NonCanonicalCalldata/, data: 'NonCanonicalCalldata', viem: 'RpcRequestError', node: 'ExecutionRevertedError' },
]
const CALLS: readonly Row[] = [
  ...(['eth_call', 'eth_estimateGas'] as const).map((method): Row => ({ name: `${method} of a broken rule`, method, params: () => [{ from: ada.address, to: token, data: transfer }], code: 3, words: /^execution reverted: InsufficientBalance$/, data: 'InsufficientBalance', viem: 'RpcRequestError', node: 'ExecutionRevertedError', ethers: 'CALL_EXCEPTION' })),
  { name: 'a call without the ether', method: 'eth_call', params: () => [{ from: eve.address, to: bob.address, value: '0xffffffffff' }], code: -32000, words: /^insufficient funds for gas \* price \+ value: address/, viem: 'InvalidInputRpcError', node: 'InsufficientFundsError', ethers: 'CALL_EXCEPTION' },
  { name: 'an estimate with too little gas', method: 'eth_estimateGas', params: () => [{ from: ada.address, to: bob.address, gas: '0x1' }], code: -32000, words: /^gas required exceeds allowance \(1\)$/, viem: 'InvalidInputRpcError', node: 'ExecutionRevertedError', ethers: 'CALL_EXCEPTION' },
  { name: 'a tip above the cap', method: 'eth_estimateGas', params: () => [{ to: bob.address, maxFeePerGas: '0x1', maxPriorityFeePerGas: '0x2' }], code: -32000, words: /^max priority fee per gas higher than max fee per gas/, viem: 'InvalidInputRpcError', node: 'TipAboveFeeCapError', ethers: 'CALL_EXCEPTION' },
  { name: 'an expired registration', method: 'distribute_register', params: registered, code: 3, words: /^execution reverted: SignatureExpired$/, data: 'SignatureExpired', viem: 'RpcRequestError', node: 'ExecutionRevertedError' },
]
const RPC: readonly Row[] = [
  { name: 'no such method', method: 'eth_sendTransaction', params: () => [{}], code: -32601, words: /^the method eth_sendTransaction does not exist\/is not available$/, viem: 'MethodNotFoundRpcError', ethers: 'UNSUPPORTED_OPERATION' },
  { name: 'no such argument', method: 'eth_getBalance', params: () => ['0x1'], code: -32602, words: /^invalid argument 0: hex string of odd length$/, viem: 'InvalidParamsRpcError' },
  { name: 'no such block', method: 'eth_getBalance', params: () => [ada.address, '0x99'], code: -32000, words: /^header not found$/, viem: 'InvalidInputRpcError' },
  { name: 'no such filter', method: 'eth_getFilterChanges', params: () => ['0x1'], code: -32000, words: /^filter not found$/, viem: 'InvalidInputRpcError' },
  { name: 'not of this chain', method: 'eth_getProof', params: () => [ada.address, [], 'latest'], code: -32004, words: /^method not supported: .*rollup_getProof/, viem: 'MethodNotSupportedRpcError' },
  { name: 'a range the wrong way', method: 'eth_getLogs', params: () => range('0x2', '0x1'), code: -32602, words: /^invalid block range params$/, viem: 'InvalidParamsRpcError' },
  { name: 'a range beyond the head', method: 'eth_getLogs', params: () => range('0x0', '0xffff'), code: -32602, words: /^block range extends beyond current head block$/, viem: 'InvalidParamsRpcError' },
  { name: 'too much at once', method: 'eth_simulateV1', params: () => [{ blockStateCalls: Array.from({ length: 257 }, () => ({})) }], code: -38026, words: /^too many blocks: at most 256$/, viem: 'RpcRequestError' },
  { name: 'not within its time', method: 'eth_sendRawTransactionSync', params: async () => [await sign({ nonce: 7, maxFeePerGas: (fee *= 2n), maxPriorityFeePerGas: fee }), 1], code: 4, words: /wasn't processed in 1ms$/, viem: 'RpcRequestError' },
]

const selectorOf = (name: string): string => encodeFunctionData({ abi: [{ type: 'function', name, inputs: [], outputs: [], stateMutability: 'view' }], functionName: name })

/** viem's class of the whole request, and of the node's refusal in it. */
async function asViem({ method }: Row, params: readonly unknown[]): Promise<readonly [string, string]> {
  const client = createPublicClient({ transport: http(node.url, { retryCount: 0 }) })
  const error = await client.request({ method, params } as never).then(() => undefined, (thrown: unknown) => thrown)
  if (!(error instanceof BaseError)) return ['none', 'none']
  return [error.name, getNodeError(error, {}).name]
}

async function asEthers({ method }: Row, params: readonly unknown[]): Promise<unknown> {
  const error: unknown = await ethers.send(method, [...params]).then(() => undefined, (thrown: unknown) => thrown)
  for (const code of ['NONCE_EXPIRED', 'INSUFFICIENT_FUNDS', 'REPLACEMENT_UNDERPRICED', 'UNSUPPORTED_OPERATION', 'CALL_EXCEPTION'] as const) if (isError(error, code)) return code
  return undefined
}

async function check(row: Row): Promise<void> {
  const message: unknown = expect.stringMatching(row.words)
  const data: object = row.data === undefined ? {} : { data: selectorOf(row.data) }
  expect(await node.call(row.method, await row.params()), row.name).toMatchObject({ error: { code: row.code, message, ...data } })
  expect(await asViem(row, await row.params()), row.name).toEqual([row.viem, row.node ?? 'UnknownNodeError'])
  expect(await asEthers(row, await row.params()), row.name).toBe(row.ethers)
}

test('what the pool refuses', async () => {
  // Gapped ones stay: one of Ada's, one of Bob's, and there is no room for more.
  for (const [nonce, account] of [[7, ada], [5, bob]] as const) expect(await node.call('eth_sendRawTransaction', [await sign({ nonce }, account)])).toMatch(/^0x/)
  expect(await node.call('txpool_status')).toEqual({ pending: '0x0', queued: '0x2' })
  for (const row of POOL) await check(row)
  const content = (await node.call('txpool_contentFrom', [ada.address])) as { pending: object; queued: Record<string, { hash: string; blockHash: null }> }
  expect([Object.keys(content.pending), Object.keys(content.queued)]).toEqual([[], ['7']])
  const all = (await node.call('txpool_content')) as { queued: Record<string, object> }
  expect(Object.keys(all.queued).sort()).toEqual([ada.address, bob.address].map((each) => each.toLowerCase()).sort())
  expect(await node.call('txpool_inspect')).toMatchObject({ queued: { [ada.address.toLowerCase()]: { 7: expect.stringMatching(/0 wei \+ 500000 gas × 20 wei$/) as string } } })
})

test('what is no transaction of this chain', async () => {
  for (const row of SIGNED) await check(row)
})

test('calls and estimates that fail', async () => {
  for (const row of CALLS) await check(row)
})

test('requests that cannot be answered', async () => {
  for (const row of RPC) await check(row)
})
