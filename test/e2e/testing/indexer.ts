import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect } from 'vitest'
import { blocksOf, missingLine, stepsOf } from '../../docs/blocks.ts'
import { freePort } from '../../free-port.ts'
import { eventually, rpc } from './devnet.ts'
import { startProgram } from './program.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const RECIPE = join(ROOT, 'docs/recipes/ponder.md')
/** The port that the recipe names. */
const PORT = '42069'

/** Ponder, as docs/recipes/ponder.md sets it up, on a community that is there already. */
export interface Indexer {
  readonly url: string
  /** All rows of a table, as its GraphQL has them: bigints are decimal text. */
  rows(table: string, columns: readonly string[]): Promise<readonly Row[]>
  stop(): Promise<void>
}

export type Row = { readonly [column: string]: string | number | boolean | null }

interface Status {
  readonly community?: { readonly block: { readonly number: number } | null }
}

/** Ready is said of all but the newest blocks; those follow one by one. */
const untilAtHead = async (ready: string, l2: string): Promise<void> => {
  await eventually('Ponder', 60, () => fetch(ready).then(({ status }) => status === 200, () => false))
  const head = Number(await rpc<string>(l2, 'eth_blockNumber'))
  await eventually('the newest block', 30, async () => {
    const status = (await (await fetch(ready.replace('/ready', '/status'))).json()) as Status
    return (status.community?.block?.number ?? -1) >= head
  })
}

/** Writes the recipe's files, starts what it starts, waits as it waits, and holds what it then asks against what it shows. */
export const startIndexer = async (l2: string): Promise<Indexer> => {
  // Inside the repository, so that its modules find theirs as they would beside a package.json.
  await mkdir(join(ROOT, '.distribute'), { recursive: true })
  const folder = await mkdtemp(join(ROOT, '.distribute', 'ponder-'))
  const port = String(await freePort())
  const here = (text: string): string => text.replaceAll(PORT, port)
  const commandOf = (command: string): string => here(command).replace(/^npx ponder start/, `node ${join(ROOT, 'node_modules/ponder/dist/esm/bin/ponder.js')} start --port ${port}`)
  const variables = { ...process.env, DISTRIBUTE_L2_URL: l2, PONDER_TELEMETRY_DISABLED: 'true' }
  const started: { readonly stop: () => Promise<void> }[] = []
  const stop = async (): Promise<void> => {
    for (const program of started) await program.stop()
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
  }
  try {
    for (const { check, argument, text } of blocksOf(await readFile(RECIPE, 'utf8'))) {
      if (check === 'file') {
        await mkdir(dirname(join(folder, argument)), { recursive: true })
        await writeFile(join(folder, argument), text)
        continue
      }
      for (const { command, shown } of stepsOf(text)) {
        if (check === 'start') {
          const program = startProgram('bash', ['-c', `exec ${commandOf(command)}`], { cwd: folder, env: variables })
          started.push(program)
          await untilAtHead(here(argument), l2).catch((cause: unknown) => Promise.reject(new Error(program.written(), { cause })))
        } else {
          const { stdout } = await promisify(execFile)('bash', ['-c', commandOf(command)], { cwd: folder, env: variables })
          expect(missingLine(shown, stdout), stdout).toBe(undefined)
        }
      }
    }
  } catch (error) {
    await stop()
    throw error
  }
  const url = `http://127.0.0.1:${port}`
  const rows = async (table: string, columns: readonly string[]): Promise<readonly Row[]> => {
    const query = `{ ${table}(limit: 1000) { items { ${columns.join(' ')} } } }`
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query }) })
    const { data, errors } = (await response.json()) as { readonly data?: { readonly [table: string]: { readonly items: readonly Row[] } }; readonly errors?: unknown }
    expect(errors).toBe(undefined)
    return data?.[table]?.items ?? []
  }
  return { url, rows, stop }
}
