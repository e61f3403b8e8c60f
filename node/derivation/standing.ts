import { decodeSegment } from '@distribute/state-machine'
import type { Chain } from '../chain/chain.ts'

export interface LostOnL1 {
  /** How many inbox entries L1 still has. */
  readonly entries: bigint
  /** The last block of the last batch that L1 still has: nothing up to it depends on what is lost. */
  readonly posted: bigint
  /** Seconds: a block whose data says a later time cannot be posted for long. */
  readonly latestTime: bigint
}

/** The sequencer's clock as a block's data has it, in seconds. */
const clockOf = async (chain: Chain, number: bigint): Promise<bigint> => {
  const [first] = (await chain.segmentsOf(number)) ?? []
  return first === undefined ? 0n : decodeSegment(first.bytes).head.t
}

/**
 * The newest block that is the same without the inbox entries which L1 has lost. An entry enters a block in two ways only: it was
 * read, or it stood unread at the block's start and held its time back (rollup.md section 4). All other blocks stay: who was
 * promised one must not lose it because L1 dropped somebody's deposit.
 */
export const lastStanding = async (chain: Chain, { entries, posted, latestTime }: LostOnL1): Promise<bigint> => {
  let standing = await chain.lastBlockWithin(entries)
  for (let number = standing; number > posted; number -= 1n) {
    const [block, parent, clock] = await Promise.all([chain.headerByNumber(number), chain.headerByNumber(number - 1n), clockOf(chain, number)])
    if (block === undefined || parent === undefined) break
    const isHeldBack = parent.cursor >= entries && block.header.time < clock
    if (isHeldBack || clock > latestTime) standing = number - 1n
    else if (parent.cursor < entries) break
  }
  return standing
}

/**
 * The newest block whose time an entry leaves as it is that was not known when the blocks were made. Of the blocks that have the
 * entry before them unread, the later ones' times go with its deadline.
 */
export const lastInTime = async (chain: Chain, entry: { readonly index: bigint; readonly deadline: bigint }, posted: bigint): Promise<bigint> => {
  let { number } = chain.head().header
  for (; number > posted; number -= 1n) {
    const [block, parent] = await Promise.all([chain.headerByNumber(number), chain.headerByNumber(number - 1n)])
    if (block === undefined || parent === undefined) break
    if (parent.cursor < entry.index || block.header.time <= entry.deadline) break
  }
  return number
}
