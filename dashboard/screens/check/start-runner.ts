import { CheckError, type RunSegment } from '@distribute/client'
import type { Order, Report } from './run-messages.ts'

export interface Runner {
  readonly run: RunSegment
  readonly stop: () => void
}

interface Waiting {
  readonly resolve: (root: Uint8Array) => void
  readonly reject: (error: CheckError) => void
}

/** A worker with the rules of the chain, for one batch. `genesis`: the community's file. */
export function startRunner(genesis: string): Runner {
  const worker = new Worker(new URL('./run-worker.ts', import.meta.url), { type: 'module' })
  const waiting = new Map<number, Waiting>()
  let next = 0
  const send = (order: Order): void => worker.postMessage(order)
  const ready = new Promise<void>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<Report>) => {
      if (data.kind === 'ready') return resolve()
      const one = waiting.get(data.id)
      waiting.delete(data.id)
      if (data.kind === 'root') one?.resolve(data.root)
      else one?.reject(new CheckError('WrongWitness', data.message))
    })
    worker.addEventListener('error', ({ message }) => {
      const fault = new CheckError('NoWorker', `the rules cannot run in this browser: ${message}`)
      reject(fault)
      for (const { reject: refuse } of waiting.values()) refuse(fault)
    })
  })
  const begun = ready.then(() => send({ genesis }))
  return {
    run: async (run) => {
      await begun
      const id = ++next
      return new Promise<Uint8Array>((resolve, reject) => {
        waiting.set(id, { resolve, reject })
        send({ id, run })
      })
    },
    stop: () => worker.terminate(),
  }
}
