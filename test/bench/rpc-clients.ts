import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { WebSocket } from 'ws'
import { BenchError } from './errors.ts'
import { silent } from './json-rpc.ts'

/** One client with one connection of its own. */
export interface RpcClient {
  /** The answer as it came. Rejects where there is none. */
  ask(method: string, params: readonly unknown[]): Promise<string>
  close(): void
}

const PATIENCE_MS = 60_000
const bodyOf = (id: number, method: string, params: readonly unknown[]): string => JSON.stringify({ jsonrpc: '2.0', id, method, params })

export function httpClient(url: string): RpcClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  return {
    ask: (method, params) => new Promise((resolve, reject) => {
      const body = bodyOf(1, method, params)
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
      const sent = request(url, { method: 'POST', agent, headers }, (response) => {
        let text = ''
        response.on('data', (part: Buffer) => (text += part.toString()))
        response.on('end', () => resolve(text))
        response.on('error', reject)
      })
      sent.setTimeout(PATIENCE_MS, () => sent.destroy(silent(url, PATIENCE_MS)))
      sent.on('error', reject)
      sent.end(body)
    }),
    close: () => agent.destroy(),
  }
}

/** Asks one thing at a time, as the load does. */
export async function socketClient(url: string): Promise<RpcClient> {
  const socket = new WebSocket(url.replace('http', 'ws'))
  await once(socket, 'open')
  let id = 0
  return {
    async ask(method, params) {
      if (socket.readyState !== WebSocket.OPEN) throw new BenchError('Refused', 'the connection was closed')
      const answer = once(socket, 'message', { signal: AbortSignal.timeout(PATIENCE_MS) }).then(([data]: unknown[]) => String(data))
      socket.send(bodyOf(++id, method, params))
      return answer
    },
    close: () => socket.terminate(),
  }
}

const FEEDS = [['newHeads'], ['newPendingTransactions'], ['logs', {}]] as const

/** Subscribes to all there is, and then reads nothing more. */
export async function slowReader(url: string): Promise<{ close(): void }> {
  const socket = new WebSocket(url.replace('http', 'ws'))
  await once(socket, 'open')
  socket.on('error', () => undefined)
  for (const [id, params] of FEEDS.entries()) {
    const answer = once(socket, 'message')
    socket.send(bodyOf(id, 'eth_subscribe', params))
    await answer
  }
  socket.pause()
  return { close: () => socket.terminate() }
}
