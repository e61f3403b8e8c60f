import { createRunner } from '@distribute/client'
import type { Order, Report, Run } from './run-messages.ts'

// Runs segments beside the page, which stays as quick as it was. It asks nobody anything: what it needs comes with each segment.

let runSegment: ((run: Run) => Uint8Array) | undefined

const tell = (report: Report): void => postMessage(report)

function rerun(id: number, run: Run): void {
  try {
    if (runSegment !== undefined) tell({ kind: 'root', id, root: runSegment(run) })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'Unknown'
    tell({ kind: 'fault', id, code, message: error instanceof Error ? error.message : String(error) })
  }
}

addEventListener('message', ({ data }: MessageEvent<Order>) => {
  if ('genesis' in data) runSegment = createRunner(data.genesis)
  else rerun(data.id, data.run)
})
// The rules wait for Keccak to be compiled: what comes before somebody listens would be lost.
tell({ kind: 'ready' })
