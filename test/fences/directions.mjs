import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { CASES, LIBRARIES_OF_ROOMS, ROOMS } from './direction-cases.mjs'
import { ROOT, judge } from './fixtures.mjs'

/** @typedef {{ resolved: string, module: string }} Dependency */
/** @typedef {{ rule: { name: string }, from: string, to: string }} Violation */
/** @typedef {{ modules: { source: string, dependencies: Dependency[] }[], summary: { violations: Violation[] } }} Cruise */

const CONFIG = `${ROOT}.dependency-cruiser.cjs`
const CRUISER = `${ROOT}node_modules/dependency-cruiser/bin/dependency-cruise.mjs`
const FRONT_DOOR = /^([a-z-]+\/(client\/)?|client\/(words|node)\/)index\.ts$/

/** The fence of directions: the real tree keeps every rule, and a tree that breaks each of them is caught at each. */
export async function checkDirections() {
  const tree = writeTree()
  try {
    const fixtures = judgeCases(cruise(tree, ROOMS))
    const real = judgeRealTree()
    return { checked: CASES.length + real.checked, problems: [...fixtures, ...real.problems] }
  } finally {
    rmSync(tree, { recursive: true })
  }
}

/** @param {string} cwd @param {readonly string[]} rooms @returns {Cruise} */
function cruise(cwd, rooms) {
  const output = execFileSync(process.execPath, [CRUISER, '--config', CONFIG, '--output-type', 'json', ...rooms], {
    cwd,
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return /** @type {Cruise} */ (JSON.parse(output.toString()))
}

/** @param {Cruise} result @returns {string[]} */
function judgeCases({ summary }) {
  const problems = CASES.flatMap(({ file, rule }) => {
    const found = summary.violations.filter(({ from }) => from === file).map(({ rule: broken }) => broken.name)
    return judge(`directions: ${file}`, rule === null ? [] : [rule], [...new Set(found)])
  })
  const proven = new Set(CASES.map(({ rule }) => rule))
  const unproven = ruleNames().filter((name) => !proven.has(name))
  return [...problems, ...unproven.map((name) => `directions: the rule ${name} has no fixture that breaks it`)]
}

function ruleNames() {
  const { forbidden } = /** @type {{ forbidden: { name: string }[] }} */ (createRequire(import.meta.url)(CONFIG))
  return forbidden.map(({ name }) => name)
}

function judgeRealTree() {
  const { workspaces } = /** @type {{ workspaces: string[] }} */ (JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')))
  const unknown = workspaces.filter((room) => !ROOMS.includes(room)).map((room) => `directions: no rule knows the room ${room}`)
  const { modules, summary } = cruise(ROOT, ROOMS.filter((room) => existsSync(ROOT + room)))
  const broken = summary.violations.map(({ rule, from, to }) => `${from} -> ${to} breaks ${rule.name}`)
  const edges = modules.flatMap(({ source, dependencies }) => dependencies.map((dependency) => ({ source, ...dependency })))
  // A package name that does not lead to the source file behind the symlink would pass every rule about rooms.
  const lost = edges.filter(({ module, resolved }) => module.startsWith('@distribute/') && !FRONT_DOOR.test(resolved) && resolved !== 'test/budget.ts')
  const astray = lost.map(({ source, module, resolved }) => `${source}: ${module} leads to ${resolved}, which is no front door`)
  return { checked: edges.length, problems: [...unknown, ...broken, ...astray] }
}

/** A small tree of all rooms, those to come included, with one file for each case. Answers where it stands. */
function writeTree() {
  const tree = mkdtempSync(join(tmpdir(), 'distribute-fences-'))
  for (const room of ROOMS) {
    const door = room === 'bridge-contracts' ? 'client/index.ts' : 'index.ts'
    write(tree, `${room}/${door}`, 'export const value = 1\nexport type Value = typeof value\n')
    const manifest = { name: `@distribute/${room}`, type: 'module', exports: `./${door}`, ...LIBRARIES_OF_ROOMS }
    write(tree, `${room}/package.json`, JSON.stringify(manifest))
    mkdirSync(join(tree, 'node_modules/@distribute'), { recursive: true })
    symlinkSync(`../../${room}`, join(tree, `node_modules/@distribute/${room}`))
  }
  write(tree, 'package.json', JSON.stringify({ private: true, workspaces: ROOMS, dependencies: { tsx: '*' } }))
  const libraries = ['tsx', ...Object.keys(LIBRARIES_OF_ROOMS.dependencies), ...Object.keys(LIBRARIES_OF_ROOMS.devDependencies), 'undeclared']
  for (const name of libraries) {
    write(tree, `node_modules/${name}/package.json`, JSON.stringify({ name, type: 'module', exports: './index.js' }))
    write(tree, `node_modules/${name}/index.js`, 'export const value = 1\n')
  }
  for (const { file, text } of CASES) write(tree, file, text)
  return tree
}

/** @param {string} tree @param {string} file @param {string} text */
function write(tree, file, text) {
  mkdirSync(dirname(join(tree, file)), { recursive: true })
  writeFileSync(join(tree, file), text)
}
