import { equalBytes } from '@distribute/state-machine'
import type { SignedPromise } from '@distribute/bridge-contracts'
import type { KeptPromise, KeptPromises } from '../chain/kept-promises.ts'
import { checkPromise, type CheckDependencies } from './check.ts'
import { PromiseError } from './errors.ts'

/** Numbers above this node's head for which promises are kept: a day's and more, at a block a second. */
export const MOST_AHEAD = 100_000n
/** Parents, and outcomes, of one number. Of each parent there are two promises at most: more prove nothing more. */
export const MOST_DIFFERENT = 4

export interface KeepDependencies extends CheckDependencies {
  readonly kept: KeptPromises
  /** The blocks of this node: up to the final one there is nothing to compare. */
  readonly heads: () => { readonly latest: bigint; readonly finalized: bigint }
}

/** A promise, and whether it was new. */
export interface Taken {
  readonly promise: KeptPromise
  readonly isNew: boolean
}

/**
 * Checks a promise and keeps it. Whoever hands one in can only hand in what a sequencer signed, and of that so much for each number that
 * a sequencer cannot fill the disk either. Throws PromiseError, or viem's error where L1 does not answer.
 */
export const createKeep = (dependencies: KeepDependencies) => {
  const { kept, heads, origins } = dependencies
  // One after the other: two at once would not see each other.
  let turn: Promise<unknown> = Promise.resolve()
  /** What an L1 reorg took away proves nothing. */
  const dropVoid = async (others: readonly KeptPromise[]): Promise<readonly KeptPromise[]> => {
    const standing: KeptPromise[] = []
    for (const one of others) {
      if ((await origins.timeOf(one.header, { isFresh: true })) !== undefined) standing.push(one)
      else await kept.drop(one)
    }
    return standing
  }
  const take = async (promise: KeptPromise): Promise<Taken> => {
    const others = await kept.at(promise.header.number)
    if (others.some(({ digest }) => equalBytes(digest, promise.digest))) return { promise, isNew: false }
    if (!hasRoom(promise, others) && !hasRoom(promise, await dropVoid(others))) {
      throw new PromiseError('Full', `enough promises for block ${promise.header.number} are kept`)
    }
    await kept.put(promise)
    return { promise, isNew: true }
  }
  return async (signed: SignedPromise): Promise<Taken> => {
    const { number } = signed.header
    const { latest, finalized } = heads()
    if (number <= finalized) throw new PromiseError('Final', `block ${number} is final`)
    if (number > latest + MOST_AHEAD) throw new PromiseError('TooFarAhead', `block ${number} is over ${MOST_AHEAD} blocks above the newest on L1`)
    const promise = await checkPromise(signed, dependencies)
    const taken = turn.then(() => take(promise))
    turn = taken.catch(() => undefined)
    return taken
  }
}

/** Whether another one for its number can prove more than those that are kept do. */
const hasRoom = (promise: KeptPromise, others: readonly KeptPromise[]): boolean => {
  const isBeside = others.filter((one) => placeOf(one) === placeOf(promise)).length
  if (isBeside > 0) return isBeside === 1
  // Who signs many parents for one outcome must not keep out what promises another one.
  return countOf(others, placeOf) < MOST_DIFFERENT || (!others.some((one) => outcomeOf(one) === outcomeOf(promise)) && countOf(others, outcomeOf) < MOST_DIFFERENT)
}

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const placeOf = ({ header, signer }: KeptPromise): string => `${signer} ${hexOf(header.parentHash)}`
const outcomeOf = ({ header, signer }: KeptPromise): string => `${signer} ${hexOf(header.stateRoot)} ${hexOf(header.bodyHash)}`
const countOf = (list: readonly KeptPromise[], nameOf: (one: KeptPromise) => string): number => new Set(list.map(nameOf)).size
