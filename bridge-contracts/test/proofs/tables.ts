import type { KindName } from '@distribute/state-machine'
import type { Verdict } from './court.ts'
import type { ProofFigures, WorstFigures } from './measure.ts'
import type { BlobPosting, Posting } from './posting.ts'
import type { Rerun } from './reruns.ts'

export interface Figures {
  readonly accounts: number
  readonly proofs: ProofFigures
  readonly findSeconds: number
  readonly worst: WorstFigures
  readonly reruns: readonly Rerun[]
  readonly posting: readonly Posting[]
}

export interface Table {
  readonly title: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** Gas of the contracts of 2018, from the least to the most measured. */
export const CONTRACTS_OF_2018: readonly (readonly [kind: KindName, least: number, most: number])[] = [
  ['mint', 44_197, 61_309], ['propose', 725_137, 725_137], ['stake', 130_319, 181_631], ['claimTask', 192_950, 192_950],
  ['validate', 161_652, 184_354], ['commit', 192_090, 229_190], ['reveal', 140_896, 160_126],
]

const grouped = (value: number | bigint): string => (typeof value === 'bigint' ? value : Math.round(value)).toLocaleString('en-US')
const times = (value: number): string => `${value.toFixed(1)} ×`
const meanOf = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length

const proofRow = ({ name, gas, floor, bytes, records, seconds }: Verdict): readonly string[] =>
  [name, grouped(gas), grouped(floor), grouped(bytes), grouped(records), (1_000 * seconds).toFixed(1)]
const PROOF_HEAD = ['segment', 'gas', 'floor of its calldata', 'bytes', 'records', 'ms to find and build']

function comparison(posting: readonly Posting[]): Table {
  const rows = CONTRACTS_OF_2018.map(([kind, least, most]) => {
    const each = posting.find(({ name }) => name === kind)?.each ?? Number.NaN
    return { kind, least, most, each, ratio: (least + most) / 2 / each }
  })
  const old = meanOf(rows.map(({ least, most }) => (least + most) / 2))
  const own = meanOf(rows.map(({ each }) => each))
  return {
    title: 'L1 gas a call, beside the contracts of 2018',
    head: ['call', '2018', 'here', 'less'],
    rows: [
      ...rows.map(({ kind, least, most, each, ratio }) => [kind, least === most ? grouped(least) : `${grouped(least)} to ${grouped(most)}`, grouped(each), times(ratio)]),
      ['mean of the calls', grouped(old), grouped(own), times(old / own)],
      ['mean of the ratios', '', '', times(meanOf(rows.map(({ ratio }) => ratio)))],
    ],
  }
}

export function tablesOf({ accounts, proofs, findSeconds, worst, reruns, posting }: Figures): readonly Table[] {
  return [
    { title: `Whole proofs (\`proveFraud\`, receipts' gas) among ${grouped(accounts)} accounts`, head: PROOF_HEAD, rows: [...proofs.transfers, ...proofs.kinds].map(proofRow) },
    {
      title: 'To run a batch of 28 segments of 16 transfers of which the last is claimed falsely, to find it and to build what shows it',
      head: ['', ''], rows: [['seconds, signers recovered in TypeScript', findSeconds.toFixed(2)]],
    },
    { title: 'The dearest whole proofs, over ground trees', head: PROOF_HEAD, rows: worst.calldata.map(proofRow) },
    { title: 'The same of a full run of a blob, in a batch of six full blobs, every element opened', head: PROOF_HEAD, rows: worst.blobs.map(proofRow) },
    {
      title: 'Running a call on L1, its records apart, and the gas of its kind on this chain',
      head: ['kind', 'as played', 'at most', '`rerun` in params.ts', 'gas of the kind'],
      rows: reruns.map(({ kind, played, most, allowed, gas }) => [kind, grouped(played), grouped(most), grouped(allowed), grouped(gas)]),
    },
    {
      title: 'L1 gas to post an operation in calldata: real batches, gas of the receipt by operations',
      head: ['kind', 'operations', 'segments', 'gas of the batch', 'gas an operation'],
      rows: posting.map(({ name, operations, segments, batch, each }) => [name, grouped(operations), grouped(segments), grouped(batch), grouped(each)]),
    },
    comparison(posting),
  ]
}

/** What `--blobs` prints. */
export function blobTables(rows: readonly BlobPosting[]): readonly Table[] {
  return [{
    title: 'L1 gas to post an operation in six full blobs a transaction, beside calldata and the contracts of 2018: gas of the receipt by operations',
    head: ['kind', 'operations', 'gas of the batch', 'gas each', 'blob gas each', 'gas each in calldata', '2018', 'times less gas than the least of 2018'],
    rows: rows.map(({ name, operations, batch, each, eachBlob, eachInCalldata }) => {
      const [, least = Number.NaN, most = Number.NaN] = CONTRACTS_OF_2018.find(([kind]) => kind === name) ?? []
      const old = Number.isNaN(least) ? ['', ''] : [least === most ? grouped(least) : `${grouped(least)} to ${grouped(most)}`, grouped(Math.floor(least / each))]
      return [name, grouped(operations), grouped(batch), grouped(each), grouped(eachBlob), grouped(eachInCalldata), ...old]
    }),
  }]
}

/** As docs/performance.md holds it. */
export function markdownOf(tables: readonly Table[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return tables.map(({ title, head, rows }) => [title, '', line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')).join('\n\n')
}

/** For a terminal. */
export function textOf(tables: readonly Table[]): string {
  return tables.flatMap(({ title, head, rows }) => ['', title, ...aligned([head, ...rows])]).join('\n')
}

function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)))
  return rows.map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}`.trimEnd()).filter((text) => text !== '')
}
