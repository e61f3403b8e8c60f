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

/** Bytes a client may leave unread before nothing more of it is read, and before it is dropped: its memory is ours. */
const MUCH_UNREAD = 1024 * 1024
const MAX_UNREAD = 32 * 1024 * 1024
/** Requests of a client that are worked on at a time, all of a batch among them; those behind them wait in its own buffers. */
const MAX_RUNNING = 1_000
const MAX_SUBSCRIPTIONS = 1_000

export interface WebSocketTransport {
  /** For the HTTP server's `upgrade` event. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Asks clients to leave. */
  close(): void
  /** Cuts off those that did not. */
  terminate(): void
  open(): number
}

export interface WebSocketOptions extends HttpOptions {
  readonly maxWebsockets: number
  readonly pingMs: number
  readonly onRefused: () => void
}

/** Try again later (RFC 6455, IANA). */
const TOO_MANY = 1013
/** Who does not answer the close of a refused connection is cut off. */
const REFUSED_MS = 1_000

/** JSON-RPC over WebSocket, on the port of HTTP: the same requests, and subscriptions. */
export function createWebSocketTransport(dispatcher: Dispatcher, options: WebSocketOptions): WebSocketTransport {
  const server = new WebSocketServer({ noServer: true, maxPayload: options.bodyLimit })
  const served = new Set<WebSocket>()
  server.on('connection', (socket, request) => {
    if (served.size >= options.maxWebsockets) return refuse(socket, options.onRefused)
    served.add(socket)
    socket.once('close', () => served.delete(socket))
    serve(dispatcher, socket, (requests) => options.rate.admits(request.socket.remoteAddress ?? '', requests))
  })
  const stopPings = pingAll(served, options.pingMs)
  return {
    open: () => served.size,
    upgrade(request, socket, head) {
      const { host, origin } = request.headers
      if (!isAllowedHost(host, options.allowedHosts) || !isAllowedOrigin(origin, options.corsOrigins)) {
        return refuseUpgrade(socket, '403 Forbidden')
      }
      server.handleUpgrade(request, socket, head, (client) => server.emit('connection', client, request))
    },
    close() {
      stopPings()
      for (const client of server.clients) client.close(1001, 'the node is stopping')
      server.close()
    },
    terminate() {
      for (const client of server.clients) client.terminate()
    },
  }
}

export function refuseUpgrade(socket: Duplex, status: string): void {
  // Nobody else listens to this socket any more: a client that breaks off now would end the process.
  socket.on('error', () => socket.destroy())
  socket.once('finish', () => socket.destroy())
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

function refuse(socket: WebSocket, onRefused: () => void): void {
  onRefused()
  socket.on('error', () => socket.terminate())
  socket.close(TOO_MANY, 'too many connections: try again later')
  const timer = setTimeout(() => socket.terminate(), REFUSED_MS)
  timer.unref()
}

/** Who has gone without a word would hold its place for ever. Returns what ends it. */
function pingAll(sockets: ReadonlySet<WebSocket>, everyMs: number): () => void {
  const silent = new WeakSet<WebSocket>()
  const timer = setInterval(() => {
    for (const socket of sockets) {
      // One that waits for us is not read, and its pong neither.
      if (socket.isPaused && socket.bufferedAmount === 0) continue
      if (silent.has(socket)) {
        socket.terminate()
        continue
      }
      silent.add(socket)
      socket.once('pong', () => silent.delete(socket))
      socket.ping()
    }
  }, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}

/** Stops reading a client that does not read, or that asks faster than it is answered, until that has changed. */
function createFlow(socket: WebSocket): { begin(requests: number): void; end(requests: number): void; sent(): void } {
  let running = 0
  const look = (): void => {
    const isFull = running >= MAX_RUNNING || socket.bufferedAmount > MUCH_UNREAD
    if (isFull && !socket.isPaused) socket.pause()
    if (!isFull && socket.isPaused) socket.resume()
  }
  return {
    begin(requests) {
      running += requests
      look()
    },
    end(requests) {
      running -= requests
      look()
    },
    sent: look,
  }
}

function serve(dispatcher: Dispatcher, socket: WebSocket, admits: (requests: number) => boolean): void {
  const subscriptions = new Map<string, () => void>()
  const flow = createFlow(socket)
  const write = (text: string): void => {
    if (socket.readyState !== socket.OPEN) return
    if (socket.bufferedAmount > MAX_UNREAD) return socket.terminate()
    socket.send(text, flow.sent)
    flow.sent()
  }
  const answer = async (data: RawData): Promise<void> => {
    const starting: (() => void)[] = []
    let begun = 0
    const begin = (requests: number): boolean => {
      begun = requests
      flow.begin(requests)
      return admits(requests)
    }
    const text = await dispatcher.handle(textOf(data), { connection: createConnection(subscriptions, { write, starting }), admits: begin })
    flow.end(begun)
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
  subscribe(open, namespace = 'eth') {
    if (subscriptions.size >= MAX_SUBSCRIPTIONS) throw limitExceeded(`too many subscriptions: at most ${MAX_SUBSCRIPTIONS}`)
    const id = quantity(BigInt(`0x${randomBytes(16).toString('hex')}`))
    subscriptions.set(id, () => undefined)
    starting.push(() => {
      if (!subscriptions.has(id)) return
      subscriptions.set(id, open((result) => write(notification(namespace, id, result))))
    })
    return id
  },
  unsubscribe(id) {
    subscriptions.get(id)?.()
    return subscriptions.delete(id)
  },
})

const notification = (namespace: string, subscription: string, result: unknown): string =>
  `{"jsonrpc":"2.0","method":"${namespace}_subscription","params":{"subscription":"${subscription}","result":${JSON.stringify(result)}}}`

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8')
  return Buffer.isBuffer(data) ? data.toString('utf8') : Buffer.from(data).toString('utf8')
}
