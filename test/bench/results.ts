import { cpus, release, totalmem } from 'node:os'
import process from 'node:process'
import type { KindRates } from './kinds.ts'
import type { MintResult } from './mint-bench.ts'
import type { BenchOptions } from './options.ts'
import type { RpcLoadResult, RpcSide } from './rpc-bench.ts'
import { spreadOf, type Spread } from './statistics.ts'

export interface BenchResult {
  readonly options: BenchOptions
  readonly mint: MintResult
  readonly rpc: RpcLoadResult
  /** Keys a second, by the number of keys. */
  readonly rootUpdates: { readonly [size: string]: number }
  readonly mix: KindRates
  readonly execution: { readonly transfersPerCpuSecond: number; readonly mintsPerCpuSecond: number }
}

export interface Figures {
  readonly node: { readonly txPerSecond: Spread; readonly txPerCpuSecond: Spread }
  readonly anvil: { readonly txPerSecond: Spread; readonly txPerCpuSecond: Spread }
  readonly recovery: { readonly perSecond: Spread; readonly perCpuSecond: Spread }
  /** Of each round by itself, so that what else the machine does falls on both sides. */
  readonly ratio: Spread
  readonly share: Spread
}

/** What the rounds come to. */
export function figuresOf({ rounds }: MintResult): Figures {
  const over = (read: (round: (typeof rounds)[number]) => number): Spread => spreadOf(rounds.map(read))
  return {
    node: { txPerSecond: over(({ node }) => node.txPerSecond), txPerCpuSecond: over(({ node }) => node.txPerCpuSecond) },
    anvil: { txPerSecond: over(({ anvil }) => anvil.txPerSecond), txPerCpuSecond: over(({ anvil }) => anvil.txPerCpuSecond) },
    recovery: { perSecond: over(({ recovery }) => recovery.perSecond), perCpuSecond: over(({ recovery }) => recovery.perCpuSecond) },
    ratio: over(({ node, anvil }) => node.txPerCpuSecond / anvil.txPerCpuSecond),
    share: over(({ node, recovery }) => node.txPerCpuSecond / recovery.perCpuSecond),
  }
}

const round = (value: number, digits: number): number => Number(value.toFixed(digits))

/** Requests answered without an error, a second. */
export const requestsPerSecond = ({ reads, sends, seconds }: RpcSide): number => (reads + sends) / seconds

const sideOf = (side: RpcSide) => ({
  requestsPerSecond: Math.round(requestsPerSecond(side)),
  sendsPerSecond: Math.round(side.sends / side.seconds),
  readMs: { p50: round(side.read.p50, 1), p99: round(side.read.p99, 1) },
  sendMs: { p50: round(side.send.p50, 1), p99: round(side.send.p99, 1) },
  errors: side.errors,
  firstError: side.firstError,
  cpuSeconds: round(side.cpuSeconds, 2),
  peakBytes: side.peak,
})

/** The machine-readable form: the last line of `--json`. Names are kept, new ones added. */
export function jsonOf(result: BenchResult): string {
  const { node, anvil, recovery, ratio, share } = figuresOf(result.mint)
  const { accounts, transactions, rounds, anvil: anvilMode } = result.options
  return JSON.stringify({
    mint: {
      txPerSecond: Math.round(node.txPerSecond.median),
      txPerCpuSecond: Math.round(node.txPerCpuSecond.median),
      anvilTxPerSecond: Math.round(anvil.txPerSecond.median),
      anvilTxPerCpuSecond: Math.round(anvil.txPerCpuSecond.median),
      ratioPerCpuSecond: round(ratio.median, 3),
      ratioPerCpuSecondMin: round(ratio.min, 3),
      ratioPerCpuSecondMax: round(ratio.max, 3),
      shareOfRecoveryBound: round(share.median, 3),
    },
    recovery: { perSecond: Math.round(recovery.perSecond.median), perCpuSecond: Math.round(recovery.perCpuSecond.median) },
    memory: { nodePeakBytes: result.mint.nodePeak, anvilPeakBytes: result.mint.anvilPeak },
    rpc: { connections: result.rpc.connections, node: sideOf(result.rpc.node), anvil: sideOf(result.rpc.anvil) },
    rootUpdates: result.rootUpdates,
    execution: result.execution,
    mix: result.mix,
    run: { accounts, transactions, rounds, anvilMode, ...machine() },
  })
}

/** Where this was measured. */
export function machine(): { readonly processors: string; readonly memoryBytes: number; readonly system: string; readonly node: string } {
  const [first] = cpus()
  return { processors: `${cpus().length} × ${first?.model.trim() ?? 'unknown'}`, memoryBytes: totalmem(), system: `${process.platform} ${release()}`, node: process.version }
}
