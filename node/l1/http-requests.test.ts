import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { HttpRequestError, ResponseBodyTooLargeError, RpcRequestError, TimeoutError } from 'viem'
import { createHttpRequests } from './http-requests.ts'

const SECRET = 'c0ffee0123456789'
const asked: { headers: IncomingMessage['headers']; url: string | undefined; body: string; port: number | undefined }[] = []
let answer: (response: ServerResponse) => void = () => undefined
const server = createServer((request, response) => {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('end', () => {
    asked.push({ headers: request.headers, url: request.url, body: Buffer.concat(parts).toString(), port: request.socket.remotePort })
    answer(response)
  })
})
let url = ''

beforeEach(async () => {
  asked.length = 0
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  url = `http://user:p%40ss${SECRET}@127.0.0.1:${typeof address === 'object' ? address?.port : 0}/v3/${SECRET}?key=${SECRET}`
})
afterEach(async () => {
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
})

const ask = (options: { timeoutMs?: number; maxAnswer?: number } = {}) =>
  createHttpRequests(url, { timeoutMs: 5_000, ...options })({ method: 'eth_test', params: ['ä'] }).then(
    (result) => ({ result }),
    (error: Error) => error,
  )
const says = (status: number, body: string, headers = {}) => (response: ServerResponse) => void response.writeHead(status, headers).end(body)

test('asks the whole URL with its credentials, over one connection, and answers the result', async () => {
  answer = says(200, '{"jsonrpc":"2.0","id":0,"result":{"a":[null]}}')
  const request = createHttpRequests(url, { timeoutMs: 5_000 })
  const params = ['ä', { b: 1 }]
  expect([await request({ method: 'eth_test', params }), await request({ method: 'eth_test', params })]).toEqual([{ a: [null] }, { a: [null] }])
  expect(asked.map(({ body }) => JSON.parse(body) as unknown)).toEqual([0, 1].map((id) => ({ jsonrpc: '2.0', id, method: 'eth_test', params })))
  expect(asked[0]?.url).toBe(`/v3/${SECRET}?key=${SECRET}`)
  expect(asked[0]?.headers.authorization).toBe(`Basic ${Buffer.from(`user:p@ss${SECRET}`).toString('base64')}`)
  expect(asked[0]?.port).toBe(asked[1]?.port)
})

test('null is a result', async () => {
  answer = says(200, '{"result":null}')
  expect(await ask()).toEqual({ result: null })
})

test.each<[string, (response: ServerResponse) => void, new (...args: never[]) => Error, object]>([
  ['an error of JSON-RPC', says(200, '{"error":{"code":-32005,"message":"too much","data":"0x12"}}'), RpcRequestError, { code: -32005, data: '0x12', details: 'too much' }],
  ['the same with another status', says(400, '{"error":{"code":3,"message":"no"}}'), RpcRequestError, { code: 3 }],
  ['a status', says(429, 'slow down', { 'retry-after': '7' }), HttpRequestError, { status: 429, details: 'slow down' }],
  ['another place', says(301, '', { location: '/' }), HttpRequestError, { status: 301 }],
  ['no JSON', says(200, '<html>'), HttpRequestError, { details: 'the answer is no JSON-RPC' }],
  ['no answer of JSON-RPC', says(200, '[]'), HttpRequestError, { details: 'the answer is no JSON-RPC' }],
  ['a broken connection', (response) => void response.destroy(), HttpRequestError, {}],
  ['a connection that breaks on the way', (response) => { response.writeHead(200, { 'content-length': 99 }); response.write('{"res', () => response.destroy()) }, HttpRequestError, {}],
])('%s is an error that shows neither the URL nor what was asked', async (_, behaviour, kind, facts) => {
  answer = behaviour
  const error = await ask()
  expect(error).toBeInstanceOf(kind)
  expect(error).toMatchObject(facts)
  expect(error instanceof Error ? error.message : SECRET).not.toMatch(new RegExp(`${SECRET}|ä`))
})

test('the pause that a server asks for stands in the error', async () => {
  answer = says(429, '', { 'retry-after': '7' })
  const error = await ask()
  expect(error instanceof HttpRequestError && error.headers?.get('Retry-After')).toBe('7')
})

test('gives up on silence, before an answer and in it, and on answers that are too long', async () => {
  answer = () => undefined
  expect(await ask({ timeoutMs: 50 })).toBeInstanceOf(TimeoutError)
  answer = (response) => void response.writeHead(200).write('{"res')
  expect(await ask({ timeoutMs: 50 })).toBeInstanceOf(Error)
  answer = says(200, `{"result":"${'a'.repeat(1_000)}"}`)
  expect(await ask({ maxAnswer: 900 })).toBeInstanceOf(ResponseBodyTooLargeError)
  expect(await ask({ maxAnswer: 1_100 })).toEqual({ result: 'a'.repeat(1_000) })
})

test('nobody there', async () => {
  const error = await createHttpRequests('http://127.0.0.1:9', { timeoutMs: 5_000 })({ method: 'eth_test' }).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(HttpRequestError)
})
