import {
  createPublicClient, createWalletClient, defineChain, encodeFunctionData, formatEther, http, type Abi, type WalletClient,
} from 'viem'
import { privateKeyToAccount, type PrivateKeyAccount } from 'viem/accounts'
import { readContract, sendTransaction } from 'viem/actions'
import { systemContracts } from '@distribute/bridge-contracts'
import { waitForReceipt } from '@distribute/client'
import { systemAddress, type ContractName } from '@distribute/state-machine'
import { call } from '../../json-rpc.ts'
import { DevnetError } from '../devnet-error.ts'
import type { DevnetInfo } from '../devnet-info.ts'
import { waitFor } from '../wait-for.ts'

/** A member of the demo's community: a devnet account with a name. */
export interface Person {
  readonly name: string
  readonly account: PrivateKeyAccount
}

export const NAMES = ['Ada', 'Ben', 'Cleo', 'Dan', 'Eve', 'Fay', 'Gus', 'Hana', 'Ivo', 'Joy'] as const
export type Name = (typeof NAMES)[number]

/** The demo's hands and eyes: nothing but JSON-RPC, as any wallet or page would use it. */
export interface Community {
  readonly info: DevnetInfo
  person(name: Name): Person
  /** Sends a call and waits for its receipt; throws DevnetError where it broke a rule. */
  send(who: Name, contract: ContractName, name: string, args: readonly unknown[], value?: bigint): Promise<void>
  read(contract: ContractName, name: string, args: readonly unknown[]): Promise<unknown>
  ether(who: Name): Promise<bigint>
  /** The time of the newest block, in seconds. */
  now(): Promise<bigint>
  /** Sets the clock of L1 and L2 forward. */
  pass(seconds: bigint): Promise<void>
  until(what: string, isSo: () => Promise<boolean>): Promise<void>
  rpc(method: string, params: readonly unknown[]): Promise<unknown>
}

const POLL_MS = 50
const PATIENCE_MS = 60_000
const ADVICE = 'report this with the lines above'

export const createCommunity = (info: DevnetInfo, signal: AbortSignal): Community => {
  const chain = defineChain({
    id: info.chainId,
    name: 'Devnet',
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [info.l2] } },
  })
  const client = createPublicClient({ chain, transport: http(), pollingInterval: POLL_MS, cacheTime: 0 })
  const wallet: WalletClient = createWalletClient({ chain, transport: http() })
  const people = new Map<Name, Person>(
    NAMES.map((name, i) => [name, { name, account: privateKeyToAccount(info.accounts[i]?.privateKey ?? '0x01') }]),
  )
  const person = (name: Name): Person => {
    const found = people.get(name)
    if (found === undefined) throw new DevnetError('DemoFailed', `nobody is called ${name}`, ADVICE)
    return found
  }
  const rpc = async (method: string, params: readonly unknown[]): Promise<unknown> => {
    const answer = await call(info.l2, method, params)
    if ('result' in answer) return answer.result
    throw new DevnetError('DemoFailed', `${method}: ${answer.error}`, ADVICE)
  }

  return {
    info,
    person,
    rpc,
    async send(who, contract, name, args, value = 0n) {
      const abi: Abi = systemContracts[contract].abi
      const data = encodeFunctionData({ abi, functionName: name, args })
      const to = systemAddress(contract)
      const hash = await sendTransaction(wallet, { account: person(who).account, chain, to, data, value })
      const { status } = await waitForReceipt(client, { hash, timeout: PATIENCE_MS })
      if (status === 'success') return
      throw new DevnetError('DemoFailed', `${who}'s ${name} broke a rule: ${hash}`, ADVICE)
    },
    read(contract, name, args) {
      const abi: Abi = systemContracts[contract].abi
      return readContract(client, { address: systemAddress(contract), abi, functionName: name, args })
    },
    ether: (who) => client.getBalance({ address: person(who).account.address }),
    now: async () => (await client.getBlock()).timestamp,
    async pass(seconds) {
      const target = (await client.getBlock()).timestamp + seconds
      await rpc('evm_increaseTime', [Number(seconds)])
      await rpc('evm_mine', [])
      await waitFor('the clock', async () => (await client.getBlock()).timestamp >= target, { timeoutMs: PATIENCE_MS, signal, advice: ADVICE })
    },
    async until(what, isSo) {
      await waitFor(what, isSo, { timeoutMs: PATIENCE_MS, signal, advice: ADVICE })
    },
  }
}

const SHOWN_DIGITS = 6

/** Ether, tokens or reputation as people read them. */
export const amount = (units: bigint): string => {
  const text = formatEther(units)
  const point = text.indexOf('.')
  return point < 0 ? text : text.slice(0, point + 1 + SHOWN_DIGITS)
}
