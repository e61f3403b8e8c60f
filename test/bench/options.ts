import { parseArgs } from 'node:util'
import { BenchError } from './errors.ts'
import { ANVIL_MODES, type AnvilMode } from './plain-chain.ts'

export interface BenchOptions {
  readonly accounts: number
  /** A round, on each chain. */
  readonly transactions: number
  readonly rounds: number
  /** Records of the trees whose roots are brought up to date. */
  readonly treeSizes: readonly number[]
  readonly recoverySeconds: number
  /** Of the mix of all kinds. */
  readonly mixCalls: number
  /** Of mixed reads and sends, on each chain. */
  readonly rpcSeconds: number
  readonly anvil: AnvilMode
  readonly output: 'table' | 'json' | 'markdown'
  /** Directory for a CPU profile of the node. */
  readonly profile: string | undefined
}

const USAGE = `npm run bench -- [options]
  --accounts <number>      senders, 10000 by default, at most 100000
  --transactions <number>  mints a round on each chain, 30000 by default, at most 80000: the pool holds 100000
  --rounds <number>        measured rounds, 5 by default; two more before them warm both up
  --rpc-seconds <number>   of mixed reads and sends from 200 connections, on each chain, 20 by default
  --quick                  a short form for continuous integration: it shows that all works, and no more
  --anvil <mode>           how anvil makes blocks: ${Object.keys(ANVIL_MODES).join(', ')}
  --json                   the last line of output is JSON
  --markdown               prints the tables of docs/performance.md
  --profile <directory>    writes a CPU profile of the node there`

const FULL = { accounts: 10_000, transactions: 30_000, rounds: 5, treeSizes: [10_000, 100_000, 1_000_000], recoverySeconds: 1, mixCalls: 30_000, rpcSeconds: 20 }
const QUICK = { accounts: 500, transactions: 2_000, rounds: 2, treeSizes: [10_000], recoverySeconds: 0.3, mixCalls: 1_000, rpcSeconds: 1 }

/** Throws BenchError Usage, which says what there is. */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values } = parse(args)
  const defaults = values.quick === true ? QUICK : FULL
  return {
    accounts: whole(values.accounts, defaults.accounts, 100_000),
    transactions: whole(values.transactions, defaults.transactions, 80_000),
    rounds: whole(values.rounds, defaults.rounds, 1_000),
    treeSizes: defaults.treeSizes,
    recoverySeconds: defaults.recoverySeconds,
    mixCalls: defaults.mixCalls,
    rpcSeconds: whole(values['rpc-seconds'], defaults.rpcSeconds, 600),
    anvil: modeOf(values.anvil),
    output: values.json === true ? 'json' : values.markdown === true ? 'markdown' : 'table',
    profile: values.profile,
  }
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  const options = { accounts: text, transactions: text, rounds: text, 'rpc-seconds': text, anvil: text, profile: text, quick: flag, json: flag, markdown: flag }
  try {
    return parseArgs({ args: [...args], options })
  } catch (error) {
    throw new BenchError('Usage', `${error instanceof Error ? error.message : ''}\n${USAGE}`)
  }
}

function whole(given: string | undefined, fallback: number, max: number): number {
  if (given === undefined) return fallback
  const value = Number(given)
  if (Number.isSafeInteger(value) && value >= 1 && value <= max) return value
  throw new BenchError('Usage', `${given} is no whole number from 1 to ${max}\n${USAGE}`)
}

function modeOf(given = 'interval'): AnvilMode {
  if (given in ANVIL_MODES) return given as AnvilMode
  throw new BenchError('Usage', `anvil has no mode ${given}\n${USAGE}`)
}
