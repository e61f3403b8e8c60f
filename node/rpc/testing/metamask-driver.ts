import { TransactionStatus } from '@metamask/transaction-controller'
import { createPublicClient, encodeFunctionData, http, toHex } from 'viem'
import type { Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { contractOf } from './drivers.ts'
import type { Connect, SystemCall } from './drivers.ts'
import { createWallet, partsOf, startNetwork } from './metamask.ts'

const LOOK_MS = 10

interface Refused {
  readonly data?: { readonly message?: string }
}

/**
 * MetaMask's transaction controller as a member's wallet: a page asks, she agrees, and declines what MetaMask warns of. What it has
 * shown to fail it does not say the reason of; its provider does. Pages read by a library of their own.
 */
export const metamask: Connect = async (url, key) => {
  const account = privateKeyToAccount(key)
  const started = await startNetwork(url)
  const wallet = createWallet(started, [account])
  const reader = createPublicClient({ transport: http(url) })
  const confirmed = async (hash: string): Promise<Hex> => {
    for (;;) {
      const { status, error } = wallet.find(hash) ?? {}
      if (status === TransactionStatus.confirmed) return `0x${hash.slice(2)}`
      if (status === TransactionStatus.failed) throw new TypeError(error?.message)
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
    }
  }
  const send = async (to: Hex, value: bigint, data: Hex): Promise<Hex> => {
    const asked = { from: account.address, to, value: toHex(value), data }
    const { meta, accept, decline } = await wallet.offer(asked)
    if (meta.simulationFails === undefined) return confirmed(await accept())
    await decline()
    await partsOf(started.network).provider.request({ jsonrpc: '2.0', id: 1, method: 'eth_estimateGas', params: [asked] })
    throw new TypeError('MetaMask warned of what the node takes')
  }
  const dataOf = (call: SystemCall): Hex => encodeFunctionData({ abi: contractOf(call).abi, functionName: call.name, args: call.args })
  return {
    call: (call) => send(contractOf(call).address, call.value ?? 0n, dataOf(call)),
    pay: (to, value) => send(to, value, '0x'),
    read: async (call) => BigInt(String(await reader.readContract({ ...contractOf(call), functionName: call.name, args: call.args }))),
    words: (error) => String((error as Refused).data?.message),
    async close() {
      wallet.close()
      await started.network.destroy()
    },
  }
}
