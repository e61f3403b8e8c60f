import { once } from 'node:events'
import { createServer } from 'node:net'
import { DevnetError } from './devnet-error.ts'

const LOCAL = '127.0.0.1'

/** `port` if nothing listens there, any free one for 0. Throws DevnetError PortTaken, which names the flag to change. */
export async function freePort(port: number, flag: string): Promise<number> {
  const server = createServer()
  server.listen(port, LOCAL)
  await once(server, 'listening').catch((cause: unknown) => {
    throw new DevnetError('PortTaken', `port ${port} is taken`, `give another one with ${flag}, or ${flag} 0 for any free one`, { cause })
  })
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : port
}
