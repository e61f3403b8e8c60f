// `node --import tsx node/rpc/testing/run-fuzz.ts <requests> [seed]`: odd requests and odder sockets against a node in a process of
// its own. It ends with 1 where the node crashes, answers what it must refuse, answers something else than before, says "internal
// error", or keeps memory.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request as httpRequest } from 'node:http'
import { fileURLToPath } from 'node:url'
import { methods } from '../methods.ts'
import { createDice, nextCase, pick } from './fuzz-requests.ts'
import type { Case, Dice, Template } from './fuzz-requests.ts'
import { visit } from './fuzz-sockets.ts'
import { isQuirk, readSpecification } from './specification.ts'

interface Started {
  readonly port: number
  readonly hashes: readonly string[]
  readonly member: string
  readonly other: string
  readonly token: string
  readonly raw: string
}
interface Memory {
  readonly heapUsed: number
  readonly rss: number
  readonly external: number
}
interface Answer {
  readonly jsonrpc?: unknown
  readonly id?: unknown
  readonly result?: unknown
  readonly error?: { readonly code?: unknown; readonly message?: unknown }
}

const [, , requestsText = '100000', seedText = '1'] = process.argv
const wanted = Number(requestsText)
const seed = Number(seedText)
const LANES = 4
const MAX_BATCH = 60
const VISIT_EVERY = 8
/** Bytes of heap, after a collection, that a run may leave behind. */
const MAY_GROW = 24 * 1024 * 1024

const child = fork(fileURLToPath(new URL('./fuzz-node.ts', import.meta.url)), [], { execArgv: ['--import', 'tsx', '--expose-gc'] })
const [started] = (await once(child, 'message')) as [Started]
const agent = new Agent({ keepAlive: true, maxSockets: LANES })
const counts = { asked: 0, results: 0, errors: 0, batches: 0, visits: 0 }
const faults: string[] = []
child.on('exit', (code) => {
  if (!isEnding) faults.push(`the node ended with ${String(code)}`)
})
let isEnding = false

const memory = async (): Promise<Memory> => {
  child.send('memory')
  const [answer] = (await once(child, 'message')) as [Memory]
  return answer
}

const post = (body: string): Promise<string> => new Promise((resolve, reject) => {
  const request = httpRequest({ port: started.port, host: '127.0.0.1', method: 'POST', agent, headers: { 'content-type': 'application/json' } }, (response) => {
    const chunks: Buffer[] = []
    response.on('data', (chunk: Buffer) => chunks.push(chunk))
    response.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
  })
  request.on('error', reject)
  request.end(body)
})

const { member, other, token, hashes } = started
const call = { from: member, to: other, value: '0x1' }
const templates: readonly Template[] = ([
  ['eth_chainId', []], ['net_version', []], ['eth_blockNumber', []], ['eth_getBlockByNumber', ['0x1', true]], ['eth_getBlockByNumber', ['latest', false]],
  ['eth_getBalance', [member, 'latest']], ['eth_getBalance', [member, { blockNumber: '0x1' }]], ['eth_getTransactionCount', [member, 'pending']], ['eth_getCode', [token, 'latest']],
  ['eth_getTransactionByHash', [hashes[0]]], ['eth_getTransactionReceipt', [hashes[1]]], ['eth_getBlockReceipts', ['0x2']], ['eth_call', [call, 'latest', { [member]: { balance: '0xffff' } }]],
  ['eth_estimateGas', [call, '0x2']], ['eth_createAccessList', [call]], ['eth_fillTransaction', [call]], ['eth_feeHistory', ['0x2', 'latest', [20, 50]]],
  ['eth_getLogs', [{ fromBlock: '0x0', toBlock: 'latest', address: [token], topics: [null, []] }]], ['eth_getStorageAt', [token, '0x0', 'latest']], ['eth_getStorageValues', [{ [token]: ['0x0'] }, 'latest']],
  ['eth_simulateV1', [{ blockStateCalls: [{ calls: [call], stateOverrides: { [other]: { balance: '0x5' } }, blockOverrides: { time: '0x7fffffff' } }], validation: false, traceTransfers: true }, 'latest']],
  ['eth_sendRawTransaction', [started.raw]], ['txpool_content', []], ['ots_getBlockDetails', [1]], ['ots_getBlockTransactions', [1, 0, 25]], ['ots_searchTransactionsBefore', [member, 0, 25]],
  ['ots_getTransactionBySenderAndNonce', [member, 1]], ['erigon_getHeaderByNumber', ['latest']], ['web3_sha3', ['0x68656c6c6f']], ['distribute_history', [{ account: member, limit: 5 }]], ['rollup_getWithdrawals', [member]],
] as const).map(([method, params]) => ({ method, params }))
/** Those that wait or move the clock are not asked. */
const names = Object.keys(methods).filter((name) => !name.startsWith('evm_') && !name.endsWith('Sync') && name !== 'distribute_register')

const specification = readSpecification()
const validators = specification.validators()

/** What a result must look like; type 0x7e, which the specification does not know, has the fields of type 0. */
function isShaped(method: unknown, result: unknown): boolean {
  const validate = validators.get(String(method))
  if (validate === undefined || isQuirk(result)) return true
  return validate(specification.asThen(JSON.parse(JSON.stringify(result).replaceAll('"type":"0x7e"', '"type":"0x0"'))))
}

