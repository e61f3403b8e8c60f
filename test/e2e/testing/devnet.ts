import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { PATIENCE } from '../../budget.ts'

/** The line that `npm start -- --json` prints: all that an outsider has. */
export interface DevnetLine {
  readonly l1: string
  readonly l2: string
  readonly ws: string
  readonly replica: string
  readonly metrics: string
  readonly dataDir: string
  readonly chainId: number
  readonly l1ChainId: number
  readonly contracts: { readonly [name in 'inbox' | 'rollup' | 'bridge' | 'stakes' | 'challenges' | 'executor']: `0x${string}` }
  readonly registrar: DevnetAccount
  readonly accounts: readonly DevnetAccount[]
}

export interface DevnetAccount {
  readonly address: `0x${string}`
  readonly privateKey: `0x${string}`
}

export interface RunningDevnet extends DevnetLine {
  readonly process: ChildProcess
  /** Ends it as Ctrl-C does; deletes nothing. */
  stop(): Promise<void>
  /** kill -9 of the process itself. */
  kill(): Promise<void>
}

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
export const PROGRAM = join(ROOT, 'node/bin/distribute.mjs')

export const temporaryDirectory = async (): Promise<{ readonly path: string; readonly remove: () => Promise<void> }> => {
  const path = await mkdtemp(join(tmpdir(), 'distribute-e2e-'))
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 }) }
}

/** What its process is started with, beside the program. */
export interface DevnetProcess {
  readonly node?: readonly string[]
  readonly env?: NodeJS.ProcessEnv
}

/** Starts a devnet on free ports, with short pauses, and waits for its line. Rejects with what it wrote where none comes. */
export const startDevnet = async (dataDir: string, flags: readonly string[] = [], { node = [], env = {} }: DevnetProcess = {}): Promise<RunningDevnet> => {
  const ports = ['--l1-port', '0', '--l2-port', '0', '--replica-port', '0', '--metrics-port', '0']
  const args = [...node, PROGRAM, 'devnet', '--json', '--data-dir', dataDir, ...ports, ...flags]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } })
  let written = ''
  child.stderr.on('data', (data: Buffer) => {
    written = (written + data.toString()).slice(-8_000)
  })
  const ended = once(child, 'exit')
  const line = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line').then(([text]: unknown[]) => String(text)),
    ended.then(([code]: unknown[]) => Promise.reject(new Error(`the devnet ended with ${String(code)}: ${written}`))),
  ])
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal)
    await ended
  }
  return { ...(JSON.parse(line) as DevnetLine), process: child, stop: () => end('SIGINT'), kill: () => end('SIGKILL') }
}

/** Looks until `read` gives something, for at most `seconds`, in CI three times as long. */
export const eventually = async <T>(what: string, seconds: number, read: () => Promise<T | undefined | false>): Promise<T> => {
  const deadline = Date.now() + seconds * 1_000 * PATIENCE
  for (;;) {
    const found = await read()
    if (found !== undefined && found !== false) return found
    if (Date.now() > deadline) throw new Error(`not within ${seconds} s: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** One JSON-RPC call; rejects with the error's message. */
export const rpc = async <T>(url: string, method: string, params: readonly unknown[] = []): Promise<T> => {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  const answer = (await response.json()) as { readonly result?: T; readonly error?: { readonly message: string } }
  if (answer.error !== undefined) throw new Error(answer.error.message)
  return answer.result as T
}
