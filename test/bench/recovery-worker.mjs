// Plain JavaScript, so that the thread starts without a TypeScript loader.
import { parentPort, workerData } from 'node:worker_threads'
import secp256k1 from 'secp256k1'

const HASHES = 64
const { milliseconds } = /** @type {{ milliseconds: number }} */ (workerData)
const key = new Uint8Array(32).fill(7)
const jobs = Array.from({ length: HASHES }, (_, i) => {
  const hash = new Uint8Array(32).fill(i)
  return { hash, ...secp256k1.ecdsaSign(hash, key) }
})

/** @returns {number} how many signers were found */
const recoverFor = () => {
  const end = performance.now() + milliseconds
  let count = 0
  while (performance.now() < end) {
    for (const { hash, signature, recid } of jobs) secp256k1.ecdsaRecover(signature, recid, hash, false)
    count += jobs.length
  }
  return count
}

parentPort?.once('message', () => parentPort?.postMessage(recoverFor()))
parentPort?.postMessage('ready')
