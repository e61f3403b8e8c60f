import { spawn, type ChildProcess } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import {
  createClient, createWalletClient, formatTransactionReceipt, http, numberToHex, publicActions, type Hex, type RpcTransactionReceipt, type TransactionReceipt,
} from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { Address } from '@distribute/state-machine'
import { calldataOf, type L1Call, type L1Reader, type L1Writer } from '@distribute/bridge-contracts'

/** An L1 under Osaka rules whose time a test chooses, with a block for each transaction. */
export interface TestL1 {
  readonly reader: L1Reader
  /** The funded account of this number. */
  account(place: number): Address
  wallet(place: number): L1Writer
  /** Sends and waits; a transaction that reverts has its receipt too. */
  send(place: number, call: L1Call): Promise<TransactionReceipt>
  block(): Promise<{ readonly number: bigint; readonly hash: Hex; readonly timestamp: bigint }>
  pass(seconds: number): Promise<void>
  snapshot(): Promise<Hex>
  /** Everything is as it was at the snapshot. */
  revert(snapshot: Hex): Promise<void>
  close(): Promise<void>
}

const require = createRequire(import.meta.url)
const BINARY = join(dirname(require.resolve('@foundry-rs/anvil/package.json')), '..', '..', '.bin', 'anvil')
const MNEMONIC = 'test test test test test test test test test test test junk'
/** Just below what EIP-7825 allows a transaction. */
const GAS = 16_700_000n

export async function startL1(time: bigint): Promise<TestL1> {
  const options = ['--host', '127.0.0.1', '--port', '0', '--hardfork', 'osaka', '--timestamp', time.toString(), '--balance', '1000000000']
  const child = spawn(BINARY, options, { stdio: ['ignore', 'pipe', 'inherit'] })
  const transport = http(`http://${await listening(child)}`)
  const reader = createClient({ transport, pollingInterval: 5, cacheTime: 0 }).extend(publicActions)
  const request = reader.request as (args: { readonly method: string; readonly params: readonly unknown[] }) => Promise<unknown>
  const place = (number: number): Hex => mnemonicToAccount(MNEMONIC, { addressIndex: number }).address
  const addresses = Array.from({ length: 10 }, (_, i) => place(i))
  const wallet = (number: number): L1Writer => createWalletClient({ transport, account: addresses[number] ?? '0x', pollingInterval: 5 })
  return {
    reader,
    account: (number) => Address(addresses[number] ?? '0x'),
    wallet,
    async send(number, call) {
      const { to, data, value } = calldataOf(call)
      const sent = { from: addresses[number], to, data, value: numberToHex(value), gas: numberToHex(GAS) }
      return formatTransactionReceipt(await request({ method: 'eth_sendTransactionSync', params: [sent] }) as RpcTransactionReceipt)
    },
    block: async () => {
      const { number, hash, timestamp } = await reader.getBlock()
      return { number, hash, timestamp }
    },
    async pass(seconds) {
      await request({ method: 'evm_increaseTime', params: [numberToHex(seconds)] })
      await request({ method: 'anvil_mine', params: [numberToHex(1)] })
    },
    snapshot: async () => String(await request({ method: 'evm_snapshot', params: [] })) as Hex,
    async revert(snapshot) {
      await request({ method: 'evm_revert', params: [snapshot] })
    },
    async close() {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
    },
  }
}

function listening(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout?.on('data', (part: Buffer) => {
      text += part.toString()
      const found = /Listening on (\S+)/.exec(text)?.[1]
      if (found === undefined) return
      // It says every request: what nobody reads must not be kept.
      child.stdout?.removeAllListeners('data').resume()
      resolve(found)
    })
    child.once('exit', (code) => reject(new RangeError(`anvil left with ${code ?? 'a signal'}: ${text}`)))
  })
}
