import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { encodeFunctionData, parseEther, toHex } from 'viem'
import type { Hex } from 'viem'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { reputationAbi, tokenAbi, votingAbi } from '@distribute/bridge-contracts'
import { systemAddress } from '@distribute/state-machine'
import { CHAIN, createWallet, NETWORK, partsOf, startNetwork } from './testing/metamask.ts'
import type { Wallet } from './testing/metamask.ts'
import { accounts, CHAIN_ID, registrar, START, startTestNode } from './testing/node.ts'
import type { TestNode } from './testing/node.ts'

// MetaMask's transaction controller as npm has it, with its network, fee and approval controllers: from a page's request to "confirmed".
// Its servers are out of reach; whatever it would ask them for, it must get from the node, or do without.
const [ada, bob, mia] = accounts
const token = systemAddress('token')
const UNIT = 10n ** 18n
/** All that MetaMask shows of a refusal: its provider keeps the node's words in `data`, and its transaction controller does not. */
const REFUSED = 'Internal JSON-RPC error.'
const PATIENCE = { timeout: 5_000, interval: 20 }
const ESTIMATE_PLAIN = '0x5208'
/** Where the node's estimate fails: 35 % of a block's gas. It is asked for no more than the call's own price. */
const GUESSED_GAS = toHex((120_000_000n * 35n) / 100n)

let node: TestNode
let metamask: Wallet
let network: Awaited<ReturnType<typeof startNetwork>>['network']
const strangers: string[] = []

beforeAll(async () => {
  node = await startTestNode()
  await node.deposit(ada.address, parseEther('1'))
  const ask = globalThis.fetch
  vi.stubGlobal('fetch', (input: string | URL | Request, init?: RequestInit) => {
    const url = input instanceof Request ? input.url : String(input)
    if (url.startsWith(node.url)) return ask(input, init)
    strangers.push(new URL(url).host)
    return Promise.reject(new TypeError('fetch failed'))
  })
  const started = await startNetwork(node.url)
  network = started.network
  metamask = createWallet(started, [ada, mia])
})
afterAll(async () => {
  metamask.close()
  await network.destroy()
  vi.unstubAllGlobals()
  await node.close()
})

const register = async (member: Hex): Promise<void> => {
  const identity = `0x${'0a'.repeat(32)}` as const
  const deadline = START + 3_600n
  const signature = await registrar.signTypedData({
    domain: { name: 'Distribute', version: '1', chainId: CHAIN_ID, verifyingContract: systemAddress('reputation') },
    types: { Membership: [{ name: 'member', type: 'address' }, { name: 'identity', type: 'bytes32' }, { name: 'deadline', type: 'uint256' }] },
    primaryType: 'Membership',
    message: { member, identity, deadline },
  })
  expect(await node.call('distribute_register', [member, identity, toHex(deadline), signature])).toMatch(/^0x/)
  const data = encodeFunctionData({ abi: reputationAbi, functionName: 'isMember', args: [member] })
  await expect.poll(() => node.call('eth_call', [{ to: systemAddress('reputation'), data }]), PATIENCE).toBe(toHex(1n, { size: 32 }))
}
const balanceOf = async (who: Hex): Promise<bigint> => BigInt((await node.call('eth_getBalance', [who, 'latest'])) as string)
const confirmed = (hash: string) => expect.poll(() => metamask.find(hash)?.status, PATIENCE).toBe('confirmed')

