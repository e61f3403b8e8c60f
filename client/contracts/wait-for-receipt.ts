import { WaitForTransactionReceiptTimeoutError, type Client, type Hex, type TransactionReceipt } from 'viem'
import { waitForTransactionReceipt } from 'viem/actions'

export interface WaitForReceipt {
  readonly hash: Hex
  /** milliseconds; three minutes where it is left out, as in viem */
  readonly timeout?: number
}

const PATIENCE_MS = 180_000
/** After so many looks without a receipt the wait begins anew. */
const LOOKS = 10

/**
 * viem's `waitForTransactionReceipt`, replacements included, begun anew every ten looks. viem looks when the number of the newest
 * block has changed, and misses a change that it is told of while it still waits for a block; without work this chain makes no
 * further one, by which it would look again. Throws as viem does.
 */
export async function waitForReceipt(client: Client, { hash, timeout = PATIENCE_MS }: WaitForReceipt): Promise<TransactionReceipt> {
  const round = LOOKS * client.pollingInterval
  for (let left = timeout; ; left -= round) {
    try {
      return await waitForTransactionReceipt(client, { hash, timeout: Math.min(left, round) })
    } catch (error) {
      if (!(error instanceof WaitForTransactionReceiptTimeoutError) || left <= round) throw error
    }
  }
}
