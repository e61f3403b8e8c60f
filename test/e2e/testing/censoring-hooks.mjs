import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const PATCHED = '/sequencer/pool.ts'
const HONEST = 'add: (pooled) => told(measure(addTransaction(store, pooled))),'
const CENSOR = 'add: (pooled) => (__isCensored(pooled.sender) ? { ok: true } : told(measure(addTransaction(store, pooled)))),'
const LIST = `
import { existsSync as __isThere, readFileSync as __read } from 'node:fs'
const __isCensored = (sender: string): boolean => {
  const file = String(process.env['CENSORED_FILE'])
  return __isThere(file) && __read(file, 'utf8').toLowerCase().includes(sender.toLowerCase())
}
`

/** @param {string} url @param {unknown} context @param {(url: string, context: unknown) => Promise<unknown>} nextLoad */
export async function load(url, context, nextLoad) {
  const [plain = url] = url.split('?')
  if (!plain.endsWith(PATCHED)) return nextLoad(url, context)
  const source = await readFile(fileURLToPath(plain), 'utf8')
  if (!source.includes(HONEST)) throw new RangeError(`${PATCHED} is not what it was: patch it anew`)
  return { format: 'module', shortCircuit: true, source: source.replace(HONEST, CENSOR) + LIST }
}
