import { recordKey, decodeRecord, toHex } from '@distribute/state-machine'
import type { Head } from '../chain/head.ts'
import type { ClaimNews, VoidRoots } from '../derivation/claim-news.ts'
import type { Connection, RpcContext } from './context.ts'
import { text } from './decoders.ts'
import { invalidParams, notSupported } from './errors.ts'
import { quantity } from './hex.ts'
import { method } from './method.ts'
import type { MethodTable } from './method.ts'
import type { StoredBatch } from './ports.ts'
import { formatPromise, ownPromise } from './rollup-promises.ts'

/** Withdrawals made up to and with a block; undefined where that state is no longer kept. */
const withdrawalsAt = async ({ deps: { chain } }: RpcContext, block: bigint): Promise<bigint | undefined> =>
  chain.readAt(block, (state) => decodeRecord('pool', state.get(recordKey('pool'))).withdrawals).catch(() => undefined)

/** Ids of the withdrawals that blocks made, from the first to the last; null where there are none. */
const withdrawalsIn = async (context: RpcContext, { first, last }: { readonly first: bigint; readonly last: bigint }): Promise<unknown> => {
  const [before, after] = await Promise.all([withdrawalsAt(context, first - 1n), withdrawalsAt(context, last)])
  if (before === undefined || after === undefined || after === before) return null
  return { first: quantity(before + 1n), last: quantity(after) }
}

const formatVoid = async (context: RpcContext, roots: VoidRoots, [first, last]: readonly [StoredBatch, StoredBatch]): Promise<unknown> => {
  const { challengeWindow, l1Head } = context.deps.status.status()
  const { missingFrom } = roots
  const readyAt = missingFrom === undefined ? last.claimTime + challengeWindow : undefined
  return {
    claimId: toHex(roots.claimId),
    batch: quantity(roots.batch),
    lastBatch: quantity(roots.lastBatch),
    firstBlock: quantity(first.firstBlock),
    lastBlock: quantity(last.lastBlock),
    withdrawals: await withdrawalsIn(context, { first: first.firstBlock, last: last.lastBlock }),
    l1Block: quantity(roots.l1Block),
    transactionHash: toHex(roots.transactionHash),
    missingFrom: missingFrom === undefined ? null : quantity(missingFrom),
    readyAt: readyAt === undefined ? null : quantity(readyAt),
    notBefore: quantity(readyAt ?? (l1Head?.time ?? 0n) + challengeWindow),
  }
}

/**
 * The convictions whose withdrawals still wait: which blocks and withdrawals, from which batch on nobody answers for the roots, and
 * from when on L1 pays. What is final again is left out.
 */
export async function voidRoots(context: RpcContext): Promise<readonly unknown[]> {
  const { chain, status } = context.deps
  const { finalized } = chain.heads()
  const shown: unknown[] = []
  for (const roots of status.status().voidRoots ?? []) {
    const [first, last] = await Promise.all([chain.batches.get(roots.batch), chain.batches.get(roots.lastBatch)])
    if (first === undefined || last === undefined || finalized >= last.lastBlock) continue
    shown.push(await formatVoid(context, roots, [first, last]))
  }
  return shown
}

const formatNews = (news: ClaimNews): unknown => {
  const { type } = news
  if (type === 'sequencerChanged') return { type, sequencer: news.sequencer, since: quantity(news.since) }
  if (type === 'takeoverCancelled') return { type, sequencer: news.sequencer }
  if (type === 'promiseBroken') return { type, breach: news.breach, term: quantity(news.term), number: quantity(news.number), id: toHex(news.id) }
  const named = { type, batch: quantity(news.batch), claimId: toHex(news.claimId) }
  if (type === 'wrongRoot') return { ...named, segment: quantity(BigInt(news.segment)) }
  if (type === 'rootsVoided') {
    return { ...named, lastBatch: quantity(news.lastBatch), l1Block: quantity(news.l1Block), transactionHash: toHex(news.transactionHash) }
  }
  if (type === 'rootsPosted') return { ...named, claimant: news.claimant, readyAt: quantity(news.readyAt) }
  return named
}

function requireConnection({ connection }: RpcContext): Connection {
  if (connection === undefined) throw notSupported('notifications not supported')
  return connection
}

/** Each promise as it is signed here, or kept. */
const promises = (context: RpcContext) => (notify: (result: unknown) => void): (() => void) => {
  const { chain, promises: watch, log } = context.deps
  const tellOwn = async (head: Head): Promise<void> => {
    const own = await ownPromise(context, head)
    if (own !== undefined) notify(formatPromise(context, own, head))
  }
  const ends = [
    chain.subscribe((event) => {
      if (event.type === 'block') tellOwn(event.head).catch((error: unknown) => log.error({ err: error, block: event.head.header.number }, 'the promise of a block could not be told'))
    }),
    watch?.onKept((kept) => notify(formatPromise(context, kept))),
  ]
  return () => ends.forEach((end) => end?.())
}

const subscribe = (context: RpcContext, name: string): string => {
  if (name === 'promises') return requireConnection(context).subscribe(promises(context), 'rollup')
  if (name !== 'claims') throw invalidParams(`no "${name}" subscription in rollup namespace`)
  const open = (notify: (result: unknown) => void): (() => void) => context.deps.status.onClaims((news) => notify(formatNews(news)))
  return requireConnection(context).subscribe(open, 'rollup')
}

export const rollupClaims: MethodTable = {
  rollup_subscribe: method([text], subscribe),
  rollup_unsubscribe: method([text], (context, id) => requireConnection(context).unsubscribe(id)),
}
