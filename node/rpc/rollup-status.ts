import { KINDS, kindGas, toHex } from '@distribute/state-machine'
import type { KindName } from '@distribute/state-machine'
import { systemContracts, type SequencerTerm } from '@distribute/bridge-contracts'
import type { Head } from '../chain/head.ts'
import type { BlockReference } from './block-reference.ts'
import { blockReference, LATEST } from './block-reference.ts'
import type { RpcContext } from './context.ts'
import { optional, uint64 } from './decoders.ts'
import { formatBatch } from './format-batch.ts'
import { quantity } from './hex.ts'
import { method } from './method.ts'
import type { MethodTable } from './method.ts'
import type { L1Block, NodeStatus } from './ports.ts'
import { requireBlock } from './resolve-block.ts'
import { voidRoots } from './rollup-claims.ts'

const ZERO_HASH = `0x${'00'.repeat(32)}`

const l1Block = (block: L1Block | undefined): unknown =>
  block === undefined ? null : { number: quantity(block.number), hash: toHex(block.hash), timestamp: quantity(block.time) }

const l2Head = ({ header, hash: value }: Head): unknown =>
  ({ number: quantity(header.number), hash: toHex(value), timestamp: quantity(header.time) })

const headAt = ({ deps }: RpcContext, tag: 'latest' | 'safe' | 'finalized'): Promise<Head> =>
  requireBlock(deps.chain, { by: 'tag', tag })

const termView = ({ number, keys, since }: SequencerTerm): object => ({ term: quantity(number), ...keys, since: quantity(since) })

/** Who posts, signs and stakes; `pending`: who will from `since` on, unless a batch comes before. */
const sequencerView = ({ succession, standing }: NodeStatus): unknown =>
  succession === undefined ? null : {
    ...termView(succession.current),
    pending: succession.pending === undefined ? null : termView(succession.pending),
    ...(standing === undefined ? {} : { standing }),
  }

/** All heads and counts in one answer: what `distribute status`, dashboards and monitors show. */
async function status(context: RpcContext): Promise<unknown> {
  const { chain } = context.deps
  const known = context.deps.status.status()
  const [latest, safe, finalized] = await Promise.all([headAt(context, 'latest'), headAt(context, 'safe'), headAt(context, 'finalized')])
  const last = await chain.batches.last()
  return {
    role: known.role,
    chainId: quantity(context.chainId),
    l1ChainId: quantity(known.l1ChainId),
    genesisHash: toHex(chain.genesisHash),
    contracts: known.contracts,
    sequencer: sequencerView(known),
    heads: { latest: l2Head(latest), safe: l2Head(safe), finalized: l2Head(finalized) },
    l1: { head: l1Block(known.l1Head), safe: l1Block(known.l1Safe), finalized: l1Block(known.l1Finalized), derived: l1Block(known.derived) },
    challengeWindow: quantity(known.challengeWindow),
    lastBatch: last === undefined ? null : formatBatch(last),
    inbox: { length: quantity(chain.inbox.length), cursor: quantity(latest.cursor) },
    wrongRoots: (known.wrongRoots ?? []).map(({ batch, segment, posted, right }) =>
      ({ batch: quantity(batch), segment: quantity(BigInt(segment)), posted: toHex(posted), right: toHex(right) })),
    voidRoots: await voidRoots(context),
    brokenPromises: (context.deps.promises?.breaches.list() ?? []).filter(({ state }) => state === 'open').map(({ id, breach, term, number }) =>
      ({ id: toHex(id), breach, term: quantity(term), number: quantity(number) })),
  }
}

const syncL1 = (block: L1Block | undefined): unknown => ({
  hash: block === undefined ? ZERO_HASH : toHex(block.hash),
  number: Number(block?.number ?? 0n),
  parentHash: block?.parentHash === undefined ? ZERO_HASH : toHex(block.parentHash),
  timestamp: Number(block?.time ?? 0n),
})

/** `l1origin` is the one its promise names. */
async function syncL2({ deps }: RpcContext, { header, hash: value }: Head): Promise<unknown> {
  const promise = await deps.chain.promiseOf(header.number)
  return {
    hash: toHex(value),
    number: Number(header.number),
    parentHash: toHex(header.parentHash),
    timestamp: Number(header.time),
    l1origin: { hash: promise === undefined ? ZERO_HASH : toHex(promise.l1Hash), number: Number(promise?.l1Number ?? 0n) },
    sequenceNumber: 0,
  }
}

/** The shape of optimism_syncStatus, plain numbers and all, for the monitors that know it. */
async function syncStatus(context: RpcContext): Promise<unknown> {
  const { l1Head, l1Safe, l1Finalized, derived } = context.deps.status.status()
  const [latest, safe, finalized] = await Promise.all([headAt(context, 'latest'), headAt(context, 'safe'), headAt(context, 'finalized')])
  return {
    current_l1: syncL1(derived),
    head_l1: syncL1(l1Head),
    safe_l1: syncL1(l1Safe),
    finalized_l1: syncL1(l1Finalized),
    unsafe_l2: await syncL2(context, latest),
    safe_l2: await syncL2(context, safe),
    finalized_l2: await syncL2(context, finalized),
  }
}

const kinds = Object.keys(KINDS) as KindName[]

/** What a call costs, in gas, and what refills credits (protocol.md section 8). */
const gasPolicy = ({ deps }: RpcContext): unknown => {
  const { baseFee, memberCredits, creditsPerEther, feeToPool } = deps.chain.config.genesis.parameters
  return {
    baseFee: quantity(baseFee),
    tipsTaken: false,
    feesTo: feeToPool === 1n ? 'pool' : 'operator',
    memberCreditsPerDay: quantity(memberCredits),
    creditsPerEtherPerDay: quantity(creditsPerEther),
    gas: Object.fromEntries(kinds.map((kind) => [kind, quantity(kindGas(kind))])),
  }
}

async function batchByBlock({ deps }: RpcContext, reference: BlockReference): Promise<unknown> {
  const head = await requireBlock(deps.chain, reference)
  const batch = await deps.chain.batches.ofBlock(head.header.number)
  return batch === undefined ? null : formatBatch(batch)
}

/** For who knows from L1 which batch to look at: a light client. */
async function batchByIndex({ deps }: RpcContext, index: bigint): Promise<unknown> {
  const batch = await deps.chain.batches.get(index)
  return batch === undefined ? null : formatBatch(batch)
}

export const rollupStatus: MethodTable = {
  rollup_status: method([], status),
  rollup_syncStatus: method([], syncStatus),
  rollup_gasPolicy: method([], gasPolicy),
  rollup_getSystemContracts: method([], () => systemContracts),
  rollup_getBatch: method([uint64], batchByIndex),
  rollup_getBatchByBlock: method([optional(blockReference, LATEST)], batchByBlock),
}
