import type { Chain } from '../chain/chain.ts'
import type { KeptPromise } from '../chain/kept-promises.ts'
import type { KnownBreach } from './breaches.ts'
import type { Terms } from './terms.ts'

export interface ScanDependencies {
  readonly chain: Chain
  readonly terms: Terms
  readonly judge: (promise: KeptPromise, others: readonly KeptPromise[]) => Promise<readonly KnownBreach[]>
  readonly report: (found: readonly KnownBreach[]) => Promise<void>
}

/** Compares what is kept with what has come to L1 since. */
export interface Scan {
  /** All that is kept the first time and where another sequencer has the place; then what batches brought. Forgets what is final. */
  look(): Promise<void>
  /** Next time all of it. */
  again(): void
  end(): void
}

export const createScan = ({ chain, terms, judge, report }: ScanDependencies): Scan => {
  let next = 0n
  let isWhole = true
  const again = (): void => {
    next = 0n
    isWhole = true
  }
  const unsubscribe = chain.subscribe((event) => {
    if (event.type === 'rewind' && event.to.header.number < next) next = event.to.header.number + 1n
  })
  const compare = async (from: bigint, to: bigint | undefined): Promise<void> => {
    for await (const promises of chain.kept.from(from)) {
      for (const promise of promises) {
        const { number } = promise.header
        if (to !== undefined && number > to) return
        await report(await judge(promise, promises.filter((one) => one.header.number === number)))
      }
    }
  }
  return {
    async look() {
      if (await terms.refresh()) again()
      const posted = (await chain.batches.last())?.lastBlock ?? 0n
      const { finalized } = chain.heads()
      const [from, wasWhole] = [next, isWhole]
      if (!wasWhole && posted < from) return
      // Before it is done: a rewind meanwhile sets it back again.
      next = posted + 1n
      isWhole = false
      try {
        await compare(from, wasWhole ? undefined : posted)
      } catch (error) {
        if (next > from) next = from
        isWhole ||= wasWhole
        throw error
      }
      await chain.kept.prune(finalized < next ? finalized : next - 1n)
    },
    again,
    end: unsubscribe,
  }
}
