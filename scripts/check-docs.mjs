// `npm run docs`: what the documents name must exist. Checked are, in every document of the root and docs/:
// - links to files (`[text](path)`),
// - paths in backticks: `room/file.ts`, `room/folder/`, or a bare `file.ts` that some folder holds,
// - the layout inside a code block marked `tree`: indented names, then two spaces or more, then words,
// - npm scripts (`npm run x`) and commands (`npx distribute x`), in code blocks too, and that README.md names every script,
// - that the layout of ARCHITECTURE.md holds every room,
// - in THREAT-MODEL.md: each of S1 to S16 once, and behind each `x.test.ts` the quoted title of a test that it holds.
// What is still to come is written without backticks.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

const PROPERTIES = 16
const ENDINGS = /\.(ts|mts|mjs|cjs|js|json|sol|md|html|css|yml|sh|service)$/
const SKIPPED = new Set(['node_modules', '.git', 'artifacts', 'cache', 'out', 'coverage', 'dist'])

const files = listFiles('.')
const folders = new Set(files.flatMap(parents))
const documents = files.filter((file) => file.endsWith('.md') && (!file.includes('/') || file.startsWith('docs/')))
const { scripts, workspaces } = /** @type {{ scripts: Record<string, string>, workspaces: string[] }} */ (JSON.parse(readFileSync('package.json', 'utf8')))
// Of a command of two words a document names the first: keys-make.ts is `distribute keys make`.
const commands = readdirSync('node/cli/commands').map((file) => file.replace(/\.ts$/, '')).flatMap((name) => [name, name.split('-')[0] ?? name])
const problems = [...documents.flatMap(checkDocument), ...documents.flatMap(checkNames), ...checkScripts(), ...checkRooms(), ...checkThreatModel()]
for (const problem of problems) console.log(problem)
console.log(`${documents.length} documents, ${problems.length} problems`)
process.exitCode = problems.length === 0 ? 0 : 1

/** @param {string} document @returns {string[]} */
function checkDocument(document) {
  const text = readFileSync(document, 'utf8')
  const prose = text.replaceAll(/^```[^]*?^```$/gm, '')
  const links = [...prose.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, target = '']) => target)
  const dead = links.filter((target) => !/^[a-z]+:/.test(target) && !existsSync(join(dirname(document), target)))
  const spans = [...prose.matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span)
  const missing = [...spans.filter(isPath), ...treesIn(text)].filter((path) => !isThere(path))
  return [...dead, ...missing].map((name) => `${document}: ${name} does not exist`)
}

/** @param {string} document @returns {string[]} */
function checkNames(document) {
  const text = readFileSync(document, 'utf8')
  const named = [...text.matchAll(/\bnpm run (?:-s )?([\w:-]+)/g)].map(([, name = '']) => name)
  const called = [...text.matchAll(/\bnpx distribute ([a-z][\w-]*)/g)].map(([, name = '']) => name)
  return [
    ...named.filter((name) => scripts[name] === undefined).map((name) => `${document}: npm run ${name} is no script`),
    ...called.filter((name) => !commands.includes(name)).map((name) => `${document}: npx distribute ${name} is no command`),
  ]
}

/** @returns {string[]} */
function checkScripts() {
  const text = readFileSync('README.md', 'utf8')
  const short = ['start', 'test']
  const absent = Object.keys(scripts).filter((name) => !text.includes(`| \`npm ${short.includes(name) ? '' : 'run '}${name}\` |`))
  return absent.map((name) => `README.md: the table of scripts lacks ${name}`)
}

/** @returns {string[]} */
function checkRooms() {
  const drawn = treesIn(readFileSync('ARCHITECTURE.md', 'utf8'))
  return workspaces.filter((room) => !drawn.includes(`${room}/`)).map((room) => `ARCHITECTURE.md: the layout lacks ${room}/`)
}

/** Whether a span in backticks names a file or folder of this repository. @param {string} span */
function isPath(span) {
  if (!/^[\w.-]+(\/[\w.-]+)*\/?$/.test(span) || span.startsWith('./')) return false
  const [first = ''] = span.split('/')
  if (!span.includes('/')) return ENDINGS.test(span)
  return folders.has(first) || ENDINGS.test(span) || span.endsWith('/')
}

/** @param {string} path */
function isThere(path) {
  const name = normalize(path).replace(/\/$/, '')
  return existsSync(name) || files.some((file) => file.endsWith(`/${name}`))
}

/** Paths drawn in the code blocks marked `tree`. @param {string} text @returns {string[]} */
function treesIn(text) {
  return [...text.matchAll(/^```tree\n([^]*?)^```$/gm)].flatMap(([, block = '']) => pathsOfTree(block))
}

/** @param {string} block @returns {string[]} */
function pathsOfTree(block) {
  /** @type {{ depth: number, name: string }[]} */
  const above = []
  return block.split('\n').flatMap((line) => {
    const [, indent = '', names = ''] = /^( *)(\S+(?: \S+)*)/.exec(line) ?? []
    while (above.length > 0 && (above.at(-1)?.depth ?? 0) >= indent.length) above.pop()
    const prefix = above.map(({ name }) => name).join('')
    const paths = names.split(' ').filter((name) => name !== '').map((name) => prefix + name)
    const last = names.split(' ').at(-1) ?? ''
    if (last.endsWith('/')) above.push({ depth: indent.length, name: last })
    return paths
  })
}

/** @returns {string[]} */
function checkThreatModel() {
  const text = readFileSync('THREAT-MODEL.md', 'utf8')
  const numbers = Array.from({ length: PROPERTIES }, (_, i) => `S${i + 1}`)
  const missing = numbers.filter((number) => text.split(`\n| ${number} |`).length !== 2)
  const untrue = text.split('\n').flatMap(unknownTitles)
  return [
    ...missing.map((number) => `THREAT-MODEL.md: ${number} must have exactly one row`),
    ...untrue.map((problem) => `THREAT-MODEL.md: ${problem}`),
  ]
}

/** A row names a test file and then, in quotes, tests of it. @param {string} row @returns {string[]} */
function unknownTitles(row) {
  return row.split(/`(?=[\w./-]+\.test\.ts`)/).slice(1).flatMap((part) => {
    const [file = '', rest = ''] = part.split(/`(.*)/s)
    const titles = [...rest.matchAll(/“([^”]+)”/g)].map(([, title = '']) => title)
    if (titles.length === 0) return [`${file} is named without a test of it`]
    const source = existsSync(file) ? readFileSync(file, 'utf8').replaceAll("\\'", "'") : ''
    return titles.filter((title) => !source.includes(title)).map((title) => `${file} has no test “${title}”`)
  })
}

/** @param {string} folder @returns {string[]} */
function listFiles(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : listFiles(path)
    return [path]
  })
}

/** @param {string} file @returns {string[]} every folder above it */
function parents(file) {
  const parts = file.split('/').slice(0, -1)
  return parts.map((_, i) => parts.slice(0, i + 1).join('/'))
}
