import { addressFromBytes, decodeTokenDeposit, ENTRIES, toHex } from '@distribute/state-machine'
import type { InboxEntry } from '@distribute/state-machine'
import type { Head } from '../chain/head.ts'
import { askL1 } from './ask-l1.ts'
import type { RpcContext } from './context.ts'
import { hash } from './decoders.ts'
import { quantity } from './hex.ts'
import { method } from './method.ts'
import type { MethodTable } from './method.ts'
import type { PlacedEntry, RpcChain } from './ports.ts'

const KINDS = ['deposit', 'forced', 'send', 'tokenDeposit'] as const

/** The first block whose cursor is past `index`: headers know how much of the inbox was read, so it is found by halving. */
async function blockThatRead(chain: RpcChain, index: bigint): Promise<Head | undefined> {
  let low = 0n
  let high = chain.head().header.number
  if (chain.head().cursor <= index) return undefined
  while (low < high) {
    const middle = (low + high) / 2n
    const head = await chain.headerByNumber(middle)
    if (head === undefined) return undefined
    if (head.cursor > index) high = middle
    else low = middle + 1n
  }
  return chain.headerByNumber(low)
}

/** `skipped`: a forced call that could never be valid; its fee went to the pool. */
async function stageOf({ deps, blocks }: RpcContext, index: bigint): Promise<Readonly<Record<string, unknown>>> {
  const block = await blockThatRead(deps.chain, index)
  if (block === undefined) return { stage: 'waiting-to-be-read' }
  const { transactions } = await blocks.of(block)
  const transaction = transactions.find(({ entryIndex }) => entryIndex === index)
  const place = { blockNumber: quantity(block.header.number) }
  if (transaction === undefined) return { stage: 'skipped', ...place }
  return { stage: 'included', ...place, transactionHash: toHex(transaction.hash), status: transaction.status ? '0x1' : '0x0' }
}

function receiverOf({ kind, payload }: InboxEntry): object {
  if (kind === ENTRIES.tokenDeposit) {
    const { to, amount } = decodeTokenDeposit(payload)
    return { to, tokens: quantity(amount) }
  }
  return kind === ENTRIES.deposit && payload.length === 20 ? { to: addressFromBytes(payload) } : {}
}

async function entryOf(context: RpcContext, { index, entry }: PlacedEntry): Promise<unknown> {
  return {
    index: quantity(index),
    kind: KINDS[entry.kind] ?? quantity(entry.kind),
    from: entry.from,
    ...receiverOf(entry),
    value: quantity(entry.value),
    l1Time: quantity(entry.time),
    ...(await stageOf(context, index)),
  }
}

/** What became of the inbox entries that an L1 transaction made: deposits, forced transactions, calls of contracts. */
async function deposits(context: RpcContext, l1Transaction: Uint8Array): Promise<unknown> {
  const entries = await askL1(context, (status) => status.entriesOf(l1Transaction))
  return Promise.all(entries.map((entry) => entryOf(context, entry)))
}

export const rollupDeposits: MethodTable = {
  rollup_getDeposit: method([hash], deposits),
}
