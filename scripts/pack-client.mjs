// Makes client/ a package that works outside of this repository (docs/decisions/0018-packed-client.md). npm runs it in client/, before
// packing and, with --restore, after: JavaScript and declarations of the client and of what it imports here go to client/dist, and for
// the time of the packing package.json names those instead of the sources.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

/** @typedef {{ readonly name: string, readonly version: string, readonly dependencies?: Record<string, string>, readonly peerDependencies?: Record<string, string>, readonly [field: string]: unknown }} Manifest */

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const CLIENT = join(ROOT, 'client')
const DIST = join(CLIENT, 'dist')
const MANIFEST = join(CLIENT, 'package.json')
/** The manifest as the repository has it, while the other one stands in its place. */
const KEPT = join(CLIENT, 'package.source.json')
const DOORS = { '.': 'client/index', './words': 'client/words/index', './node': 'client/node/index' }
/** @type {Readonly<Record<string, string>>} */
const ROOMS = { '@distribute/state-machine': 'state-machine/index', '@distribute/bridge-contracts': 'bridge-contracts/client/index' }

if (process.argv.includes('--restore')) restore()
else pack()

function pack() {
  restore()
  emit()
  const manifest = readFileSync(MANIFEST, 'utf8')
  writeFileSync(KEPT, manifest)
  writeFileSync(MANIFEST, `${JSON.stringify(packedManifest(decodeManifest(manifest)), null, 2)}\n`)
}

/** Leaves nothing behind: what was emitted would be found by whoever looks for sources. */
function restore() {
  rmSync(DIST, { recursive: true, force: true })
  if (!existsSync(KEPT)) return
  writeFileSync(MANIFEST, readFileSync(KEPT))
  rmSync(KEPT)
}

/** @param {string} text @returns {Manifest} */
function decodeManifest(text) {
  return /** @type {Manifest} */ (JSON.parse(text))
}

/** @param {Manifest} manifest */
function packedManifest({ name, version, description, license, type, scripts, peerDependencies }) {
  const { dependencies } = decodeManifest(readFileSync(join(ROOT, 'state-machine/package.json'), 'utf8'))
  const exports = Object.fromEntries(Object.entries(DOORS).map(([door, path]) => [door, { types: `./dist/${path}.d.ts`, default: `./dist/${path}.js` }]))
  const { engines } = decodeManifest(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  return { name, version, description, license, type, engines, sideEffects: false, exports, files: ['dist'], scripts, dependencies, peerDependencies }
}

function emit() {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.base.json'), (path) => ts.sys.readFile(path))
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT)
  const program = ts.createProgram(Object.values(DOORS).map((path) => join(ROOT, `${path}.ts`)), {
    ...options, noEmit: false, incremental: false, declaration: true, rewriteRelativeImportExtensions: true, rootDir: ROOT, outDir: DIST,
    // By their links in node_modules they would be other people's code, of which nothing is emitted. Types are checked by npm run types.
    paths: Object.fromEntries(Object.entries(ROOMS).map(([name, path]) => [name, [join(ROOT, `${path}.ts`)]])), noCheck: true,
  })
  const { diagnostics } = program.emit(undefined, writeEmitted)
  if (diagnostics.length > 0) fail(diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')).join('\n'))
  if (!existsSync(join(DIST, 'state-machine/index.js'))) fail('the state machine was not emitted: is it linked in node_modules?')
}

/** @param {string} path @param {string} text */
function writeEmitted(path, text) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, withRelativeImports(path, text))
}

/** Rooms by their place in dist, and JavaScript in place of TypeScript, in code and in declarations. @param {string} path @param {string} text */
function withRelativeImports(path, text) {
  const { importedFiles } = ts.preProcessFile(text, true, true)
  return importedFiles.toReversed().reduce((before, { fileName, pos, end }) => {
    const room = ROOMS[fileName]
    const target = room === undefined ? fileName.replace(/^(\..*)\.ts$/, '$1.js') : relativeTo(dirname(path), join(DIST, `${room}.js`))
    // Between the quotes; whether they are counted depends on the form of the import.
    const at = before.indexOf(fileName, pos - 1)
    return at < 0 || at > end ? before : before.slice(0, at) + target + before.slice(at + fileName.length)
  }, text)
}

/** @param {string} from @param {string} to */
function relativeTo(from, to) {
  const path = relative(from, to).replaceAll('\\', '/')
  return path.startsWith('.') ? path : `./${path}`
}

/** @param {string} message */
function fail(message) {
  console.error(message)
  process.exit(1)
}
