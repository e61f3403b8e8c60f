import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createBlockViews } from './block-views.ts'
import type { RpcContext } from './context.ts'
import { createDispatcher } from './dispatcher.ts'
import { createFilters } from './filters.ts'
import { greetingOf } from './greeting.ts'
import { createHttpListener } from './http-transport.ts'
import { methods } from './methods.ts'
import type { RpcDependencies } from './ports.ts'
import { createWebSocketTransport } from './websocket-transport.ts'

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
}

/** Limits as geth has them. */
export const RPC_DEFAULTS: RpcOptions = {
  host: '127.0.0.1',
  port: 9545,
  allowedHosts: [],
  corsOrigins: ['*'],
  batchLimit: 1_000,
  bodyLimit: 25 * 1024 * 1024,
}

export interface RpcServer {
  /** Rejects with Node's own error where the address cannot be had. */
  listen(): Promise<{ readonly port: number }>
  /** Takes no more connections, lets answers under way leave, and ends all others within a second. */
  close(): Promise<void>
}

/** What is being answered when the node stops gets so long to end. */
const DRAIN_MS = 1_000
/** Idle clients keep their connection for two minutes, as with geth. */
const KEEP_ALIVE_MS = 120_000

/** JSON-RPC over HTTP and WebSocket on one port. */
export function createRpcServer(options: Partial<RpcOptions>, deps: RpcDependencies): RpcServer {
  const settings: RpcOptions = { ...RPC_DEFAULTS, ...options }
  const chainId = deps.chain.config.genesis.chainId
  const blocks = createBlockViews(deps.chain)
  const filters = createFilters(deps.chain, deps.pool)
  const context: RpcContext = { deps, chainId, blocks, filters }
  const dispatcher = createDispatcher(methods, context, settings)
  const http = { ...settings, greeting: greetingOf(deps.chain.config.genesis, deps.clientVersion) }
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, createHttpListener(dispatcher, http))
  const sockets = createWebSocketTransport(dispatcher, http)
  server.on('upgrade', (request, socket, head) => sockets.upgrade(request, socket, head))
  return {
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
