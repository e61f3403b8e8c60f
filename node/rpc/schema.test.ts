import { readFileSync } from 'node:fs'
import { encodeFunctionData, parseEther } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { reputationAbi, tokenAbi } from '@distribute/bridge-contracts'
import { systemAddress } from '@distribute/state-machine'
import { ethReference } from './eth-reference.ts'
import { BEYOND, SPECIFIED } from './eth-table.ts'
import { methods } from './methods.ts'
import { REQUESTS } from './testing/conformance.ts'
import type { Subject } from './testing/conformance.ts'
import { isQuirk, readSpecification } from './testing/specification.ts'
import { accounts, CHAIN_ID, registrar, startTestNode } from './testing/node.ts'
import type { TestNode } from './testing/node.ts'

const specification = readSpecification()
let node: TestNode
let subject: Subject
let failed: string
const [ada, bob, carol] = accounts
const token = systemAddress('token')

async function raw(fields: Record<string, unknown>): Promise<string> {
  const nonce = Number(await node.call('eth_getTransactionCount', [ada.address, 'pending']))
  return ada.signTransaction({ chainId: CHAIN_ID, nonce, gas: 500_000n, ...fields } as never)
}

async function send(fields: Record<string, unknown>): Promise<{ readonly transactionHash: string; readonly blockNumber: string; readonly blockHash: string }> {
  return (await node.call('eth_sendRawTransactionSync', [await raw(fields)])) as { transactionHash: string; blockNumber: string; blockHash: string }
}

async function registration(member: string): Promise<readonly unknown[]> {
  const identity = `0x${'07'.repeat(32)}` as const
  const deadline = 1_900_000_000n
  const signature = await registrar.signTypedData({
    domain: { name: 'Distribute', version: '1', chainId: CHAIN_ID, verifyingContract: systemAddress('reputation') },
    types: { Membership: [{ name: 'member', type: 'address' }, { name: 'identity', type: 'bytes32' }, { name: 'deadline', type: 'uint256' }] },
    primaryType: 'Membership',
    message: { member: member as `0x${string}`, identity, deadline },
  })
  return [member, identity, `0x${deadline.toString(16)}`, signature]
}

const transfer = { type: 'legacy', gasPrice: 2n, to: bob.address, value: 1n } as const

beforeAll(async () => {
  node = await startTestNode()
  await node.deposit(ada.address, parseEther('10'))
  const { transactions: [system = ''] = [] } = (await node.call('eth_getBlockByNumber', ['0x1', false])) as { transactions: string[] }
  const registered = (await node.call('distribute_register', await registration(carol.address))) as string
  const typed = await send({ type: 'eip1559', maxFeePerGas: 2n, to: token, value: 10n ** 17n, data: encodeFunctionData({ abi: tokenAbi, functionName: 'mint', args: [1_000n] }) })
  const lost = await send({ type: 'eip1559', maxFeePerGas: 2n, to: token, data: encodeFunctionData({ abi: tokenAbi, functionName: 'transfer', args: [bob.address, 5_000n] }) })
  const [logFilter, blockFilter, pendingFilter] = (await Promise.all([node.call('eth_newFilter', [{}]), node.call('eth_newBlockFilter'), node.call('eth_newPendingTransactionFilter')])) as string[]
  const legacy = await send(transfer)
  failed = lost.transactionHash
  subject = {
    member: ada.address, other: bob.address, token, blockHash: legacy.blockHash, signedBlock: legacy.blockNumber,
    signed: [legacy.transactionHash, typed.transactionHash, failed], system: [system, registered], raw: () => raw(transfer),
    logFilter: logFilter ?? '', blockFilter: blockFilter ?? '', pendingFilter: pendingFilter ?? '',
  }
})
afterAll(() => node.close())

