import { toHex } from '@distribute/state-machine'
import type { Head } from '../chain/head.ts'
import type { StoredTransaction } from '../chain/transactions.ts'
import type { RpcChain } from './ports.ts'

/** A block with its transactions. */
export interface BlockView extends Head {
  readonly transactions: readonly StoredTransaction[]
}

/** What a block without its transactions says of them. */
export interface BlockNames {
  /** In hex. */
  readonly hashes: readonly string[]
  /** Bytes of all of them as they stand in the block's RLP. */
  readonly size: number
}

/** Blocks with their transactions, the latest asked for kept: waiting clients ask for the same few again and again. */
export interface BlockViews {
  of(head: Head): Promise<BlockView>
  namesOf(head: Head): Promise<BlockNames>
}

const KEPT = 16

export function createBlockViews(chain: Pick<RpcChain, 'transactions' | 'transactionNames'>): BlockViews {
  return {
    of: keepLatest(async (head) => ({ ...head, transactions: await chain.transactions(head.header.number) })),
    namesOf: keepLatest(async (head) => {
      const names = await chain.transactionNames(head.header.number)
      const size = names.reduce((sum, { isLegacy, size }) => sum + (isLegacy ? size : sizeInRlp(size)), 0)
      return { hashes: names.map(({ hash }) => toHex(hash)), size }
    }),
  }
}

function keepLatest<T>(read: (head: Head) => Promise<T>): (head: Head) => Promise<T> {
  const kept = new Map<string, Promise<T>>()
  return (head) => {
    const key = toHex(head.hash)
    const found = kept.get(key) ?? read(head)
    kept.delete(key)
    kept.set(key, found)
    found.catch(() => kept.delete(key))
    for (const oldest of kept.keys()) if (kept.size > KEPT) kept.delete(oldest)
    return found
  }
}

/** The length of an RLP string or list whose content has `length` bytes (of a string: more than one). */
export function sizeInRlp(length: number): number {
  if (length < 56) return length + 1
  let bytes = length + 1
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes++
  return bytes
}
