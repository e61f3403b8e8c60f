/** Reads and sends mixed, from many connections: a process of its own, so that its CPU time is counted to neither chain. */
import { readFileSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import process from 'node:process'
import { systemAddress } from '@distribute/state-machine'
import { httpClient, slowReader, socketClient, type RpcClient } from './rpc-clients.ts'
import type { RpcAnswer, RpcJob, RpcLatency, RpcReport } from './rpc-messages.ts'

/** Of the connections: so many WebSockets that ask, and so many that only listen, and do not even that. The rest is HTTP with keep-alive. */
const SOCKETS = 0.2
const SLOW = 0.05
/** Every so manyth request of a client is a send. */
const SEND_EVERY = 5

interface Request {
  readonly method: string
  readonly params: readonly unknown[]
}

/** totalSupply() */
const SUPPLY_CALL = '0x18160ddd'

/** What wallets and pages ask most. */
const readsOf = (holder: string): readonly Request[] => [
  { method: 'eth_blockNumber', params: [] },
  { method: 'eth_getBalance', params: [holder, 'latest'] },
  { method: 'eth_call', params: [{ to: systemAddress('token'), data: SUPPLY_CALL }, 'latest'] },
  { method: 'eth_getTransactionCount', params: [holder, 'pending'] },
  { method: 'eth_getBlockByNumber', params: ['latest', false] },
  { method: 'eth_gasPrice', params: [] },
]

interface Tally {
  readonly reads: number[]
  readonly sends: number[]
  errors: number
  firstError: string | null
}

const percentile = (sorted: readonly number[], part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0

const latencyOf = (times: readonly number[]): RpcLatency => {
  const sorted = [...times].sort((a, b) => a - b)
  return { p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99) }
}

const fail = (tally: Tally, words: string): void => {
  tally.errors++
  tally.firstError ??= words.slice(0, 200)
}

async function work(client: RpcClient, first: number, end: number, tally: Tally, next: () => string | undefined, reads: readonly Request[]): Promise<void> {
  for (let turn = first; performance.now() < end; turn++) {
    const raw = turn % SEND_EVERY === 0 ? next() : undefined
    const { method, params } = raw === undefined ? reads[turn % reads.length] ?? { method: 'eth_blockNumber', params: [] } : { method: 'eth_sendRawTransaction', params: [raw] }
    const start = performance.now()
    try {
      const answer = await client.ask(method, params)
      if (answer.includes('"error"')) fail(tally, answer)
      else (raw === undefined ? tally.reads : tally.sends).push(performance.now() - start)
    } catch (error) {
      fail(tally, String(error))
      if (String(error).includes('closed')) return
    }
  }
}

async function run({ url, file, seconds, connections, holder }: RpcJob): Promise<RpcReport> {
  const raws = readFileSync(file, 'utf8').split('\n').filter((raw) => raw !== '')
  let sent = 0
  const slow = await Promise.all(Array.from({ length: Math.round(connections * SLOW) }, () => slowReader(url)))
  const sockets = await Promise.all(Array.from({ length: Math.round(connections * SOCKETS) }, () => socketClient(url)))
  const https = Array.from({ length: connections - slow.length - sockets.length }, () => httpClient(url))
  const tally: Tally = { reads: [], sends: [], errors: 0, firstError: null }
  const start = performance.now()
  const clients = [...sockets, ...https]
  await Promise.all(clients.map((client, i) => work(client, i, start + seconds * 1_000, tally, () => raws[sent++], readsOf(holder))))
  const took = (performance.now() - start) / 1_000
  for (const each of [...clients, ...slow]) each.close()
  const { reads, sends, errors, firstError } = tally
  return { seconds: took, reads: reads.length, sends: sends.length, errors, firstError, read: latencyOf(reads), send: latencyOf(sends) }
}

const tell = (answer: RpcAnswer): void => void process.send?.(answer)

process.on('message', (job: RpcJob) => void run(job).then(
  (report) => tell({ type: 'done', report }),
  (error: unknown) => tell({ type: 'failed', message: String(error) }),
))
// Whoever ordered the load is gone: nobody would hear of its end.
process.on('disconnect', () => process.exit(0))
