import { once } from 'node:events'
import { createServer } from 'node:http'
import { keccak256, parseEther } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createForward } from '../forward.ts'
import { createRpcServer } from './index.ts'
import type { RpcServer } from './index.ts'
import { accounts, CHAIN_ID, startTestNode } from './testing/node.ts'
import type { TestNode } from './testing/node.ts'

let sequencer: TestNode
let replica: RpcServer
let url: string
const [ada, bob] = accounts
const refuse = (): Promise<never> => Promise.reject(new TypeError('a replica asks nothing of this'))

/** The same chain seen through a node without a pool. */
async function startReplica(forwardTo: string | undefined): Promise<{ server: RpcServer; url: string }> {
  const server = createRpcServer({ port: 0 }, {
    chain: sequencer.chain,
    ...(forwardTo === undefined ? {} : { forward: createForward(forwardTo) }),
    blobOf: async () => undefined,
    recoverMany: refuse,
    status: { status: () => expect.unreachable(), onClaims: () => () => undefined, about: () => expect.unreachable(), costOf: refuse, isClaimed: refuse, entriesOf: refuse },
    clientVersion: 'distribute/test',
    log: { warn: () => undefined, error: (facts, message) => console.error(message, facts) },
  })
  const { port } = await server.listen()
  return { server, url: `http://127.0.0.1:${port}` }
}

async function ask(at: string, method: string, params: readonly unknown[]): Promise<unknown> {
  const response = await fetch(at, { method: 'POST', body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }) })
  return response.json()
}

beforeAll(async () => {
  sequencer = await startTestNode()
  await sequencer.deposit(ada.address, parseEther('1'))
  ;({ server: replica, url } = await startReplica(sequencer.url))
})
afterAll(async () => {
  await replica.close()
  await sequencer.close()
})

const sign = (nonce: number): Promise<string> => ada.signTransaction({ chainId: CHAIN_ID, nonce, gas: 21_000n, maxFeePerGas: 2n, to: bob.address })

test('a replica passes on what is sent, with the sequencer\'s answer and its errors', async () => {
  const raw = await sign(0)
  expect(await ask(url, 'eth_sendRawTransactionSync', [raw])).toMatchObject({ result: { status: '0x1', blockNumber: '0x2' } })
  expect(await ask(url, 'eth_sendRawTransaction', [raw])).toMatchObject({ error: { code: -32000, message: 'nonce too low: next nonce 1, tx nonce 0' } })
  expect(await ask(url, 'distribute_register', [ada.address, `0x${'01'.repeat(32)}`, '0x1', '0x'])).toMatchObject({ error: { code: 3, message: 'execution reverted: SignatureExpired' } })
})

test('its pending nonce is the sequencer\'s', async () => {
  await sequencer.call('eth_sendRawTransaction', [await sign(1)])
  expect(await ask(url, 'eth_getTransactionCount', [ada.address, 'pending'])).toMatchObject({ result: '0x2' })
})

interface Answer {
  readonly id: number
  readonly result?: string
  readonly error?: { readonly code: number }
}

/** A sequencer's port that keeps what it is asked, and answers each request some time later, the earlier ones last. */
async function startSlowDoor(): Promise<{ readonly url: string; readonly bodies: unknown[]; close(): void }> {
  const bodies: unknown[] = []
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const body = Buffer.concat(parts).toString()
      bodies.push(JSON.parse(body))
      setTimeout(() => void sequencer.post(body).then(async (answer) => response.end(await answer.text())), Math.max(0, 200 - 20 * bodies.length))
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return { url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`, bodies, close: () => void server.close() }
}

test('a batch is passed on as one batch: each nonce in its turn, each answer in its place', async () => {
  const door = await startSlowDoor()
  const passing = await startReplica(door.url)
  const first = Number(await sequencer.call('eth_getTransactionCount', [ada.address, 'pending']))
  const raws = await Promise.all(Array.from({ length: 8 }, (_, i) => sign(first + i)))
  const params: readonly unknown[] = [raws[0], raws[1], 'nonsense', raws[2], raws[1], ...raws.slice(3)]
  const body = params.map((raw, id) => ({ jsonrpc: '2.0', id, method: 'eth_sendRawTransaction', params: [raw] }))
  const response = await fetch(passing.url, { method: 'POST', body: JSON.stringify([...body, { jsonrpc: '2.0', id: 99, method: 'eth_chainId' }]) })
  const answers = (await response.json()) as readonly Answer[]
  expect(answers.map(({ id }) => id)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 99])
  expect(answers.map(({ error }) => error?.code)).toEqual([undefined, undefined, -32602, undefined, -32000, ...Array<undefined>(6)])
  expect(answers.flatMap(({ result }) => result ?? []).slice(0, -1)).toEqual(raws.map((raw) => keccak256(raw as `0x${string}`)))
  expect(door.bodies).toHaveLength(1)
  expect(door.bodies[0]).toMatchObject([raws[0], raws[1], raws[2], raws[1], ...raws.slice(3)].map((raw) => ({ params: [raw] })))
  await passing.server.close()
  door.close()
})

test('with nobody to pass it on to, it says so, and still answers reads', async () => {
  const alone = await startReplica(undefined)
  const gone = await startReplica('http://127.0.0.1:1')
  expect(await ask(alone.url, 'eth_sendRawTransaction', ['0x'])).toMatchObject({ error: { code: -32003, message: 'transaction rejected: this node takes no transactions, send them to the sequencer' } })
  expect(await ask(gone.url, 'eth_sendRawTransaction', ['0x'])).toMatchObject({ error: { code: -32002 } })
  const batch = JSON.stringify([1, 2].map((id) => ({ jsonrpc: '2.0', id, method: 'eth_sendRawTransaction', params: ['0x'] })))
  for (const at of [alone.url, gone.url]) {
    expect(await (await fetch(at, { method: 'POST', body: batch })).json()).toMatchObject([1, 2].map((id) => ({ id, error: { code: at === alone.url ? -32003 : -32002 } })))
  }
  for (const at of [alone.url, gone.url]) expect(await ask(at, 'eth_getTransactionCount', [ada.address, 'pending'])).toHaveProperty('result')
  expect(await ask(alone.url, 'eth_newPendingTransactionFilter', [])).toHaveProperty('result')
  await alone.server.close()
  await gone.server.close()
})
