import type { SignedPromise } from '@distribute/bridge-contracts'
import type { Forward } from '../forward.ts'
import { uint256 } from '../rpc/decoders.ts'
import { quantity } from '../rpc/hex.ts'
import { signedPromise } from './json.ts'

/** The newest ones are asked for again and again: who has signed two for one number may show the other one then. */
const OVERLAP = 8n
/** One request. */
const MOST_AT_ONCE = 100n
/** One round: who is far behind must not keep the sequencer busy. */
const MOST_A_ROUND = 1_000n

const METHOD = 'rollup_getPromise'

/**
 * Asks the sequencer for the promises of its new blocks, and hands on what it answers, in order. `from`: the first number of the first
 * round. Rejects with RpcError where it does not answer, or no promise.
 */
export const createFetch = (forward: Forward, take: (signed: SignedPromise) => Promise<void>, from: bigint) => {
  let next = from
  const page = async (first: bigint, last: bigint): Promise<void> => {
    const params = Array.from({ length: Number(last - first) + 1 }, (_, i) => [quantity(first + BigInt(i))])
    for (const answer of await forward.many(METHOD, params)) {
      if (answer instanceof Error) throw answer
      // A block that is not its own, and was never promised.
      if (answer !== null) await take(signedPromise.decode(answer))
    }
  }
  return async (): Promise<void> => {
    const newest = await forward.one(METHOD, ['latest'])
    // The newest block may be without a promise, and those before it not.
    const number = newest === null ? uint256.decode(await forward.one('eth_blockNumber', [])) : signedPromise.decode(newest).header.number
    if (next > number + 1n) next = number + 1n
    const again = number - OVERLAP
    const start = next < again ? next : again
    const end = number < start + MOST_A_ROUND ? number : start + MOST_A_ROUND
    for (let first = start > 0n ? start : 1n; first <= end; first += MOST_AT_ONCE) {
      const last = first + MOST_AT_ONCE - 1n
      await page(first, last < end ? last : end)
      if (last >= next) next = (last < end ? last : end) + 1n
    }
  }
}
