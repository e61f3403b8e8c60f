import type { Client } from 'viem'
import { getTransactionCount } from 'viem/actions'
import { readUnreadEntries } from '@distribute/bridge-contracts'
import { decodeItem, ENTRIES, recoverAddress, signingHash, type Address } from '@distribute/state-machine'
import { ask } from '../rpc/ask.ts'

export interface ForcedNonceParameters {
  readonly address: Address
  readonly chainId: bigint
  /** on L1 */
  readonly inbox: Address
  /** how many entries the chain has read; asked for where it is left out */
  readonly cursor?: bigint
}

/**
 * The nonce that will be due when an entry made now is read: that of the newest state after the account's own calls that wait in the
 * inbox. What the sequencer was sent and has not included does not count.
 */
export async function forcedNonce(l2: Client, l1: Client, { address, chainId, inbox, cursor }: ForcedNonceParameters): Promise<bigint> {
  const read = cursor ?? (await ask(l2, 'rollup_status', [])).inbox.cursor
  const [nonce, waiting] = await Promise.all([getTransactionCount(l2, { address, blockTag: 'latest' }), readUnreadEntries(l1, inbox, read)])
  return waiting.filter(({ entry }) => entry.kind === ENTRIES.forced).reduce((next, { entry: { payload } }) => {
    const item = decodeItem(payload)
    if (item?.type !== 'transaction' || item.transaction.nonce !== next) return next
    const { r, s, yParity } = item.transaction
    return recoverAddress(signingHash(item.transaction, chainId), r, s, yParity) === address ? next + 1n : next
  }, BigInt(nonce))
}
