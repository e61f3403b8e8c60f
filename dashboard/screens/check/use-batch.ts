import { openBatch, rerunBatch, type BatchVerdict, type OpenBatch, type OpenStep, type RunProgress } from '@distribute/client'
import { useConnection } from '../../chain/connection.tsx'
import { startRunner } from './start-runner.ts'
import { useL1 } from './use-l1.ts'
import { useRun, type Run } from './use-run.ts'

export type BatchStep = OpenStep | ({ readonly step: 'run' } & RunProgress)

export interface Judged {
  readonly batch: OpenBatch
  readonly verdict: BatchVerdict
  /** that running it took */
  readonly milliseconds: number
}

/** Opens a batch and runs it again, in a worker that ends with it. */
export function useBatch(): readonly [run: Run<BatchStep, Judged>, judge: (index: bigint) => void] {
  const { l2, chain } = useConnection()
  const l1 = useL1()
  const [run, start] = useRun<BatchStep, Judged>()
  return [run, (index) => start(async (tell, signal) => {
    const batch = await openBatch({ l2, chain, ...(l1 === undefined ? {} : { l1 }) }, index, tell)
    const runner = startRunner(batch.genesis)
    const begun = performance.now()
    try {
      const verdict = await rerunBatch(batch, { run: runner.run, signal, onProgress: (progress) => tell({ step: 'run', ...progress }) })
      return { batch, verdict, milliseconds: performance.now() - begun }
    } finally {
      runner.stop()
    }
  })]
}
