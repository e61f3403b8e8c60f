import { Web3 } from 'web3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tokenAbi } from '@distribute/bridge-contracts'
import { systemAddress } from '@distribute/state-machine'
import { accounts, CHAIN_ID, startTestNode } from './testing/node.ts'
import type { TestNode } from './testing/node.ts'

const KEY = `0x${'0'.repeat(63)}1`
const [, bob] = accounts
const token = systemAddress('token')
const ETHER = 10n ** 18n

let node: TestNode
let web3: Web3
let ada: string

beforeAll(async () => {
  node = await startTestNode()
  web3 = new Web3(node.url)
  web3.eth.transactionPollingInterval = 20
  ada = web3.eth.accounts.wallet.add(KEY)[0]?.address ?? ''
  await node.deposit(ada, 10n * ETHER)
})
afterAll(() => node.close())

const errorOf = async (work: () => Promise<unknown>): Promise<unknown> => {
  try {
    await work()
    return undefined
  } catch (error) {
    return error
  }
}

test('web3: transfers of both types, with its own tip and its own revert check', async () => {
  const plain = await web3.eth.sendTransaction({ from: ada, to: bob.address, value: 9 })
  expect([plain.status, plain.gasUsed, plain.effectiveGasPrice]).toEqual([1n, 21_000n, 1n])
  const legacy = await web3.eth.sendTransaction({ from: ada, to: bob.address, value: 1, gas: 21_000, gasPrice: 2 })
  expect([legacy.status, legacy.type]).toEqual([1n, 0n])
  expect(await web3.eth.getBalance(bob.address)).toBe(10n)
  expect(await web3.eth.getTransactionCount(ada)).toBe(2n)
  expect([await web3.eth.getChainId(), await web3.eth.net.getId()]).toEqual([BigInt(CHAIN_ID), BigInt(CHAIN_ID)])
})

test('web3: a contract read and written, its events, and the ABI\'s errors', async () => {
  const contract = new web3.eth.Contract([...tokenAbi], token)
  const call = (name: string, ...args: readonly unknown[]) => contract.methods[name]!(...args)
  const cost = await call('mintCost', ada, 500n).call<bigint>()
  const receipt = await call('mint', 500n).send({ from: ada, value: String(cost) })
  expect(await call('balanceOf', ada).call<bigint>()).toBe(500n)
  const block = Number(receipt.blockNumber)
  const events = await contract.getPastEvents('Minted', { fromBlock: block, toBlock: block })
  expect(events.map((event) => (typeof event === 'string' ? event : event.returnValues['amount']))).toEqual([500n])
  const reverted = await errorOf(async () => call('transfer', bob.address, 99_999n).send({ from: ada }))
  expect(JSON.stringify(reverted, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))).toMatch(/InsufficientBalance/)
})

test('web3: blocks with every kind of transaction, fees, and what it says of too little ether', async () => {
  const deposit = await web3.eth.getBlock(1, true)
  expect(deposit.transactions).toHaveLength(1)
  const newest = await web3.eth.getBlock('latest', true)
  expect(newest.hash).toMatch(/^0x[0-9a-f]{64}$/)
  expect(await web3.eth.getGasPrice()).toBe(2n)
  expect((await web3.eth.getFeeHistory(2, 'latest', [50])).baseFeePerGas).toHaveLength(3)
  const poor = await errorOf(async () => web3.eth.sendTransaction({ from: ada, to: bob.address, value: 1_000n * ETHER }))
  expect(JSON.stringify([String(poor), poor], (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))).toMatch(/insufficient funds/)
})
