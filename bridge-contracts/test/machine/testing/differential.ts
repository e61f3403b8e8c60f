import { ERRORS, fromHex, KINDS, SKIPS } from '@distribute/state-machine'
import type { Address, ErrorName, Genesis, KindName, ParameterName, Parameters, SkipName } from '@distribute/state-machine'
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Executor, ExecutorHarness, Rerun } from './executor-harness.ts'

/** A segment as state-machine/testing/segment-traces.ts tells it. */
interface SegmentLine {
  readonly rootBefore: string
  readonly segment: string
  readonly keys: readonly string[]
  readonly proof: string
  readonly inbox: { readonly length: string; readonly first: string; readonly entries: readonly string[] }
  readonly rootAfter: string
  readonly outcomes: string
  readonly what: readonly string[]
}

interface GenesisLine {
  readonly seed: number
  readonly genesis: {
    readonly name: string
    readonly tokenName: string
    readonly tokenSymbol: string
    readonly chainId: string
    readonly timestamp: string
    readonly registrar: Address
    readonly operator: Address
    readonly parameters: { readonly [name in ParameterName]: string }
  }
}

interface FaultLine {
  readonly seed: number
  readonly fault: string
}

type Line = SegmentLine | GenesisLine | FaultLine

export interface Difference {
  /** Of the history. */
  readonly seed: number
  readonly line: SegmentLine
  readonly root: string
  readonly outcomes: string
}

export interface Counts {
  transactions: number
  segments: number
  histories: number
  /** What was called and how it ended, how often. */
  readonly what: Map<string, number>
  readonly differences: Difference[]
  /** What TypeScript threw, with the history's seed: nothing ever should. */
  readonly faults: string[]
}

export interface DifferentialOptions {
  readonly transactions: number
  readonly seed: number
  readonly onProgress?: (counts: Counts) => void
}

const WRITER = fileURLToPath(new URL('../../../../state-machine/testing/write-segments.ts', import.meta.url))
/** So many segments in one question. */
const AT_ONCE = 8
const PROGRESS = 20_000
/** Calls from L1 that no contract knows are skipped; these two are told by RPC alone. */
const NEVER: ReadonlySet<ErrorName> = new Set(['UnknownCall', 'NonCanonicalCalldata'])

const genesisOf = ({ genesis }: GenesisLine): Genesis => ({
  ...genesis, chainId: BigInt(genesis.chainId), timestamp: BigInt(genesis.timestamp),
  parameters: Object.fromEntries(Object.entries(genesis.parameters).map(([name, value]) => [name, BigInt(value)])) as Parameters,
})

const rerunOf = ({ rootBefore, segment, keys, proof, inbox }: SegmentLine): Rerun => ({
  rootBefore: fromHex(rootBefore), segment: fromHex(segment), keys: keys.map(fromHex), proof: fromHex(proof),
  inbox: { length: BigInt(inbox.length), first: BigInt(inbox.first), entries: inbox.entries.map(fromHex) },
})

const isSame = (line: SegmentLine, { root, outcomes }: { readonly root: string; readonly outcomes: string }): boolean =>
  root === line.rootAfter && outcomes === line.outcomes

/** Histories' lines as the state machine writes them down: it does not show its rules to other rooms. */
async function* linesOf(child: ChildProcess): AsyncGenerator<Line> {
  if (child.stdout === null) return
  for await (const line of createInterface({ input: child.stdout })) yield JSON.parse(line) as Line
}

async function compareBatch(executor: Executor, seed: number, batch: readonly SegmentLine[], counts: Counts): Promise<void> {
  const answers = await executor.runEach(batch.map(rerunOf))
  for (const [i, line] of batch.entries()) {
    const first = answers[i]
    // All of a question share its gas: what differs is asked alone.
    const answer = first !== undefined && isSame(line, first) ? first : await executor.run(rerunOf(line))
    if (!isSame(line, answer)) counts.differences.push({ seed, line, root: answer.root, outcomes: answer.outcomes })
    counts.segments += 1
    counts.transactions += line.what.length
    for (const what of line.what) counts.what.set(what, (counts.what.get(what) ?? 0) + 1)
  }
}

/** Runs random histories in both languages: the same root after each segment, and the same end of each transaction. */
export async function runDifferential(harness: ExecutorHarness, { transactions, seed, onProgress }: DifferentialOptions): Promise<Counts> {
  const counts: Counts = { transactions: 0, segments: 0, histories: 0, what: new Map(), differences: [], faults: [] }
  const child = spawn(process.execPath, ['--import', 'tsx', WRITER, `${transactions}`, `${seed}`], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit') as Promise<[number | null]>
  let executor: Executor | undefined
  let own = seed
  let batch: SegmentLine[] = []
  const flush = async (): Promise<void> => {
    const before = counts.transactions
    if (executor !== undefined && batch.length > 0) await compareBatch(executor, own, batch, counts)
    batch = []
    if (Math.floor(counts.transactions / PROGRESS) > Math.floor(before / PROGRESS)) onProgress?.(counts)
  }
  for await (const line of linesOf(child)) {
    if ('fault' in line) counts.faults.push(`seed ${line.seed}: ${line.fault}`)
    else if ('genesis' in line) {
      await flush()
      executor = await harness.deploy(genesisOf(line))
      own = line.seed
      counts.histories += 1
    } else if (batch.push(line) === AT_ONCE) await flush()
  }
  await flush()
  const [code] = await ended
  if (code !== 0) throw new RangeError(`histories ended with ${String(code)} after ${counts.transactions} transactions`)
  return counts
}

export interface Unreached {
  readonly kinds: readonly KindName[]
  readonly errors: readonly ErrorName[]
  readonly skips: readonly SkipName[]
}

/** Kinds of calls that were never run, errors that no rule ended with, and reasons for which nothing was skipped. */
export function unreachedIn({ what }: Counts): Unreached {
  const words = [...what.keys()].map((text) => text.split(' '))
  const starts = new Set(words.map(([first]) => first))
  const ends = new Set(words.map(([, second]) => second))
  return {
    kinds: (Object.keys(KINDS) as KindName[]).filter((kind) => !starts.has(kind)),
    errors: ERRORS.filter((error) => !ends.has(error) && !NEVER.has(error)),
    skips: (Object.keys(SKIPS) as SkipName[]).filter((skip) => !ends.has(skip)),
  }
}
