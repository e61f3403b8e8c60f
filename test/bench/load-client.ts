import { once } from 'node:events'
import { BenchError } from './errors.ts'
import type { Job, Order, Report } from './load-messages.ts'
import type { Processes, Started } from './processes.ts'

export type Done = Extract<Report, { readonly type: 'done' }>

export interface Load {
  /** Reads the transactions and waits for `go`. */
  prepare(job: Job): Promise<void>
  /** Sends all and resolves when all are included. Rejects with BenchError. */
  go(): Promise<Done>
}

export function createLoad(processes: Processes): Load {
  const started = processes.fork(new URL('./load.ts', import.meta.url))
  return {
    async prepare(job) {
      await order(started, { type: 'prepare', job })
    },
    async go() {
      const report = await order(started, { type: 'go' })
      if (report.type === 'done') return report
      throw new BenchError('Wrong', 'the load did not run')
    },
  }
}

async function order({ child, gone }: Started, message: Order): Promise<Report> {
  const answer = once(child, 'message').then(([report]) => report as Report)
  child.send(message)
  const report = await Promise.race([answer, gone])
  if (report.type === 'failed') throw new BenchError('Wrong', report.message)
  return report
}
