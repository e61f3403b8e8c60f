import { encodeFunctionData, parseEther, toHex } from 'viem'
import type { Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import type { PrivateKeyAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { systemContracts } from '@distribute/bridge-contracts'
import type { ContractName } from '@distribute/state-machine'
import { contractOf, DRIVERS } from './testing/drivers.ts'
import type { Connect, Driver, SystemCall } from './testing/drivers.ts'
import { metamask } from './testing/metamask-driver.ts'
import { COST, LIFE, UNIT } from './testing/member-life.ts'
import type { Act, Cast, Helper } from './testing/member-life.ts'
import { accounts, CHAIN_ID, startTestNode } from './testing/node.ts'
import type { TestNode } from './testing/node.ts'
import { registerByRelay } from './testing/registrar.ts'

// Whoever never had ether of her own joins by relay, and does everything that there is to do on the chain: through each library and
// through MetaMask, by its own fees, nonces and waiting. One script, a node for each, and in the end the same books to the wei.
const [anna, bert, carl] = accounts
const helpers: Readonly<Record<Helper, PrivateKeyAccount>> = { anna, bert, carl }
const KEY = toHex(11, { size: 32 })
const addressOf = (n: number): Hex => privateKeyToAccount(toHex(n, { size: 32 })).address
const CAST: Cast = { she: addressOf(11), anna: anna.address, bert: bert.address, carl: carl.address, neighbour: addressOf(12), heir: addressOf(13) }
const STIPEND = 10n ** 12n
const DAY = 86_400n

const split = (does: `${ContractName}.${string}`): Pick<SystemCall, 'contract' | 'name'> => {
  const [contract = '', name = ''] = does.split('.')
  return { contract: contract as ContractName, name }
}

/** Those who have ether, as quickly as can be: what they do is not what is tested. */
const createHelpers = (node: TestNode) => {
  const nonces: Record<Helper, number> = { anna: 0, bert: 0, carl: 0 }
  return async (who: Helper, call: SystemCall): Promise<void> => {
    const { address: to, abi } = contractOf(call)
    const { name: functionName, args, value = 0n } = call
    const data = encodeFunctionData({ abi, functionName, args })
    const raw = await helpers[who].signTransaction({ chainId: CHAIN_ID, nonce: nonces[who]++, gas: 500_000n, maxFeePerGas: 2n, to, data, value })
    expect(await node.call('eth_sendRawTransactionSync', [raw]), functionName).toMatchObject({ status: '0x1' })
  }
}

const balanceOf = async (node: TestNode, who: string): Promise<bigint> => BigInt((await node.call('eth_getBalance', [who, 'latest'])) as string)

/** A pool that has stood for two days, and three members with tokens. */
async function startCommunity(): Promise<{ readonly node: TestNode; readonly help: ReturnType<typeof createHelpers> }> {
  const node = await startTestNode({ blockTimeMs: 5 })
  const help = createHelpers(node)
  for (const { address } of accounts) await node.deposit(address, parseEther('2'))
  for (const { address } of accounts) expect(await registerByRelay(node, address)).toMatch(/^0x/)
  await help('anna', { contract: 'token', name: 'mint', args: [1_000n * UNIT], value: UNIT })
  await help('anna', { contract: 'token', name: 'donate', args: [], value: UNIT * 9n / 10n })
  for (const friend of [bert, carl]) await help('anna', { contract: 'token', name: 'transfer', args: [friend.address, 100n * UNIT] })
  node.later(3n * DAY)
  return { node, help }
}

const receiptOf = async (node: TestNode, hash: Hex): Promise<{ readonly status: string; readonly gasUsed: string; readonly effectiveGasPrice: string }> =>
  (await node.call('eth_getTransactionReceipt', [hash])) as { status: string; gasUsed: string; effectiveGasPrice: string }

/** What she does in one act; answers the fee, in wei. */
async function act(node: TestNode, driver: Driver, deed: Extract<Act, { who: 'she' | Helper }>): Promise<bigint> {
  const { does, value = 0n, refused } = deed
  const sending = does === 'pay' ? driver.pay(CAST[deed.to], value) : driver.call({ ...split(does), args: await deed.args(CAST), value })
  if (refused === undefined) {
    const { status, gasUsed, effectiveGasPrice } = await receiptOf(node, await sending)
    expect([does, status, effectiveGasPrice]).toEqual([does, '0x1', '0x1'])
    return BigInt(gasUsed)
  }
  const error: unknown = await sending.then((hash) => hash, (thrown: unknown) => ({ thrown }))
  expect(error, does).toHaveProperty('thrown')
  expect(driver.words((error as { readonly thrown: unknown }).thrown), does).toMatch(refused)
  return 0n
}

/** What she has, and what she has done, read by the library. */
const VIEWS: readonly SystemCall[] = [
  { contract: 'token', name: 'balanceOf', args: [CAST.she] },
  { contract: 'token', name: 'held', args: [CAST.she] },
  { contract: 'token', name: 'totalSupply', args: [] },
  { contract: 'token', name: 'pool', args: [] },
  { contract: 'reputation', name: 'balanceOf', args: [CAST.she] },
  { contract: 'reputation', name: 'balanceOf', args: [CAST.heir] },
  { contract: 'reputation', name: 'balanceOf', args: [CAST.neighbour] },
  { contract: 'reputation', name: 'totalSupply', args: [] },
  { contract: 'projects', name: 'projectCount', args: [] },
  { contract: 'bridge', name: 'withdrawalCount', args: [] },
]

async function live(connect: Connect): Promise<readonly bigint[]> {
  const { node, help } = await startCommunity()
  const driver = await connect(node.url, KEY)
  try {
    expect(await balanceOf(node, CAST.she)).toBe(0n)
    expect(await registerByRelay(node, CAST.she)).toMatch(/^0x/)
    expect(await balanceOf(node, CAST.she)).toBe(STIPEND)
    let fees = 0n
    for (const deed of LIFE) {
      if (deed.who === 'time') node.later(deed.seconds)
      else if (deed.who === 'she') fees += await act(node, driver, deed)
      else await help(deed.who, { ...split(deed.does), args: await deed.args(CAST) })
    }
    const views = await Promise.all(VIEWS.map((view) => driver.read(view)))
    return [await balanceOf(node, CAST.she), fees, ...views]
  } finally {
    await driver.close()
    await node.close()
  }
}

const writes = Object.entries(systemContracts).flatMap(([contract, { abi }]) =>
  abi.filter((item) => item.type === 'function' && item.stateMutability !== 'view').map((item) => `${contract}.${'name' in item ? item.name : ''}`))

test('the script holds every call of the chain that changes anything', () => {
  const done = LIFE.flatMap((deed) => (deed.who === 'she' ? [deed.does] : []))
  expect(new Set(done)).toEqual(new Set([...writes, 'pay']))
  const NEVER_DONE = ['reputation.approve', 'reputation.transfer', 'reputation.transferFrom']
  const succeeded = new Set(LIFE.flatMap((deed) => (deed.who === 'she' && deed.refused === undefined ? [deed.does] : [])))
  expect(writes.filter((name) => !succeeded.has(name as never))).toEqual(NEVER_DONE)
})

// MetaMask asks servers of its own, too, which know only the chains on its lists; it must do without.
beforeAll(() => {
  const ask = globalThis.fetch
  vi.stubGlobal('fetch', (input: string | URL | Request, init?: RequestInit) => {
    const { hostname, port } = new URL(input instanceof Request ? input.url : String(input))
    return hostname === '127.0.0.1' && port !== '1' ? ask(input, init) : Promise.reject(new TypeError('fetch failed'))
  })
})
afterAll(() => void vi.unstubAllGlobals())

const ended = new Map<string, readonly bigint[]>()

const WAYS: Readonly<Record<string, Connect>> = { ...DRIVERS, MetaMask: metamask }

test.concurrent.each(Object.entries(WAYS))('%s: a member without ether does everything', { timeout: 180_000 }, async (name, connect) => {
  ended.set(name, await live(connect))
})

test('all five ended with the same books: her pay, her fees, what she holds', () => {
  expect([...ended.keys()].sort()).toEqual(Object.keys(WAYS).sort())
  const [books] = ended.values()
  for (const [name, each] of ended) expect(each, name).toEqual(books)
  // 60% of the project's cost for her work, less what she then spent.
  expect(books?.[0]).toBeGreaterThan((COST * 55n) / 100n)
})
