// Plain JavaScript, so that a worker thread starts without a TypeScript loader.
import { parentPort } from 'node:worker_threads'
import secp256k1 from 'secp256k1'
import { JOB_BYTES, KEY_BYTES } from './layout.mjs'

/** @param {Uint8Array} jobs */
const recoverAll = (jobs) => {
  const count = jobs.length / JOB_BYTES
  const keys = new Uint8Array(count * KEY_BYTES)
  for (let i = 0; i < count; i++) {
    const at = i * JOB_BYTES
    const key = keys.subarray(i * KEY_BYTES, (i + 1) * KEY_BYTES)
    try {
      const parity = jobs[at + 96] ?? 0
      key.set(secp256k1.ecdsaRecover(jobs.subarray(at + 32, at + 96), parity, jobs.subarray(at, at + 32), false))
    } catch {
      // No such point: the first byte stays 0.
    }
  }
  return keys
}

parentPort?.on('message', (/** @type {{ id: number, jobs: Uint8Array } | 'end'} */ message) => {
  if (message === 'end') return parentPort?.close()
  const { id, jobs } = message
  const keys = recoverAll(jobs)
  parentPort?.postMessage({ id, keys }, [/** @type {ArrayBuffer} */ (keys.buffer)])
})
