import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PAGE_DIRECTORY } from '../page/page.ts'
import type { Logger } from '../telemetry/logger.ts'

const BUILD = fileURLToPath(new URL('../../dashboard/build.mjs', import.meta.url))
const WORDS = 2_000

/** Whether the members' page is built; where `npm ci` ran without its scripts it is built now. A page that cannot be built stops nothing. */
export async function ensurePage(log: Pick<Logger, 'info' | 'warn'>): Promise<boolean> {
  if (existsSync(join(PAGE_DIRECTORY, 'index.html'))) return true
  log.info({ component: 'devnet' }, 'building the members’ page: a few seconds, this once')
  const child = spawn(process.execPath, [BUILD], { stdio: ['ignore', 'ignore', 'pipe'] })
  let written = ''
  child.stderr.on('data', (data: Buffer) => {
    written = (written + data.toString()).slice(-WORDS)
  })
  await once(child, 'close')
  if (child.exitCode === 0) return true
  log.warn({ component: 'devnet' }, `the members’ page could not be built, and is not served: ${written.trim()}`)
  return false
}
