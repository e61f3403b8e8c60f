import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../free-port.ts'
import { BenchError } from './errors.ts'
import { call } from './json-rpc.ts'
import type { Processes } from './processes.ts'

export interface Anvil {
  readonly pid: number
  readonly url: string
  stop(): Promise<void>
}

const POLL_MS = 20
const PATIENCE_MS = 20_000
const SYSTEMS: { readonly [platform: string]: string | undefined } = { linux: 'linux', darwin: 'darwin' }
const PROCESSORS: { readonly [processor: string]: string | undefined } = { x64: 'amd64', arm64: 'arm64' }

/** The binary itself: npm's `anvil` is a script around it, and its CPU time another process's. */
function anvilPath(): string {
  const given = process.env.DISTRIBUTE_ANVIL
  if (given !== undefined) return given
  const name = `@foundry-rs/anvil-${SYSTEMS[process.platform] ?? process.platform}-${PROCESSORS[process.arch] ?? process.arch}`
  const inAnvil = createRequire(createRequire(import.meta.url).resolve('@foundry-rs/anvil/package.json'))
  const path = inAnvil.resolve(`${name}/bin/anvil`)
  if (existsSync(path)) return path
  throw new BenchError('Unsupported', `there is no anvil for ${process.platform} on ${process.arch}`)
}

/** An anvil on a free port, under the newest rules, which prints nothing: each line would cost it CPU time. */
export async function startAnvil(processes: Processes, args: readonly string[]): Promise<Anvil> {
  const port = await freePort()
  const common = ['--host', '127.0.0.1', '--port', String(port), '--hardfork', 'osaka', '--balance', '1000000000', '--quiet']
  const { pid, gone, stop } = processes.start(anvilPath(), [...common, ...args])
  const url = `http://127.0.0.1:${port}`
  await Promise.race([untilItAnswers(url), gone])
  return { pid, url, stop }
}

async function untilItAnswers(url: string): Promise<void> {
  for (let waited = 0; waited < PATIENCE_MS; waited += POLL_MS) {
    if ((await call(url, 'eth_chainId').catch(() => undefined)) !== undefined) return
    await sleep(POLL_MS)
  }
  throw new BenchError('TooSlow', `anvil did not answer within ${PATIENCE_MS / 1_000} s`)
}
