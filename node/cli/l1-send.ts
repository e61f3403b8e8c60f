import { getChainId, sendTransaction } from 'viem/actions'
import type { Hex, TransactionReceipt } from 'viem'
import type { DistributeChain } from '@distribute/client'
import { receiptOf, submit, type L1Call } from '@distribute/bridge-contracts'
import { failed } from './cli-error.ts'
import { createL1Clients, type L1Clients } from './deployment.ts'
import type { PrivateKey } from '../setting.ts'

export interface L1Sent {
  readonly hash: Hex
  readonly receipt: TransactionReceipt
  /** wei */
  readonly fee: bigint
}

/** L1, which has to be the one that the community lives on: ether sent to its contracts' addresses elsewhere is lost. Throws CliError. */
export async function connectL1Of({ sourceId }: Pick<DistributeChain, 'sourceId'>, url: string, key: PrivateKey): Promise<L1Clients> {
  const clients = createL1Clients(url, key)
  const found = await getChainId(clients.reader)
  if (found !== sourceId) throw failed(`the community lives on L1 ${sourceId}, and --l1-url leads to ${found}`, 'check --l1-url')
  return clients
}

export const connectL1 = (url: string, key: PrivateKey): L1Clients => createL1Clients(url, key)

/** Sends a contract call and waits for its receipt. Throws viem's error with the contract's name decoded. */
export const sendToL1 = async (clients: L1Clients, call: L1Call): Promise<L1Sent> => included(clients, await submit(clients.writer, call))

/** The same of calldata that a node made ready. */
export async function sendDataToL1(clients: L1Clients, call: { readonly to: Hex; readonly data: Hex; readonly value: bigint }): Promise<L1Sent> {
  return included(clients, await sendTransaction(clients.writer, { ...call, account: clients.writer.account, chain: null }))
}

/** The client's actions send; here is waited for what L1 made of it. Throws CliError where it failed. */
export async function included({ reader }: L1Clients, hash: Hex): Promise<L1Sent> {
  const receipt = await receiptOf(reader, hash)
  if (receipt.status === 'reverted') throw failed(`the L1 transaction ${hash} failed`, 'others were faster; try again')
  return { hash, receipt, fee: receipt.gasUsed * receipt.effectiveGasPrice }
}
