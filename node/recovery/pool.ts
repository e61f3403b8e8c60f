import { Worker } from 'node:worker_threads'
import { addressFromBytes, isLowS, isScalar, keccak256Into, type Address } from '@distribute/state-machine'
import { endThread } from '../end-thread.ts'
import { JOB_BYTES, KEY_BYTES } from './layout.mjs'

/** A signature to find the signer of: 32-byte hash, r and s. */
export interface Signed {
  readonly hash: Uint8Array
  readonly r: Uint8Array
  readonly s: Uint8Array
  readonly yParity: 0 | 1
}

export interface RecoveryPool {
  /** The signers in order; undefined where there is none. Rejects with RecoveryError once closed or where a thread died. */
  recoverMany(jobs: readonly Signed[]): Promise<readonly (Address | undefined)[]>
  close(): Promise<void>
}

export class RecoveryError extends Error {
  override readonly name = 'RecoveryError'
  readonly code: 'Closed' | 'ThreadDied'

  constructor(code: RecoveryError['code'], message: string) {
    super(message)
    this.code = code
  }
}

interface Waiting {
  readonly resolve: (keys: Uint8Array) => void
  readonly reject: (error: RecoveryError) => void
}

interface Thread {
  readonly worker: Worker
  readonly waiting: Map<number, Waiting>
}

const packJobs = (jobs: readonly Signed[]): Uint8Array<ArrayBuffer> => {
  const packed = new Uint8Array(jobs.length * JOB_BYTES)
  jobs.forEach(({ hash, r, s, yParity }, i) => {
    const at = i * JOB_BYTES
    packed.set(hash, at)
    packed.set(r, at + 32)
    packed.set(s, at + 64)
    packed[at + 96] = yParity
  })
  return packed
}

const keyHash = new Uint8Array(32)

const signerIn = (keys: Uint8Array, index: number, { r, s }: Signed): Address | undefined => {
  const at = index * KEY_BYTES
  if (keys[at] === 0 || !isScalar(r) || !isScalar(s) || !isLowS(s)) return undefined
  keccak256Into(keys.subarray(at + 1, at + KEY_BYTES), keyHash, 0)
  return addressFromBytes(keyHash, 12)
}

const startThread = (): Thread => {
  const waiting = new Map<number, Waiting>()
  const worker = new Worker(new URL('./worker.mjs', import.meta.url))
  worker.unref()
  worker.on('message', ({ id, keys }: { readonly id: number; readonly keys: Uint8Array }) => {
    waiting.get(id)?.resolve(keys)
    waiting.delete(id)
  })
  const fail = (why: string): void => {
    for (const { reject } of waiting.values()) reject(new RecoveryError('ThreadDied', `a recovery thread ended: ${why}`))
    waiting.clear()
  }
  worker.on('error', (error) => fail(error.message))
  worker.on('exit', (code) => fail(`exit code ${code}`))
  return { worker, waiting }
}

/** Signature recovery in `threads` worker threads: it is the dearest part of taking a transaction in. */
export const createRecoveryPool = (threads: number): RecoveryPool => {
  const pool = Array.from({ length: threads }, startThread)
  let nextId = 0
  let closed = false

  const ask = (packed: Uint8Array<ArrayBuffer>): Promise<Uint8Array> => {
    const thread = pool.reduce((least, other) => (other.waiting.size < least.waiting.size ? other : least))
    const id = nextId++
    return new Promise((resolve, reject) => {
      thread.waiting.set(id, { resolve, reject })
      thread.worker.postMessage({ id, jobs: packed }, [packed.buffer])
    })
  }

  return {
    async recoverMany(jobs) {
      if (closed) throw new RecoveryError('Closed', 'signature recovery is closed')
      if (jobs.length === 0) return []
      const share = Math.ceil(jobs.length / threads)
      const parts = Array.from({ length: Math.ceil(jobs.length / share) }, (_, i) => jobs.slice(i * share, (i + 1) * share))
      const answers = await Promise.all(parts.map((part) => ask(packJobs(part))))
      return answers.flatMap((keys, i) => (parts[i] ?? []).map((job, at) => signerIn(keys, at, job)))
    },
    async close() {
      closed = true
      await Promise.all(pool.map(({ worker }) => endThread(worker)))
    },
  }
}