test('a plain send: what is asked of the user, what is signed, and confirmed by the receipt', async () => {
  const hash = await metamask.send({ from: ada.address, to: bob.address, value: toHex(7n) })
  expect(metamask.asked.at(-1)).toMatchObject({
    status: 'unapproved', type: 'simpleSend', chainId: CHAIN, networkClientId: NETWORK,
    txParams: { type: '0x2', gas: ESTIMATE_PLAIN, maxFeePerGas: '0x2', maxPriorityFeePerGas: '0x2' },
  })
  expect(metamask.asked.at(-1)?.simulationFails).toBeUndefined()
  expect(metamask.find(hash)).toMatchObject({ txParams: { nonce: '0x0' }, rawTx: expect.stringMatching(/^0x02/) as string })
  await confirmed(hash)
  expect(metamask.find(hash)).toMatchObject({ verifiedOnBlockchain: true, txReceipt: { status: '0x1', effectiveGasPrice: '0x1', gasUsed: ESTIMATE_PLAIN }, baseFeePerGas: '0x1' })
  expect(await balanceOf(bob.address)).toBe(7n)
})

test('contract calls: the type by code and selector, gas by the node, the nonces in order', async () => {
  const mint = encodeFunctionData({ abi: tokenAbi, functionName: 'mint', args: [500n] })
  const minted = await metamask.send({ from: ada.address, to: token, data: mint, value: toHex(parseEther('0.1')) })
  expect(metamask.asked.at(-1)).toMatchObject({ type: 'contractInteraction', txParams: { gas: await node.call('eth_estimateGas', [{ from: ada.address, to: token, data: mint, value: toHex(parseEther('0.1')) }]) } })
  const transfer = encodeFunctionData({ abi: tokenAbi, functionName: 'transfer', args: [bob.address, 200n] })
  await confirmed(minted)
  const moved = await metamask.send({ from: ada.address, to: token, data: transfer })
  expect(metamask.asked.at(-1)).toMatchObject({ type: 'transfer' })
  expect([metamask.find(minted)?.txParams.nonce, metamask.find(moved)?.txParams.nonce]).toEqual(['0x1', '0x2'])
  await confirmed(moved)
  expect(metamask.find(moved)?.txReceipt?.logs).toHaveLength(1)
})

test('several at once keep their nonces apart', async () => {
  const hashes = await Promise.all([1n, 2n, 3n].map((value) => metamask.send({ from: ada.address, to: bob.address, value: toHex(value) })))
  for (const hash of hashes) await confirmed(hash)
  expect(hashes.map((hash) => metamask.find(hash)?.txParams.nonce).sort()).toEqual(['0x3', '0x4', '0x5'])
})

test('a call that breaks a rule: the user is warned before, and who goes on sees it fail', async () => {
  const data = encodeFunctionData({ abi: tokenAbi, functionName: 'transfer', args: [bob.address, 1_000n * UNIT] })
  const hash = await metamask.send({ from: ada.address, to: token, data })
  expect(metamask.asked.at(-1)).toMatchObject({ simulationFails: { reason: REFUSED }, txParams: { gas: GUESSED_GAS } })
  await expect(partsOf(network).provider.request({ jsonrpc: '2.0', id: 1, method: 'eth_estimateGas', params: [{ from: ada.address, to: token, data }] }))
    .rejects.toMatchObject({ message: REFUSED, data: { code: 3, message: 'execution reverted: InsufficientBalance' } })
  await expect.poll(() => metamask.find(hash)?.status, PATIENCE).toBe('failed')
  expect(metamask.find(hash)).toMatchObject({ error: { message: 'Transaction dropped or replaced' } })
  expect(await node.call('eth_getTransactionReceipt', [hash])).toMatchObject({ status: '0x0' })
  await expect(metamask.send({ from: ada.address, to: bob.address, value: toHex(parseEther('5')) })).rejects.toMatchObject({ code: -32603, message: REFUSED })
  expect(metamask.transactions.state.transactions.at(-1)).toMatchObject({ status: 'failed', error: { message: REFUSED } })
})

