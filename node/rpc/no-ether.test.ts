import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { Contract, JsonRpcProvider, Wallet } from 'ethers'
import { createWalletClient, defineChain, encodeFunctionData, http, parseEther, toHex } from 'viem'
import type { Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { Web3 } from 'web3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tokenAbi, votingAbi } from '@distribute/bridge-contracts'
import { systemAddress } from '@distribute/state-machine'
import { accounts, CHAIN_ID, registrar, START, startTestNode } from './testing/node.ts'
import type { TestNode } from './testing/node.ts'

// Members who never had ether of their own: registration brings a stipend and credits, and each library pays from them, by its own fees.
const [ada] = accounts
const UNIT = 10n ** 18n
const STIPEND = 10n ** 12n
const voting = systemAddress('voting')
const KEYS = [11, 12, 13, 14].map((n): Hex => toHex(n, { size: 32 }))
let node: TestNode

const balanceOf = async (who: string): Promise<bigint> => BigInt((await node.call('eth_getBalance', [who, 'latest'])) as string)

const register = async (member: Hex): Promise<void> => {
  const identity = toHex(BigInt(member), { size: 32 })
  const deadline = START + 3_600n
  const signature = await registrar.signTypedData({
    domain: { name: 'Distribute', version: '1', chainId: CHAIN_ID, verifyingContract: systemAddress('reputation') },
    types: { Membership: [{ name: 'member', type: 'address' }, { name: 'identity', type: 'bytes32' }, { name: 'deadline', type: 'uint256' }] },
    primaryType: 'Membership',
    message: { member, identity, deadline },
  })
  expect(await node.call('distribute_register', [member, identity, toHex(deadline), signature])).toMatch(/^0x/)
  expect(await balanceOf(member)).toBe(STIPEND)
}

beforeAll(async () => {
  node = await startTestNode()
  await node.deposit(ada.address, parseEther('1'))
  const data = encodeFunctionData({ abi: tokenAbi, functionName: 'donate' })
  const raw = await ada.signTransaction({ type: 'eip1559', chainId: CHAIN_ID, nonce: 0, gas: 200_000n, maxFeePerGas: 2n, to: systemAddress('token'), data, value: parseEther('0.1') })
  expect(await node.call('eth_sendRawTransactionSync', [raw])).toMatchObject({ status: '0x1' })
  for (const key of KEYS) await register(privateKeyToAccount(key).address)
})
afterAll(() => node.close())

const WAYS: Readonly<Record<string, (key: Hex) => Promise<unknown>>> = {
  async viem(key) {
    const chain = defineChain({ id: CHAIN_ID, name: 'Harbour', nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 }, rpcUrls: { default: { http: [node.url] } } })
    const wallet = createWalletClient({ account: privateKeyToAccount(key), chain, transport: http() })
    return wallet.writeContract({ address: voting, abi: votingAbi, functionName: 'requestRights', args: [1, UNIT] })
  },
  async ethers(key) {
    const provider = new JsonRpcProvider(node.url, CHAIN_ID, { pollingInterval: 20, cacheTimeout: -1 })
    const sent = await new Contract(voting, votingAbi, new Wallet(key, provider)).getFunction('requestRights').send(1, UNIT)
    provider.destroy()
    return sent.hash
  },
  async web3(key) {
    const web3 = new Web3(node.url)
    web3.eth.transactionPollingInterval = 20
    const from = web3.eth.accounts.wallet.add(key)[0]?.address ?? ''
    const receipt = await new web3.eth.Contract([...votingAbi], voting).methods['requestRights'](1, UNIT).send({ from })
    return receipt.transactionHash
  },
  async cast(key) {
    const manifest = createRequire(import.meta.url).resolve(`@foundry-rs/cast-${process.platform}-${process.arch === 'x64' ? 'amd64' : process.arch}/package.json`)
    const args = ['send', voting, 'requestRights(uint8,uint256)', '1', String(UNIT), '--private-key', key, '--json', '--rpc-url', node.url]
    const { stdout } = await promisify(execFile)(join(dirname(manifest), 'bin', 'cast'), args)
    return (JSON.parse(stdout) as { readonly transactionHash: string }).transactionHash
  },
}

test.each(Object.entries(WAYS))('%s: a member without ether acts, and pays the base fee from her stipend', async (name, act) => {
  const key = KEYS[Object.keys(WAYS).indexOf(name)] ?? '0x'
  const hash = await act(key)
  await expect.poll(() => node.call('eth_getTransactionReceipt', [hash])).toMatchObject({ status: '0x1', effectiveGasPrice: '0x1' })
  const { gasUsed } = (await node.call('eth_getTransactionReceipt', [hash])) as { readonly gasUsed: string }
  expect(await balanceOf(privateKeyToAccount(key).address)).toBe(STIPEND - BigInt(gasUsed))
})
