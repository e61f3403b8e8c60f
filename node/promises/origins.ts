import { fromHex, equalBytes, type PromiseHeader } from '@distribute/state-machine'
import type { L1Reader } from '@distribute/bridge-contracts'
import { getBlock } from 'viem/actions'

/** An L1 block that a promise names. */
export type Origin = Pick<PromiseHeader, 'l1Number' | 'l1Hash'>

/** What L1 says of the blocks that promises name. */
export interface Origins {
  /** The time of this very block, in seconds; undefined where L1 has another one. `isFresh`: L1 is asked even if it said so before. */
  timeOf(origin: Origin, options?: { readonly isFresh: boolean }): Promise<bigint | undefined>
}

/** Many promises name one block. */
const MOST_KNOWN = 256

/** Rejects with viem's error where L1 does not answer, or ends before the block. */
export const createOrigins = (reader: L1Reader): Origins => {
  const known = new Map<string, bigint>()
  return {
    async timeOf({ l1Number, l1Hash }, { isFresh } = { isFresh: false }) {
      const name = Buffer.from(l1Hash).toString('hex')
      const time = isFresh ? undefined : known.get(name)
      if (time !== undefined) return time
      const { hash, timestamp } = await getBlock(reader, { blockNumber: l1Number })
      if (!equalBytes(fromHex(hash), l1Hash)) return undefined
      if (known.size >= MOST_KNOWN) known.clear()
      known.set(name, timestamp)
      return timestamp
    },
  }
}
