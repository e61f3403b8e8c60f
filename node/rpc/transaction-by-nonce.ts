import type { Address } from '@distribute/state-machine'
import type { Place } from '../catalog/keys.ts'
import { encodePlace } from '../catalog/keys.ts'
import type { StoredTransaction } from '../chain/transactions.ts'
import type { RpcChain } from './ports.ts'

const PAGE = 16
/** A sender whose transactions lie so far behind what others did to her is not worth the reading. */
const MAX_PAGES = 64

/** The last transaction that `sender` signed below `place`, by the catalog of what concerned her. */
async function lastSigned(chain: RpcChain, sender: Address, below: Place): Promise<StoredTransaction | undefined> {
  let after: Uint8Array | undefined = encodePlace(below)
  for (let page = 0; page < MAX_PAGES && after !== undefined; page++) {
    const { items, next } = await chain.catalog.activity(sender, { after, limit: PAGE })
    for (const { place } of items) {
      const transaction = await chain.transactionAt(place.block, place.index)
      if (transaction?.from === sender && transaction.type !== 0x7e) return transaction
    }
    after = next
  }
  return undefined
}

/** The included transaction of a sender with this nonce. Nonces rise with places, so the place is found by halving. */
export async function transactionByNonce(chain: RpcChain, sender: Address, nonce: bigint): Promise<StoredTransaction | undefined> {
  let low = 0n
  let high = chain.head().header.number + 1n
  while (low < high) {
    const middle = (low + high) / 2n
    const found = await lastSigned(chain, sender, { block: middle + 1n, index: 0 })
    if (found === undefined || found.nonce < nonce) low = middle + 1n
    else high = middle
  }
  return walkBack(chain, sender, nonce, { block: low + 1n, index: 0 })
}

/** Within the block that holds it there can be others behind it. */
async function walkBack(chain: RpcChain, sender: Address, nonce: bigint, from: Place): Promise<StoredTransaction | undefined> {
  let below = from
  for (;;) {
    const found = await lastSigned(chain, sender, below)
    if (found === undefined || found.nonce < nonce) return undefined
    if (found.nonce === nonce) return found
    below = { block: found.block, index: found.index }
  }
}
