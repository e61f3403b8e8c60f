import process from 'node:process'
import { fileURLToPath } from 'node:url'
import type { Processes } from './processes.ts'

/** What a mix of all calls does a CPU second, and each kind by itself (the median of its calls). */
export interface KindRates {
  readonly calls: number
  readonly perCpuSecond: number
  readonly kinds: { readonly [kind: string]: KindRate }
}

export interface KindRate {
  /** Of the mix. */
  readonly share: number
  readonly perCpuSecond: number
}

const PROGRAM = fileURLToPath(new URL('../../state-machine/testing/bench-kinds.ts', import.meta.url))

/** A process of its own: what it has compiled, and its garbage, are its own as well. */
export async function benchKinds(processes: Processes, calls: number): Promise<KindRates> {
  const started = processes.start(process.execPath, ['--import', 'tsx', PROGRAM, String(calls)])
  return JSON.parse(await started.says(/^(\{.*\})$/m)) as KindRates
}
