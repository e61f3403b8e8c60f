import { fork, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { BenchError } from './errors.ts'

/** A program that this one has started. */
export interface Started {
  readonly pid: number
  readonly child: ChildProcess
  /** Rejects with BenchError, which holds its last words, when it ends. */
  readonly gone: Promise<never>
  /** Resolves with the pattern's first group once its output matches. Rejects as `gone`. */
  says(pattern: RegExp): Promise<string>
  /** Asks it to end, and waits. */
  stop(): Promise<void>
}

export interface Processes {
  start(file: string, args: readonly string[], env?: NodeJS.ProcessEnv): Started
  /** A module of this folder, with a channel for messages. */
  fork(module: URL): Started
  /** Ends all that still run, at once and for certain: it works while this process exits, too. */
  killAll(): void
}

const OUTPUT_KEPT = 16_384
const PATIENCE_MS = 20_000

export function createProcesses(): Processes {
  const running = new Set<ChildProcess>()
  const track = (child: ChildProcess, name: string): Started => {
    running.add(child)
    child.once('exit', () => running.delete(child))
    return watch(child, name)
  }
  return {
    start: (file, args, env = {}) =>
      track(spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } }), file),
    fork: (module) => track(fork(module, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] }), module.pathname),
    killAll: () => {
      for (const child of running) child.kill('SIGKILL')
    },
  }
}

function watch(child: ChildProcess, name: string): Started {
  let output = ''
  const listeners = new Set<() => void>()
  const read = (data: Buffer): void => {
    output = (output + data.toString()).slice(-OUTPUT_KEPT)
    for (const listener of listeners) listener()
  }
  child.stdout?.on('data', read)
  child.stderr?.on('data', read)
  const ended = once(child, 'exit')
  const gone = ended.then(([code]): never => {
    throw new BenchError('ProcessEnded', `${name} ended with ${String(code)}:\n${output}`)
  })
  // Most of them are stopped without anybody waiting for their end.
  gone.catch(() => undefined)
  const says = (pattern: RegExp): Promise<string> => {
    const found = new Promise<string>((resolve) => {
      const look = (): void => {
        const match = pattern.exec(output)
        if (match !== null) resolve(match[1] ?? match[0])
      }
      listeners.add(look)
      look()
    })
    return Promise.race([found, gone])
  }
  return { pid: child.pid ?? 0, child, gone, says, stop: () => stop(child, ended) }
}

async function stop(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  const late = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
  await ended
  clearTimeout(late)
}
