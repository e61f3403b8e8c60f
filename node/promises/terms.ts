import { readTerm, type L1Reader, type SequencerTerm } from '@distribute/bridge-contracts'
import type { Address } from '@distribute/state-machine'
import type { SuccessionWatch } from '../sequencing/succession.ts'

/** Every term that has begun, as L1 said last. */
export interface Terms {
  /** Asks L1 where another sequencer has the place than before; answers whether it was so. */
  refresh(): Promise<boolean>
  ofSigner(signer: Address): SequencerTerm | undefined
  /** The one after, if it has begun. */
  after(term: SequencerTerm): SequencerTerm | undefined
}

export const createTerms = ({ reader, rollup, succession }: { readonly reader: L1Reader; readonly rollup: Address; readonly succession: SuccessionWatch }): Terms => {
  let known: readonly SequencerTerm[] = []
  const isKnown = ({ number, keys, since, firstBatch, l1Block }: SequencerTerm): boolean => {
    const last = known.at(-1)
    return last?.number === number && last.keys.signer === keys.signer && last.since === since && last.firstBatch === firstBatch && last.l1Block === l1Block
  }
  return {
    async refresh() {
      const { current } = succession.get()
      if (isKnown(current)) return false
      const earlier = await Promise.all(Array.from({ length: Number(current.number) }, (_, number) => readTerm(reader, rollup, BigInt(number))))
      known = [...earlier.filter((term) => term !== undefined), current]
      return true
    },
    ofSigner: (signer) => known.find(({ keys }) => keys.signer === signer),
    after: ({ number }) => known.find((term) => term.number === number + 1n),
  }
}
