import { equalBytes } from '@distribute/state-machine'
import { breachId, type SequencerTerm } from '@distribute/bridge-contracts'
import type { Chain } from '../chain/chain.ts'
import type { KeptPromise } from '../chain/kept-promises.ts'
import type { KnownBreach } from './breaches.ts'
import type { Origins } from './origins.ts'
import type { Terms } from './terms.ts'

export interface JudgeDependencies {
  readonly chain: Pick<Chain, 'batches' | 'headerByNumber'>
  readonly terms: Terms
  readonly origins: Origins
}

/**
 * What of a promise was not kept, by what this node has of L1 and the other promises for its number. Whether L1 still has the blocks that
 * they name is asked anew: after an L1 reorg an honest sequencer signs a number again. Rejects with viem's error where L1 does not answer.
 */
export const createJudge = ({ chain, terms, origins }: JudgeDependencies) => {
  const binds = async (...promises: readonly KeptPromise[]): Promise<boolean> => {
    for (const { header } of promises) if ((await origins.timeOf(header, { isFresh: true })) === undefined) return false
    return true
  }
  const end = async (term: SequencerTerm): Promise<bigint | undefined> => {
    const next = terms.after(term)
    return next === undefined ? undefined : (await chain.batches.get(next.firstBatch - 1n))?.lastBlock
  }
  const isOther = async ({ header }: KeptPromise, term: SequencerTerm): Promise<boolean> => {
    const [batch, block] = await Promise.all([chain.batches.ofBlock(header.number), chain.headerByNumber(header.number)])
    if (batch === undefined || block === undefined || !isOfTerm(batch.index, term, terms.after(term))) return false
    return !equalBytes(block.header.stateRoot, header.stateRoot) || !equalBytes(block.header.bodyHash, header.bodyHash)
  }
  return async (promise: KeptPromise, others: readonly KeptPromise[]): Promise<readonly KnownBreach[]> => {
    const { header: { number }, digest, signer } = promise
    const term = terms.ofSigner(signer)
    if (term === undefined) return []
    const found: KnownBreach[] = []
    for (const other of others.filter((one) => isEquivocation(promise, one))) {
      const signed = [promise, other].sort((a, b) => Buffer.compare(a.digest, b.digest))
      if (await binds(...signed)) found.push({ id: breachId('equivocation', digest, other.digest), breach: 'equivocation', term: term.number, number, signed })
    }
    if ((await isOther(promise, term)) && (await binds(promise))) found.push({ id: breachId('broken', digest), breach: 'broken', term: term.number, number, signed: [promise] })
    const last = await end(term)
    if (last !== undefined && number > last && (await binds(promise))) found.push({ id: breachId('abandoned', digest), breach: 'abandoned', term: term.number, number, signed: [promise] })
    return found
  }
}

const isOfTerm = (batch: bigint, { firstBatch }: SequencerTerm, next: SequencerTerm | undefined): boolean =>
  batch >= firstBatch && batch > 0n && (next === undefined || batch < next.firstBatch)

const isEquivocation = (a: KeptPromise, b: KeptPromise): boolean =>
  a.signer === b.signer && a.header.number === b.header.number && equalBytes(a.header.parentHash, b.header.parentHash) && !equalBytes(a.digest, b.digest)
