import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { once } from 'node:events'

export interface L1Request {
  readonly method: string
  readonly params: readonly unknown[]
}

/** What becomes of a request: the L1 behind the proxy answers it, or this does. */
export type Behaviour = (request: L1Request, ask: () => Promise<unknown>) => Promise<unknown>

/** Thrown by a behaviour: the answer is this HTTP status and body instead of JSON-RPC. */
export class HttpAnswer extends Error {
  readonly status: number

  constructor(status: number, body: string) {
    super(body)
    this.status = status
  }
}

/** Thrown by a behaviour: the answer is a JSON-RPC error. */
export class RpcAnswer extends Error {
  readonly code: number

  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

/** A JSON-RPC server between a node and its L1 that can lie, hang and fail. */
export interface Proxy {
  readonly url: string
  /** From now on; without one everything passes. */
  behave(behaviour?: Behaviour): void
  /** Where requests go to from now on. */
  lead(url: string): void
  /** How often each method was asked for. */
  readonly asked: ReadonlyMap<string, number>
  close(): Promise<void>
}

export const startProxy = async (target: string): Promise<Proxy> => {
  let behaviour: Behaviour = (_, ask) => ask()
  let url = target
  const asked = new Map<string, number>()
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const { id, method, params = [] } = JSON.parse(Buffer.concat(parts).toString()) as L1Request & { readonly id: unknown }
    asked.set(method, (asked.get(method) ?? 0) + 1)
    const ask = (): Promise<unknown> => askBehind(url, { method, params })
    try {
      const result = await behaviour({ method, params }, ask)
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ jsonrpc: '2.0', id, result }))
    } catch (error) {
      if (error instanceof HttpAnswer) response.writeHead(error.status).end(error.message)
      else if (error instanceof RpcAnswer) response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ jsonrpc: '2.0', id, error: { code: error.code, message: error.message, ...dataOf(error) } }))
      else response.destroy()
    }
  }
  const server = createServer((request, response) => void handle(request, response).catch(() => response.destroy()))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    behave: (next = (_, ask) => ask()) => void (behaviour = next),
    lead: (next) => void (url = next),
    asked,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const dataOf = (error: RpcAnswer): object => (error.cause === undefined ? {} : { data: error.cause })

const askBehind = async (url: string, { method, params }: L1Request): Promise<unknown> => {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  const answer = (await response.json()) as { readonly result?: unknown; readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown } }
  if (answer.error === undefined) return answer.result
  const error = new RpcAnswer(answer.error.code, answer.error.message)
  if (answer.error.data !== undefined) error.cause = answer.error.data
  throw error
}
