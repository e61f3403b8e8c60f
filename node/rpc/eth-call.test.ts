import { createPublicClient, encodeFunctionData, getAddress, http, multicall3Abi, numberToHex, parseAbi, parseEther, parseTransaction, zeroAddress, type Hex } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accounts, registrar, CHAIN_ID, START, startTestNode, type TestNode } from './testing/node.ts'

const REPUTATION = '0xd157000000000000000000000000000000000002'
const reputationAbi = parseAbi(['function register(address member, bytes32 identity, uint256 deadline, bytes signature)'])
const TOKEN = '0xd157000000000000000000000000000000000001'
const MULTICALL3 = '0xcA11bde05977b3631167028862bE2a173976CA11'
const [member, other, rich] = accounts
const identity = `0x${'07'.repeat(32)}` as const

let node: TestNode
beforeAll(async () => {
  node = await startTestNode()
})
afterAll(() => node.close())

const registration = async (deadline: bigint): Promise<{ readonly to: string; readonly data: Hex }> => {
  const signature = await registrar.signTypedData({
    domain: { name: 'Distribute', version: '1', chainId: CHAIN_ID, verifyingContract: REPUTATION },
    types: { Membership: [{ name: 'member', type: 'address' }, { name: 'identity', type: 'bytes32' }, { name: 'deadline', type: 'uint256' }] },
    primaryType: 'Membership',
    message: { member: member.address, identity, deadline },
  })
  const args = [member.address, identity, deadline, signature] as const
  return { to: REPUTATION, data: encodeFunctionData({ abi: reputationAbi, functionName: 'register', args }) }
}

test('calls on the newest block run at the time of the next one, though none is made without work', async () => {
  const request = await registration(START + 100n)
  const expired = { error: expect.objectContaining({ code: 3, message: 'execution reverted: SignatureExpired' }) as unknown }
  for (const method of ['eth_call', 'eth_estimateGas']) expect(await node.call(method, [request])).not.toHaveProperty('error')
  node.later(100n)
  for (const method of ['eth_call', 'eth_estimateGas']) {
    for (const tag of ['latest', 'pending']) expect(await node.call(method, [request, tag]), `${method} ${tag}`).toEqual(expired)
    expect(await node.call(method, [request])).toEqual(expired)
    // A block by its number is a thing of the past: what is said of it never changes.
    expect(await node.call(method, [request, '0x0'])).not.toHaveProperty('error')
  }
})

const mint = encodeFunctionData({ abi: parseAbi(['function mint(uint256) payable returns (uint256)']), args: [1_000n] })
const balanceOf = (owner: Hex): Hex => encodeFunctionData({ abi: parseAbi(['function balanceOf(address) view returns (uint256)']), args: [owner] })
const error = (code: number, message: RegExp): unknown => ({ error: expect.objectContaining({ code, message: expect.stringMatching(message) as unknown }) as unknown })

test('overrides: balances and nonces count in calls and estimates; what no account has here is refused', async () => {
  const call = { from: member.address, to: TOKEN, data: mint, value: numberToHex(parseEther('1')) }
  const funds = { [member.address]: { balance: numberToHex(parseEther('2')) } }
  expect(await node.call('eth_call', [call])).toEqual(error(-32000, /^insufficient funds/))
  expect(await node.call('eth_call', [call, 'latest', funds])).toMatch(/^0x[0-9a-f]{64}$/)
  expect(await node.call('eth_estimateGas', [call, 'latest', funds])).toMatch(/^0x[1-9a-f]/)
  expect(await node.call('eth_createAccessList', [call, 'latest', funds])).toMatchObject({ accessList: [] })
  expect(await node.call('eth_call', [call, 'latest', { [member.address]: { balance: '0x1' } }])).toEqual(error(-32000, /^insufficient funds/))
  expect(await node.call('eth_call', [call, '0x0', { [member.address]: { balance: `0x${'ff'.repeat(32)}`, code: '0x', stateDiff: {} } }])).toMatch(/^0x/)
  for (const wrong of [{ code: '0x60' }, { state: { [`0x${'00'.repeat(32)}`]: '0x' } }, { stateDiff: { a: 'b' } }]) {
    expect(await node.call('eth_call', [call, 'latest', { [member.address]: wrong }])).toEqual(error(-32602, /^invalid argument 2: .* cannot be overridden/))
  }
  expect(await node.call('eth_call', [call, 'latest', { nobody: {} }])).toEqual(error(-32602, /^invalid argument 2/))
  // Nothing of it stays.
  expect(await node.call('eth_call', [{ to: TOKEN, data: balanceOf(member.address) }])).toBe(`0x${'00'.repeat(32)}`)
})

