import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import { SettingError } from '../setting-error.ts'
import type { Health } from './health.ts'
import { METRICS_CONTENT_TYPE, type Metrics } from './metrics.ts'

export interface TelemetryServer {
  readonly url: string
  close(): Promise<void>
}

interface Dependencies {
  readonly metrics: Metrics
  readonly health: () => Health
}

/**
 * /metrics for Prometheus; /livez answers as long as the process does; /readyz answers 503 with a reason while it should not be sent
 * requests. Port 0 takes any free one. Throws SettingError when the port is taken.
 */
export async function createTelemetryServer(options: { readonly host: string; readonly port: number }, dependencies: Dependencies): Promise<TelemetryServer> {
  const server = createServer((request, response) => {
    answer(request, response, dependencies).catch(() => response.destroy())
  })
  server.listen(options.port, options.host)
  await once(server, 'listening').catch((cause: unknown) => {
    throw new SettingError('BadSetting', `metrics cannot listen on ${options.host}:${options.port}`, 'choose another port with --metrics-port, or 0 for any free one', { cause })
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : options.port
  return {
    url: `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function answer(request: IncomingMessage, response: ServerResponse, { metrics, health }: Dependencies): Promise<void> {
  const path = request.url?.split('?')[0]
  if (request.method !== 'GET' && request.method !== 'HEAD') return send(response, 405, 'text/plain', 'only GET\n')
  if (path === '/metrics') return send(response, 200, METRICS_CONTENT_TYPE, await metrics.render())
  if (path === '/livez') return send(response, 200, 'text/plain', 'ok\n')
  if (path !== '/readyz') return send(response, 404, 'text/plain', 'there are /metrics, /livez and /readyz\n')
  const now = health()
  send(response, now.ready ? 200 : 503, 'application/json', `${JSON.stringify(now)}\n`)
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body)
}
