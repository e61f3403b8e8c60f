import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { Agent, request } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { budget } from '../budget.ts'
import { rpc, startDevnet, temporaryDirectory, type RunningDevnet } from '../e2e/testing/devnet.ts'

let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let devnet: RunningDevnet

beforeAll(async () => {
  directory = await temporaryDirectory()
  devnet = await startDevnet(directory.path, ['--no-replica'])
}, 60_000)

afterAll(async () => {
  await devnet.stop()
  await directory.remove()
})

const portOf = (url: string): number => Number(new URL(url).port)
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const memory = async (): Promise<number> => {
  const text = await (await fetch(`${devnet.metrics}/metrics`)).text()
  return Number(/^process_resident_memory_bytes (\S+)$/m.exec(text)?.[1])
}
const lives = async (): Promise<void> => {
  expect(devnet.process.exitCode).toBeNull()
  expect(await rpc(devnet.l2, 'eth_chainId')).toBe(`0x${devnet.chainId.toString(16)}`)
}
/** Writes bytes to a socket and gives what comes back, for at most `ms`, or until the head of an answer is there where that is `awaited`. */
const raw = async (port: number, bytes: string | Uint8Array, { ms = 400, awaited = false } = {}): Promise<string> => {
  const socket = connect(port, '127.0.0.1')
  let answer = ''
  const head = new Promise<void>((resolve) => {
    socket.on('data', (data: Buffer) => {
      answer += data.toString('latin1')
      if (awaited && answer.includes('\r\n\r\n')) resolve()
    })
  })
  socket.on('error', () => undefined)
  socket.write(bytes)
  await Promise.race([once(socket, 'close').catch(() => undefined), head, pause(awaited ? 20_000 : ms)])
  socket.destroy()
  return answer
}

const lines = (first: string, ...rest: readonly string[]): string => [first, ...rest, '', ''].join('\r\n')

test('lines that are hardly HTTP end in an error, on every port, and never end the node', async () => {
  const odd = [
    lines('GET // HTTP/1.1', 'host: localhost'),
    lines('GET //@@ HTTP/1.1', 'host: localhost'),
    lines('GET http://[ HTTP/1.1', 'host: localhost'),
    lines('GET http://a:b:c/ HTTP/1.1', 'host: localhost'),
    lines('GET /\\%%% HTTP/1.1', 'host: localhost'),
    lines('HEAD // HTTP/1.1', 'host: localhost'),
    lines('OPTIONS * HTTP/1.1', 'host: localhost'),
    lines('POST // HTTP/1.1', 'host: localhost', 'content-length: 0'),
    lines('POST / HTTP/1.1', 'host: localhost', 'content-length: -1'),
    lines('POST / HTTP/1.1', 'host: localhost', 'content-length: 99999999999999999999'),
    lines('POST / HTTP/1.1', 'host: localhost', 'transfer-encoding: chunked') + 'zz\r\n',
    lines('POST / HTTP/1.1', 'host: localhost', 'expect: 100-continue', 'content-length: 2') + '{}',
    lines('POST / HTTP/1.1', 'host: a', 'host: b'),
    lines('POST / HTTP/1.1', 'host: evil.example', 'content-length: 2') + '{}',
    lines('GET / HTTP/1.1', `x: ${'y'.repeat(100_000)}`),
    lines('GET // HTTP/1.1', 'host: localhost', 'connection: upgrade', 'upgrade: websocket', 'sec-websocket-version: 13', 'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ=='),
    lines('GET / HTTP/1.1', 'host: localhost', 'connection: upgrade', 'upgrade: websocket', 'sec-websocket-version: 99', 'sec-websocket-key: short'),
    lines('GET / HTTP/1.1', 'host: evil.example', 'connection: upgrade', 'upgrade: websocket', 'sec-websocket-version: 13', 'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ=='),
    lines('GET / HTTP/1.1', 'host: localhost', 'connection: upgrade', 'upgrade: h2c'),
    lines('CONNECT localhost:1 HTTP/1.1', 'host: localhost'),
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
    '\0'.repeat(4_000),
  ]
  for (const port of [devnet.l2, devnet.metrics].map(portOf)) {
    await Promise.all(odd.map((bytes) => raw(port, bytes)))
    await lives()
  }
  expect(await raw(portOf(devnet.l2), lines('POST / HTTP/1.1', 'host: evil.example', 'content-length: 2') + '{}', { awaited: true })).toMatch(/^HTTP\/1\.1 403/)
  expect(await raw(portOf(devnet.l2), lines('GET // HTTP/1.1', 'host: localhost'), { awaited: true })).toMatch(/^HTTP\/1\.1 4/)
}, 60_000)

