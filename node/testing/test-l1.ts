import { spawn, type ChildProcess } from 'node:child_process'
import { createPublicClient, createTestClient, createWalletClient, http, type Hex } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { anvilPath } from '../devnet/anvil-path.ts'
import { DEVNET_MNEMONIC } from '../devnet/accounts.ts'

const clientsOf = (url: string) => {
  const common = { chain: foundry, transport: http(url, { retryCount: 0 }), pollingInterval: 20, cacheTime: 0 } as const
  return {
    reader: createPublicClient(common),
    control: createTestClient({ ...common, mode: 'anvil' }),
    wallet: (place: number) => createWalletClient({ ...common, account: mnemonicToAccount(DEVNET_MNEMONIC, { addressIndex: place }) }),
  }
}

/** A real anvil that mines a block for each transaction and otherwise when told to; its safe block is the last but one. */
export interface TestL1 extends ReturnType<typeof clientsOf> {
  readonly url: string
  mine(blocks?: number): Promise<void>
  call(method: string, params?: readonly unknown[]): Promise<unknown>
  /** Stops answering, as a machine that is overloaded; `resume` undoes it. */
  pause(): void
  resume(): void
  close(): Promise<void>
}

export const startTestL1 = async (flags: readonly string[] = []): Promise<TestL1> => {
  const options = ['--host', '127.0.0.1', '--port', '0', '--slots-in-an-epoch', '1', '--hardfork', 'osaka', '--accounts', '14', '--mnemonic', DEVNET_MNEMONIC]
  const child = spawn(anvilPath(undefined), [...options, ...flags], { stdio: ['ignore', 'pipe', 'inherit'] })
  const url = `http://${await listening(child)}`
  const clients = clientsOf(url)
  return {
    ...clients,
    url,
    mine: (blocks = 1) => clients.control.mine({ blocks }),
    call: (method, params = []) => clients.control.request({ method, params } as never),
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    close: () => stop(child),
  }
}

const listening = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = ''
    child.stdout?.on('data', (part: Buffer) => {
      if (text.length > 20_000) return
      text += part.toString()
      const place = /Listening on (\S+)/.exec(text)?.[1]
      if (place !== undefined) resolve(place)
    })
    child.once('exit', (code) => reject(new TypeError(`anvil ended with ${String(code)}: ${text}`)))
  })

const stop = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGCONT')
    child.kill('SIGTERM')
  })

export type { Hex }
