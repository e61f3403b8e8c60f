import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { RawData, WebSocket } from 'ws'
import type { Connection } from './context.ts'
import type { Dispatcher } from './dispatcher.ts'
import { limitExceeded } from './errors.ts'
import { isAllowedHost } from './host-check.ts'
import { isAllowedOrigin } from './http-transport.ts'
import type { HttpOptions } from './http-transport.ts'
import { quantity } from './hex.ts'

/** Bytes a client may leave unread before it is dropped: its memory is ours. */
const MAX_UNREAD = 32 * 1024 * 1024
const MAX_SUBSCRIPTIONS = 1_000

export interface WebSocketTransport {
  /** For the HTTP server's `upgrade` event. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Asks clients to leave. */
  close(): void
  /** Cuts off those that did not. */
  terminate(): void
}

/** JSON-RPC over WebSocket, on the port of HTTP: the same requests, and subscriptions. */
export function createWebSocketTransport(dispatcher: Dispatcher, options: HttpOptions): WebSocketTransport {
  const server = new WebSocketServer({ noServer: true, maxPayload: options.bodyLimit })
  server.on('connection', (socket) => serve(dispatcher, socket))
  return {
    upgrade(request, socket, head) {
      const { host, origin } = request.headers
      if (!isAllowedHost(host, options.allowedHosts) || !isAllowedOrigin(origin, options.corsOrigins)) {
        // Nobody else listens to this socket any more: a client that breaks off now would end the process.
        socket.on('error', () => socket.destroy())
        socket.once('finish', () => socket.destroy())
        socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
        return
      }
      server.handleUpgrade(request, socket, head, (client) => server.emit('connection', client, request))
    },
    close() {
      for (const client of server.clients) client.close(1001, 'the node is stopping')
      server.close()
    },
    terminate() {
      for (const client of server.clients) client.terminate()
    },
  }
}

function serve(dispatcher: Dispatcher, socket: WebSocket): void {
  const subscriptions = new Map<string, () => void>()
  const write = (text: string): void => {
    if (socket.readyState !== socket.OPEN) return
    if (socket.bufferedAmount > MAX_UNREAD) return socket.terminate()
    socket.send(text)
  }
  const answer = async (data: RawData): Promise<void> => {
    const starting: (() => void)[] = []
    const text = await dispatcher.handle(textOf(data), createConnection(subscriptions, { write, starting }))
    if (text !== '') write(text)
    for (const start of starting) start()
  }
  socket.on('message', (data) => void answer(data))
  socket.on('error', () => socket.terminate())
  socket.on('close', () => {
    for (const stop of subscriptions.values()) stop()
    subscriptions.clear()
  })
}

interface Outgoing {
  readonly write: (text: string) => void
  /** Run once the answer has left, so that no notification comes before the subscription's id is known. */
  readonly starting: (() => void)[]
}

const createConnection = (subscriptions: Map<string, () => void>, { write, starting }: Outgoing): Connection => ({
  subscribe(open) {
    if (subscriptions.size >= MAX_SUBSCRIPTIONS) throw limitExceeded(`too many subscriptions: at most ${MAX_SUBSCRIPTIONS}`)
    const id = quantity(BigInt(`0x${randomBytes(16).toString('hex')}`))
    subscriptions.set(id, () => undefined)
    starting.push(() => {
      if (!subscriptions.has(id)) return
      subscriptions.set(id, open((result) => write(notification(id, result))))
    })
    return id
  },
  unsubscribe(id) {
    subscriptions.get(id)?.()
    return subscriptions.delete(id)
  },
})

const notification = (subscription: string, result: unknown): string =>
  `{"jsonrpc":"2.0","method":"eth_subscription","params":{"subscription":"${subscription}","result":${JSON.stringify(result)}}}`

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8')
  return Buffer.isBuffer(data) ? data.toString('utf8') : Buffer.from(data).toString('utf8')
}
