import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import process from 'node:process'
import { Worker } from 'node:worker_threads'

export interface RecoveryRate {
  readonly perSecond: number
  readonly perCpuSecond: number
}

const MICROSECONDS = 1_000_000

/** What the machine does with every core finding signers and nothing else, with the library that the node uses. */
export async function measureRecovery(seconds: number): Promise<RecoveryRate> {
  const workerData = { milliseconds: seconds * 1_000 }
  const workers = Array.from({ length: availableParallelism() }, () => new Worker(new URL('./recovery-worker.mjs', import.meta.url), { workerData }))
  await Promise.all(workers.map((worker) => once(worker, 'message')))
  const before = process.cpuUsage()
  const started = performance.now()
  const counts = workers.map((worker) => once(worker, 'message').then(([count]) => Number(count)))
  for (const worker of workers) worker.postMessage('go')
  const total = (await Promise.all(counts)).reduce((sum, count) => sum + count, 0)
  const wall = (performance.now() - started) / 1_000
  const { user, system } = process.cpuUsage(before)
  await Promise.all(workers.map((worker) => worker.terminate()))
  return { perSecond: total / wall, perCpuSecond: (total * MICROSECONDS) / (user + system) }
}
