/** The load: a process of its own, so that its CPU time is counted to neither chain. Takes orders over its channel. */
import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { performance } from 'node:perf_hooks'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { BenchError } from './errors.ts'
import { call, callMany, silent, type Request } from './json-rpc.ts'
import type { Job, Order, Report } from './load-messages.ts'

const POLL_MS = 50
const PATIENCE_MS = 120_000

interface Prepared {
  readonly job: Job
  readonly count: number
  readonly bodies: readonly Buffer[]
}

/** All bodies before the clock starts: the load must not be what is measured. */
function prepare(job: Job): Prepared {
  const raws = readFileSync(job.file, 'utf8').trimEnd().split('\n')
  const bodies: Buffer[] = []
  for (let from = 0; from < raws.length; from += job.batch) bodies.push(bodyOf(raws.slice(from, from + job.batch)))
  return { job, count: raws.length, bodies }
}

const bodyOf = (raws: readonly string[]): Buffer =>
  Buffer.from(`[${raws.map((raw, id) => `{"jsonrpc":"2.0","id":${id},"method":"eth_sendRawTransaction","params":["${raw}"]}`).join(',')}]`)

function post(url: string, agent: Agent, body: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': body.length }
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => resolve(Buffer.concat(parts).toString()))
      response.on('error', reject)
    })
    sent.setTimeout(PATIENCE_MS, () => sent.destroy(silent(url, PATIENCE_MS)))
    sent.on('error', reject)
    sent.end(body)
  })
}

interface Answer {
  readonly result?: string
  readonly error?: { readonly message: string }
}

/** The hash of the last transaction of a request. Throws BenchError if one was refused. */
function checkAccepted(text: string): string {
  const answers = JSON.parse(text) as readonly Answer[]
  const refused = answers.find(({ error }) => error !== undefined)
  if (refused?.error !== undefined) throw new BenchError('Refused', `a transaction was refused: ${refused.error.message}`)
  return answers.at(-1)?.result ?? ''
}

/** Sends everything; the hash of the last transaction. */
async function sendAll({ job, bodies }: Prepared): Promise<string> {
  const agent = new Agent({ keepAlive: true, maxSockets: job.inFlight })
  let next = 0
  let last = ''
  const sendInTurn = async (): Promise<void> => {
    for (let body = bodies[next++]; body !== undefined; body = bodies[next++]) last = checkAccepted(await post(job.url, agent, body))
  }
  try {
    await Promise.all(Array.from({ length: job.inFlight }, sendInTurn))
    return last
  } finally {
    agent.destroy()
  }
}

const headOf = async (url: string): Promise<number> => Number(await call(url, 'eth_blockNumber'))

async function countIn(url: string, from: number, to: number): Promise<number> {
  const requests = Array.from({ length: to - from + 1 }, (_, i): Request => ['eth_getBlockTransactionCountByNumber', [`0x${(from + i).toString(16)}`]])
  const counts = await callMany(url, requests)
  return counts.reduce<number>((sum, count) => sum + Number(count), 0)
}

/** The block that holds the last of `count` transactions behind block `start`. A block that is shown has its receipts. */
async function untilIncluded({ job, count }: Prepared, start: number): Promise<number> {
  const deadline = performance.now() + PATIENCE_MS
  let [seen, included] = [start, 0]
  while (performance.now() < deadline) {
    const head = await headOf(job.url)
    if (head > seen) included += await countIn(job.url, seen + 1, head)
    seen = head
    if (included >= count) return head
    await sleep(POLL_MS)
  }
  throw new BenchError('TooSlow', `${included} of ${count} transactions were included within ${PATIENCE_MS / 1_000} s`)
}

async function mineByHand({ job, count }: Prepared, start: number): Promise<void> {
  for (let included = 0; included < count; ) {
    await call(job.url, 'evm_mine')
    included = await countIn(job.url, start + 1, await headOf(job.url))
  }
}

async function checkReceipt(url: string, hash: string): Promise<void> {
  const receipt = (await call(url, 'eth_getTransactionReceipt', [hash])) as { readonly status: string } | null
  if (receipt?.status !== '0x1') throw new BenchError('Wrong', `the receipt of ${hash} has status ${receipt?.status ?? 'none'}`)
}

async function run(prepared: Prepared): Promise<Report> {
  const { url, mining } = prepared.job
  const start = await headOf(url)
  const started = performance.now()
  const last = await sendAll(prepared)
  if (mining === 'by hand') await mineByHand(prepared, start)
  const block = await untilIncluded(prepared, start)
  await checkReceipt(url, last)
  return { type: 'done', seconds: (performance.now() - started) / 1_000, block }
}

let prepared: Prepared | undefined

async function obey(order: Order): Promise<Report> {
  if (order.type === 'go' && prepared !== undefined) return run(prepared)
  if (order.type === 'prepare') prepared = prepare(order.job)
  return { type: 'ready' }
}

const tell = (report: Report): void => void process.send?.(report)
const fail = (error: unknown): void => tell({ type: 'failed', message: error instanceof Error ? error.message : String(error) })

process.on('message', (order: Order) => void obey(order).then(tell, fail))
// Whoever ordered the load is gone: nobody would hear of its end.
process.on('disconnect', () => process.exit(0))
