import type { Address } from '@distribute/state-machine'
import type { Place } from '../catalog/keys.ts'
import { encodePlace } from '../catalog/keys.ts'
import type { RpcContext } from './context.ts'
import { limitExceeded } from './errors.ts'
import { formatReceipt } from './format-receipt.ts'
import { formatTransaction } from './format-transaction.ts'
import { quantity } from './hex.ts'
import type { RpcChain } from './ports.ts'

/** What Otterscan pages through: newest first, whole blocks, at least `size` transactions where there are so many. */
export interface Search {
  readonly owner: Address
  /** Not included; 0: from the end of the chain that the direction begins at. */
  readonly block: bigint
  readonly size: number
}

interface Found {
  /** Newest first. */
  readonly places: readonly Place[]
  /** Whether nothing newer is left out, and nothing older. */
  readonly isNewest: boolean
  readonly isOldest: boolean
}

const READ = 200
/** Of an account on which more has happened than this, the beginning is reached by paging, not in one step. */
const MAX_READ = 20_000

/** Places of an account below one, newest first, until `enough` of them says stop. */
async function placesBelow(chain: RpcChain, owner: Address, below: bigint, enough: (places: readonly Place[]) => boolean): Promise<{ places: Place[]; ended: boolean }> {
  const places: Place[] = []
  let after: Uint8Array | undefined = encodePlace({ block: below, index: 0 })
  while (after !== undefined) {
    const { items, next } = await chain.catalog.activity(owner, { after, limit: READ })
    places.push(...items.map(({ place }) => place))
    if (next !== undefined && enough(places)) return { places, ended: false }
    if (places.length > MAX_READ) throw limitExceeded(`more than ${MAX_READ} transactions lie in between: page from the newest on`)
    after = next
  }
  return { places, ended: true }
}

/** The first of `size`, and what else is in the block of the last of them. */
function wholeBlocks(places: readonly Place[], size: number): readonly Place[] {
  const last = places[size - 1]?.block
  return last === undefined ? places : places.filter(({ block }, i) => i < size || block === last)
}

export async function searchBefore(chain: RpcChain, { owner, block, size }: Search): Promise<Found> {
  const head = chain.head().header.number
  const below = block === 0n || block > head ? head + 1n : block
  const { places, ended } = await placesBelow(chain, owner, below, (all) => all.at(-1)!.block < (all[size - 1]?.block ?? -1n))
  const shown = wholeBlocks(places, size)
  const newer = await newestOf(chain, owner)
  return { places: shown, isNewest: newer === undefined || newer.block < below, isOldest: ended && shown.length === places.length }
}

const newestOf = async (chain: RpcChain, owner: Address): Promise<Place | undefined> =>
  (await chain.catalog.activity(owner, { limit: 1 })).items[0]?.place

/** Towards the present: everything above the block is read, since the catalog runs backwards, and the oldest of it shown. */
export async function searchAfter(chain: RpcChain, { owner, block, size }: Search): Promise<Found> {
  const floor = block === 0n ? -1n : block
  const head = chain.head().header.number
  const { places, ended } = await placesBelow(chain, owner, head + 1n, (all) => all.at(-1)!.block <= floor)
  const above = places.filter((place) => place.block > floor)
  const shown = [...wholeBlocks([...above].reverse(), size)].reverse()
  return { places: shown, isNewest: shown.length === above.length, isOldest: ended && above.length === places.length }
}

/** As ots_searchTransactionsBefore and -After answer; receipts carry their block's time. */
export async function showSearch(context: RpcContext, { places, isNewest, isOldest }: Found): Promise<unknown> {
  const { deps: { chain }, chainId } = context
  const shown = await Promise.all(places.map(async ({ block, index }) => {
    const [transaction, head] = await Promise.all([chain.transactionAt(block, index), chain.headerByNumber(block)])
    if (transaction === undefined || head === undefined) return []
    const receipt = { ...formatReceipt(transaction, head), timestamp: quantity(head.header.time) }
    return [{ transaction: formatTransaction(transaction, head, chainId), receipt }]
  }))
  const flat = shown.flat()
  return { txs: flat.map(({ transaction }) => transaction), receipts: flat.map(({ receipt }) => receipt), firstPage: isNewest, lastPage: isOldest }
}
