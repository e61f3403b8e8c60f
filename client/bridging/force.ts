import type { Client, Hex } from 'viem'
import { getTransactionReceipt, readContract } from 'viem/actions'
import { addedEntriesIn, forceCall, inboxAbi, sendCall, type AddedEntry } from '@distribute/bridge-contracts'
import { Address, fromHex } from '@distribute/state-machine'
import { contractsOf, type TargetChain } from '../chain/distribute-chain.ts'
import type { SendOptions } from '../contracts/calls.ts'
import { explained } from '../contracts/distribute-error.ts'
import { sendToL1 } from './send-to-l1.ts'

/** What the inbox takes for a forced transaction, in wei; the chain's pool gets it. */
export const getInboxFee = (client: Client, target: TargetChain): Promise<bigint> =>
  explained(() => readContract(client, { address: contractsOf(target).inbox, abi: inboxAbi, functionName: 'fee' }))

/** The inbox entries that a transaction on L1 made, as its receipt logs them. */
export const getInboxEntries = (client: Client, { hash, ...target }: TargetChain & { readonly hash: Hex }): Promise<readonly AddedEntry[]> =>
  explained(async () => addedEntriesIn((await getTransactionReceipt(client, { hash })).logs, contractsOf(target).inbox))

export interface ForceParameters extends SendOptions {
  /** a transaction signed for the chain, by anybody: `signForced` makes one */
  readonly signed: Hex
}

/**
 * Puts a signed transaction of the chain into the inbox of L1, where no sequencer can leave it out. What becomes of it: `waitForDeposit`
 * with this transaction's hash. Throws DistributeError.
 */
export const forceTransaction = async (client: Client, { signed, ...rest }: ForceParameters & TargetChain): Promise<Hex> => {
  const call = await explained(async () => forceCall(contractsOf(rest).inbox, { signed, chainId: BigInt(rest.targetChain.id), fee: await getInboxFee(client, rest) }))
  return sendToL1(client, call, rest)
}

export interface SendFromL1Parameters extends SendOptions {
  readonly to: Hex
  readonly data?: Hex
  /** wei of the alias's balance on the chain */
  readonly value?: bigint
}

/** Calls the chain as the sender's alias, its address + 0x1111…1111: for contracts, which cannot sign. Throws DistributeError. */
export const sendFromL1 = async (client: Client, { to, data = '0x', value = 0n, ...rest }: SendFromL1Parameters & TargetChain): Promise<Hex> => {
  const fee = await getInboxFee(client, rest)
  return sendToL1(client, sendCall(contractsOf(rest).inbox, { target: Address(to), call: fromHex(data), value, fee }), rest)
}
