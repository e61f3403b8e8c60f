import { concat, encodeFunctionData, parseEther, serializeTransaction, toHex, toRlp } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tokenAbi } from '@distribute/bridge-contracts'
import { POOL_DEFAULTS } from '@distribute/sequencer'
import { systemAddress } from '@distribute/state-machine'
import { accounts, CHAIN_ID, registrar, startTestNode } from './testing/node.ts'
import type { TestNode } from './testing/node.ts'
import { toldByCast, toldByEthers, toldByViem, toldByWeb3 } from './testing/told-by.ts'
import type { Asked , ETHERS_CODES} from './testing/told-by.ts'

// Every error that a client can meet, with the code, the words and the data of clients.md section 3, and what viem, ethers, web3 and cast make of it.
let node: TestNode
/** One that has many blocks, says little, and does not hear from L1. */
let tall: TestNode
const [ada, bob, eve] = accounts
const token = systemAddress('token')
const BARRED = `0x${'ba'.repeat(20)}` as const

beforeAll(async () => {
  tall = await startTestNode({ rpc: { responseLimit: 20_000 }, heads: 20_000n })
  tall.l1.silent = true
  node = await startTestNode({
    pool: { ...POOL_DEFAULTS, total: 4, totalGapped: 2, accountGapped: 1, accountSlots: 1 },
    allow: ({ transaction }) => (transaction.to === BARRED ? 'this address is barred here' : undefined),
  })
  await node.deposit(ada.address, parseEther('1'))
  await node.deposit(bob.address, parseEther('1'))
  await node.deposit(registrar.address, parseEther('1'))
  // Enough for fees, too little for credits.
  await node.deposit(eve.address, 30_000n)
  await node.call('eth_sendRawTransactionSync', [await sign({})])
})
afterAll(async () => {
  await tall.close()
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
  /** The custom error by name, or that it is a hash, where there is any. */
  readonly data?: string
  /** viem's class of the request, and where it names one, of the node's refusal. */
  readonly viem: string
  readonly node?: string
  readonly ethers?: (typeof ETHERS_CODES)[number]
}

const sending = (fields: () => Promise<`0x${string}`>) => ({ method: 'eth_sendRawTransaction', params: async () => [await fields()], code: -32000, viem: 'InvalidInputRpcError' }) as const
const transfer = encodeFunctionData({ abi: tokenAbi, functionName: 'transfer', args: [bob.address, 1n] })
const highS = (): `0x${string}` => serializeTransaction({ type: 'eip1559', chainId: CHAIN_ID, gas: 21_000n, to: bob.address }, { r: `0x${'11'.repeat(32)}`, s: `0x${'f1'.repeat(32)}`, yParity: 0 })
/** No point of the curve has this x. */
const nobodys = (): `0x${string}` => serializeTransaction({ type: 'eip1559', chainId: CHAIN_ID, gas: 21_000n, to: bob.address }, { r: `0x${'00'.repeat(31)}05`, s: `0x${'11'.repeat(32)}`, yParity: 0 })
/** No library signs such a thing: as if a proxy had changed it. Its sender is nobody in particular. */
const tipped = (): `0x${string}` => {
  const fields = (signature: readonly `0x${string}`[]) => toRlp([toHex(CHAIN_ID), '0x01', '0x02', '0x01', toHex(500_000), bob.address, '0x', '0x', [], ...signature])
  return concat(['0x02', fields(['0x', `0x${'11'.repeat(32)}`, `0x${'22'.repeat(32)}`])])
}
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
  { name: 'a tip above the cap', ...sending(async () => tipped()), words: /^max priority fee per gas higher than max fee per gas: maxPriorityFeePerGas: 2, maxFeePerGas: 1$/, node: 'TipAboveFeeCapError' },
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
  ...(['3', '4'] as const).map((type): Row => ({ name: `type ${type}`, ...sending(async () => `0x0${type}c0` as const), words: new RegExp(`^transaction type not valid: type ${type}$`), node: 'TransactionTypeNotSupportedError' })),
  { name: 'without a chain', ...sending(async () => sign({ type: 'legacy', chainId: undefined, maxFeePerGas: undefined, gasPrice: 2n })), words: /^only replay-protected \(EIP-155\) transactions allowed over RPC$/, ethers: 'UNSUPPORTED_OPERATION' },
  { name: 'high s', ...sending(async () => highS()), words: /^invalid sender: s is in the upper half/ },
  { name: 'nobody\'s signature', ...sending(async () => nobodys()), words: /^invalid sender$/ },
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
  { name: 'no such filter', method: 'eth_getFilterChanges', params: () => ['0x1'], code: -32000, words: /^filter not found$/, viem: 'InvalidInputRpcError' },
  { name: 'not of this chain', method: 'eth_getProof', params: () => [ada.address, [], 'latest'], code: -32004, words: /^method not supported: .*rollup_getProof/, viem: 'MethodNotSupportedRpcError' },
  { name: 'a range the wrong way', method: 'eth_getLogs', params: () => range('0x2', '0x1'), code: -32602, words: /^invalid block range params$/, viem: 'InvalidParamsRpcError' },
  { name: 'a range beyond the head', method: 'eth_getLogs', params: () => range('0x0', '0xffff'), code: -32602, words: /^block range extends beyond current head block$/, viem: 'InvalidParamsRpcError' },
  { name: 'too much at once', method: 'eth_simulateV1', params: () => [{ blockStateCalls: Array.from({ length: 257 }, () => ({})) }], code: -38026, words: /^too many blocks: at most 256$/, viem: 'RpcRequestError' },
  { name: 'not within its time', method: 'eth_sendRawTransactionSync', params: async () => [await sign({ nonce: 7, maxFeePerGas: (fee *= 2n), maxPriorityFeePerGas: fee }), 1], code: 4, words: /wasn't processed in 1ms$/, data: 'hash', viem: 'RpcRequestError' },
]

const SIMULATED: readonly Row[] = [
  ...([['too low', '0x0', -38010], ['too high', '0x63', -38011]] as const).map(([name, nonce, code]): Row => ({
    name: `a simulated nonce ${name}`, method: 'eth_simulateV1', code, viem: 'RpcRequestError', words: new RegExp(`^nonce ${name}: `),
    params: () => [{ blockStateCalls: [{ calls: [{ from: ada.address, to: bob.address, nonce }] }], validation: true }],
    node: name === 'too low' ? 'NonceTooLowError' : 'NonceTooHighError',
  })),
]
const LIMITS: readonly Row[] = [
  { name: 'no such block', method: 'eth_getBalance', params: () => [ada.address, '0x99'], code: -32000, words: /^header not found$/, viem: 'InvalidInputRpcError' },
  { name: 'too wide a range', method: 'eth_getLogs', params: () => range('0x0', '0x2710'), code: -32005, words: /^query exceeds max block range 10000$/, viem: 'LimitExceededRpcError' },
  { name: 'too long an answer', method: 'eth_simulateV1', params: () => [{ blockStateCalls: Array.from({ length: 20 }, () => ({})) }, 'earliest'], code: -32005, words: /^response too large: at most 20000 bytes, ask for less$/, viem: 'LimitExceededRpcError' },
  { name: 'too many calls in one', method: 'rollup_getProof', params: () => [Array.from({ length: 300 }, () => ({ type: 'chain' }))], code: -32005, words: /^too many/, viem: 'LimitExceededRpcError' },
  { name: 'L1 is silent', method: 'rollup_getDeposit', params: () => [`0x${'00'.repeat(32)}`], code: -32002, words: /^resource unavailable: L1 does not answer$/, viem: 'ResourceUnavailableRpcError' },
  { name: 'a subscription over HTTP', method: 'eth_subscribe', params: () => ['newHeads'], code: -32004, words: /^notifications not supported$/, viem: 'MethodNotSupportedRpcError' },
]

const HASH: unknown = expect.stringMatching(/^0x[0-9a-f]{64}$/)
const dataOf = (name: string | undefined): unknown => (name === undefined ? undefined : name === 'hash' ? HASH : selectorOf(name))
const selectorOf = (name: string): string => encodeFunctionData({ abi: [{ type: 'function', name, inputs: [], outputs: [], stateMutability: 'view' }], functionName: name })

/** What cast asks for eight times, in six seconds, before it says so: beside the other rows. */
const castAsksAgain = ({ code, words }: Row): boolean => code === -32005 || words.test('header not found')
const patient: Promise<void>[] = []
const casts: Promise<void>[] = []

async function check(row: Row, on: TestNode): Promise<void> {
  const { name, method, code, viem, node: inner = 'UnknownNodeError' } = row
  const asked = async (): Promise<Asked> => ({ url: on.url, method, params: await row.params() })
  const words: unknown = expect.stringMatching(row.words)
  const data = dataOf(row.data)
  const error = { code, message: words, ...(data === undefined ? {} : { data }) }
  expect(await on.call(method, await row.params()), name).toEqual({ error })
  expect(await toldByViem(await asked()), name).toEqual([viem, inner])
  expect(await toldByEthers(await asked()), name).toBe(row.ethers)
  expect(await toldByWeb3(await asked()), name).toEqual([code === 3 ? 'ContractExecutionError' : 'InvalidResponseError', expect.objectContaining(error)])
  const byCast = toldByCast(await asked()).then((told) => expect(told, name).toEqual({ exit: 1, code, words, data }))
  if (castAsksAgain(row)) patient.push(byCast)
  else casts.push(byCast)
}

/** All rows, of which each leaves the pool as it was; cast's processes run beside those after them. */
async function checkAll(rows: readonly Row[], on = node): Promise<void> {
  for (const row of rows) await check(row, on)
  await Promise.all(casts.splice(0))
}

test('what is too much, or not to be had now', async () => {
  await checkAll(LIMITS, tall)
})

test('what the pool refuses', async () => {
  // Gapped ones stay: one of Ada's, one of Bob's, and there is no room for more.
  for (const [nonce, account] of [[7, ada], [5, bob]] as const) expect(await node.call('eth_sendRawTransaction', [await sign({ nonce }, account)])).toMatch(/^0x/)
  expect(await node.call('txpool_status')).toEqual({ pending: '0x0', queued: '0x2' })
  await checkAll(POOL)
  const content = (await node.call('txpool_contentFrom', [ada.address])) as { pending: object; queued: Record<string, { hash: string; blockHash: null }> }
  expect([Object.keys(content.pending), Object.keys(content.queued)]).toEqual([[], ['7']])
  const all = (await node.call('txpool_content')) as { queued: Record<string, object> }
  expect(Object.keys(all.queued).sort()).toEqual([ada.address, bob.address].map((each) => each.toLowerCase()).sort())
  expect(await node.call('txpool_inspect')).toMatchObject({ queued: { [ada.address.toLowerCase()]: { 7: expect.stringMatching(/0 wei \+ 500000 gas × 20 wei$/) as string } } })
})

test('what is no transaction of this chain', async () => {
  await checkAll(SIGNED)
})

test('calls and estimates that fail', async () => {
  await checkAll(CALLS)
})

test('requests that cannot be answered', async () => {
  await checkAll(RPC)
})

test('simulated transactions that could not stand', async () => {
  await checkAll(SIMULATED)
})

test('cast says so too where it has asked again and again', async () => {
  expect(patient.length).toBeGreaterThan(2)
  await Promise.all(patient)
})
