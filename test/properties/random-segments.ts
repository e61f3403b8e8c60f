/**
 * Runs executeSegment on random byte strings in two processes and compares what came out: no throw, and the same result twice.
 * By hand: `node --import tsx test/properties/random-segments.ts 1000000 [seed]`. Prints progress, a digest, and the time.
 */
import { fork } from 'node:child_process'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { digestOfSegments } from './segments.ts'

const PROCESSES = 2
const DEFAULT_RUNS = 10_000

interface Report {
  readonly done: number
  readonly digest?: string
}
const isReport = (message: unknown): message is Report => typeof message === 'object' && message !== null && 'done' in message

/** One of the processes: the same strings, the same order. */
function work(runs: number, seed: number): void {
  const digest = digestOfSegments({ runs, seed, onProgress: (done) => process.send?.({ done }) })
  process.send?.({ done: runs, digest })
}

function startWorker(runs: number, seed: number, onProgress: (done: number) => void): Promise<string> {
  const child = fork(fileURLToPath(import.meta.url), ['--worker', String(runs), String(seed)])
  return new Promise((resolve, reject) => {
    child.on('message', (message) => {
      if (!isReport(message)) return
      if (message.digest === undefined) onProgress(message.done)
      else resolve(message.digest)
    })
    child.on('error', reject)
    child.on('exit', (code) => reject(new RangeError(`a process ended with ${code} before it was done`)))
  })
}

async function compare(runs: number, seed: number): Promise<void> {
  const started = process.hrtime.bigint()
  const seconds = () => (Number(process.hrtime.bigint() - started) / 1e9).toFixed(1)
  console.log(`${runs} segments, seed ${seed}, in ${PROCESSES} processes`)
  const digests = await Promise.all(
    Array.from({ length: PROCESSES }, (_, i) => startWorker(runs, seed, (done) => {
      if (i === 0) console.log(`${done} of ${runs} after ${seconds()} s`)
    })),
  )
  const same = new Set(digests).size === 1
  console.log(same ? `the same twice: ${digests[0]}` : `different: ${digests.join(' ')}`)
  console.log(`${seconds()} s`)
  if (!same) process.exitCode = 1
}

const isWorker = process.argv[2] === '--worker'
const [runs = DEFAULT_RUNS, seed = Math.floor(Math.random() * 2 ** 31)] = process.argv.slice(isWorker ? 3 : 2).map(Number)
if (isWorker) work(runs, seed)
else await compare(runs, seed)
