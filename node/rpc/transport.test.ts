import { Agent, request as httpRequest } from 'node:http'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { accounts, CHAIN_ID, startTestNode } from './testing/node.ts'
import type { TestNode } from './testing/node.ts'

let node: TestNode
const measured: string[] = []

beforeAll(async () => {
  node = await startTestNode({ rpc: { allowedHosts: ['node.example'], batchLimit: 5, bodyLimit: 4_096, responseLimit: 20_000 }, measure: (method) => measured.push(method) })
})
afterAll(() => node.close())

const ask = async (body: string): Promise<unknown> => JSON.parse(await (await node.post(body)).text()) as unknown
const chainId = (id: unknown) => ({ jsonrpc: '2.0', id, method: 'eth_chainId' })

test('ids come back as they were: strings, numbers, null', async () => {
  for (const id of ['a"b', 7, 0, -1, 1.5, null, 'ü']) expect(await ask(JSON.stringify(chainId(id)))).toEqual({ jsonrpc: '2.0', id, result: '0x116a3' })
})

test('params may be absent, null, or end in nulls', async () => {
  for (const params of [undefined, null, [], [null, null]]) {
    expect(await ask(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_blockNumber', params }))).toMatchObject({ result: '0x0' })
  }
  expect(await node.call('eth_getBalance', [`0x${'22'.repeat(20)}`, null])).toBe('0x0')
})

test('an id comes back as it was written, numbers that JavaScript would round too', async () => {
  const answered = async (id: string, method = 'eth_chainId'): Promise<string> => (await node.post(`{"jsonrpc":"2.0","id":${id},"method":"${method}"}`)).text()
  for (const id of ['0', '-1', '1.5', '"x"', '""', 'null', 'true', '9007199254740993', '18446744073709551615', '-12345678901234567890', '"12345678901234567890"']) {
    expect(await answered(id)).toBe(`{"jsonrpc":"2.0","id":${id},"result":"0x116a3"}`)
    expect(await answered(id, 'eth_sign')).toContain(`"id":${id},"error":`)
  }
  const batch = await node.post('[{"jsonrpc":"2.0","id" : 18446744073709551615 ,"method":"eth_chainId"},{"id":18446744073709551614,"jsonrpc":"2.0","method":"eth_chainId"}]')
  expect((await batch.text()).match(/1844674407370955161\d/g)).toEqual(['18446744073709551615', '18446744073709551614'])
  const text = JSON.stringify('{"id":18446744073709551615}')
  expect(await (await node.post(`{"jsonrpc":"2.0","id":${text},"method":"eth_chainId"}`)).text()).toContain(`"id":${text},"result"`)
})

test('notifications are run and not answered', async () => {
  expect(await (await node.post(JSON.stringify({ jsonrpc: '2.0', method: 'eth_chainId' }))).text()).toBe('')
  const mixed = [{ jsonrpc: '2.0', method: 'eth_chainId' }, chainId(1)]
  expect(await ask(JSON.stringify(mixed))).toHaveLength(1)
})

test('what is no request is refused in JSON-RPC\'s words, with status 200', async () => {
  const invalid = { code: -32600, message: 'invalid request' }
  const cases: readonly (readonly [string, unknown])[] = [
    ['{', { id: null, error: { code: -32700, message: 'parse error' } }],
    ['', { id: null, error: { code: -32700, message: 'parse error' } }],
    ['[]', { id: null, error: { code: -32600, message: 'empty batch' } }],
    ['1', { id: null, error: invalid }],
    ['[1]', [{ id: null, error: invalid }]],
    ['{"id":3,"method":"eth_chainId"}', { id: 3, error: invalid }],
    ['{"jsonrpc":"2.0","id":{},"method":"eth_chainId"}', { id: null, error: invalid }],
    ['{"jsonrpc":"2.0","id":3,"method":"eth_chainId","params":{}}', { id: 3, error: { code: -32602, message: 'non-array args' } }],
    ['{"jsonrpc":"2.0","id":3,"method":"eth_sign","params":[]}', { id: 3, error: { code: -32601, message: 'the method eth_sign does not exist/is not available' } }],
    ['{"jsonrpc":"2.0","id":3,"method":"constructor"}', { id: 3, error: { code: -32601 } }],
  ]
  for (const [body, answer] of cases) {
    const response = await node.post(body)
    expect(response.status).toBe(200)
    expect(JSON.parse(await response.text()), body).toMatchObject(answer as object)
  }
})

test('a batch keeps its order, and has a limit', async () => {
  const five = [1, 2, 3, 4, 5].map(chainId)
  expect(((await ask(JSON.stringify(five))) as { id: number }[]).map(({ id }) => id)).toEqual([1, 2, 3, 4, 5])
  expect(await ask(JSON.stringify([...five, chainId(6)]))).toEqual([{ jsonrpc: '2.0', id: 1, error: { code: -32600, message: 'batch too large' } }])
})

test('a body over the limit is refused, announced or not', async () => {
  expect((await node.post(`"${'x'.repeat(5_000)}"`)).status).toBe(413)
  const status = await new Promise((resolve, reject) => {
    const request = httpRequest(node.url, { method: 'POST', headers: { 'transfer-encoding': 'chunked' } }, (response) => resolve(response.statusCode))
    request.on('error', reject)
    for (let i = 0; i < 6; i++) request.write('x'.repeat(1_000))
    request.end()
  })
  expect(status).toBe(413)
})

test('web pages may call: preflight and origin', async () => {
  const headers = { origin: 'https://coop.example', 'access-control-request-headers': 'content-type' }
  const preflight = await fetch(node.url, { method: 'OPTIONS', headers })
  expect(preflight.status).toBe(204)
  expect(preflight.headers.get('access-control-allow-origin')).toBe('*')
  expect(preflight.headers.get('access-control-allow-headers')).toBe('content-type')
  expect((await node.post(JSON.stringify(chainId(1)), { origin: 'https://coop.example' })).headers.get('access-control-allow-origin')).toBe('*')
})

const statusUnder = (host: string): Promise<number | undefined> => new Promise((resolve, reject) => {
  const request = httpRequest(node.url, { method: 'POST', headers: { host } }, (response) => {
    response.resume()
    resolve(response.statusCode)
  })
  request.on('error', reject)
  request.end(JSON.stringify(chainId(1)))
})

test('a name that nobody configured is refused: DNS rebinding', async () => {
  for (const host of ['localhost', 'LOCALHOST:1', '127.0.0.1:9545', '[::1]:9545', '192.168.1.7', 'node.example:80']) expect(await statusUnder(host), host).toBe(200)
  for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example:9545', 'node.example.evil']) expect(await statusUnder(host), host).toBe(403)
  const socket = new WebSocket(node.wsUrl, { headers: { host: 'evil.example' } })
  expect(await new Promise((resolve) => socket.on('error', ({ message }) => resolve(message)))).toMatch(/403/)
})

test('GET / says what this is; other paths and methods are none', async () => {
  const response = await fetch(node.url)
  expect([response.status, await response.text()]).toEqual([200, expect.stringContaining('Harbour: a Distribute chain')])
  expect((await fetch(`${node.url}/x`)).status).toBe(404)
  expect((await fetch(node.url, { method: 'PUT' })).status).toBe(405)
})

interface Client {
  readonly socket: WebSocket
  next(): Promise<unknown>
}

async function connect(): Promise<Client> {
  const socket = new WebSocket(node.wsUrl)
  const arrived: unknown[] = []
  let wake = (): void => undefined
  socket.on('message', (data: Buffer) => {
    arrived.push(JSON.parse(data.toString('utf8')))
    wake()
  })
  await new Promise((resolve) => socket.on('open', resolve))
  return {
    socket,
    async next() {
      while (arrived.length === 0) await new Promise<void>((resolve) => { wake = resolve })
      return arrived.shift()
    },
  }
}

test('WebSocket: requests, batches, subscribe and unsubscribe', async () => {
  const { socket, next } = await connect()
  const say = (value: unknown): void => socket.send(JSON.stringify(value))
  say(chainId('x'))
  expect(await next()).toMatchObject({ id: 'x', result: '0x116a3' })
  say([chainId(1), chainId(2)])
  expect(await next()).toHaveLength(2)
  say({ jsonrpc: '2.0', id: 3, method: 'eth_subscribe', params: ['newHeads'] })
  const { result: subscription } = (await next()) as { result: string }
  await node.deposit(`0x${'33'.repeat(20)}`, 5n)
  expect(await next()).toMatchObject({ method: 'eth_subscription', params: { subscription, result: { number: '0x1', nonce: '0x0000000000000000' } } })
  say({ jsonrpc: '2.0', id: 4, method: 'eth_unsubscribe', params: [subscription] })
  expect(await next()).toMatchObject({ id: 4, result: true })
  say({ jsonrpc: '2.0', id: 5, method: 'eth_unsubscribe', params: [subscription] })
  expect(await next()).toMatchObject({ id: 5, result: false })
  await node.deposit(`0x${'33'.repeat(20)}`, 5n)
  say({ jsonrpc: '2.0', id: 6, method: 'eth_subscribe', params: ['side'] })
  expect(await next()).toMatchObject({ id: 6, error: { code: -32602, message: 'no "side" subscription in eth namespace' } })
  socket.close()
})

test('a subscription to syncing tells how it is, and of each change', async () => {
  const { socket, next } = await connect()
  socket.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_subscribe', params: ['syncing'] }))
  const { result: subscription } = (await next()) as { result: string }
  const told = (result: unknown): unknown => ({ jsonrpc: '2.0', method: 'eth_subscription', params: { subscription, result } })
  expect(await next()).toEqual(told(false))
  node.l1.syncing = { startingBlock: 1n, currentBlock: 2n, highestBlock: 30n }
  const status = { startingBlock: '0x1', currentBlock: '0x2', highestBlock: '0x1e' }
  await node.deposit(`0x${'33'.repeat(20)}`, 5n)
  expect(await next()).toEqual(told({ syncing: true, status }))
  expect(await node.call('eth_syncing')).toEqual(status)
  await node.deposit(`0x${'33'.repeat(20)}`, 5n)
  delete node.l1.syncing
  await node.deposit(`0x${'33'.repeat(20)}`, 5n)
  expect(await next()).toEqual(told(false))
  socket.close()
})

interface Reply {
  readonly status: number | undefined
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: Buffer
}

const exchange = (body: string, headers: Record<string, string>, agent?: Agent): Promise<Reply> => new Promise((resolve, reject) => {
  const request = httpRequest(node.url, { method: 'POST', headers, ...(agent === undefined ? {} : { agent }) }, (response) => {
    const chunks: Buffer[] = []
    response.on('data', (chunk: Buffer) => chunks.push(chunk))
    response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) }))
  })
  request.on('error', reject)
  request.end(body)
})
const logsBloom = JSON.stringify([1, 2, 3].map((id) => ({ jsonrpc: '2.0', id, method: 'eth_getBlockByNumber', params: ['0x0', false] })))

