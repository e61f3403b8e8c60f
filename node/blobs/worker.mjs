// Plain JavaScript, so that a worker thread starts without a TypeScript loader.
import { parentPort, workerData } from 'node:worker_threads'
import { loadLibrary } from './libraries.mjs'

const library = loadLibrary(workerData.scriptOnly)

/** @param {{ task: string, blob: Uint8Array, places: Uint8Array[] }} job */
const answer = async ({ task, blob, places }) => {
  const { name, commit, cellProofs, prove } = await library
  if (task === 'commit') return { name, points: [commit(blob)] }
  if (task === 'seal') return { name, points: [commit(blob), ...cellProofs(blob)] }
  return { name, points: [commit(blob), ...places.map((place) => prove(blob, place))] }
}

/** @param {unknown} error */
const faultOf = (error) => ({ fault: error instanceof Error ? error.message : String(error) })

parentPort?.on('message', (/** @type {{ id: number, task: string, blob: Uint8Array, places: Uint8Array[] } | 'end'} */ message) => {
  if (message === 'end') return void library.catch(() => undefined).then(() => setImmediate(() => parentPort?.close()))
  const { id, ...job } = message
  void answer(job).catch(faultOf).then((answered) => parentPort?.postMessage({ id, ...answered }))
})
