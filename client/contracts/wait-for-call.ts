import { hexToBytes, type Client, type Hex, type TransactionReceipt } from 'viem'
import { call, getTransaction } from 'viem/actions'
import { Address } from '@distribute/state-machine'
import { decodeEvents } from '../words/decode-event.ts'
import { describeEvent, type DescribedEvent } from '../words/describe-event.ts'
import { DistributeError, explained } from './distribute-error.ts'
import { waitForReceipt } from './wait-for-receipt.ts'

export interface WaitForCall {
  readonly hash: Hex
  /** milliseconds; viem's where it is left out */
  readonly timeout?: number
}

/** A call that did what it was to do. */
export interface CallOutcome {
  readonly receipt: TransactionReceipt
  /** what happened, in order and in words */
  readonly events: readonly DescribedEvent[]
  /** wei */
  readonly fee: bigint
}

/** Waits until a transaction stands in a block. Throws DistributeError with the rule that it broke, if it did. */
export const waitForCall = (client: Client, { hash, timeout }: WaitForCall): Promise<CallOutcome> =>
  explained(async () => {
    const receipt = await waitForReceipt(client, timeout === undefined ? { hash } : { hash, timeout })
    if (receipt.status === 'reverted') throw await brokenRule(client, receipt)
    const logs = receipt.logs.map(({ address, topics, data }) => ({ address: Address(address), topics: topics.map((topic) => hexToBytes(topic)), data: hexToBytes(data) }))
    return { receipt, events: decodeEvents(logs).map(describeEvent), fee: receipt.gasUsed * receipt.effectiveGasPrice }
  })

/** The chain says which rule, asked again at that block. */
async function brokenRule(client: Client, { transactionHash: hash, blockNumber, from, to }: TransactionReceipt): Promise<DistributeError> {
  const { input, value } = await getTransaction(client, { hash })
  await call(client, { account: from, to, data: input, value, blockNumber })
  return new DistributeError({ code: 'Failed', what: `the transaction ${hash} failed in block ${blockNumber}`, advice: 'something else came first: try again' })
}