test('long answers are compressed for those who read gzip, and for nobody else; bodies are taken as they are', async () => {
  const plain = await exchange(logsBloom, {})
  expect(plain.headers['content-encoding']).toBeUndefined()
  const packed = await exchange(logsBloom, { 'accept-encoding': 'br;q=1.0, gzip;q=0.8', origin: 'https://coop.example' })
  expect(packed.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'origin, accept-encoding', 'access-control-allow-origin': '*' })
  expect(gunzipSync(packed.body).toString()).toBe(plain.body.toString())
  expect(packed.body.length).toBeLessThan(plain.body.length / 3)
  for (const refused of ['gzip;q=0', 'br', 'identity, gzip; q=0.0']) expect((await exchange(logsBloom, { 'accept-encoding': refused })).headers['content-encoding'], refused).toBeUndefined()
  expect((await exchange(JSON.stringify(chainId(1)), { 'accept-encoding': 'gzip' })).headers['content-encoding']).toBeUndefined()
  expect((await exchange(logsBloom, { 'content-encoding': 'gzip' })).status).toBe(415)
})

test('a connection is kept for the next request', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const ports = new Set<unknown>()
  agent.on('free', (socket: { localPort?: number }) => ports.add(socket.localPort))
  for (let i = 0; i < 5; i++) expect(await exchange(JSON.stringify(chainId(i)), {}, agent)).toMatchObject({ status: 200, headers: { 'keep-alive': 'timeout=120' } })
  agent.destroy()
  expect(ports.size).toBe(1)
})

