// Runs a bundled page where there is the browser's and nothing of Node's: node --experimental-vm-modules run-page.mjs <bundle> <task>.
import { readFile } from 'node:fs/promises'
import { createContext, SourceTextModule } from 'node:vm'

const [, , path = '', task = '{}'] = process.argv
const NAMES = /** @type {const} */ (['fetch', 'Request', 'Response', 'Headers', 'AbortController', 'URL', 'TextEncoder', 'TextDecoder', 'setTimeout', 'clearTimeout', 'performance', 'crypto', 'Uint8Array'])
const kept = new Map()
const storage = {
  /** @param {string} key */
  getItem: (key) => kept.get(key) ?? null,
  /** @param {string} key @param {string} value */
  setItem: (key, value) => void kept.set(key, value),
}
const context = createContext(Object.fromEntries(NAMES.map((name) => [name, globalThis[name]])))
const page = new SourceTextModule(await readFile(path, 'utf8'), { context })
await page.link((specifier) => {
  throw new TypeError(`the page imports ${specifier}`)
})
await page.evaluate()
const { run } = /** @type {{ run: (task: unknown, storage: object) => Promise<string> }} */ (page.namespace)
console.log(await run(JSON.parse(task), storage))
