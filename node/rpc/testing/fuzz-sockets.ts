import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { randomBytes } from 'node:crypto'
import type { Dice } from './fuzz-requests.ts'
import { pick } from './fuzz-requests.ts'

const BODY = '{"jsonrpc":"2.0","id":1,"method":"eth_chainId"}'
const head = (length: number, more = ''): string => `POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n${more}Content-Length: ${length}\r\n\r\n`
const UPGRADE = 'GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n'

/** What a socket says, and how it ends: `half` closes its own side alone, `reset` tears it down, `wait` reads what comes. */
interface Behaviour {
  readonly say: readonly (string | Buffer)[]
  readonly end: 'half' | 'reset' | 'wait'
}

function behaviour(dice: Dice): Behaviour {
  const end = pick(dice, ['half', 'reset', 'wait'] as const)
  const junk = randomBytes(1 + dice(300))
  const cut = dice(BODY.length)
  const bytes = Buffer.from(BODY, pick(dice, ['utf8', 'utf16le', 'latin1'] as const))
  return pick<() => Behaviour>(dice, [
    () => ({ say: [head(BODY.length), BODY.slice(0, cut)], end }),
    () => ({ say: [head(BODY.length) + BODY], end: 'half' }),
    () => ({ say: [head(BODY.length + 50) + BODY], end }),
    () => ({ say: [head(bytes.length), bytes], end }),
    () => ({ say: [head(junk.length), junk], end }),
    () => ({ say: [junk], end }),
    () => ({ say: [head(30 * 1024 * 1024), 'x'], end }),
    () => ({ say: [head(gzipSync(BODY).length, 'Content-Encoding: gzip\r\n'), gzipSync(BODY)], end }),
    () => ({ say: [`POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n${pick(dice, ['5\r\nabc', 'zz\r\n', 'ffffffffffff\r\n', '0\r\n\r\n'])}`], end }),
    () => ({ say: [(head(BODY.length) + BODY).repeat(1 + dice(20))], end }),
    () => ({ say: [`${pick(dice, ['PUT', 'TRACE', 'OPTIONS', 'GET', 'HEAD', 'CONNECT'])} ${pick(dice, ['/', '//', '*', '/%00', 'http://evil/'])} HTTP/1.${dice(3)}\r\nHost: ${pick(dice, ['localhost', 'evil.example', '', '[::1]', '\u00ff'])}\r\n\r\n`], end }),
    () => ({ say: [UPGRADE, junk], end }),
    () => ({ say: [UPGRADE, Buffer.concat([Buffer.of(0x81, 0x80 | Math.min(125, BODY.length), 0, 0, 0, 0), Buffer.from(BODY)])], end }),
    () => ({ say: [UPGRADE, Buffer.of(pick(dice, [0x88, 0x89, 0x8a, 0x01, 0x82, 0xf1]), pick(dice, [0x80, 0xff, 0xfe, 0x00]))], end }),
    () => ({ say: [head(2), pick(dice, ['[[', '{}', '""', '[]', '\u00ef\u00bb\u00bf'])], end }),
    () => ({ say: [head(200_000), '['.repeat(200_000)], end }),
  ])()
}

const PATIENCE_MS = 150

/** One odd visit; resolves when it is over. */
export const visit = (port: number, dice: Dice): Promise<void> => new Promise((resolve) => {
  const { say, end } = behaviour(dice)
  const socket: Socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  const over = (): void => {
    clearTimeout(timer)
    socket.destroy()
    resolve()
  }
  const timer = setTimeout(over, PATIENCE_MS)
  socket.on('error', over)
  socket.on('close', over)
  socket.on('data', () => undefined)
  socket.on('connect', () => {
    for (const text of say) socket.write(text)
    if (end === 'half') socket.end()
    if (end === 'reset') setTimeout(() => {
      socket.resetAndDestroy()
      over()
    }, dice(5))
  })
})
