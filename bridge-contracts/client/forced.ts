import { parseEventLogs } from 'viem'
import type { Hex, Log } from 'viem'
import { getBlock } from 'viem/actions'
import { decodeSigned, encodeTransaction } from '@distribute/state-machine'
import type { Address, InboxEntry } from '@distribute/state-machine'
import { readEntryTime, readInboxEntries, readInboxLength } from './bridge-reads.ts'
import type { LoggedEntry } from './bridge-reads.ts'
import type { L1Call, L1Reader } from './call.ts'
import { inboxAbi } from './generated/inbox.ts'
import { enqueueCall } from './inbox-calls.ts'
import { readPostedBatches } from './rollup-logs.ts'
import { addressOf, bytesOf } from './values.ts'

/** What was signed is no transaction of the chain: its detail is worded as the chain's JSON-RPC words it. */
export class ForceError extends Error {
  override readonly name = 'ForceError'
  readonly code = 'NotATransaction'
}

export interface SignedForL2 {
  /** as wallets sign it, for the chain: type 2, or type 0 with EIP-155 */
  readonly signed: Hex
  /** the chain's own, not L1's */
  readonly chainId: bigint
}

/**
 * What a wallet has signed, in the compact form that the inbox takes (docs/formats.md section 3). Throws ForceError for
 * what the chain would skip at first sight: another chain's, an unknown call, more than 1,536 bytes.
 */
export function compactOf({ signed, chainId }: SignedForL2): Uint8Array {
  const decoded = decodeSigned(bytesOf(signed), chainId)
  if (decoded.ok) return encodeTransaction(decoded.transaction)
  throw new ForceError(decoded.detail)
}

/** Puts what a wallet has signed into the inbox; by anybody. `fee` in wei, at least the inbox's. Throws ForceError. */
export const forceCall = (inbox: Address, { fee, ...signed }: SignedForL2 & { readonly fee: bigint }): L1Call =>
  enqueueCall(inbox, { transaction: compactOf(signed), fee })

/** An entry as the transaction that added it logs it. */
export interface AddedEntry {
  readonly index: bigint
  readonly entry: InboxEntry
}

/** What the logs of a receipt say was added to the inbox, in order. */
export const addedEntriesIn = (logs: readonly Log[], inbox: Address): readonly AddedEntry[] =>
  parseEventLogs({ abi: inboxAbi, eventName: 'EntryAdded', logs: [...logs], strict: true })
    .filter(({ address }) => addressOf(address) === inbox)
    .map(({ args: { index, kind, time, from, value, payload } }) =>
      ({ index, entry: { kind, time, from: addressOf(from), value, payload: bytesOf(payload) } }))

const SPAN = 2_000n

/** Entries from `cursor` on, which is how many the chain has read (`rollup_status`). */
export async function readUnreadEntries(reader: L1Reader, inbox: Address, cursor: bigint): Promise<readonly LoggedEntry[]> {
  if (cursor >= (await readInboxLength(reader, inbox))) return []
  const { number: head } = await getBlock(reader)
  const first = await firstBlockAt(reader, await readEntryTime(reader, inbox, cursor), head)
  const found: LoggedEntry[] = []
  for (let fromBlock = first; fromBlock <= head; fromBlock += SPAN) {
    const toBlock = fromBlock + SPAN - 1n < head ? fromBlock + SPAN - 1n : head
    found.push(...(await readInboxEntries(reader, inbox, { fromBlock, toBlock })))
  }
  return found.filter(({ index }) => index >= cursor)
}

/** The first L1 block at or after a time, by halving; `head` where there is none. */
async function firstBlockAt(reader: L1Reader, time: bigint, head: bigint): Promise<bigint> {
  let [low, high] = [0n, head]
  while (low < high) {
    const middle = (low + high) / 2n
    if ((await getBlock(reader, { blockNumber: middle })).timestamp < time) low = middle + 1n
    else high = middle
  }
  return low
}

/**
 * The batch with which the chain has read entry `index`, looked for from L1 block `fromBlock` on, where the entry was added;
 * undefined while there is none. L1 alone is asked, so no node can hide it.
 */
export async function readBatchThatRead(
  reader: L1Reader,
  rollup: Address,
  { index, fromBlock }: { readonly index: bigint; readonly fromBlock: bigint },
): Promise<bigint | undefined> {
  const { number: head } = await getBlock(reader)
  for (let from = fromBlock; from <= head; from += SPAN) {
    const toBlock = from + SPAN - 1n < head ? from + SPAN - 1n : head
    const batches = await readPostedBatches(reader, rollup, { fromBlock: from, toBlock })
    const found = batches.find(({ batch }) => batch.cursor > index)
    if (found !== undefined) return found.batch.index
  }
  return undefined
}
