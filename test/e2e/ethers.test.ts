import { BaseContract, isError, JsonRpcProvider, parseEther, Wallet, type TransactionResponse } from 'ethers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startDevnet, temporaryDirectory, type RunningDevnet } from './testing/devnet.ts'

const TOKEN = '0xd157000000000000000000000000000000000001'
const ABI = [
  'function mint(uint256 amount) payable returns (uint256)',
  'function burn(uint256 amount, uint256 minProceeds) returns (uint256)',
  'function mintCost(address buyer, uint256 amount) view returns (uint256)',
  'function balanceOf(address account) view returns (uint256)',
  'event Transfer(address indexed from, address indexed to, uint256 value)',
  'error InsufficientBalance()',
]

let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let devnet: RunningDevnet
let provider: JsonRpcProvider
let wallet: Wallet

beforeAll(async () => {
  directory = await temporaryDirectory()
  devnet = await startDevnet(directory.path)
  provider = new JsonRpcProvider(devnet.l2, undefined, { polling: true, pollingInterval: 50, cacheTimeout: -1 })
  wallet = new Wallet(devnet.accounts[0]!.privateKey, provider)
}, 60_000)

afterAll(async () => {
  provider.destroy()
  await devnet.stop()
  await directory.remove()
})

const codeOf = async (work: Promise<unknown>): Promise<string | undefined> => {
  const error: unknown = await work.then(() => undefined, (cause: unknown) => cause)
  for (const code of ['INSUFFICIENT_FUNDS', 'NONCE_EXPIRED', 'REPLACEMENT_UNDERPRICED', 'CALL_EXCEPTION'] as const) {
    if (isError(error, code)) return code
  }
  return error instanceof Error ? error.message : undefined
}

interface Token {
  mintCost(buyer: string, amount: bigint): Promise<bigint>
  mint(amount: bigint, overrides: { readonly value: bigint }): Promise<TransactionResponse>
  burn(amount: bigint, minProceeds: bigint): Promise<TransactionResponse>
  balanceOf(account: string): Promise<bigint>
}

const tokenOf = (): BaseContract & Token => BaseContract.from<Token>(TOKEN, ABI, wallet)

test('ethers mints, waits, reads logs and burns', async () => {
  const token = tokenOf()
  const amount = 10n * 10n ** 18n
  const cost = await token.mintCost(wallet.address, amount)
  const receipt = await (await token.mint(amount, { value: cost })).wait()
  expect(receipt?.status).toBe(1)
  const [event] = await token.queryFilter('Transfer', receipt?.blockNumber, receipt?.blockNumber)
  expect(event !== undefined && 'args' in event ? event.args[2] : undefined).toBe(amount)
  expect(await token.balanceOf(wallet.address)).toBe(amount)
  await (await token.burn(amount / 2n, 0n)).wait()
  expect(await token.balanceOf(wallet.address)).toBe(amount / 2n)
}, 30_000)

test('ethers’ own error classes come out', async () => {
  expect(await codeOf(tokenOf().burn(10n ** 27n, 0n))).toBe('CALL_EXCEPTION')
  const nonce = await wallet.getNonce()
  const transfer = { to: wallet.address, gasLimit: 21_000n, maxFeePerGas: 10n, maxPriorityFeePerGas: 0n }
  expect(await codeOf(wallet.sendTransaction({ ...transfer, value: parseEther('1000000') }))).toBe('INSUFFICIENT_FUNDS')
  expect(await codeOf(wallet.sendTransaction({ ...transfer, nonce: nonce - 1 }))).toBe('NONCE_EXPIRED')
  await wallet.sendTransaction({ ...transfer, nonce: nonce + 1 })
  expect(await codeOf(wallet.sendTransaction({ ...transfer, nonce: nonce + 1, value: 1n }))).toBe('REPLACEMENT_UNDERPRICED')
  const last = await wallet.sendTransaction({ ...transfer, nonce })
  expect((await last.wait())?.status).toBe(1)
}, 30_000)
