import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { eventually, PROGRAM, rpc } from '../e2e/testing/devnet.ts'
import { freePort } from '../free-port.ts'
import { startProgram, untilAnswers } from '../e2e/testing/program.ts'
import { blocksOf, missingLine, stepsOf, type Block, type Step } from './blocks.ts'

// README.md as a newcomer follows it, from top to bottom, in a folder of its own. What is put in place of what stands there:
// - every port: a free one (default ports as variables and flags of the devnet),
// - `npm ci`: nothing, it was run; `npx x`: the same program without asking npm; `npm start`: the devnet with the page's chain id and
//   a challenge window of 12 seconds instead of 60, so that nobody waits for the claim.

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const PORTS = ['8545', '9545', '9555', '7300', '18545', '19545', '19555', '17300', '17301'] as const
const TEST_MS = 300_000
const NODE = JSON.stringify(process.execPath)

const ports = new Map<string, number>()
const running: { readonly stop: () => Promise<void> }[] = []
let folder: string
let variables: NodeJS.ProcessEnv
let page: string

beforeAll(async () => {
  for (const port of PORTS) ports.set(port, await freePort())
  // Inside the repository, so that the page's modules find viem as a newcomer's do.
  await mkdir(join(ROOT, '.distribute'), { recursive: true })
  folder = await mkdtemp(join(ROOT, '.distribute', 'readme-'))
  const { npm_lifecycle_event: _, ...rest } = process.env
  variables = { ...rest, DISTRIBUTE_L1_URL: local('8545'), DISTRIBUTE_L2_URL: local('9545') }
  page = await readFile(join(ROOT, 'README.md'), 'utf8')
})

afterAll(async () => {
  for (const { stop } of running.splice(0).reverse()) await stop()
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
}, 60_000)

const local = (port: (typeof PORTS)[number]): string => `http://127.0.0.1:${ports.get(port)}`
const withPorts = (text: string): string => text.replaceAll(new RegExp(`\\b(${PORTS.join('|')})\\b`, 'g'), (port) => String(ports.get(port)))

const devnetFlags = (): string => {
  const [, chainId = ''] = /\(chain id (\d+)\)/.exec(page) ?? []
  return `--chain-id ${chainId} --window 12 --l1-port 8545 --l2-port 9545 --replica-port 9555 --metrics-port 7300`
}

/** The command as it is run here; undefined for what was done before. */
const commandOf = (command: string): string | undefined => {
  if (command === 'npm ci') return undefined
  if (command === 'npm start') return withPorts(`${NODE} ${PROGRAM} devnet ${devnetFlags()}`)
  return withPorts(command)
    .replaceAll(/\bnpx distribute\b/g, `${NODE} ${PROGRAM}`)
    .replaceAll(/\bnpx (anvil|cast|tsx)\b/g, `${join(ROOT, 'node_modules/.bin')}/$1`)
}

const runStep = async ({ command, shown }: Step): Promise<void> => {
  const line = commandOf(command)
  if (line === undefined) return
  const output = await new Promise<string>((resolve, reject) => {
    // Both streams into one, in order, as a terminal has them.
    execFile('bash', ['-c', `exec 2>&1; ${line}`], { cwd: folder, env: variables }, (error, out) => {
      if (error === null) resolve(out)
      else reject(new Error(`${command}: ${out}`, { cause: error }))
    })
  })
  expect(missingLine(shown, output), `${command}\nprinted\n${output}`).toBe(undefined)
}

/** Runs the last command of a block on in the background, until its URL answers and what is shown was printed. */
const startStep = async ({ command, shown }: Step, url: string): Promise<void> => {
  const program = startProgram('bash', ['-c', `exec ${commandOf(command) ?? ''}`], { cwd: folder, env: variables })
  running.push(program)
  await untilAnswers(withPorts(url), program)
  const isShown = async (): Promise<boolean> => missingLine(shown, program.written()) === undefined
  await eventually('what is shown', 30, isShown).catch(() => expect.fail(`${missingLine(shown, program.written())}\nis not in\n${program.written()}`))
}

interface AddChain {
  readonly method: string
  readonly params: readonly [{
    readonly chainId: string
    readonly chainName: string
    readonly nativeCurrency: { readonly symbol: string; readonly decimals: number }
    readonly rpcUrls: readonly string[]
    readonly blockExplorerUrls: readonly string[] | null
  }]
}

/** What MetaMask checks of an EIP-3085 request, against the node that it names. */
const checkChain = async ({ method, params: [chain] }: AddChain): Promise<null> => {
  expect(method).toBe('wallet_addEthereumChain')
  expect(chain.chainId).toMatch(/^0x[1-9a-f][0-9a-f]*$/)
  expect(chain.nativeCurrency.symbol).toMatch(/^\w{2,6}$/)
  expect(chain.nativeCurrency.decimals).toBe(18)
  expect(chain.chainName).not.toBe('')
  for (const url of chain.rpcUrls) expect(await rpc(url, 'eth_chainId')).toBe(chain.chainId)
  return null
}

const runInWallet = async (text: string): Promise<void> => {
  let asked = 0
  vi.stubGlobal('window', { ethereum: { request: (request: AddChain) => checkChain(request).finally(() => asked++) } })
  const file = join(folder, 'wallet.ts')
  await writeFile(file, withPorts(text))
  await import(/* @vite-ignore */ pathToFileURL(file).href)
  vi.unstubAllGlobals()
  expect(asked).toBe(1)
}

const runBlock = async ({ check, argument, text }: Block): Promise<void> => {
  if (check === 'file') return writeFile(join(folder, argument), withPorts(text))
  if (check === 'wallet') return runInWallet(text)
  const steps = stepsOf(text)
  expect(steps.length, text).toBeGreaterThan(0)
  const before = check === 'start' ? steps.slice(0, -1) : steps
  for (const step of before) await runStep(step)
  const last = steps.at(-1)
  if (check === 'start' && last !== undefined) await startStep(last, argument)
}

test('every code block of README.md does what it says', { timeout: TEST_MS }, async () => {
  const blocks = blocksOf(page)
  expect(blocks.length).toBeGreaterThan(8)
  for (const block of blocks) await runBlock(block)
})
