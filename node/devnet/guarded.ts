import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { once } from 'node:events'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

export interface Command {
  readonly file: string
  readonly args: readonly string[]
  readonly env?: { readonly [name: string]: string | undefined }
  /** Where its output goes. A file, because a pipe would break when this process dies. */
  readonly log: string
  /** Remembers the guard, so that the next start can wait for its end. */
  readonly pidFile: string
}

export interface Guarded {
  /** Resolves with the exit code when the command has ended, for whatever reason. */
  readonly ended: Promise<number>
  /** Asks the command to end and waits for it. */
  close(): Promise<void>
}

/**
 * The guard reads a pipe that only this process holds: when this process ends, killed or not, the pipe closes and the guard
 * ends the command, at first gently, so that it can write down its state.
 */
const GUARD = `
exec 3<&0
"$@" 3<&- </dev/null &
command=$!
(
  read -r _ <&3
  kill -TERM $command
  sleep 20 &
  patience=$!
  trap 'kill $patience; exit' TERM
  wait $patience
  kill -KILL $command
) 2>/dev/null &
watch=$!
wait $command
code=$?
kill $watch 2>/dev/null
exit $code
`

/** How a guard is told from another process that has its number by now. */
export const GUARD_NAME = 'distribute-guard'

/** Starts a command in a process group of its own (Ctrl-C must not reach it before us) that ends with this process. */
export async function startGuarded(command: Command): Promise<Guarded> {
  await mkdir(dirname(command.log), { recursive: true })
  const log = openSync(command.log, 'a')
  const guard = spawn('sh', ['-c', GUARD, GUARD_NAME, command.file, ...command.args], {
    detached: true,
    stdio: ['pipe', log, log],
    env: { ...process.env, ...command.env },
  })
  closeSync(log)
  const ended = endOf(guard)
  await writeFile(command.pidFile, String(guard.pid ?? ''))
  return {
    ended,
    close: async () => {
      guard.stdin?.destroy()
      await ended
      await rm(command.pidFile, { force: true })
    },
  }
}

async function endOf(guard: ChildProcess): Promise<number> {
  // Without a listener a write to a guard that is gone would end this process.
  guard.stdin?.on('error', () => undefined)
  const [code] = (await once(guard, 'exit')) as [number | null]
  return code ?? 1
}