test('the table names every method of the specification, and of this node', () => {
  const known = Object.keys(methods).filter((name) => !/^(distribute|rollup)_/.test(name))
  expect(known.filter((name) => SPECIFIED[name] === undefined && BEYOND[name] === undefined)).toEqual([])
  expect(Object.keys(BEYOND).filter((name) => methods[name] === undefined)).toEqual([])
  if (specification.isWhole) expect([...specification.names].sort()).toEqual(Object.keys(SPECIFIED).sort())
  const absent = Object.entries(SPECIFIED).filter(([, why]) => why !== '').map(([name]) => name)
  expect(absent.filter((name) => methods[name] !== undefined)).toEqual(['eth_getProof'])
  expect(Object.keys(SPECIFIED).filter((name) => SPECIFIED[name] === '').sort()).toEqual(Object.keys(REQUESTS).sort())
})

test('docs/rpc-methods.md is what the table gives (node --import tsx node/rpc/write-distribute-reference.ts)', () => {
  expect(readFileSync(new URL('../../docs/rpc-methods.md', import.meta.url), 'utf8')).toBe(ethReference())
})

test('every method that applies answers in the specification\'s shape, on blocks with every kind of transaction', async () => {
  const checks = specification.validators()
  const failures: string[] = []
  for (const { name } of specification.methods.filter((each) => SPECIFIED[each.name] === '')) {
    for (const params of (await REQUESTS[name]?.(subject)) ?? []) {
      const answer = await node.call(name, params)
      const check = checks.get(name)
      if (!isQuirk(answer) && check?.(specification.asThen(answer)) !== true) failures.push(`${name} ${JSON.stringify(params)}: ${JSON.stringify(answer).slice(0, 600)} ${JSON.stringify(check?.errors)}`)
    }
  }
  expect(failures).toEqual([])
})

test('methods that do not apply are refused in words that libraries know', async () => {
  for (const [name, why] of Object.entries(SPECIFIED)) {
    if (why !== '') expect(await node.call(name, [ada.address]), name).toMatchObject({ error: { code: name === 'eth_getProof' ? -32004 : -32601 } })
  }
})

test('transactions without a sender have the fields of a signed one: as type 0 they pass', async () => {
  const check = specification.validators().get('eth_getTransactionByHash')
  for (const hash of subject.system) {
    const shown = (await node.call('eth_getTransactionByHash', [hash])) as object
    expect(shown).toMatchObject({ type: '0x7e' })
    expect(check?.({ ...shown, type: '0x0' }), JSON.stringify(check?.errors)).toBe(true)
  }
})

test('the schemas do bite', async () => {
  const check = specification.validators().get('eth_getBlockByNumber')
  const block = (await node.call('eth_getBlockByNumber', ['latest', false])) as object
  expect(check?.(block)).toBe(true)
  for (const broken of [{ gasLimit: undefined }, { number: 'one' }, { hash: '0x1' }]) expect(check?.(JSON.parse(JSON.stringify({ ...block, ...broken })))).toBe(false)
})

test('type 0x7e carries the OP Stack\'s field names', async () => {
  const shown = (await node.call('eth_getTransactionByHash', [subject.system[0]])) as { sourceHash: string }
  expect(shown.sourceHash).toMatch(/^0x[0-9a-f]{64}$/)
  expect(shown).toMatchObject({
    type: '0x7e', mint: '0x8ac7230489e80000', isSystemTx: false, v: '0x0', r: '0x0', s: '0x0', nonce: '0x7fffffff',
  })
  expect(await node.call('eth_getTransactionReceipt', [subject.system[0]])).toMatchObject({ type: '0x7e', status: '0x1', gasUsed: '0x0' })
})

test('a failed transaction: status 0, no logs, fee paid', async () => {
  expect(await node.call('eth_getTransactionReceipt', [failed])).toMatchObject({ status: '0x0', logs: [], effectiveGasPrice: '0x1' })
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
  const params = await registration(carol.address)
  expect(await node.call('eth_getTransactionReceipt', [subject.system[1]])).toMatchObject({ type: '0x7e', status: '0x1', to: systemAddress('reputation') })
  const data = encodeFunctionData({ abi: reputationAbi, functionName: 'isMember', args: [carol.address] })
  expect(BigInt((await node.call('eth_call', [{ to: systemAddress('reputation'), input: data }])) as string)).toBe(1n)
  expect(await node.call('distribute_register', params)).toMatchObject({ error: { code: 3, message: 'execution reverted: AlreadyMember' } })
})
