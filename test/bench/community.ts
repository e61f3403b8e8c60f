import { readFileSync } from 'node:fs'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { anvilAccount, ANVIL_KEY } from './accounts.ts'
import { startAnvil, type Anvil } from './anvil.ts'
import { BenchError } from './errors.ts'
import { call } from './json-rpc.ts'
import type { Processes } from './processes.ts'

/** A community of one sequencer, over an L1 of its own. */
export interface Community {
  readonly l1: Anvil
  readonly pid: number
  readonly url: string
  /** Resolves once L1 has a batch with this block in it. */
  untilPosted(block: number): Promise<void>
  stop(): Promise<void>
}

const PROGRAM = fileURLToPath(new URL('../../node/bin/distribute.mjs', import.meta.url))
/** gas a day that an ether brings: accounts that were given ether by others have their credits within a second. */
const CREDITS_PER_ETHER = 2n ** 61n
/** L1 has a block a second. */
const L1_POLL_MS = 400
const POLL_MS = 50
const PATIENCE_MS = 60_000

export interface CommunityOptions {
  readonly directory: string
  readonly chainId: bigint
  /** wei that anvil's first account gets on the chain. */
  readonly deposit: bigint
  /** Where the node writes a CPU profile when it ends. */
  readonly profile: string | undefined
}

/** L1, contracts, sequencer and a first deposit: with the commands that an operator would use. */
export async function startCommunity(processes: Processes, options: CommunityOptions): Promise<Community> {
  const { directory, chainId, deposit } = options
  const l1 = await startAnvil(processes, ['--block-time', '1', '--mixed-mining', '--slots-in-an-epoch', '1'])
  const run = async (args: readonly string[]): Promise<void> => {
    const command = processes.start(process.execPath, [PROGRAM, ...args], { DISTRIBUTE_KEY: ANVIL_KEY })
    await command.gone.catch((error: unknown) => {
      if (command.child.exitCode !== 0) throw error
    })
  }
  const data = ['--data-dir', directory]
  const parameters = ['--param', `creditsPerEther=${CREDITS_PER_ETHER}`]
  await run(['init', ...data, '--insecure-plain', '--chain-id', String(chainId), ...parameters])
  await run(['deploy', ...data, '--l1-url', l1.url, '--posting-funds', '100000'])
  const profiling = options.profile === undefined ? [] : ['--cpu-prof', '--cpu-prof-dir', options.profile]
  const node = processes.start(process.execPath, [...programFlags(), ...profiling, PROGRAM, 'node', ...data, ...nodeFlags(l1.url)])
  const url = await node.says(/"rpc":"([^"]+)"/)
  await run(['deposit', String(deposit / 10n ** 18n), anvilAccount().address, '--l1-url', l1.url, '--l2-url', url])
  return {
    l1,
    pid: node.pid,
    url,
    untilPosted: (block) => untilPosted(url, block),
    stop: async () => {
      await node.stop()
      await l1.stop()
    },
  }
}

/** What the program's first line asks of Node: a shell obeys it, and so does who starts it without one. */
const programFlags = (): readonly string[] => /^#!\S+ -S node (.*)/.exec(readFileSync(PROGRAM, 'utf8'))?.[1]?.split(' ') ?? []

const nodeFlags = (l1Url: string): readonly string[] => [
  '--role', 'sequencer', '--l1-url', l1Url, '--l1-poll-ms', String(L1_POLL_MS), '--rpc-port', '0', '--metrics-port', '0',
  '--block-time-ms', '100', '--batch-interval-ms', '1000', '--log-format', 'json',
]

/** Safe is what L1 holds. */
async function untilPosted(url: string, block: number): Promise<void> {
  for (let waited = 0; waited < PATIENCE_MS; waited += POLL_MS) {
    const safe = (await call(url, 'eth_getBlockByNumber', ['safe', false])) as { readonly number: string }
    if (Number(safe.number) >= block) return
    await sleep(POLL_MS)
  }
  throw new BenchError('TooSlow', `block ${block} was not on L1 within ${PATIENCE_MS / 1_000} s`)
}
