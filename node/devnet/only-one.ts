import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DevnetError } from './devnet-error.ts'

export const PID_FILE = 'devnet.pid'

/** Marks a directory as in use by this process. Throws DevnetError AlreadyRuns where another one uses it. Returns what ends it. */
export async function takeDirectory(directory: string): Promise<() => Promise<void>> {
  const path = join(directory, PID_FILE)
  const pid = Number(await readFile(path, 'utf8').catch(() => ''))
  if (Number.isSafeInteger(pid) && pid > 0 && pid !== process.pid && (await isDevnet(pid))) {
    throw new DevnetError('AlreadyRuns', `a devnet runs in ${directory} already, process ${pid}`, `stop it (kill ${pid}), or give another --data-dir`)
  }
  await mkdir(directory, { recursive: true })
  await writeFile(path, String(process.pid))
  return () => rm(path, { force: true })
}

/** Process numbers are used again: where the system tells the command line, it has to be a devnet's. */
async function isDevnet(pid: number): Promise<boolean> {
  const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined)
  if (line !== undefined) return line.includes('devnet')
  if (process.platform === 'linux') return false
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