test('an answer has a limit: what goes beyond it in a batch is not run', async () => {
  const block = (id: number) => ({ jsonrpc: '2.0', id, method: 'eth_getBlockByNumber', params: ['0x0', false] })
  const slots = (id: number, length = 200) => ({ jsonrpc: '2.0', id, method: 'eth_getStorageValues', params: [{ [accounts[0].address]: Array.from({ length }, () => '0x0') }] })
  const answers = (await ask(JSON.stringify([block(1), slots(2), slots(3), block(4), { ...chainId(5) }]))) as { id: number; error?: { code: number; message: string } }[]
  expect(answers.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5])
  expect(answers.map(({ error }) => error?.code)).toEqual([undefined, undefined, undefined, -32005, -32005])
  expect(await ask(JSON.stringify(slots(6, 300)))).toMatchObject({ id: 6, error: { code: -32005 } })
  expect(answers[4]?.error).toEqual({ code: -32005, message: 'response too large: at most 20000 bytes, ask for less' })
})

test('subscriptions need a connection', async () => {
  expect(await node.call('eth_subscribe', ['newHeads'])).toMatchObject({ error: { code: -32004 } })
})

test('close ends within a second, whatever clients do', async () => {
  const other = await startTestNode()
  const deaf = new WebSocket(other.wsUrl)
  await new Promise((resolve) => deaf.on('open', resolve))
  deaf.pause()
  const raw = await accounts[0].signTransaction({ chainId: CHAIN_ID, nonce: 5, gas: 21_000n, maxFeePerGas: 2n, to: accounts[1].address })
  await other.deposit(accounts[0].address, 10n ** 18n)
  const waiting = other.call('eth_sendRawTransactionSync', [raw]).catch(() => 'cut off')
  expect(await other.call('eth_getTransactionCount', [accounts[0].address])).toBe('0x0')
  const started = performance.now()
  await other.close()
  expect(performance.now() - started).toBeLessThan(5_000)
  expect(await waiting).toBe('cut off')
  deaf.terminate()
})

test('each request is measured, unknown methods under one name', () => {
  expect(measured).toContain('eth_chainId')
  expect(measured).toContain('unknown')
  expect(measured).not.toContain('constructor')
})
