import type { Client, Hex } from 'viem'
import { explained } from '../contracts/distribute-error.ts'
import { ask } from '../rpc/ask.ts'
import type { Entry } from '../words/answers.ts'
import { poll, type WaitOptions } from './poll.ts'

/** The L1 transaction that made the entries. */
export interface DepositHash {
  readonly l1Hash: Hex
}

/** What became of the inbox entries that a transaction on L1 made: deposits, forced transactions, calls of contracts. */
export const getDeposits = (client: Client, { l1Hash }: DepositHash): Promise<readonly Entry[]> => explained(() => ask(client, 'rollup_getDeposit', [l1Hash]))

/**
 * Waits until the chain has read all of them, and answers them. A deposit is `included` always; a forced transaction may be `skipped`
 * (it could not be valid), or have `status` 0 (it broke a rule). Throws DistributeError TimedOut.
 */
export const waitForDeposit = (client: Client, { l1Hash, ...wait }: DepositHash & WaitOptions): Promise<readonly Entry[]> =>
  poll(client, `the chain has read the entries of ${l1Hash}`, async () => {
    const entries = await getDeposits(client, { l1Hash })
    return entries.length > 0 && entries.every(({ stage }) => stage !== 'waiting-to-be-read') ? entries : undefined
  }, wait)
