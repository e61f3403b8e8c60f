import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually, PROGRAM, startDevnet, temporaryDirectory, type RunningDevnet } from '../e2e/testing/devnet.ts'
import { startProgram } from '../e2e/testing/program.ts'
import { freePort } from '../free-port.ts'
import { blocksOf, missingLine, stepsOf, type Block, type Step } from './blocks.ts'

// docs/recipes/ as a developer follows it, each page with accounts and a folder of its own, all on one devnet.

const MINUTES = 240_000
const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const RECIPES = join(ROOT, 'docs/recipes')
const NODE = JSON.stringify(process.execPath)
const PAGES = ['viem', 'ethers', 'cast', 'wagmi', 'bot', 'kiosk', 'exchange-watcher'] as const

let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let devnet: RunningDevnet
let folder: string
let kioskPort: number
const running: { readonly stop: () => Promise<void> }[] = []

beforeAll(async () => {
  directory = await temporaryDirectory()
  // What a page waits for to be final is so after two seconds, not after a devnet's usual minute.
  devnet = await startDevnet(directory.path, ['--no-replica', '--batch-interval', '300', '--window', '2'])
  kioskPort = await freePort()
  // Inside the repository, so that the programs find viem and the SDK as an installed one does.
  await mkdir(join(ROOT, '.distribute'), { recursive: true })
  folder = await mkdtemp(join(ROOT, '.distribute', 'recipes-'))
}, MINUTES)

afterAll(async () => {
  for (const { stop } of running.splice(0)) await stop()
  await devnet.stop()
  await Promise.all([directory.remove(), rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })])
})

const here = (text: string): string =>
  text.replaceAll('http://127.0.0.1:9545', devnet.l2).replaceAll('http://127.0.0.1:8545', devnet.l1).replaceAll('.distribute/devnet', devnet.dataDir).replaceAll('8090', String(kioskPort))
const commandOf = (command: string): string =>
  here(command)
    .replaceAll(/\bnpx distribute\b/g, `${NODE} ${PROGRAM}`)
    .replaceAll(/\bnpx tsx\b/g, `${NODE} --import tsx`)
    .replaceAll(/\bnpx cast\b/g, join(ROOT, 'node_modules/.bin/cast'))
const place = (cwd: string) => ({ cwd, env: { ...process.env, DISTRIBUTE_L2_URL: devnet.l2, DISTRIBUTE_L1_URL: devnet.l1, DISTRIBUTE_DATA_DIR: devnet.dataDir } })

async function runStep({ command, shown }: Step, cwd: string): Promise<void> {
  const output = await new Promise<string>((resolve, reject) => {
    execFile('bash', ['-c', `exec 2>&1; ${commandOf(command)}`], place(cwd), (error, out) => {
      if (error === null) resolve(out)
      else reject(new Error(`${command}: ${out}`, { cause: error }))
    })
  })
  expect(missingLine(shown, output), `${command}\nprinted\n${output}`).toBe(undefined)
}

async function startStep({ command, shown }: Step, cwd: string): Promise<void> {
  const program = startProgram('bash', ['-c', `exec ${commandOf(command)}`], place(cwd))
  running.push(program)
  const isShown = async (): Promise<boolean> => missingLine(shown, program.written()) === undefined
  await eventually('what is shown', 30, isShown).catch(() => expect.fail(program.written()))
}

async function runBlock({ check, argument, text }: Block, cwd: string): Promise<void> {
  if (check === 'file') return writeFile(join(cwd, argument), here(text))
  expect(['run', 'start']).toContain(check)
  const steps = stepsOf(text)
  expect(steps.length, text).toBeGreaterThan(0)
  for (const step of steps) await (check === 'start' ? startStep(step, cwd) : runStep(step, cwd))
}

test.concurrent.each(PAGES)('docs/recipes/%s.md does what it says', { timeout: MINUTES }, async (page) => {
  const blocks = blocksOf(await readFile(join(RECIPES, `${page}.md`), 'utf8'))
  expect(blocks.length).toBeGreaterThan(0)
  const cwd = join(folder, page)
  await mkdir(cwd)
  for (const block of blocks) await runBlock(block, cwd)
})

test('the index names every recipe', async () => {
  const index = await readFile(join(RECIPES, 'README.md'), 'utf8')
  for (const name of await readdir(RECIPES)) if (name.endsWith('.md') && name !== 'README.md') expect(index).toContain(`](${name})`)
})
