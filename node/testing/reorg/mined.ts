import type { Hex, TransactionReceipt } from 'viem'
import { eventually } from '../rig.ts'
import type { TestL1 } from '../test-l1.ts'

/** Seconds. L1 makes a block of each transaction at once. */
const PATIENCE = 120

/** What L1 took and made no block of. */
export class NotMinedError extends Error {
  readonly code = 'NotMined'
}

/**
 * The receipt of what was sent. viem waits for a block number that it has not seen, of which a reorganised L1 may have none; here the
 * receipt itself is asked for. Throws NotMinedError with all that L1 has of it where there is none.
 */
export const minedOn = async (l1: TestL1, hash: Hex): Promise<TransactionReceipt> => {
  const receipt = async () => l1.reader.getTransactionReceipt({ hash }).catch(() => undefined)
  try {
    return await eventually(`the receipt of ${hash}`, receipt, PATIENCE)
  } catch (cause) {
    const [pool, sent] = await Promise.all([l1.call('txpool_content'), l1.call('eth_getTransactionByHash', [hash])])
    throw new NotMinedError(`L1 has no receipt of ${JSON.stringify(sent)}; in its pool: ${JSON.stringify(pool)}`, { cause })
  }
}
