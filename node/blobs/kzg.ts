import { createHash } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import { endThread } from '../end-thread.ts'
import { BlobError } from './errors.ts'

/** A blob with what its transaction has to carry beside it (EIP-7594). */
export interface SealedBlob {
  readonly commitment: Uint8Array
  readonly cellProofs: readonly Uint8Array[]
}

/** Commitments and proofs of blobs, in a thread of their own: each takes 35 ms to 3 s of its time. All of it rejects with BlobError. */
export interface Kzg {
  /** `native`, or `script` where the native library is not there; undefined before the first use. */
  library(): string | undefined
  commitment(blob: Uint8Array): Promise<Uint8Array>
  seal(blob: Uint8Array): Promise<SealedBlob>
  /** The commitment, and a proof of the value at each of these places. */
  prove(blob: Uint8Array, places: readonly Uint8Array[]): Promise<{ readonly commitment: Uint8Array; readonly proofs: readonly Uint8Array[] }>
  close(): Promise<void>
}

const VERSION = 0x01

/** What a commitment is called on L1 (EIP-4844). */
export const versionedHashOf = (commitment: Uint8Array): Uint8Array => {
  const hash = Uint8Array.from(createHash('sha256').update(commitment).digest())
  hash[0] = VERSION
  return hash
}

interface Answer {
  readonly id: number
  readonly name: string
  readonly points: readonly Uint8Array[]
  readonly fault?: string
}

interface Waiting {
  readonly resolve: (points: readonly Uint8Array[]) => void
  readonly reject: (error: BlobError) => void
}

type Task = 'commit' | 'seal' | 'prove'

/** The thread starts with the first question. `scriptOnly` leaves the native library out. */
export const createKzg = ({ scriptOnly = false }: { readonly scriptOnly?: boolean } = {}): Kzg => {
  const waiting = new Map<number, Waiting>()
  let [worker, name, nextId, closed]: [Worker | undefined, string | undefined, number, boolean] = [undefined, undefined, 0, false]

  const fail = (why: string): void => {
    worker = undefined
    for (const { reject } of waiting.values()) reject(new BlobError('KzgFailed', `the KZG thread ended: ${why}`))
    waiting.clear()
  }
  const take = ({ id, name: library, points, fault }: Answer): void => {
    if (fault === undefined) name = library
    if (fault === undefined) waiting.get(id)?.resolve(points)
    else waiting.get(id)?.reject(new BlobError('KzgFailed', `this is no blob, or its proof cannot be made: ${fault}`))
    waiting.delete(id)
  }
  const start = (): Worker => {
    const thread = new Worker(new URL('./worker.mjs', import.meta.url), { workerData: { scriptOnly } })
    thread.unref()
    thread.on('message', take)
    thread.on('error', (error) => fail(error.message))
    thread.on('exit', (code) => fail(`exit code ${code}`))
    return thread
  }
  const ask = (task: Task, blob: Uint8Array, places: readonly Uint8Array[] = []): Promise<readonly Uint8Array[]> =>
    new Promise((resolve, reject) => {
      if (closed) return reject(new BlobError('KzgFailed', 'the KZG thread is closed'))
      worker ??= start()
      const id = nextId++
      waiting.set(id, { resolve, reject })
      worker.postMessage({ id, task, blob, places })
    })
  const asked = async (task: Task, blob: Uint8Array, places?: readonly Uint8Array[]) => {
    const [commitment, ...proofs] = await ask(task, blob, places)
    if (commitment === undefined) throw new BlobError('KzgFailed', 'the KZG thread gave no commitment')
    return { commitment, proofs }
  }

  return {
    library: () => name,
    commitment: async (blob) => (await asked('commit', blob)).commitment,
    async seal(blob) {
      const { commitment, proofs } = await asked('seal', blob)
      return { commitment, cellProofs: proofs }
    },
    prove: (blob, places) => asked('prove', blob, places),
    async close() {
      closed = true
      if (worker !== undefined) await endThread(worker)
    },
  }
}
