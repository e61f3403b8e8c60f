import { connect } from 'node:net'
import { RpcRequestError, type EIP1193Parameters } from 'viem'

export type Ask = (asked: Pick<EIP1193Parameters, 'method'> & { readonly params?: unknown }) => Promise<unknown>

interface Answer {
  readonly id: number
  readonly result?: unknown
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown }
}

interface Asked {
  readonly method: string
  resolve(result: unknown): void
  reject(error: Error): void
}

/** JSON-RPC over a socket in the file system, an answer a line: a quarter of what a question costs over HTTP. */
export const connectIpc = async (path: string): Promise<{ readonly ask: Ask; close(): void }> => {
  const socket = connect(path)
  await new Promise<void>((resolve, reject) => socket.once('connect', () => resolve()).once('error', reject))
  const open = new Map<number, Asked>()
  let count = 0
  let text = ''
  const take = (line: string): void => {
    const { id, result, error } = JSON.parse(line) as Answer
    const asked = open.get(id)
    open.delete(id)
    if (error === undefined) asked?.resolve(result)
    else asked?.reject(new RpcRequestError({ body: { method: asked.method }, error, url: 'ipc' }))
  }
  socket.setEncoding('utf8').on('data', (part: string) => {
    const lines = (text + part).split('\n')
    text = lines.pop() ?? ''
    for (const line of lines) take(line)
  })
  return {
    ask: ({ method, params = [] }) => new Promise((resolve, reject) => {
      const id = count++
      open.set(id, { method, resolve, reject })
      socket.write(JSON.stringify({ jsonrpc: '2.0', id, method, params }))
    }),
    close: () => void socket.destroy(),
  }
}
