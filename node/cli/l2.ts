import { createPublicClient, createWalletClient, defineChain, http, type Abi, type ContractFunctionArgs, type ContractFunctionName, type Hex, type TransactionReceipt } from 'viem'
import { simulateContract, waitForTransactionReceipt, writeContract } from 'viem/actions'
import type { PrivateKeyAccount } from 'viem/accounts'
import { failed } from './cli-error.ts'

const POLLING_MS = 100

const clientsOf = async (url: string, account: PrivateKeyAccount) => {
  const id = await createPublicClient({ transport: http(url) }).getChainId()
  const chain = defineChain({ id, name: 'Distribute', nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 }, rpcUrls: { default: { http: [url] } } })
  const options = { chain, transport: http(url), pollingInterval: POLLING_MS, cacheTime: 0 }
  return { chainId: id, reader: createPublicClient(options), writer: createWalletClient({ ...options, account }) }
}

/** The chain, read and written by one account. */
export type L2 = Awaited<ReturnType<typeof clientsOf>>
export const connectL2: (url: string, account: PrivateKeyAccount) => Promise<L2> = clientsOf

export interface L2Call<A extends Abi, N extends ContractFunctionName<A, 'nonpayable' | 'payable'>> {
  readonly address: string
  readonly abi: A
  readonly name: N
  readonly args: ContractFunctionArgs<A, 'nonpayable' | 'payable', N>
  /** wei */
  readonly value?: bigint
}

export interface Sent {
  readonly hash: Hex
  readonly receipt: TransactionReceipt
  /** wei */
  readonly fee: bigint
}

/** Dry-runs, signs, sends and waits for the receipt. Throws viem's error with the rule's name decoded, before or after sending. */
export async function send<const A extends Abi, N extends ContractFunctionName<A, 'nonpayable' | 'payable'>>(l2: L2, call: L2Call<A, N>): Promise<Sent> {
  const account = l2.writer.account
  const request = { address: `0x${call.address.slice(2)}`, abi: call.abi as Abi, functionName: call.name as string, args: call.args as readonly unknown[], value: call.value ?? 0n, account } as const
  await simulateContract(l2.reader, request)
  const hash = await writeContract(l2.writer, { ...request, chain: l2.writer.chain })
  const receipt = await waitForTransactionReceipt(l2.reader, { hash })
  if (receipt.status === 'reverted') {
    // What held before sending no longer did; asked again at that block, the chain says which rule.
    await simulateContract(l2.reader, { ...request, blockNumber: receipt.blockNumber })
    throw failed(`the transaction ${hash} failed in block ${receipt.blockNumber}`, 'others were faster; try again')
  }
  return { hash, receipt, fee: receipt.gasUsed * receipt.effectiveGasPrice }
}
