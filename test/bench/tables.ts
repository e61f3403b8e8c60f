import { figuresOf, machine, requestsPerSecond, type BenchResult } from './results.ts'
import type { RpcLatency } from './rpc-messages.ts'
import type { Spread } from './statistics.ts'

interface Table {
  readonly title: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

const MEBIBYTE = 2 ** 20
const grouped = (value: number): string => Math.round(value).toLocaleString('en-US')
const spread = ({ median, min, max }: Spread, format: (value: number) => string = grouped): string =>
  `${format(median)} (${format(min)} … ${format(max)})`
const times = (value: number): string => `${value.toFixed(2)} ×`
const percent = (value: number): string => `${(100 * value).toFixed(0)} %`
const mebibytes = (bytes: number): string => `${grouped(bytes / MEBIBYTE)} MiB`

const latency = ({ p50, p99 }: RpcLatency): string => `${p50.toFixed(1)} ms, ${p99.toFixed(1)} ms`

function tablesOf(result: BenchResult): readonly Table[] {
  const { node, anvil, recovery, ratio, share } = figuresOf(result.mint)
  const { mint, rpc, rootUpdates, execution, mix, options } = result
  const each = (name: string, format: (side: typeof rpc.node) => string): readonly string[] => [name, format(rpc.node), format(rpc.anvil)]
  return [
    {
      title: `Mints through JSON-RPC: ${grouped(options.accounts)} accounts, ${options.rounds} rounds of ${grouped(options.transactions)} transactions behind two that warm up, median (least … most)`,
      head: ['', 'this node', `anvil (${options.anvil})`, 'recovery alone'],
      rows: [
        ['a second', spread(node.txPerSecond), spread(anvil.txPerSecond), spread(recovery.perSecond)],
        ['a CPU second', spread(node.txPerCpuSecond), spread(anvil.txPerCpuSecond), spread(recovery.perCpuSecond)],
        ['this node, a CPU second', '', spread(ratio, times), spread(share, percent)],
        ['memory at most', mebibytes(mint.nodePeak), mebibytes(mint.anvilPeak), ''],
      ],
    },
    {
      title: `RPC under load: ${rpc.connections} connections (HTTP with keep-alive, a fifth WebSockets, a twentieth WebSockets that subscribe to all and never read), one send in five, ${options.rpcSeconds} s`,
      head: ['', 'this node', 'anvil (interval)'],
      rows: [
        each('requests answered a second', (side) => grouped(requestsPerSecond(side))),
        each('of them sends', (side) => grouped(side.sends / side.seconds)),
        each('requests answered a CPU second', (side) => grouped((side.reads + side.sends) / side.cpuSeconds)),
        each('reads, p50 and p99', ({ read }) => latency(read)),
        each('sends, p50 and p99', ({ send }) => latency(send)),
        each('errors', ({ errors }) => grouped(errors)),
        each('memory at most', ({ peak }) => mebibytes(peak)),
      ],
    },
    {
      title: 'The state machine alone, one thread',
      head: ['', ''],
      rows: [
        ...Object.entries(rootUpdates).map(([size, keys]) => [`root updates in a tree of ${grouped(Number(size))} keys, keys a second`, grouped(keys)]),
        ['ether transfers executed a CPU second, root included', grouped(execution.transfersPerCpuSecond)],
        ['mints executed a CPU second, root included', grouped(execution.mintsPerCpuSecond)],
        ['all calls mixed, a CPU second, one a segment, from bytes to root', grouped(mix.perCpuSecond)],
      ],
    },
    {
      title: `Each kind of call, from a segment's bytes to the root, one call a segment, without signature recovery: ${grouped(mix.calls)} calls of random histories`,
      head: ['kind', 'share of the mix', 'a CPU second'],
      rows: Object.entries(mix.kinds).map(([kind, { share: part, perCpuSecond }]) => [kind, `${(100 * part).toFixed(1)} %`, grouped(perCpuSecond)]),
    },
  ]
}

const machineLine = (): string => {
  const { processors, memoryBytes, system, node } = machine()
  return `${processors}, ${mebibytes(memoryBytes)}, ${system}, Node ${node}, ${new Date().toISOString().slice(0, 10)}`
}

/** For a terminal. */
export function textOf(result: BenchResult): string {
  return [machineLine(), ...tablesOf(result).flatMap(({ title, head, rows }) => ['', title, ...aligned([head, ...rows])])].join('\n')
}

/** As docs/performance.md holds it. */
export function markdownOf(result: BenchResult): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const parts = tablesOf(result).map(({ title, head, rows }) => [title, '', line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n'))
  return [machineLine(), ...parts].join('\n\n')
}

function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)))
  return rows.map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}`.trimEnd()).filter((text) => text !== '')
}