test('the time of the block can be another one', async () => {
  const request = await registration(START + 50_000n)
  const at = (time: bigint): readonly unknown[] => [request, 'latest', {}, { time: numberToHex(time), baseFeePerGas: '0x0', prevRandao: `0x${'11'.repeat(32)}` }]
  expect(await node.call('eth_call', at(START + 49_000n))).toBe('0x')
  expect(await node.call('eth_call', at(START + 50_001n))).toEqual(error(3, /SignatureExpired$/))
  expect(await node.call('eth_call', [request, 'latest', {}, { withdrawals: [{}] }])).toEqual(error(-32602, /withdrawals/))
})

test('Multicall3 answers at its usual address, as a view', async () => {
  await node.deposit(rich.address, parseEther('5'))
  const chain = { id: CHAIN_ID, name: 'Harbour', nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 }, rpcUrls: { default: { http: [node.url] } }, contracts: { multicall3: { address: MULTICALL3 } } } as const
  const client = createPublicClient({ chain, transport: http(node.url), batch: { multicall: true } })
  expect(await client.getCode({ address: MULTICALL3 })).toBe('0xfe')
  const token = { address: TOKEN, abi: parseAbi(['function balanceOf(address) view returns (uint256)', 'function nothing() view returns (uint256)']) } as const
  const ether = { address: MULTICALL3, abi: multicall3Abi, functionName: 'getEthBalance', args: [rich.address] } as const
  const read = { ...token, functionName: 'balanceOf', args: [rich.address] } as const
  const results = await client.multicall({ contracts: [read, { ...token, functionName: 'nothing' }, ether] })
  expect(results.map(({ status, result }) => [status, result])).toEqual([['success', 0n], ['failure', undefined], ['success', parseEther('5')]])
  expect(await client.multicall({ contracts: [ether], blockNumber: 0n })).toMatchObject([{ result: 0n }])
  await expect(client.multicall({ contracts: [{ ...token, functionName: 'nothing' }], allowFailure: false })).rejects.toThrow(/reverted/)
  // Reads of the same moment become one call.
  expect(await Promise.all([client.readContract(read), client.readContract(ether)])).toEqual([0n, parseEther('5')])
})

const block3 = parseAbi([
  'function tryBlockAndAggregate(bool, (address target, bytes callData)[]) view returns (uint256, bytes32, (bool success, bytes returnData)[])',
  'function aggregate((address target, bytes callData)[]) view returns (uint256, bytes[])', 'function getBlockNumber() view returns (uint256)',
  'function getCurrentBlockTimestamp() view returns (uint256)', 'function getChainId() view returns (uint256)', 'function getBasefee() view returns (uint256)',
  'function getLastBlockHash() view returns (bytes32)', 'function aggregate3Value((address target, bool allowFailure, uint256 value, bytes callData)[]) view returns ((bool success, bytes returnData)[])',
])

test('the older lists of Multicall3, its facts of the block, and its limits', async () => {
  const client = createPublicClient({ transport: http(node.url) })
  const ask = { address: MULTICALL3, abi: block3 } as const
  const number = await client.getBlockNumber()
  const list = [{ target: TOKEN, callData: balanceOf(rich.address) }] as const
  expect(await client.readContract({ ...ask, functionName: 'tryBlockAndAggregate', args: [false, [...list, { target: rich.address, callData: '0x01' }]] }))
    .toEqual([number, `0x${'00'.repeat(32)}`, [{ success: true, returnData: `0x${'00'.repeat(32)}` }, { success: true, returnData: '0x' }]])
  expect(await client.readContract({ ...ask, functionName: 'aggregate', args: [list] })).toEqual([number, [`0x${'00'.repeat(32)}`]])
  expect(await client.readContract({ ...ask, functionName: 'getBlockNumber', blockNumber: 0n })).toBe(0n)
  expect(await client.readContract({ ...ask, functionName: 'getChainId' })).toBe(BigInt(CHAIN_ID))
  expect(await client.readContract({ ...ask, functionName: 'getBasefee' })).toBe(1n)
  expect(await client.readContract({ ...ask, functionName: 'getCurrentBlockTimestamp', blockNumber: 0n })).toBe(START)
  expect(await client.readContract({ ...ask, functionName: 'getLastBlockHash' })).toBe((await client.getBlock({ blockNumber: number - 1n })).hash)
  const paid = [{ target: TOKEN, allowFailure: true, value: 1n, callData: mint }] as const
  expect(await client.readContract({ ...ask, functionName: 'aggregate3Value', args: [paid] })).toEqual([{ success: false, returnData: '0x' }])
  const inner = encodeFunctionData({ abi: block3, functionName: 'aggregate', args: [list] })
  expect(await client.readContract({ ...ask, functionName: 'aggregate3Value', args: [[{ target: MULTICALL3, allowFailure: true, value: 0n, callData: inner }]] })).toEqual([{ success: false, returnData: '0x' }])
  const many = encodeFunctionData({ abi: block3, functionName: 'aggregate', args: [Array.from({ length: 10_001 }, () => list[0])] })
  expect(await node.call('eth_call', [{ to: MULTICALL3, data: many }])).toEqual(error(-32005, /at most 10000/))
  expect(await node.call('eth_call', [{ from: rich.address, to: MULTICALL3, data: inner, value: '0x1' }])).toEqual(error(3, /takes no ether/))
  expect(await node.call('eth_call', [{ to: MULTICALL3, data: '0x12345678' }])).toEqual(error(3, /^execution reverted$/))
  expect(await node.call('eth_estimateGas', [{ to: MULTICALL3, data: inner }])).toEqual(error(3, /NonCanonicalCalldata/))
})

