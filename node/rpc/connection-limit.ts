import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'

/** How many HTTP connections are served at a time; those that became WebSockets are not among them. */
export interface ConnectionLimit {
  /** Whether a request on this connection is answered; asked as it comes in. */
  admits(socket: Duplex): boolean
  /** It is no HTTP connection any more. */
  release(socket: Duplex): void
  open(): number
}

export interface ConnectionLimitOptions {
  readonly most: number
  readonly onRefused: () => void
}

/** One too many is told so when it asks for something; if it does not ask, it goes. */
const PATIENCE_MS = 2_000

/** Where there are too many, those that have nothing to say make room: most clients keep a connection long after their last request. */
export const limitConnections = (server: Server, { most, onRefused }: ConnectionLimitOptions): ConnectionLimit => {
  const served = new Set<Duplex>()
  const waiting = new Set<Duplex>()
  const refused = new WeakSet<Duplex>()
  const refuse = (socket: Socket): void => {
    waiting.delete(socket)
    onRefused()
    socket.destroy()
  }
  const letWait = (socket: Socket): void => {
    server.closeIdleConnections()
    if (waiting.size >= most) return refuse(socket)
    waiting.add(socket)
    const timer = setTimeout(() => {
      if (waiting.has(socket)) refuse(socket)
    }, PATIENCE_MS)
    timer.unref()
    socket.once('close', () => clearTimeout(timer))
  }
  server.on('connection', (socket) => {
    socket.once('close', () => {
      served.delete(socket)
      waiting.delete(socket)
    })
    if (served.size < most) served.add(socket)
    else letWait(socket)
  })
  return {
    admits(socket) {
      if (!waiting.has(socket)) return !refused.has(socket)
      waiting.delete(socket)
      if (served.size >= most) {
        refused.add(socket)
        onRefused()
        return false
      }
      served.add(socket)
      return true
    },
    release: (socket) => void served.delete(socket),
    open: () => served.size,
  }
}
