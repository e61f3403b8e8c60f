import { CODES } from './rpc/errors.ts'
import type { RpcServer } from './rpc/index.ts'
import type { RpcDependencies } from './rpc/ports.ts'
import type { Metrics } from './telemetry/metrics.ts'

const KNOWN = new Set<number>(Object.values(CODES))

/** What the RPC server tells of, as metrics. A sequencer that a replica passes on to may answer any code: those of others are one. */
export const rpcMeasures = (metrics: Metrics): Required<Pick<RpcDependencies, 'measure' | 'onRefused'>> => ({
  measure(method, milliseconds, code, times = 1) {
    metrics.count('rpc_server_requests_total', times, { method })
    metrics.observe('rpc_server_request_duration_seconds', milliseconds / 1_000, { method })
    if (code !== 0) metrics.count('rpc_server_errors_total', times, { code: KNOWN.has(code) ? String(code) : 'other' })
  },
  onRefused: (kind) => metrics.count('rpc_server_refused_total', 1, { kind }),
})

/** Shows the open connections whenever they are asked for. Returns what ends it. */
export const watchConnections = (metrics: Metrics, server: RpcServer): (() => void) =>
  metrics.onRender(() => {
    const { http, websockets } = server.connections()
    metrics.gauge('rpc_server_http_connections', http)
    metrics.gauge('rpc_server_websockets', websockets)
  })
