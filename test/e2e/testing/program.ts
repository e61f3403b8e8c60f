import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Writable } from 'node:stream'
import { main } from '@distribute/node'
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

const collector = () => {
  let text = ''
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk)
      done()
    },
  })
  return { stream, text: () => text }
}

const distributeHere = async (...args: readonly string[]): Promise<Ended> => {
  const [out, err] = [collector(), collector()]
  const code = await main(args, { out: out.stream, err: err.stream })
  return { code, out: out.text(), err: err.text() }
}

const begun = new Set<string>()

/**
 * As `distribute`, by a process of its own for each command the first time in a test file, and in this one from then on: a process
 * takes ten times as long to start as most commands take. For commands that end by themselves and that no signal is sent to.
 */
export const distributeOften = (...args: readonly string[]): Promise<Ended> => {
  const [name = '', second = ''] = args
  const command = /^[a-z]/.test(second) ? `${name} ${second}` : name
  if (begun.has(command)) return distributeHere(...args)
  begun.add(command)
  return distribute(...args)
}

const jsonOf = async <T>(run: typeof distribute, args: readonly string[]): Promise<T> => {
  const { code, out, err } = await run(...args, '--json')
  if (code !== 0) throw new Error(`distribute ${args.join(' ')} ended with ${code}: ${err}`)
  return JSON.parse(out) as T
}

/** As `distribute`, of a command that must succeed: what it prints under `--json`. */
export const distributeJson = <T>(...args: readonly string[]): Promise<T> => jsonOf<T>(distribute, args)
/** The same as `distributeOften`. */
export const distributeJsonOften = <T>(...args: readonly string[]): Promise<T> => jsonOf<T>(distributeOften, args)

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
