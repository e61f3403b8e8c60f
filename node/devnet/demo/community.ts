import {
  createPublicClient, createWalletClient, defineChain, formatEther, http, type Abi, type ContractFunctionArgs, type ContractFunctionName,
  type Hex, type WalletClient,
} from 'viem'
import { privateKeyToAccount, type PrivateKeyAccount } from 'viem/accounts'
import { readContract, sendTransaction, waitForTransactionReceipt } from 'viem/actions'
import { encodeFunctionData } from 'viem'
import { systemContracts } from '@distribute/bridge-contracts'
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

type AbiOf<C extends ContractName> = (typeof systemContracts)[C]['abi']
type Calls<C extends ContractName> = ContractFunctionName<AbiOf<C>, 'nonpayable' | 'payable'>
type Views<C extends ContractName> = ContractFunctionName<AbiOf<C>, 'view'>

/** The demo's hands and eyes: nothing but JSON-RPC, as any wallet or page would use it. */
export interface Community {
  readonly info: DevnetInfo
  person(name: Name): Person
  /** Sends a call and waits for its receipt; throws DevnetError where it broke a rule. */
  send<C extends ContractName, F extends Calls<C>>(
    who: Name, contract: C, name: F, args: ContractFunctionArgs<AbiOf<C>, 'nonpayable' | 'payable', F>, value?: bigint,
  ): Promise<void>
  read<C extends ContractName, F extends Views<C>>(contract: C, name: F, args: ContractFunctionArgs<AbiOf<C>, 'view', F>): Promise<unknown>
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
    if (found === undefined) throw new DevnetError('DemoFailed', `nobody is called ${name}`, 'report this')
    return found
  }
  const rpc = async (method: string, params: readonly unknown[]): Promise<unknown> => {
    const answer = await call(info.l2, method, params)
    if ('result' in answer) return answer.result
    throw new DevnetError('DemoFailed', `${method}: ${answer.error}`, 'report this with the lines above')
  }

  return {
    info,
    person,
    rpc,
    async send(who, contract, name, args, value = 0n) {
      const abi: Abi = systemContracts[contract].abi
      const data = encodeFunctionData({ abi, functionName: name, args: args as readonly unknown[] })
      const to = systemAddress(contract)
      const hash: Hex = await sendTransaction(wallet, { account: person(who).account, chain, to, data, value })
      const { status } = await waitForTransactionReceipt(client, { hash, timeout: PATIENCE_MS })
      if (status === 'success') return
      throw new DevnetError('DemoFailed', `${who}'s ${name} broke a rule: ${hash}`, 'report this with the lines above')
    },
    read(contract, name, args) {
      const abi: Abi = systemContracts[contract].abi
      return readContract(client, { address: systemAddress(contract), abi, functionName: name, args: args as readonly unknown[] })
    },
    ether: (who) => client.getBalance({ address: person(who).account.address }),
    now: async () => (await client.getBlock()).timestamp,
    async pass(seconds) {
      const target = (await client.getBlock()).timestamp + seconds
      await rpc('evm_increaseTime', [Number(seconds)])
      await rpc('evm_mine', [])
      const isThere = async (): Promise<true | undefined> => ((await client.getBlock()).timestamp >= target ? true : undefined)
      await waitFor('the clock', isThere, { timeoutMs: PATIENCE_MS, signal, advice: 'report this with the lines above' })
    },
    async until(what, isSo) {
      const once = async (): Promise<true | undefined> => ((await isSo()) ? true : undefined)
      await waitFor(what, once, { timeoutMs: PATIENCE_MS, signal, advice: 'report this with the lines above' })
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