test('a member who never had ether acts and pays from what her registration brought', async () => {
  expect(await balanceOf(mia.address)).toBe(0n)
  await confirmed(await metamask.send({ from: ada.address, to: token, data: encodeFunctionData({ abi: tokenAbi, functionName: 'donate' }), value: toHex(parseEther('0.1')) }))
  await register(mia.address)
  const stipend = await balanceOf(mia.address)
  expect(stipend).toBe(10n ** 12n)
  const data = encodeFunctionData({ abi: votingAbi, functionName: 'requestRights', args: [1, 10n * UNIT] })
  const hash = await metamask.send({ from: mia.address, to: systemAddress('voting'), data })
  expect(metamask.asked.at(-1)).toMatchObject({ type: 'contractInteraction' })
  await confirmed(hash)
  const gift = await metamask.send({ from: mia.address, to: bob.address, value: toHex(1n) })
  await confirmed(gift)
  const paid = [hash, gift].map((each) => BigInt(metamask.find(each)?.txReceipt?.gasUsed ?? 0)).reduce((sum, gas) => sum + gas)
  expect(await balanceOf(mia.address)).toBe(stipend - paid - 1n)
})

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

interface Asked {
  readonly method: string
  readonly params?: unknown
}

/** What a page talks to: the checks of EIP-3085 and EIP-747 as MetaMask makes them, and its transaction controller behind. */
const provider = (told: string[]) => async ({ method, params }: Asked): Promise<unknown> => {
  told.push(method)
  if (method === 'eth_requestAccounts') return [mia.address]
  if (method === 'eth_sendTransaction') return metamask.send((params as [Parameters<Wallet['send']>[0]])[0])
  if (method === 'wallet_watchAsset') {
    const { options } = params as { readonly options: { readonly address: Hex; readonly symbol: string; readonly decimals: number } }
    const text = async (data: Hex): Promise<string> => (await node.call('eth_call', [{ to: options.address, data }, 'latest'])) as string
    expect([BigInt(await text('0x313ce567')), Buffer.from((await text('0x95d89b41')).slice(130), 'hex').toString().replaceAll('\0', '')]).toEqual([BigInt(options.decimals), options.symbol])
    return true
  }
  const [{ chainId, nativeCurrency, rpcUrls, blockExplorerUrls }] = params as [{ readonly chainId: string; readonly nativeCurrency: object; readonly rpcUrls: readonly string[]; readonly blockExplorerUrls: null }]
  expect([method, chainId, rpcUrls, blockExplorerUrls]).toEqual(['wallet_addEthereumChain', CHAIN, [node.url], null])
  expect(nativeCurrency).toEqual({ name: 'Ether', symbol: 'ETH', decimals: 18 })
  return null
}

test('docs/recipes/metamask.md: what a page asks for is what MetaMask takes', async () => {
  const told: string[] = []
  vi.stubGlobal('window', { ethereum: { request: provider(told) } })
  await mkdir(join(ROOT, '.distribute'), { recursive: true })
  const folder = await mkdtemp(join(ROOT, '.distribute', 'metamask-'))
  try {
    const page = await readFile(join(ROOT, 'docs/recipes/metamask.md'), 'utf8')
    const blocks = [...page.matchAll(/^<!-- check: wallet -->\n```ts\n([^]*?)^```$/gm)]
    expect(blocks).toHaveLength(page.split('```').length >> 1)
    for (const [i, [, text = '']] of blocks.entries()) {
      const file = join(folder, `${i}.ts`)
      await writeFile(file, text.replaceAll('http://127.0.0.1:9545', node.url))
      await import(/* @vite-ignore */ pathToFileURL(file).href)
    }
    expect(told).toEqual(['wallet_addEthereumChain', 'wallet_watchAsset', 'eth_requestAccounts', 'eth_sendTransaction'])
    const sent = metamask.transactions.state.transactions.at(-1)
    expect(sent).toMatchObject({ type: 'contractInteraction', txParams: { from: mia.address.toLowerCase() } })
    await confirmed(sent?.hash ?? '')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

test('nothing above needed a server of MetaMask\'s', () => {
  expect(strangers.every((host) => host.endsWith('metamask.io') || host === '127.0.0.1:1')).toBe(true)
  expect(strangers.length).toBeGreaterThan(0)
})
