import { getTransactionCount } from 'viem/actions'
import { decodeItem, ENTRIES, recoverAddress, signingHash } from '@distribute/state-machine'
import { readUnreadEntries, type L1Reader } from '@distribute/bridge-contracts'
import { usage } from './cli-error.ts'
import type { ForcePlace } from './force-place.ts'
import type { L2 } from './l2.ts'

/**
 * The nonce that will be due when an entry made now is read: that of the newest state, or of who knows it better, after the
 * account's own calls that wait in the inbox. What the sequencer was sent and has not included does not count.
 */
export async function forcedNonce(l2: L2, given: number | undefined, { place, reader }: { readonly place: ForcePlace; readonly reader: L1Reader }): Promise<bigint> {
  if (given !== undefined) return BigInt(given)
  if (place.cursor === undefined) throw usage(`no node answers at ${l2.url}, so nobody says what your nonce is`, 'give --nonce: how many transactions of yours the chain has included, forced ones too')
  const { address } = l2.writer.account
  const [nonce, waiting] = await Promise.all([
    getTransactionCount(l2.reader, { address, blockTag: 'latest' }),
    readUnreadEntries(reader, place.facts.contracts.inbox, place.cursor),
  ])
  return waiting.filter(({ entry }) => entry.kind === ENTRIES.forced).reduce((next, { entry: { payload } }) => {
    const item = decodeItem(payload)
    if (item?.type !== 'transaction' || item.transaction.nonce !== next) return next
    const { r, s, yParity } = item.transaction
    const sender = recoverAddress(signingHash(item.transaction, place.chainId), r, s, yParity)
    return sender === address.toLowerCase() ? next + 1n : next
  }, BigInt(nonce))
}