test('eth_fillTransaction: nonce, gas, fees and the bytes to sign; of either type', async () => {
  const call = { from: rich.address, to: TOKEN, data: mint, value: numberToHex(parseEther('1')) }
  const { raw, tx } = (await node.call('eth_fillTransaction', [call])) as { raw: Hex; tx: Record<string, Hex> }
  expect(tx).toMatchObject({ type: '0x2', nonce: '0x0', chainId: '0x116a3', maxFeePerGas: '0x2', maxPriorityFeePerGas: '0x1', gasPrice: '0x2', input: mint })
  expect(tx['gas']).toBe(await node.call('eth_estimateGas', [call]))
  expect(parseTransaction(raw)).toMatchObject({ type: 'eip1559', chainId: CHAIN_ID, to: TOKEN, value: parseEther('1'), data: mint, maxFeePerGas: 2n })
  const legacy = (await node.call('eth_fillTransaction', [{ from: rich.address, to: other.address, gasPrice: '0x3', nonce: '0x7', gas: '0x5208' }])) as { raw: Hex; tx: object }
  expect(legacy.tx).toMatchObject({ type: '0x0', nonce: '0x7', gasPrice: '0x3', gas: '0x5208' })
  expect(parseTransaction(legacy.raw)).toMatchObject({ type: 'legacy', chainId: CHAIN_ID, nonce: 7, gasPrice: 3n })
  expect(await node.call('eth_fillTransaction', [{ ...call, chainId: '0x1' }])).toEqual(error(-32000, /^chainId does not match/))
  expect(await node.call('eth_fillTransaction', [{ ...call, data: '0x12345678' }])).toEqual(error(3, /UnknownCall/))
  expect(await node.call('eth_fillTransaction', [{ ...call, type: '0x3' }])).toEqual(error(-32000, /^transaction type not valid: type 3/))
  expect(await node.call('eth_fillTransaction', [{ from: rich.address, data: '0x60' }])).toEqual(error(-32003, /contract creation/))
  const types = [[{ authorizationList: [{}] }, -32000, /: type 4$/], [{ blobs: ['0x'] }, -32000, /: type 3$/], [{ maxFeePerBlobGas: '0x1' }, -32000, /: type 3$/], [{ accessList: [{ address: TOKEN, storageKeys: [] }] }, -32003, /access list not empty/]] as const
  for (const [fields, code, words] of types) expect(await node.call('eth_fillTransaction', [{ ...call, ...fields }])).toEqual(error(code, words))
  expect(await node.call('eth_fillTransaction', [{ ...call, accessList: [], authorizationList: null }])).toMatchObject({ raw })
})

