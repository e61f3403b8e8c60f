import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { freePort } from '../../free-port.ts'
import { PROGRAM, eventually, rpc } from './devnet.ts'

export interface Ended {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs `distribute` to its end, whatever its exit code. */
export const distribute = (...args: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    execFile(process.execPath, [PROGRAM, ...args], (error, out, err) => {
      resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : 1, out, err })
    })
  })

/** As `distribute`, of a command that must succeed: what it prints under `--json`. */
export const distributeJson = async <T>(...args: readonly string[]): Promise<T> => {
  const { code, out, err } = await distribute(...args, '--json')
  if (code !== 0) throw new Error(`distribute ${args.join(' ')} ended with ${code}: ${err}`)
  return JSON.parse(out) as T
}

export interface RunningProgram {
  /** kill -9. */
  kill(): Promise<void>
  stop(): Promise<void>
}

/** Starts a program that runs on; `stop` interrupts it, and ends it for good if that takes too long. */
export const startProgram = (file: string, args: readonly string[], place: { cwd?: string; env?: NodeJS.ProcessEnv } = {}): RunningProgram & { written(): string } => {
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], ...place })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data: Buffer) => {
      text = (text + data.toString()).slice(-8_000)
    })
  }
  const ended = once(child, 'exit')
  return {
    written: () => text,
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const impatience = setTimeout(() => child.kill('SIGKILL'), 15_000)
      child.kill('SIGINT')
      await ended
      clearTimeout(impatience)
    },
  }
}

/** Waits until a node answers, and says what the program wrote where it does not. */
export const untilAnswers = async (url: string, { written }: { written(): string }): Promise<void> => {
  const answers = (): Promise<boolean> => rpc(url, 'eth_chainId').then(() => true, () => false)
  await eventually('an answer', 30, answers).catch((cause: unknown) => {
    throw new Error(`${url} does not answer: ${written()}`, { cause })
  })
}

const require = createRequire(import.meta.url)

/** A plain anvil with a block a second and nothing else of ours: an L1 as anybody has it. */
export const startAnvil = async (): Promise<RunningProgram & { readonly url: string }> => {
  const port = await freePort()
  const bin = join(dirname(require.resolve('@foundry-rs/anvil/package.json')), '..', '..', '.bin', 'anvil')
  const anvil = startProgram(bin, ['--port', String(port), '--block-time', '1', '--slots-in-an-epoch', '1'])
  const url = `http://127.0.0.1:${port}`
  await untilAnswers(url, anvil)
  return { ...anvil, url }
}

export interface RunningNode extends RunningProgram {
  readonly url: string
}

/** `distribute node` on free ports. */
export const startNode = async (dataDir: string, l1: string, flags: readonly string[]): Promise<RunningNode> => {
  const port = await freePort()
  const ports = ['--rpc-port', String(port), '--metrics-port', '0']
  const node = startProgram(process.execPath, [PROGRAM, 'node', '--data-dir', dataDir, '--l1-url', l1, '--l1-poll-ms', '150', ...ports, ...flags])
  const url = `http://127.0.0.1:${port}`
  await untilAnswers(url, node)
  return { ...node, url }
}