const outcomeOf = ({ result, error }: Answer): string => JSON.stringify(error ?? { result })
const first: string[] = []
for (const { method, params } of templates) first.push(outcomeOf(JSON.parse(await post(JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }))) as Answer))

const fault = (what: string, asked: unknown, answer: unknown): void => {
  if (faults.length < 20) faults.push(`${what}: ${JSON.stringify(asked)?.slice(0, 400)} → ${JSON.stringify(answer)?.slice(0, 400)}`)
}

function check({ request, expect, template }: Case, answer: Answer | undefined): void {
  if (answer === undefined || answer.id !== request.id || answer.jsonrpc !== '2.0') return fault('no answer of its own', request, answer)
  const { error } = answer
  if ((error === undefined) === (answer.result === undefined)) return fault('neither a result nor an error, or both', request, answer)
  if (error === undefined) counts.results++
  else counts.errors++
  if (error !== undefined && (!Number.isInteger(error.code) || error.code === -32603 || typeof error.message !== 'string' || error.message === '')) fault('no proper error', request, answer)
  if (expect === 'error' && error === undefined) fault('taken, and must be refused', request, answer)
  if (expect === 'any' && error === undefined && !isShaped(request.method, answer.result)) fault('not in the specified shape', request, answer)
  if (expect === 'same' && outcomeOf(answer) !== first[template ?? -1]) fault(`not the answer it was (${first[template ?? -1]?.slice(0, 200)})`, request, answer)
}

async function askBatch(dice: Dice): Promise<void> {
  const cases = Array.from({ length: 1 + dice(MAX_BATCH) }, (_, i) => nextCase(dice, i + 1, templates, names))
  const [only] = cases
  const single = cases.length === 1 && only !== undefined
  const text = await post(JSON.stringify(single ? only.request : cases.map(({ request }) => request)))
  const answers = JSON.parse(text) as Answer | readonly Answer[]
  const list = Array.isArray(answers) ? (answers as readonly Answer[]) : [answers as Answer]
  cases.forEach((each, i) => check(each, list[i]))
  if (list.length !== cases.length) fault('not as many answers as requests', cases.length, list.length)
  counts.asked += cases.length
  counts.batches++
}

/** A body that is no JSON-RPC at all: an error with status 200, or nothing. */
async function askJunk(dice: Dice): Promise<void> {
  const body = pick(dice, ['', '{', 'null', '0', '"a"', '[[]]', '[null,1]', '{"jsonrpc":"2.0"}', '\ufeff{}', '[' .repeat(5_000), `{"a":${'['.repeat(2_000)}${']'.repeat(2_000)}}`, '1e999', '{"jsonrpc":"2.0","id":1e400,"method":"x"}'])
  const text = await post(body)
  const answer = JSON.parse(text) as Answer | readonly Answer[]
  const list = Array.isArray(answer) ? (answer as readonly Answer[]) : [answer as Answer]
  if (list.some(({ error }) => error === undefined)) fault('junk was taken', body.slice(0, 100), answer)
  counts.asked++
}

async function lane(dice: Dice): Promise<void> {
  for (let round = 0; counts.asked < wanted && faults.length === 0; round++) {
    await (dice(20) === 0 ? askJunk(dice) : askBatch(dice))
    if (round % VISIT_EVERY === 0) {
      await visit(started.port, dice)
      counts.visits++
      counts.asked++
    }
  }
}

const began = performance.now()
const seconds = (): string => ((performance.now() - began) / 1_000).toFixed(0)
const megabytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1)
// The first tenth fills what is kept on purpose: blocks shown, filters, compiled code.
let base: Memory | undefined
const samples: number[] = []
const timer = setInterval(() => {
  void memory().then((now) => {
    if (base === undefined && counts.asked >= wanted / 10) base = now
    samples.push(now.heapUsed)
    console.log(`${counts.asked} of ${wanted} requests, ${counts.visits} odd sockets, heap ${megabytes(now.heapUsed)} MB, rss ${megabytes(now.rss)} MB, ${seconds()} s`)
  }).catch(() => undefined)
}, 5_000)
await Promise.all(Array.from({ length: LANES }, (_, i) => lane(createDice(seed * 1_000 + i)))).catch((error: unknown) => faults.push(`a request broke off: ${String(error)}`))
clearInterval(timer)
const last = faults.length === 0 ? await memory() : undefined
const grown = last === undefined || base === undefined ? 0 : last.heapUsed - base.heapUsed
if (grown > MAY_GROW) faults.push(`the heap grew by ${megabytes(grown)} MB`)
isEnding = true
agent.destroy()
if (child.connected) child.send('end')
setTimeout(() => child.kill('SIGKILL'), 5_000).unref()
for (const each of faults) console.log(each)
console.log(`${counts.asked} requests in ${seconds()} s: ${counts.results} results, ${counts.errors} errors, ${counts.visits} odd sockets, heap ${megabytes(base?.heapUsed ?? 0)} → ${megabytes(last?.heapUsed ?? 0)} MB, rss ${megabytes(last?.rss ?? 0)} MB, ${faults.length} faults, seed ${seed}`)
process.exitCode = faults.length === 0 ? 0 : 1
