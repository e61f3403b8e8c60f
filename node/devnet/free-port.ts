import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { DevnetError } from './devnet-error.ts'

const LOCAL = '127.0.0.1'
/** Below the ports that the kernel gives to outgoing connections: one of those may be in use again before anvil listens on it. */
const [FIRST, END] = [16_000, 32_000]

/** `port` if nothing listens there, any free one for 0. Throws DevnetError PortTaken, which names the flag to change. */
export async function freePort(port: number, flag: string): Promise<number> {
  if (port === 0) return anyFree()
  const cause = await failureToListen(port)
  if (cause === undefined) return port
  throw new DevnetError('PortTaken', `port ${port} is taken`, `give another one with ${flag}, or ${flag} 0 for any free one`, { cause })
}

async function anyFree(): Promise<number> {
  for (;;) {
    const port = randomInt(FIRST, END)
    if ((await failureToListen(port)) === undefined) return port
  }
}

async function failureToListen(port: number): Promise<unknown> {
  const server = createServer().listen(port, LOCAL)
  const failure: unknown = await once(server, 'listening').then(() => undefined, (cause: unknown) => cause)
  if (failure !== undefined) return failure
  server.close()
  await once(server, 'close')
  return undefined
}