test('eth_simulateV1: blocks of calls, each on what the others left, and nothing of it stays', async () => {
  const client = createPublicClient({ transport: http(node.url) })
  const transfer = encodeFunctionData({ abi: parseAbi(['function transfer(address,uint256) returns (bool)']), args: [other.address, 400n] })
  const number = await client.getBlockNumber()
  const [first, second] = await client.simulateBlocks({
    blocks: [
      { stateOverrides: [{ address: member.address, balance: parseEther('3') }], calls: [{ account: member.address, to: TOKEN, data: mint, value: parseEther('1') }, { account: member.address, to: TOKEN, data: transfer }, { account: other.address, to: TOKEN, data: encodeFunctionData({ abi: parseAbi(['function transfer(address,uint256)']), args: [member.address, 401n] }) }] },
      { calls: [{ to: TOKEN, data: balanceOf(other.address) }, { account: member.address, to: other.address, value: 5n }] },
    ],
    traceTransfers: true,
  })
  expect(first?.calls.map(({ status }) => status)).toEqual(['success', 'success', 'failure'])
  expect(first?.calls[1]?.logs?.map(({ address }) => getAddress(address))).toEqual([getAddress(TOKEN)])
  expect(first?.calls[0]?.logs?.[0]?.address).toBe(`0x${'ee'.repeat(20)}`)
  expect(BigInt(second?.calls[0]?.data ?? 0)).toBe(400n)
  expect([first?.number, second?.number]).toEqual([number + 1n, number + 2n])
  expect(second?.parentHash).toBe(first?.hash)
  expect(await client.getBlockNumber()).toBe(number)
  expect(await client.getBalance({ address: member.address })).toBe(0n)
})

test('eth_simulateV1 with validation holds calls to nonce, fee and funds; gaps and limits as geth has them', async () => {
  const from = rich.address
  const simulate = (calls: readonly object[], more: object = {}): Promise<unknown> => node.call('eth_simulateV1', [{ blockStateCalls: [{ calls, ...more }], validation: true }, 'latest'])
  const send = { from, to: other.address, value: '0x1', maxFeePerGas: '0x2' }
  expect(await simulate([send, { ...send, nonce: '0x1' }])).toMatchObject([{ calls: [{ status: '0x1', gasUsed: '0x5208' }, { status: '0x1' }], gasUsed: '0xa410' }])
  expect(await simulate([{ ...send, nonce: '0x5' }])).toEqual(error(-38011, /^nonce too high/))
  expect(await simulate([send, { ...send, nonce: '0x0' }])).toEqual(error(-38010, /^nonce too low/))
  expect(await simulate([{ ...send, maxFeePerGas: '0x0' }])).toEqual(error(-38012, /^max fee per gas less than block base fee/))
  expect(await simulate([{ ...send, gas: '0x1' }])).toEqual(error(-38013, /^intrinsic gas too low/))
  expect(await simulate([{ ...send, value: numberToHex(parseEther('50')) }])).toEqual(error(-38014, /^insufficient funds/))
  expect(await simulate([{ ...send, from: zeroAddress, value: '0x0' }])).toEqual(error(-38014, /^insufficient funds/))
  expect(await simulate([{ ...send, to: TOKEN, input: '0x12345678' }])).toMatchObject([{ calls: [{ status: '0x0', error: { code: 3, message: 'execution reverted: UnknownCall' } }] }])
  expect(await simulate([send], { blockOverrides: { baseFeePerGas: '0x5' } })).toEqual(error(-32602, /base fee/))
  const number = Number(await node.call('eth_blockNumber'))
  const blocks = (await node.call('eth_simulateV1', [{ blockStateCalls: [{ blockOverrides: { number: numberToHex(number + 3) } }], returnFullTransactions: true }])) as { number: string }[]
  expect(blocks.map((block) => Number(block.number))).toEqual([number + 1, number + 2, number + 3])
  const ask = (blockStateCalls: unknown): Promise<unknown> => node.call('eth_simulateV1', [{ blockStateCalls }])
  expect(await ask([{ blockOverrides: { number: '0x0' } }])).toEqual(error(-38020, /in order/))
  expect(await ask([{ blockOverrides: { time: '0x1' } }])).toEqual(error(-38021, /in order/))
  expect(await ask([{ blockOverrides: { number: '0x7fffffff' } }])).toEqual(error(-38026, /^too many blocks/))
  expect(await ask(Array.from({ length: 257 }, () => ({})))).toEqual(error(-38026, /^too many blocks/))
  expect(await ask([{ calls: Array.from({ length: 1_025 }, () => send) }])).toEqual(error(-38026, /^too many calls/))
  expect(await ask([])).toEqual(error(-32602, /empty input/))
  expect(await ask([{ calls: [{ from: other.address, to: from, value: '0x1' }] }])).toEqual(error(-38014, /^insufficient funds/))
  const [full] = (await node.call('eth_simulateV1', [{ blockStateCalls: [{ calls: [send] }], returnFullTransactions: true }])) as { hash: string; transactions: { hash: string; blockHash: string }[] }[]
  expect(full?.transactions[0]).toMatchObject({ blockHash: full?.hash, from: from.toLowerCase(), type: '0x2' })
})
