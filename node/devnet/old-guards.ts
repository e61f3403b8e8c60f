import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DevnetError } from './devnet-error.ts'
import { GUARD_NAME } from './guarded.ts'

export const l1Directory = (directory: string): string => join(directory, 'l1')
export const replicaDirectory = (directory: string): string => join(directory, 'replica')
/** Where the guard of what runs in a directory is remembered. */
export const guardFile = (directory: string): string => join(directory, 'guard.pid')

const PATIENCE_MS = 25_000

/** Waits for what an earlier run of a devnet, killed perhaps, has left behind to end. Throws DevnetError AlreadyRuns. */
export async function untilOldEnded(directory: string): Promise<void> {
  for (const part of [replicaDirectory(directory), l1Directory(directory)]) await waitForOldGuard(guardFile(part), PATIENCE_MS)
}

const POLL_MS = 50

/** Waits until the guard of an earlier run is gone: it may still be writing down the state that is about to be read. */
async function waitForOldGuard(pidFile: string, timeoutMs: number): Promise<void> {
  const pid = Number(await readFile(pidFile, 'utf8').catch(() => ''))
  if (!Number.isSafeInteger(pid) || pid <= 0) return
  for (let waited = 0; await isGuard(pid); waited += POLL_MS) {
    if (waited >= timeoutMs) throw new DevnetError('AlreadyRuns', `process ${pid} of an earlier run does not end`, `end it with: kill ${pid}`)
    await sleep(POLL_MS)
  }
  await rm(pidFile, { force: true })
}

/** Process numbers are used again, so where the system tells the command line it has to be a guard's. */
async function isGuard(pid: number): Promise<boolean> {
  if (!isAlive(pid)) return false
  const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined)
  return line === undefined ? process.platform !== 'linux' : line.includes(GUARD_NAME)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
