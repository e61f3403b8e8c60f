import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'

const INTERRUPTED = 130
const PARENT_POLL_MS = 500

/**
 * Aborts at the first Ctrl-C or SIGTERM, so that everything can be closed in order; the second one ends the process at once. Under
 * npm it also aborts when npm is gone: it cannot pass on a kill -9, and nobody would find this process any more.
 */
export function stopSignal(): AbortSignal {
  const controller = new AbortController()
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(INTERRUPTED)
    controller.abort()
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  if (process.env['npm_lifecycle_event'] !== undefined) void watchNpm(() => controller.abort())
  return controller.signal
}

/** Resolves when the signal aborts. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

async function watchNpm(gone: () => void): Promise<void> {
  const watched = await ancestors()
  const timer = setInterval(() => {
    if (watched.every(isAlive)) return
    clearInterval(timer)
    gone()
  }, PARENT_POLL_MS)
  timer.unref()
}

/** The parent; and the parent's parent where the parent is the shell that npm runs scripts in. */
async function ancestors(): Promise<readonly number[]> {
  const parent = process.ppid
  const { parent: grandparent, command } = await look(parent)
  return /(^|[/-])(sh|bash|dash|zsh)$/.test(command) && grandparent > 1 ? [parent, grandparent] : [parent]
}

/** A process's parent and program, from /proc or, where there is none, from ps; 0 if neither tells. */
async function look(pid: number): Promise<{ readonly parent: number; readonly command: string }> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  // pid (program) state parent …; the program may hold blanks and parentheses.
  const [, name, digits] = /^\d+ \((.*)\) \S (\d+)/.exec(line ?? '') ?? []
  if (digits !== undefined) return { parent: Number(digits), command: name ?? '' }
  const [parent = '0', command = ''] = (await ps(pid)).trim().split(/\s+/)
  return { parent: Number(parent), command }
}

function ps(pid: number): Promise<string> {
  return new Promise((resolve) => {
    execFile('ps', ['-o', 'ppid=,comm=', '-p', String(pid)], (error, out) => resolve(error === null ? out : ''))
  })
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
