import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  Address, addressToBytes, decodeGenesis, decodeSigned, encodeCalldata, ENTRIES, keccak256, recoverAddress, systemAddress, UNIT,
} from '@distribute/state-machine'
import type { Call, ExecutedBlock, InboxEntry, Item, KindName } from '@distribute/state-machine'
import { privateKeyToAccount } from 'viem/accounts'
import type { NewEntry } from '../inbox.ts'
import type { Chain, ChainOptions } from '../chain.ts'
import { openChain } from '../chain.ts'

/** A small community for tests: its genesis, members with keys, entries and signed calls. */
export const GENESIS_TIME = 1_700_000_000n
const CHAIN_ID = 4_242n
const OPERATOR = `0x${'77'.repeat(20)}`

export const genesisNamed = (name: string) =>
  decodeGenesis(JSON.stringify({
    name, tokenName: 'Test', tokenSymbol: 'TST', chainId: CHAIN_ID.toString(), timestamp: GENESIS_TIME.toString(), registrar: `0x${'00'.repeat(20)}`, operator: OPERATOR,
  }))
export const GENESIS = genesisNamed('Testers')

const keyOf = (member: number): `0x${string}` => `0x${(member + 1).toString(16).padStart(64, '0')}`
const accounts = new Map<number, ReturnType<typeof privateKeyToAccount>>()
const accountOf = (member: number) => {
  const known = accounts.get(member) ?? privateKeyToAccount(keyOf(member))
  accounts.set(member, known)
  return known
}
export const memberAddress = (member: number): Address => Address(accountOf(member).address)

export function depositTo(to: Address, value = UNIT, l1Block = 1n): NewEntry {
  const entry: InboxEntry = { kind: ENTRIES.deposit, time: GENESIS_TIME, from: Address(`0x${'aa'.repeat(20)}`), value, payload: addressToBytes(to) }
  return { entry, meta: { l1Block, l1Hash: keccak256(Uint8Array.of(Number(l1Block))), transactionHash: keccak256(Uint8Array.of(1, Number(l1Block))) } }
}

export interface SignedCall {
  readonly nonce: number
  readonly to?: Address
  readonly value?: bigint
  readonly call?: Call
  readonly legacy?: true
}

/** A transaction as a wallet signs it, as an item for the builder. */
export async function signItem(member: number, { nonce, to, value = 0n, call = { kind: 'send', args: [] }, legacy }: SignedCall): Promise<Item> {
  const data = `0x${Buffer.from(encodeCalldata(call)).toString('hex')}` as const
  const target = to ?? systemAddress('token')
  const common = { chainId: Number(CHAIN_ID), nonce, to: target as `0x${string}`, value, data, gas: 10_000_000n }
  const raw = await accountOf(member).signTransaction(
    legacy === true ? { ...common, type: 'legacy', gasPrice: 10n } : { ...common, type: 'eip1559', maxFeePerGas: 10n, maxPriorityFeePerGas: 1n },
  )
  const decoded = decodeSigned(Buffer.from(raw.slice(2), 'hex'), CHAIN_ID)
  if (!decoded.ok) throw new TypeError(decoded.detail)
  return { type: 'transaction', transaction: decoded.transaction }
}

export const mintCall = (amount: bigint): Call => ({ kind: 'mint' satisfies KindName, args: [amount] })

export interface Place {
  readonly directory: string
  open(options?: Partial<ChainOptions>): Promise<Chain>
  remove(): void
}

/** A directory of its own for a test. */
export function createPlace(): Place {
  const directory = mkdtempSync(join(tmpdir(), 'distribute-chain-'))
  return {
    directory,
    open: (options = {}) => openChain({ directory, genesis: GENESIS, recover: recoverAddress, ...options }),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  }
}

/** Puts deposits into the inbox and reads them in a block of their own. */
export async function appendDeposits(chain: Chain, entries: readonly NewEntry[]): Promise<ExecutedBlock> {
  await chain.inbox.append(entries)
  return appendBlockOf(chain, { entries: entries.length })
}

/** A block of these items, a second after the last; no item may be skipped. */
export async function appendBlockOf(chain: Chain, { entries = 0, items = [] }: { entries?: number; items?: readonly Item[] } = {}): Promise<ExecutedBlock> {
  const block = sealBlock(chain, { entries, items })
  await chain.append(block)
  return block
}

export function sealBlock(chain: Chain, { entries = 0, items = [] }: { entries?: number; items?: readonly Item[] } = {}): ExecutedBlock {
  const builder = chain.begin(chain.head().header.time + 1n)
  if (entries > 0) builder.readEntries(entries)
  for (const item of items) {
    const outcome = builder.add(item)
    if (!outcome.included) throw new TypeError(`skipped: ${outcome.reason}`)
  }
  return builder.seal()
}