test('slow and half-closed sockets hold nothing up', async () => {
  const port = portOf(devnet.l2)
  const sockets: Socket[] = []
  const open = (bytes: string): Socket => {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    socket.on('error', () => undefined)
    socket.write(bytes)
    sockets.push(socket)
    return socket
  }
  for (let i = 0; i < 300; i++) {
    open('POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1000\r\n\r\n{"jsonrpc"')
    open('POST / HTTP/1.1\r\nhost: loc')
    if (i % 3 === 0) open('POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 50\r\n\r\n[').end()
  }
  const whole = '{"jsonrpc":"2.0","id":1,"method":"eth_chainId"}'
  const half = open(`POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: ${whole.length}\r\n\r\n${whole}`)
  half.end()
  const [answer] = (await once(half, 'data')) as [Buffer]
  expect(answer.toString()).toContain('"result"')
  const started = performance.now()
  for (let i = 0; i < 20; i++) await lives()
  expect(performance.now() - started).toBeLessThan(20_000)
  for (const socket of sockets) socket.destroy()
  await lives()
}, 60_000)

const ODD_BODIES: readonly (() => string)[] = [
  () => '', () => 'null', () => '[]', () => '{', () => '[[[[[[', () => '\uFEFF{}', () => '{"jsonrpc":"2.0"}',
  () => JSON.stringify({ jsonrpc: '2.0', id: { a: 1 }, method: 'eth_call' }),
  () => JSON.stringify({ jsonrpc: '2.0', id: 1, method: '__proto__', params: [] }),
  () => JSON.stringify({ jsonrpc: '2.0', id: 1, method: `eth_${Math.random()}`, params: [] }),
  () => JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_getBalance', params: [Math.random(), {}, []] }),
  () => JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_sendRawTransaction', params: [`0x02${Buffer.from(crypto.getRandomValues(new Uint8Array(200))).toString('hex')}`] }),
  () => JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_getLogs', params: [{ fromBlock: '0x0', toBlock: 'latest', topics: Array.from({ length: 200 }, () => null) }] }),
  () => JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_newFilter', params: [{}] }),
  () => JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_newBlockFilter', params: [] }),
  () => JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_call', params: [{ to: `0xd15700000000000000000000000000000000000${Math.floor(Math.random() * 9)}`, data: `0x${Buffer.from(crypto.getRandomValues(new Uint8Array(100))).toString('hex')}` }, 'latest'] }),
  () => JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'rollup_getProof', params: [`0x${'ff'.repeat(32)}`, 'latest'] }),
  () => JSON.stringify(Array.from({ length: 1_000 }, (_, id) => ({ jsonrpc: '2.0', id, method: 'eth_chainId' }))),
  () => `${'['.repeat(50_000)}`,
  () => `{"jsonrpc":"2.0","id":1,"method":"eth_chainId","params":[${'1,'.repeat(20_000)}1]}`,
]

test('memory stays flat over tens of thousands of odd requests', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 })
  const port = portOf(devnet.l2)
  const post = (body: string): Promise<number> =>
    new Promise((resolve, reject) => {
      const sent = request({ agent, port, host: '127.0.0.1', method: 'POST', headers: { 'content-type': 'application/json' } }, (response) => {
        response.resume()
        response.on('end', () => resolve(response.statusCode ?? 0))
      })
      sent.on('error', reject)
      sent.end(body)
    })
  const storm = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i += 100) {
      const statuses = await Promise.all(Array.from({ length: 100 }, (_, j) => post(ODD_BODIES[(i + j) % ODD_BODIES.length]!())))
      expect(statuses.every((status) => status === 200)).toBe(true)
    }
  }
  await storm(5_000)
  const before = await memory()
  await storm(Math.min(budget(15_000), 500_000))
  await pause(500)
  const grown = (await memory()) - before
  // What V8 keeps in reserve: with 120,000 requests it is the same.
  expect(grown).toBeLessThan(128 << 20)
  await lives()
  agent.destroy()
}, 240_000)
