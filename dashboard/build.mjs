// Builds the page into dist/: what `npm ci` does by the root's `prepare`, and the first `npm start` where install scripts are off.
// Every file that packs gets .br and .gz beside it, so that the node only sends. Fails where a first visit would load too much.
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

/** Bytes, gzip: the most that a first visit to Home may load, index.html, scripts, styles and fonts together. */
const FIRST_LOAD_LIMIT = 250_000
const PACKED = /\.(js|css|html|svg|json)$/
const TARGET = fileURLToPath(new URL('dist/', import.meta.url))
/** Built beside, and put in its place in one step: two that build at once do not tread on each other. */
const DIST = fileURLToPath(new URL(`dist/../.dist-${process.pid}/`, import.meta.url))
const FIRST_SCREEN = 'screens/home/home.tsx'

const start = process.hrtime.bigint()
const vite = await import('vite').catch(leaveOut)
const { PAGE_CONFIG } = await import('./page-config.mjs')
await vite.build({ ...PAGE_CONFIG, logLevel: 'warn', build: { ...PAGE_CONFIG.build, outDir: DIST } })
await packFiles(DIST)
const bytes = await firstLoad()
await rm(TARGET, { recursive: true, force: true })
await rename(DIST, TARGET)
const seconds = Number((process.hrtime.bigint() - start) / 100_000_000n) / 10
console.log(`the members' page is built: ${Math.round(bytes / 1000)} kB gzip at first, ${seconds} s`)
if (bytes > FIRST_LOAD_LIMIT) {
  console.error(`the first load is ${bytes} bytes, above ${FIRST_LOAD_LIMIT}: load more of it later`)
  process.exitCode = 1
}

/** An installation without the optional packages of Vite has no page, and may be meant so. @param {unknown} error @returns {never} */
function leaveOut(error) {
  console.warn(`the members' page is not built: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`)
  process.exit(process.argv.includes('--if-possible') ? 0 : 1)
}

/** @param {string} directory */
async function packFiles(directory) {
  for (const entry of await readdir(directory, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || !PACKED.test(entry.name)) continue
    const path = `${entry.parentPath}/${entry.name}`
    const bytes = await readFile(path)
    const [br, gz] = await Promise.all([
      promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
      promisify(gzip)(bytes, { level: constants.Z_BEST_COMPRESSION }),
    ])
    await Promise.all([writeFile(`${path}.br`, br), writeFile(`${path}.gz`, gz)])
  }
}

/** What Home needs: the entry, its screen, all that these import, and the fonts of the page's own script. */
async function firstLoad() {
  /** @type {Record<string, { file: string, imports?: string[], css?: string[], assets?: string[] }>} */
  const manifest = JSON.parse(await readFile(`${DIST}.vite/manifest.json`, 'utf8'))
  const wanted = new Set(['index.html'])
  /** @param {string} key */
  const visit = (key) => {
    const chunk = manifest[key]
    if (chunk === undefined || wanted.has(chunk.file)) return
    for (const file of [chunk.file, ...(chunk.css ?? []), ...(chunk.assets ?? []).filter((name) => /latin-wght/.test(name) && !/latin-ext/.test(name))]) wanted.add(file)
    for (const next of chunk.imports ?? []) visit(next)
  }
  visit('index.html')
  visit(FIRST_SCREEN)
  let total = 0
  for (const file of wanted) total += (await stat(PACKED.test(file) ? `${DIST}${file}.gz` : `${DIST}${file}`)).size
  return total
}
