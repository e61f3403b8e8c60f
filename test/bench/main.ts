/** `npm run bench`: this node against anvil, and the parts of the state machine by themselves. docs/performance.md */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { BenchError } from './errors.ts'
import { benchExecution } from './execute.ts'
import { benchKinds } from './kinds.ts'
import { benchMint } from './mint-bench.ts'
import { readOptions, type BenchOptions } from './options.ts'
import { createProcesses } from './processes.ts'
import { createProgress } from './progress.ts'
import { jsonOf, type BenchResult } from './results.ts'
import { benchRootUpdates } from './root-updates.ts'
import { benchRpc } from './rpc-bench.ts'
import { markdownOf, textOf } from './tables.ts'

const INTERRUPTED = 130
const progress = createProgress()

async function measure(options: BenchOptions, directory: string, processes: ReturnType<typeof createProcesses>): Promise<BenchResult> {
  const mint = await benchMint(options, { processes, directory, say: progress.say })
  const rpc = await benchRpc(options, { processes, directory, say: progress.say })
  progress.say('state machine: execution')
  const execution = await benchExecution(options.accounts)
  progress.say('state machine: a mix of all calls')
  const mix = await benchKinds(processes, options.mixCalls)
  progress.say('state machine: root updates')
  const rootUpdates = await benchRootUpdates([...options.treeSizes])
  return { options, mint, rpc, execution, mix, rootUpdates }
}

function print(result: BenchResult): void {
  progress.clear()
  if (result.options.output === 'markdown') return console.log(markdownOf(result))
  console.log(textOf(result))
  if (result.options.output === 'json') console.log(jsonOf(result))
}

function explain(error: unknown): void {
  progress.clear()
  if (error instanceof BenchError && error.code === 'Usage') return console.error(error.message)
  console.error(error)
}

const processes = createProcesses()
const directory = mkdtempSync(join(tmpdir(), 'distribute-bench-'))
// Whichever way this process ends, nothing that it has started stays, and nothing that it has written.
process.once('exit', () => {
  processes.killAll()
  rmSync(directory, { recursive: true, force: true, maxRetries: 5 })
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(INTERRUPTED))

try {
  const options = readOptions(process.argv.slice(2))
  if (options.profile !== undefined) mkdirSync(options.profile, { recursive: true })
  print(await measure(options, directory, processes))
} catch (error) {
  explain(error)
  process.exitCode = 1
} finally {
  process.exit()
}
