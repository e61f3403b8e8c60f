import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { createPublicClient, createTestClient, createWalletClient, http } from 'viem'
import type { Account, Hex, HttpTransport, PublicClient, TestClient, WalletClient } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { Address } from '@distribute/state-machine'
import { receiptOf } from '../../client/receipt.ts'
import { compile } from '../../deploy/compile.ts'
import { readSources } from '../../deploy/sources.ts'

export type Wallet = WalletClient<HttpTransport, typeof foundry, Account>

export interface Anvil {
  readonly reader: PublicClient<HttpTransport, typeof foundry>
  readonly clock: TestClient<'anvil', HttpTransport, typeof foundry>
  /** The funded account at this place. */
  wallet(place: number): Wallet
  close(): Promise<void>
}

const BINARY = fileURLToPath(new URL('../../../node_modules/.bin/anvil', import.meta.url))
const MNEMONIC = 'test test test test test test test test test test test junk'

/** The key of the funded account at this place. */
export const accountAt = (place: number) => mnemonicToAccount(MNEMONIC, { addressIndex: place })

/** A fresh L1 under Osaka rules, which mines a block for each transaction. */
export async function startAnvil(): Promise<Anvil> {
  const options = ['--host', '127.0.0.1', '--port', '0', '--slots-in-an-epoch', '1', '--hardfork', 'osaka']
  const child = spawn(BINARY, options, { stdio: ['ignore', 'pipe', 'inherit'] })
  const transport = http(`http://${await listening(child)}`)
  const common = { chain: foundry, transport, pollingInterval: 20 } as const
  return {
    // A block number from a cache is not that of the newest block.
    reader: createPublicClient({ ...common, cacheTime: 0 }),
    clock: createTestClient({ ...common, mode: 'anvil' }),
    wallet: (place) => createWalletClient({ ...common, account: accountAt(place) }),
    close: () => stop(child),
  }
}

function listening(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout?.on('data', (part: Buffer) => {
      text += part.toString()
      const place = /Listening on (\S+)/.exec(text)?.[1]
      if (place === undefined) return
      // It says every request: what nobody reads must not be kept.
      child.stdout?.removeAllListeners('data').resume()
      resolve(place)
    })
    child.once('exit', (code) => reject(new AnvilError(`anvil left with ${code ?? 'a signal'}: ${text}`)))
  })
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })
}

export class AnvilError extends Error {
  readonly code = 'AnvilError'
}

/** anvil makes a block of each transaction at once. */
export const SOON = { pollMs: 10 } as const

export const addressOfWallet = (wallet: Wallet): Address => Address(wallet.account.address)

/** Compiles and deploys one of the contracts in test/contracts. */
export async function deployTestContract(anvil: Anvil, name: string): Promise<Hex> {
  const sources = { ...readSources('src'), ...readSources('test/contracts') }
  const compiled = compile(sources, 'test/contracts')[`test/contracts/${name}.sol:${name}`]
  if (compiled === undefined) throw new AnvilError(`no contract ${name}`)
  const hash = await anvil.wallet(9).deployContract({ abi: [], bytecode: compiled.bytecode })
  const { contractAddress } = await receiptOf(anvil.reader, hash, SOON)
  if (!contractAddress) throw new AnvilError(`${name} was not deployed`)
  return contractAddress
}
