import type { IncomingMessage, OutgoingHttpHeaders, RequestListener, ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { constants, gzip } from 'node:zlib'
import { FILES_PATH, type FileExchange, type FileHandler } from '../documents/http.ts'
import type { ClientRate } from './client-rate.ts'
import type { Dispatcher } from './dispatcher.ts'
import { isAllowedHost } from './host-check.ts'

export interface HttpOptions {
  /** Names beside localhost and addresses under which the node may be called. */
  readonly allowedHosts: readonly string[]
  /** Origins of web pages that may call; `*` for all. */
  readonly corsOrigins: readonly string[]
  /** Bytes. */
  readonly bodyLimit: number
  /** What GET / answers. */
  readonly greeting: string
  /** The members' page, where the node serves it: answers what is for it, and says so. */
  readonly page?: ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined
  readonly rate: ClientRate
  /** Members' files; where it is not given there is nothing under /files/. */
  readonly files?: FileHandler | undefined
}

/** What is shorter fits a packet as it is. */
const GZIP_FROM = 1_400
const RETRY_SECONDS = '1'
const compress = promisify(gzip)

/** JSON-RPC over HTTP POST. Errors of JSON-RPC have status 200: libraries retry others. */
export function createHttpListener(dispatcher: Dispatcher, options: HttpOptions): RequestListener {
  return (request, response) => {
    const cors = corsHeaders(request, options.corsOrigins)
    if (!isAllowedHost(request.headers.host, options.allowedHosts)) return end(response, 403, 'invalid host specified\n', cors)
    if (request.method === 'OPTIONS') return end(response, 204, '', cors)
    if (options.files !== undefined && isFile(request)) return void handleFile(options.files, { request, response, cors }, options.rate)
    if (request.method === 'GET' || request.method === 'HEAD') {
      if (options.page?.(request, response) === true) return
      return greet(request, response, { cors, greeting: options.greeting })
    }
    if (request.method !== 'POST') return end(response, 405, 'method not allowed\n', { ...cors, allow: 'POST, GET, OPTIONS' })
    void answer(dispatcher, { request, response, cors, limit: options.bodyLimit, rate: options.rate })
  }
}

const isFile = ({ url, method }: IncomingMessage): boolean => ['GET', 'HEAD', 'PUT'].includes(method ?? '') && (url ?? '').startsWith(FILES_PATH)

async function handleFile(files: FileHandler, exchange: FileExchange, rate: ClientRate): Promise<void> {
  const { request, response, cors } = exchange
  if (rate.admits(request.socket.remoteAddress ?? '', 1)) return files.handle(exchange)
  end(response, 429, 'too many requests: try again later\n', { ...cors, 'retry-after': RETRY_SECONDS, connection: 'close' })
}

interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly cors: OutgoingHttpHeaders
  readonly limit: number
  readonly rate: ClientRate
}

async function answer(dispatcher: Dispatcher, { request, response, cors, limit, rate }: Exchange): Promise<void> {
  if (isEncoded(request)) return end(response, 415, 'send the body as it is: content-encoding is not taken\n', { ...cors, connection: 'close' })
  const body = await readBody(request, limit)
  if (body === 'aborted') return void response.destroy()
  if (body === 'too large') {
    return end(response, 413, `content length too large (limit ${limit} bytes)\n`, { ...cors, connection: 'close' })
  }
  let isTooFast = false
  const admits = (requests: number): boolean => {
    isTooFast = !rate.admits(request.socket.remoteAddress ?? '', requests)
    return !isTooFast
  }
  const text = await dispatcher.handle(body.text, { admits })
  const headers = { ...cors, 'content-type': 'application/json' }
  // Libraries know this status: they wait and ask again.
  if (isTooFast) return end(response, 429, text, { ...headers, 'retry-after': RETRY_SECONDS })
  await send(request, response, text, headers)
}

/** What would come out of a few bytes nobody knows before: bodies are limited as they are sent. */
const isEncoded = ({ headers }: IncomingMessage): boolean => !['', 'identity'].includes((headers['content-encoding'] ?? '').trim().toLowerCase())

const takesGzip = ({ headers }: IncomingMessage): boolean =>
  String(headers['accept-encoding'] ?? '').split(',').some((each) => /^\s*(gzip|\*)\s*(;\s*q=(?!0(\.0+)?\s*$).*)?$/i.test(each))

/** A result, compressed where the client can read that and it is worth it. */
async function send(request: IncomingMessage, response: ServerResponse, text: string, headers: OutgoingHttpHeaders): Promise<void> {
  if (text.length < GZIP_FROM || !takesGzip(request)) return end(response, 200, text, headers)
  const body = await compress(text, { level: constants.Z_BEST_SPEED })
  if (response.destroyed) return
  const vary = headers['vary'] === undefined ? 'accept-encoding' : `${String(headers['vary'])}, accept-encoding`
  response.writeHead(200, { ...headers, vary, 'content-encoding': 'gzip', 'content-length': body.length })
  response.end(body)
}

type Body = { readonly text: string } | 'too large' | 'aborted'

function readBody(request: IncomingMessage, limit: number): Promise<Body> {
  if (Number(request.headers['content-length'] ?? 0) > limit) return Promise.resolve('too large')
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > limit) {
        request.pause()
        return resolve('too large')
      }
      chunks.push(chunk)
    })
    request.on('end', () => resolve({ text: Buffer.concat(chunks).toString('utf8') }))
    request.on('error', () => resolve('aborted'))
    request.on('close', () => resolve('aborted'))
  })
}

function end(response: ServerResponse, status: number, body: string, headers: OutgoingHttpHeaders): void {
  const type = headers['content-type'] === undefined && body !== '' ? { 'content-type': 'text/plain; charset=utf-8' } : {}
  response.writeHead(status, { ...type, ...headers, 'content-length': Buffer.byteLength(body) })
  response.end(body)
}

function greet(request: IncomingMessage, response: ServerResponse, { cors, greeting }: { cors: OutgoingHttpHeaders; greeting: string }): void {
  // Not `new URL`: it throws for what a client may write here (`GET //`), and that would end the process.
  const [path] = (request.url ?? '/').split('?')
  if (path !== '/') return end(response, 404, 'not found\n', cors)
  end(response, 200, greeting, cors)
}

export const isAllowedOrigin = (origin: string | undefined, allowed: readonly string[]): boolean =>
  origin === undefined || allowed.includes('*') || allowed.includes(origin)

function corsHeaders(request: IncomingMessage, allowed: readonly string[]): OutgoingHttpHeaders {
  const { origin } = request.headers
  if (origin === undefined || !isAllowedOrigin(origin, allowed)) return {}
  return {
    'access-control-allow-origin': allowed.includes('*') ? '*' : origin,
    'access-control-allow-methods': 'POST, GET, PUT, OPTIONS',
    'access-control-allow-headers': request.headers['access-control-request-headers'] ?? '*',
    'access-control-allow-private-network': 'true',
    'access-control-max-age': '600',
    vary: 'origin',
  }
}
