import { connect, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { createClientRate } from './client-rate.ts'
import { createRefusals } from './refusals.ts'
import { startTestNode, type TestNode, type TestOptions } from './testing/node.ts'

let node: TestNode
const open: Socket[] = []
const webSockets: WebSocket[] = []
const warnings: object[] = []
let answered = 0

afterEach(async () => {
  for (const socket of open.splice(0)) socket.destroy()
  for (const socket of webSockets.splice(0)) socket.terminate()
  await node.close()
})

const start = async (rpc: NonNullable<TestOptions['rpc']>): Promise<void> => {
  warnings.splice(0)
  answered = 0
  node = await startTestNode({ rpc, warn: (facts, message) => warnings.push({ ...facts, message }), measure: () => answered++ })
}
const BODY = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId' })
const REQUEST = `POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY}`

interface Client {
  readonly socket: Socket
  /** Resolves with all that came by the time that `pattern` has, or the connection has ended. */
  until(pattern: RegExp): Promise<string>
}

const dial = async (): Promise<Client> => {
  const socket = connect(node.port, '127.0.0.1')
  open.push(socket)
  let text = ''
  let isOver = false
  let look = (): void => undefined
  socket.on('error', () => undefined)
  socket.on('data', (data: Buffer) => {
    text += data.toString()
    look()
  })
  socket.on('close', () => {
    isOver = true
    look()
  })
  await new Promise((resolve) => socket.once('connect', resolve))
  return {
    socket,
    until: (pattern) => new Promise((resolve) => {
      look = () => (isOver || pattern.test(text)) && resolve(text)
      look()
    }),
  }
}
/** Holds a place: its request has begun and does not end. */
const hold = async (): Promise<Client> => {
  const client = await dial()
  client.socket.write(REQUEST.slice(0, -3))
  return client
}
/** Until the connection has ended. */
const NEVER = /(?!)/
const later = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

test('one HTTP connection too many is answered 503, and served again once there is room; the log says so once', async () => {
  await start({ maxConnections: 3 })
  const holders = [await hold(), await hold(), await hold()]
  for (let i = 0; i < 5; i++) {
    const refused = await dial()
    refused.socket.write(REQUEST)
    const answer = await refused.until(NEVER)
    expect(answer).toMatch(/^HTTP\/1\.1 503 .*connection: close.*too many connections/is)
  }
  expect(warnings).toEqual([{ refused: { http: 1, websocket: 0 }, most: { http: 3, websocket: 500 }, message: 'too many connections: new ones are refused' }])
  const silent = await dial()
  expect(await silent.until(NEVER)).toBe('')
  holders[0]?.socket.write(REQUEST.slice(-3))
  expect(await holders[0]?.until(/0x116a3/)).toMatch(/^HTTP\/1\.1 200/)
  const next = await dial()
  next.socket.write(REQUEST)
  expect(await next.until(/0x116a3/)).toMatch(/^HTTP\/1\.1 200/)
})

test('who keeps a connection without a word makes room for who asks', async () => {
  await start({ maxConnections: 3 })
  for (let i = 0; i < 12; i++) {
    const client = await dial()
    await later(20)
    client.socket.write(REQUEST)
    expect(await client.until(/0x116a3/)).toMatch(/^HTTP\/1\.1 200/)
  }
  expect(warnings).toEqual([])
})

const upgrade = (): Promise<number> => new Promise((resolve) => {
  const socket = new WebSocket(node.wsUrl)
  webSockets.push(socket)
  socket.on('error', () => resolve(-1))
  socket.on('close', (code) => resolve(code))
  socket.on('message', () => resolve(0))
  socket.on('open', () => socket.send(BODY))
})

test('one WebSocket too many is closed with 1013; they take no places from HTTP, nor HTTP from them', async () => {
  await start({ maxConnections: 2, maxWebsockets: 3 })
  expect([await upgrade(), await upgrade(), await upgrade()]).toEqual([0, 0, 0])
  expect([await upgrade(), await upgrade()]).toEqual([1013, 1013])
  expect(await node.call('eth_chainId')).toBe('0x116a3')
  webSockets[0]?.terminate()
  await expect.poll(upgrade).toBe(0)
  // Who asks may come before the first bytes of who holds a place, which is hers then.
  await expect.poll(async () => {
    await hold()
    await hold()
    return upgrade()
  }).toBe(-1)
})

test('a WebSocket whose other end is gone without a word gives its place up', async () => {
  await start({ maxWebsockets: 1, pingMs: 150 })
  expect(await upgrade()).toBe(0)
  await later(500)
  expect(await upgrade()).toBe(1013)
  webSockets[0]?.pause()
  await expect.poll(upgrade).toBe(0)
})

test('a request that comes drop by drop is cut off: its head, and its body', async () => {
  await start({ headersTimeoutMs: 200, requestTimeoutMs: 600 })
  const drip = async (text: string): Promise<string> => {
    const { socket, until } = await dial()
    const timer = setInterval(() => socket.write('x'), 40)
    socket.write(text)
    const answer = await until(NEVER)
    clearInterval(timer)
    return answer
  }
  const started = performance.now()
  expect(await drip('POST / HTTP/1.1\r\nHost: localhost\r\nX: ')).toMatch(/^HTTP\/1\.1 408/)
  expect(performance.now() - started).toBeLessThan(1_500)
  expect(await drip('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n')).toMatch(/^HTTP\/1\.1 408|^$/)
  expect(performance.now() - started).toBeLessThan(4_000)
  expect(await node.call('eth_chainId')).toBe('0x116a3')
})

test('a client that asks too often is told so, with the status that libraries wait at; others are not', async () => {
  await start({ rateLimit: 2 })
  const batch = JSON.stringify(Array.from({ length: 15 }, (_, id) => ({ jsonrpc: '2.0', id, method: 'eth_chainId' })))
  expect((await node.post(batch)).status).toBe(200)
  expect((await node.post(batch)).status).toBe(200)
  const refused = await node.post(BODY)
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1'])
  const error = { code: -32005, message: 'request rate exceeded: too many requests from this address, slow down' }
  expect(await refused.json()).toEqual({ jsonrpc: '2.0', id: 1, error })
  const socket = new WebSocket(node.wsUrl)
  webSockets.push(socket)
  await new Promise((resolve) => socket.on('open', resolve))
  socket.send(BODY)
  expect(JSON.parse(String(await new Promise((resolve) => socket.once('message', resolve))))).toEqual({ jsonrpc: '2.0', id: 1, error })
})

test('a rate comes back with time; addresses of one network share it; the oldest are forgotten', () => {
  let now = 0
  const rate = createClientRate({ perSecond: 10, now: () => now })
  expect(rate.admits('10.0.0.1', 150)).toBe(true)
  expect(rate.admits('10.0.0.1', 1)).toBe(false)
  expect(rate.admits('::ffff:10.0.0.1', 1)).toBe(false)
  expect(rate.admits('10.0.0.2', 1)).toBe(true)
  now = 5_000
  expect(rate.admits('10.0.0.1', 1)).toBe(false)
  now = 5_200
  expect(rate.admits('10.0.0.1', 1)).toBe(true)
  expect(rate.admits('2001:db8::1', 100)).toBe(true)
  expect(rate.admits('2001:db8:0:0:ffff::2', 1)).toBe(false)
  expect(rate.admits('2001:db8:0:1::1', 1)).toBe(true)
  for (let i = 0; i < 100_100; i++) rate.admits(`a${i}`, 1)
  expect(rate.known()).toBe(100_000)
  expect(createClientRate({ perSecond: 0 }).admits('10.0.0.1', 1e9)).toBe(true)
})

test('a WebSocket that does not read is not read either, and served on when it reads again', async () => {
  await start({})
  const socket = new WebSocket(node.wsUrl)
  webSockets.push(socket)
  await new Promise((resolve) => socket.on('open', resolve))
  const request = JSON.stringify(Array.from({ length: 500 }, (_, id) => ({ jsonrpc: '2.0', id, method: 'eth_getBlockByNumber', params: ['0x0', false] })))
  const sent = 40
  let got = 0
  socket.on('message', () => got++)
  socket.pause()
  for (let i = 0; i < sent; i++) socket.send(request)
  // Answers of 30 MB in all: the node holds about one of them, the others are not made before the first are read.
  await expect.poll(() => answered, { timeout: 20_000 }).toBeGreaterThan(0)
  let before = -1
  for (let same = 0; same < 5; same = answered === before ? same + 1 : 0) {
    before = answered
    await later(40)
  }
  expect(answered).toBeLessThan(sent * 500)
  expect(await node.call('eth_chainId')).toBe('0x116a3')
  socket.resume()
  await expect.poll(() => got, { timeout: 20_000 }).toBe(sent)
})

test('refusals are told at most every ten seconds, with how many it were', () => {
  const told: object[] = []
  let now = 0
  const refuse = createRefusals({ warn: (facts) => told.push(facts), error: () => undefined }, { most: { http: 1, websocket: 2 }, now: () => now })
  for (; now < 25_000; now += 100) refuse(now % 200 === 0 ? 'http' : 'websocket')
  expect(told).toMatchObject([{ refused: { http: 1, websocket: 0 } }, { refused: { http: 50, websocket: 50 } }, { refused: { http: 50, websocket: 50 } }])
})
