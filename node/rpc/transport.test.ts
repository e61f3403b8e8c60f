import { request as httpRequest } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { accounts, CHAIN_ID, startTestNode } from './testing/node.ts'
import type { TestNode } from './testing/node.ts'

let node: TestNode
const measured: string[] = []

beforeAll(async () => {
  node = await startTestNode({ rpc: { allowedHosts: ['node.example'], batchLimit: 5, bodyLimit: 4_096 }, measure: (method) => measured.push(method) })
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
  say({ jsonrpc: '2.0', id: 6, method: 'eth_subscribe', params: ['syncing'] })
  expect(await next()).toMatchObject({ id: 6, error: { code: -32602, message: 'no "syncing" subscription in eth namespace' } })
  socket.close()
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
