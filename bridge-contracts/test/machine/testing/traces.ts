import type { KindName } from '@distribute/state-machine'
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Hex } from 'viem'
import type { RuleCall, RuleGenesis } from './rules-harness.ts'

/** A call that TypeScript ran, with every record that it asked for (state-machine/testing/call-traces.ts). */
export interface CallTrace {
  readonly kind: KindName
  readonly time: string
  readonly sender: Hex
  readonly to: Hex
  readonly value: string
  readonly callData: Hex
  readonly records: readonly { readonly record: string; readonly key: Hex; readonly words: Hex; readonly after: Hex }[]
  readonly error: string | null
  readonly scrambled: boolean
}

export interface HistoryTrace {
  readonly genesis: RuleGenesis
  readonly calls: readonly CallTrace[]
}

export interface TraceOptions {
  readonly seed: number
  readonly histories: number
  /** Calls of each kind and outcome that are told. */
  readonly most: number
}

const WRITER = fileURLToPath(new URL('../../../../state-machine/testing/write-traces.ts', import.meta.url))
const ROOM_FOR = 2 ** 30

/** Random histories as the state machine writes them down: it does not show its rules to other rooms. */
export function randomTraces({ seed, histories, most }: TraceOptions): readonly HistoryTrace[] {
  const args = ['--import', 'tsx', WRITER, `${seed}`, `${histories}`, `${most}`]
  const lines = execFileSync(process.execPath, args, { encoding: 'utf8', maxBuffer: ROOM_FOR }).trim().split('\n')
  return lines.map((line) => JSON.parse(line) as HistoryTrace)
}

export const ruleCallOf = ({ records, ...call }: CallTrace): RuleCall => ({
  ...call, records: records.map(({ key, words }) => ({ key, words })),
})
