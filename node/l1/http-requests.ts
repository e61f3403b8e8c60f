import { Agent as HttpAgent, request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { urlToHttpOptions } from 'node:url'
import { HttpRequestError, ResponseBodyTooLargeError, RpcRequestError, TimeoutError, type EIP1193Parameters } from 'viem'
import { originOf } from '../secret-url.ts'

export interface HttpRequestsOptions {
  /** Without a byte from L1 a request fails after so long. */
  readonly timeoutMs: number
  /** Bytes; longer answers are refused. viem's own limit where it is not given. */
  readonly maxAnswer?: number
}

const MAX_ANSWER = 10_485_760

interface Answer {
  readonly status: number
  readonly retryAfter: string | undefined
  readonly text: string
}

/**
 * JSON-RPC over HTTP, with the errors of viem's transport. By Node's own client, because `fetch` costs four times the CPU time:
 * measured 0.17 ms for a small question against 0.71. viem writes the URL it is given into its errors, so that it is given no
 * more than may be shown, and of the request the method alone.
 */
export function createHttpRequests(url: string, options: HttpRequestsOptions): (asked: EIP1193Parameters) => Promise<unknown> {
  const send = createSender(url, options)
  const shown = originOf(url)
  let id = 0
  return async ({ method, params }) => {
    const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', id: id++, method, params }))
    const failed = (details: object): HttpRequestError => new HttpRequestError({ body: { method }, url: shown, ...details })
    const { status, retryAfter, text } = await send(body, () => new TimeoutError({ body: { method }, url: shown })).catch((cause: unknown) => {
      throw cause instanceof Error && !isOurs(cause) ? failed({ cause }) : cause
    })
    const isOk = status >= 200 && status < 300
    const answer = parse(text)
    const error = errorIn(answer)
    if (error !== undefined) throw new RpcRequestError({ body: { method }, error, url: shown })
    if (isOk && typeof answer === 'object' && answer !== null && 'result' in answer) return answer.result
    if (isOk) throw failed({ details: 'the answer is no JSON-RPC' })
    throw failed({ status, details: text.slice(0, WORDS), ...(retryAfter === undefined ? {} : { headers: new Headers({ 'retry-after': retryAfter }) }) })
  }
}

/** What of a body that is no JSON-RPC may stand in an error. */
const WORDS = 200

const isOurs = (error: Error): boolean => error instanceof TimeoutError || error instanceof ResponseBodyTooLargeError

/** JSON has no undefined: it stands for a body that is none. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function errorIn(answer: unknown): { code: number; message: string; data?: unknown } | undefined {
  if (typeof answer !== 'object' || answer === null || !('error' in answer)) return undefined
  const { error } = answer
  if (typeof error !== 'object' || error === null || !('code' in error) || !('message' in error)) return undefined
  const { code, message } = error
  if (typeof code !== 'number' || typeof message !== 'string') return undefined
  return 'data' in error ? { code, message, data: error.data } : { code, message }
}

/** Connections stay open between requests; those that wait for none keep no process alive. */
function createSender(url: string, { timeoutMs, maxAnswer = MAX_ANSWER }: HttpRequestsOptions) {
  const isSecure = new URL(url).protocol === 'https:'
  const agent = isSecure ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true })
  const { to, headers } = withoutCredentials(url)
  const start = (options: RequestOptions) => (isSecure ? httpsRequest(options) : httpRequest(options))

  return (body: Buffer, late: () => Error): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const length = { 'content-type': 'application/json', 'content-length': body.length }
      const sent = start({ ...to, method: 'POST', agent, headers: { ...headers, ...length } })
      const timer = setTimeout(() => sent.destroy(late()), timeoutMs)
      const fail = (error: Error): void => {
        clearTimeout(timer)
        reject(error)
      }
      sent.on('error', fail)
      sent.on('response', (response) => {
        read(response, maxAnswer, () => timer.refresh()).then((text) => {
          clearTimeout(timer)
          resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'], text })
        }, fail)
      })
      sent.end(body)
    })
}

function read(response: IncomingMessage, max: number, onData: () => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = []
    let size = 0
    response.on('data', (part: Buffer) => {
      onData()
      parts.push(part)
      size += part.length
      if (size > max) response.destroy(new ResponseBodyTooLargeError({ maxSize: max, size }))
    })
    response.on('end', () => resolve(Buffer.concat(parts, size).toString()))
    response.on('error', reject)
  })
}

function withoutCredentials(url: string): { readonly to: RequestOptions; readonly headers: Record<string, string> } {
  const { auth, ...to } = urlToHttpOptions(new URL(url))
  return { to, headers: auth === undefined || auth === null ? {} : { authorization: `Basic ${Buffer.from(auth).toString('base64')}` } }
}
