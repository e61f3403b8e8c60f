import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { Contract, JsonRpcProvider, Wallet } from 'ethers'
import { createPublicClient, createWalletClient, defineChain, http, toFunctionSignature } from 'viem'
import type { Abi, AbiFunction, Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { Web3 } from 'web3'
import type { ContractAbi } from 'web3'
import { systemContracts } from '@distribute/bridge-contracts'
import type { ContractName } from '@distribute/state-machine'
import { CAST } from './cast.ts'
import { CHAIN_ID } from './node.ts'

/** A call or a view of the chain's own contracts, as a member means it. */
export interface SystemCall {
  readonly contract: ContractName
  readonly name: string
  readonly args: readonly unknown[]
  /** wei */
  readonly value?: bigint
}

/** A library with a member's key, as its own documentation has one use it. */
export interface Driver {
  /** Sends, and waits as the library waits; answers the hash. Rejects as the library does. */
  call(call: SystemCall): Promise<Hex>
  /** Sends ether, in wei, to somebody. */
  pay(to: Hex, value: bigint): Promise<Hex>
  /** A view that answers one number. */
  read(call: SystemCall): Promise<bigint>
  /** All that the library says of what it threw. */
  words(error: unknown): string
  close(): void | Promise<void>
}

export type Connect = (url: string, key: Hex) => Driver | Promise<Driver>

/** Where a call goes, and what is known of it there. */
export const contractOf = ({ contract }: SystemCall): { readonly address: Hex; readonly abi: Abi } => systemContracts[contract]
const POLL_MS = 10

/** What a library makes of each contract's ABI, made once. */
const eachContract = <T>(make: (address: Hex, abi: Abi) => T): ((call: SystemCall) => T) => {
  const made = new Map<ContractName, T>()
  return (call) => {
    const { address, abi } = contractOf(call)
    const known = made.get(call.contract) ?? make(address, abi)
    made.set(call.contract, known)
    return known
  }
}

const viem: Connect = (url, key) => {
  const chain = defineChain({ id: CHAIN_ID, name: 'Harbour', nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 }, rpcUrls: { default: { http: [url] } } })
  const reader = createPublicClient({ chain, transport: http() })
  const wallet = createWalletClient({ account: privateKeyToAccount(key), chain, transport: http() })
  return {
    call: async (call) => {
      const { value = 0n, name: functionName, args } = call
      return (await wallet.writeContractSync({ ...contractOf(call), functionName, args, value })).transactionHash
    },
    pay: async (to, value) => (await wallet.sendTransactionSync({ to, value })).transactionHash,
    read: async (call) => BigInt(String(await reader.readContract({ ...contractOf(call), functionName: call.name, args: call.args }))),
    words: String,
    close: () => undefined,
  }
}

const ethers: Connect = (url, key) => {
  // ethers answers from its own memory for 250 ms, the nonce too: longer than these blocks take.
  const provider = new JsonRpcProvider(url, CHAIN_ID, { pollingInterval: POLL_MS, cacheTimeout: -1 })
  const wallet = new Wallet(key, provider)
  const contract = eachContract((address, abi) => new Contract(address, JSON.stringify(abi), wallet))
  const functionOf = (call: SystemCall) => contract(call).getFunction(call.name)
  const mined = async (sent: { wait(): Promise<{ readonly hash: string } | null> }): Promise<Hex> => `0x${(await sent.wait())?.hash.slice(2) ?? ''}`
  return {
    call: async (call) => mined(await functionOf(call).send(...call.args, { value: call.value ?? 0n })),
    pay: async (to, value) => mined(await wallet.sendTransaction({ to, value })),
    read: async (call) => BigInt(String(await functionOf(call).staticCall(...call.args))),
    words: (error) => JSON.stringify([String(error), error], textOfBigints),
    close: () => provider.destroy(),
  }
}

const textOfBigints = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value)

const web3: Connect = (url, key) => {
  const connected = new Web3(url)
  connected.eth.transactionPollingInterval = POLL_MS
  const from = connected.eth.accounts.wallet.add(key)[0]?.address ?? ''
  const contract = eachContract((address, abi) => {
    const made = new connected.eth.Contract(abi as ContractAbi, address)
    made.transactionPollingInterval = POLL_MS
    return made
  })
  const methodOf = (call: SystemCall) => {
    const method = contract(call).methods[call.name]
    if (method === undefined) throw new TypeError(call.name)
    return method(...call.args)
  }
  return {
    call: async (call) => `0x${(await methodOf(call).send({ from, value: String(call.value ?? 0n) })).transactionHash.slice(2)}`,
    pay: async (to, value) => `0x${String((await connected.eth.sendTransaction({ from, to, value: String(value) })).transactionHash).slice(2)}`,
    read: async (call) => BigInt(String(await methodOf(call).call())),
    words: (error) => JSON.stringify([String(error), error], textOfBigints),
    close: () => undefined,
  }
}

/** As cast reads values on its command line. */
const written = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(written).join(',')}]`
  if (typeof value === 'object' && value !== null) return `(${Object.values(value).map(written).join(',')})`
  return String(value)
}

const cast: Connect = (url, key) => {
  const run = async (...args: readonly string[]): Promise<string> => (await promisify(execFile)(CAST, [...args, '--rpc-url', url])).stdout
  const signatureOf = ({ contract, name }: SystemCall): string => {
    const found = systemContracts[contract].abi.find((item): item is Extract<typeof item, AbiFunction> => item.type === 'function' && item.name === name)
    if (found === undefined) throw new TypeError(name)
    return toFunctionSignature(found)
  }
  const send = async (...args: readonly string[]): Promise<Hex> => {
    const { transactionHash, status } = JSON.parse(await run('send', '--sync', '--json', '--private-key', key, ...args)) as { readonly transactionHash: Hex; readonly status: string }
    if (status !== '0x1') throw new TypeError(`${transactionHash} failed`)
    return transactionHash
  }
  return {
    call: (call) => send('--value', String(call.value ?? 0n), contractOf(call).address, signatureOf(call), ...call.args.map(written)),
    pay: (to, value) => send('--value', String(value), to),
    read: async (call) => BigInt((await run('call', contractOf(call).address, `${signatureOf(call)}(uint256)`, ...call.args.map(written))).trim().split(' ')[0] ?? ''),
    words: (error) => String((error as { readonly stderr?: string }).stderr),
    close: () => undefined,
  }
}

export const DRIVERS: Readonly<Record<'viem' | 'ethers' | 'web3' | 'cast', Connect>> = { viem, ethers, web3, cast }
