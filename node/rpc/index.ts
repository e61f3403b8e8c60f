import { createServer, type ServerOptions, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createBlockViews } from './block-views.ts'
import { createClientRate } from './client-rate.ts'
import { limitConnections } from './connection-limit.ts'
import type { RpcContext } from './context.ts'
import { createDispatcher } from './dispatcher.ts'
import { createFilters } from './filters.ts'
import { greetingOf } from './greeting.ts'
import { createHttpListener } from './http-transport.ts'
import { methods } from './methods.ts'
import type { RpcDependencies } from './ports.ts'
import { createRefusals, type Refused } from './refusals.ts'
import { createWebSocketTransport, refuseUpgrade } from './websocket-transport.ts'

export interface RpcOptions {
  readonly host: string
  /** 0: any that is free. */
  readonly port: number
  /** Names beside localhost and addresses under which the node may be called; `*` for all. */
  readonly allowedHosts: readonly string[]
  /** Origins of web pages that may call; `*` for all. */
  readonly corsOrigins: readonly string[]
  /** Requests in a batch. */
  readonly batchLimit: number
  /** Bytes of a body or a WebSocket message. */
  readonly bodyLimit: number
  /** Bytes of an answer. */
  readonly responseLimit: number
  /** Requests a second of one client's address, those of a batch counted each; 0: as many as come. */
  readonly rateLimit: number
  /** Connections at a time; beyond that HTTP is answered 503, and a WebSocket closed with 1013. */
  readonly maxConnections: number
  readonly maxWebsockets: number
  /** Milliseconds that a client may take for a request's head, and for the whole of it. */
  readonly headersTimeoutMs: number
  readonly requestTimeoutMs: number
  /** How often a WebSocket is asked whether somebody is still there, in milliseconds. */
  readonly pingMs: number
}

/** Limits as geth has them, where it has them. */
export const RPC_DEFAULTS: RpcOptions = {
  host: '127.0.0.1',
  port: 9545,
  allowedHosts: [],
  corsOrigins: ['*'],
  batchLimit: 1_000,
  bodyLimit: 25 * 1024 * 1024,
  responseLimit: 25 * 1024 * 1024,
  rateLimit: 0,
  maxConnections: 1_000,
  maxWebsockets: 500,
  headersTimeoutMs: 15_000,
  requestTimeoutMs: 60_000,
  pingMs: 30_000,
}

export interface RpcServer {
  /** Rejects with Node's own error where the address cannot be had. */
  listen(): Promise<{ readonly port: number }>
  /** Takes no more connections, lets answers under way leave, and ends all others within a second. */
  close(): Promise<void>
  /** Connections open now. */
  connections(): { readonly http: number; readonly websockets: number }
}

/** What is being answered when the node stops gets so long to end. */
const DRAIN_MS = 1_000
/** Idle clients keep their connection for two minutes, as with geth. */
const KEEP_ALIVE_MS = 120_000
/** A client that does not read its answer holds a connection no longer; no answer takes so long to come. */
const SILENT_MS = 180_000
/** Node looks for clients that are too slow every half minute, unless it is told otherwise. */
const SLOW_CHECK_MS = 5_000

/** JSON-RPC over HTTP and WebSocket on one port. */
export function createRpcServer(options: Partial<RpcOptions>, deps: RpcDependencies): RpcServer {
  const settings: RpcOptions = { ...RPC_DEFAULTS, ...options }
  const chainId = deps.chain.config.genesis.chainId
  const blocks = createBlockViews(deps.chain)
  const filters = createFilters(deps.chain, deps.pool)
  const context: RpcContext = { deps, chainId, blocks, filters }
  const dispatcher = createDispatcher(methods, context, settings)
  const rate = createClientRate({ perSecond: settings.rateLimit })
  const http = { ...settings, rate, files: deps.files, page: deps.page, greeting: greetingOf(deps.chain.config.genesis, deps.clientVersion) }
  const refused = createRefusals(deps.log, { most: { http: settings.maxConnections, websocket: settings.maxWebsockets } })
  const onRefused = (kind: Refused) => (): void => {
    refused(kind)
    deps.onRefused?.(kind)
  }
  const listener = createHttpListener(dispatcher, http)
  const server = createServer(timeoutsOf(settings), (request, response) =>
    limit.admits(request.socket) ? listener(request, response) : refuseRequest(response))
  server.timeout = SILENT_MS
  const limit = limitConnections(server, { most: settings.maxConnections, onRefused: onRefused('http') })
  const sockets = createWebSocketTransport(dispatcher, { ...http, onRefused: onRefused('websocket') })
  server.on('upgrade', (request, socket, head) => {
    if (!limit.admits(socket)) return refuseUpgrade(socket, '503 Service Unavailable')
    limit.release(socket)
    sockets.upgrade(request, socket, head)
  })
  return {
    connections: () => ({ http: limit.open(), websockets: sockets.open() }),
    listen: () => new Promise((resolve, reject) => {
      server.once('error', reject)
      server.listen(settings.port, settings.host, () => resolve({ port: (server.address() as AddressInfo).port }))
    }),
    close: () => new Promise((resolve) => {
      const late = setTimeout(() => {
        sockets.terminate()
        server.closeAllConnections()
      }, DRAIN_MS)
      server.close(() => {
        clearTimeout(late)
        filters.close()
        resolve()
      })
      sockets.close()
    }),
  }
}

const timeoutsOf = ({ headersTimeoutMs, requestTimeoutMs }: RpcOptions): ServerOptions => ({
  keepAliveTimeout: KEEP_ALIVE_MS,
  headersTimeout: headersTimeoutMs,
  requestTimeout: requestTimeoutMs,
  connectionsCheckingInterval: Math.min(SLOW_CHECK_MS, headersTimeoutMs),
})

function refuseRequest(response: ServerResponse): void {
  const body = 'too many connections: try again later\n'
  response.writeHead(503, { 'content-type': 'text/plain; charset=utf-8', 'content-length': body.length, connection: 'close', 'retry-after': '5' })
  response.end(body)
}
