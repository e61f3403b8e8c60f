import { equalBytes, toHex } from '@distribute/state-machine'
import type { ClaimEvent, LoggedCancel, LoggedRoots, LoggedSequencer, LoggedVoid } from '@distribute/bridge-contracts'
import type { Chain } from '../chain/chain.ts'
import type { L1Range } from '../l1/read-range.ts'
import type { Log } from '../l1/log.ts'
import type { StoredBatch } from '../storage/batch-row.ts'
import { decodeEvents, encodeEvents, placeOfEvent, type ClaimPart, type EventPlace, type StoredEvent } from './claim-events.ts'
import type { ClaimNews, VoidRoots } from './claim-news.ts'
import { DerivationError } from './errors.ts'

/** The note in the chain's meta table. */
export const CLAIM_EVENTS = 'claimEvents'

/** Each conviction, and what of it waits. */
export const voidRootsOf = (events: readonly StoredEvent[]): readonly VoidRoots[] => {
  const range = voidRangeOf(events)
  return events.flatMap((event) => {
    if (event.kind !== 'void') return []
    const { claimId, index, end, place: { l1Block, transactionHash } } = event
    const missing = range !== undefined && range.from < end ? { from: range.from > index ? range.from : index } : undefined
    return [{ claimId, batch: index, lastBatch: end - 1n, missingFrom: missing?.from, l1Block, transactionHash }]
  })
}

/** The batches whose roots are void, `end` not included. */
export interface VoidRange {
  readonly from: bigint
  readonly end: bigint
}

/** What became of the claims after each of these events: nothing is posted while roots are void, so the range only shrinks from below. */
export const voidRangeOf = (events: readonly StoredEvent[]): VoidRange | undefined =>
  events.reduce<VoidRange | undefined>((range, event) => {
    if (event.kind === 'void') return { from: event.index, end: range?.end ?? event.end }
    if (event.kind !== 'roots' || range === undefined) return range
    return event.index + 1n < range.end ? { from: event.index + 1n, end: range.end } : undefined
  }, undefined)

const roundOf = (events: readonly StoredEvent[]): bigint => events.findLast((event) => event.kind === 'void')?.round ?? 0n

export interface ClaimsDependencies {
  readonly chain: Pick<Chain, 'batches' | 'meta' | 'updateL1'>
  readonly log: Log
  /** Seconds that roots can be challenged. */
  readonly window: bigint
  /** Says which batches' states can be final at most, before roots become void. */
  readonly stepBack: (lastBatch: bigint) => Promise<void>
  /** Compares roots that were claimed anew with execution's. */
  readonly judge: (batch: StoredBatch, roots: readonly Uint8Array[], l1Block: bigint) => Promise<void>
  readonly tell: (news: ClaimNews) => void
}

/** Which claims stand. It is kept as what happened to them, so that an L1 reorg can take it back one after the other. */
export interface Claims {
  events(): readonly StoredEvent[]
  voidRange(): VoidRange | undefined
  /** Whether this claim still stands for its batch. */
  stands(claim: { readonly batch: bigint; readonly claimId: Uint8Array }): boolean
  /** Counts as Rollup.sol had them after an L1 block, up to which `batches` had been posted. */
  countsAt(l1Block: bigint, batches: bigint): { readonly claims: bigint; readonly round: bigint }
  take(event: ClaimEvent): Promise<void>
  /** How many events stand in L1 blocks up to this one. */
  upTo(l1Block: bigint): number
  /** How many of the events behind `l1Block` a newly read run of L1 confirms, or says nothing about. */
  confirmed(l1Block: bigint, range: L1Range): number
  /** How many events came before anything happened to the batches from this one on. */
  before(batch: bigint): number
  /** Forgets all events but the first `keep`; answers what has to be written for it. */
  undo(keep: number): Promise<{ readonly batches: readonly StoredBatch[]; readonly meta: Readonly<Record<string, Uint8Array>> }>
}

const samePlace = (a: EventPlace, b: EventPlace): boolean => equalBytes(a.l1Hash, b.l1Hash) && a.logIndex === b.logIndex

export const loadClaims = async (dependencies: ClaimsDependencies): Promise<Claims> => {
  const { chain } = dependencies
  const stored = await chain.meta.get(CLAIM_EVENTS)
  let events: readonly StoredEvent[] = stored === undefined ? [] : decodeEvents(stored)
  const add = async (event: StoredEvent, batches: readonly StoredBatch[] = []): Promise<void> => {
    const next = [...events, event]
    await chain.updateL1({ batches, meta: { [CLAIM_EVENTS]: encodeEvents(next) } })
    events = next
  }
  const upTo = (l1Block: bigint): number => {
    const later = events.findIndex(({ place }) => place.l1Block > l1Block)
    return later < 0 ? events.length : later
  }
  return {
    events: () => events,
    voidRange: () => voidRangeOf(events),
    stands({ batch, claimId }) {
      const range = voidRangeOf(events)
      if (range !== undefined && batch >= range.from) return false
      const last = events.findLast((event) => event.kind === 'roots' && event.index === batch)
      return last?.kind !== 'roots' || equalBytes(last.claimId, claimId)
    },
    countsAt(l1Block, batches) {
      const then = events.slice(0, upTo(l1Block))
      return { claims: voidRangeOf(then)?.from ?? batches, round: roundOf(then) }
    },
    async take(event) {
      const place = placeOfEvent(event)
      if (events.some((known) => samePlace(known.place, place))) return
      if (event.kind === 'void') await takeVoid(event, place, add, dependencies)
      else if (event.kind === 'roots') await takeRoots(event, place, add, dependencies)
      else if (event.kind === 'sequencer') await takeSequencer(event, place, add, dependencies)
      else await takeCancel(event, place, add, dependencies)
    },
    upTo,
    confirmed(l1Block, range) {
      const read = range.events.map(placeOfEvent)
      for (let at = upTo(l1Block); at < events.length; at++) {
        const place = events[at]?.place
        if (place === undefined || place.l1Block > range.upTo.number) break
        if (!read.some((one) => samePlace(one, place))) return at
      }
      return events.length
    },
    before(batch) {
      const first = events.findIndex((event) => (event.kind === 'void' || event.kind === 'roots') && event.index >= batch)
      return first < 0 ? events.length : first
    },
    async undo(keep) {
      const batches = await withEarlierClaims(chain, events.slice(keep))
      events = events.slice(0, keep)
      return { batches, meta: { [CLAIM_EVENTS]: encodeEvents(events) } }
    },
  }
}

type Add = (event: StoredEvent, batches?: readonly StoredBatch[]) => Promise<void>

const takeVoid = async ({ index, end, round, claimId }: LoggedVoid, place: EventPlace, add: Add, { chain, log, stepBack, tell }: ClaimsDependencies): Promise<void> => {
  const [first, last] = await Promise.all([chain.batches.get(index), chain.batches.get(end - 1n)])
  await stepBack(index - 1n)
  await add({ kind: 'void', place, index, end, round, claimId })
  const facts = { batch: index, lastBatch: end - 1n, claimId: toHex(claimId), claimant: first?.claimant, l1Block: place.l1Block, transaction: toHex(place.transactionHash) }
  const blocks = `blocks ${first?.firstBlock} to ${last?.lastBlock}`
  log.warn(facts, `a false claim was convicted: the roots of batches ${index} to ${end - 1n} are void. Every transaction in ${blocks} stands; withdrawals of these blocks cannot be claimed until somebody has posted the right roots and their window is over`)
  const { l1Block, transactionHash } = place
  tell({ type: 'rootsVoided', batch: index, lastBatch: end - 1n, claimId, l1Block, transactionHash })
}

const takeRoots = async ({ index, claim, claimId, roots }: LoggedRoots, place: EventPlace, add: Add, { chain, log, window, judge, tell }: ClaimsDependencies): Promise<void> => {
  const batch = await chain.batches.get(index)
  if (batch === undefined || !equalBytes(batch.dataId, claim.dataId)) throw new DerivationError('WrongBytes', `the roots posted for batch ${index} are for other data`)
  const { round, claimant, claimTime, rootsRoot, lastRoot, cursor } = claim
  const claimed = { ...batch, claimId, round, claimant, claimTime, rootsRoot, lastRoot, cursor }
  // Judged before the claim is there: what is known to be wrong must not be lost by a crash in between.
  await judge(claimed, roots, place.l1Block)
  await add({ kind: 'roots', place, index, claimId, before: partOf(batch) }, [claimed])
  const readyAt = claimTime + window
  const until = new Date(Number(readyAt) * 1_000).toISOString()
  log.info({ batch: index, claimant, claimId: toHex(claimId) }, `roots of batch ${index} were posted anew: withdrawals of blocks ${batch.firstBlock} to ${batch.lastBlock} wait until ${until}`)
  tell({ type: 'rootsPosted', batch: index, claimId, claimant, readyAt })
}

const takeSequencer = async ({ term, cause, previous, current, since, firstBatch }: LoggedSequencer, place: EventPlace, add: Add, { log, tell }: ClaimsDependencies): Promise<void> => {
  await add({ kind: 'sequencer', place, term, cause, previous, current, since, firstBatch })
  const from = cause === 'silence' ? `${new Date(Number(since) * 1_000).toISOString()} on, unless ${previous.poster} posts a batch before` : 'now on'
  log.warn({ term, cause, previous, current, since }, `the sequencer is replaced (${cause}): ${current.poster} posts from ${from}, and the stake of ${current.staker} answers for it`)
  tell({ type: 'sequencerChanged', sequencer: current, since })
}

const takeCancel = async ({ term, cancelled, current }: LoggedCancel, place: EventPlace, add: Add, { log, tell }: ClaimsDependencies): Promise<void> => {
  await add({ kind: 'takeoverCancelled', place, term, cancelled, current })
  log.warn({ term, cancelled, current }, `the takeover by ${cancelled.staker} was cancelled: ${current.poster} goes on posting`)
  tell({ type: 'takeoverCancelled', sequencer: current })
}

const partOf = ({ claimId, round, claimant, claimTime, rootsRoot, lastRoot, cursor }: StoredBatch): ClaimPart =>
  ({ claimId, round, claimant, claimTime, rootsRoot, lastRoot, cursor })

/** The batches as they were before these events. */
const withEarlierClaims = async (chain: ClaimsDependencies['chain'], undone: readonly StoredEvent[]): Promise<readonly StoredBatch[]> => {
  const earlier = new Map<bigint, ClaimPart>()
  for (const event of [...undone].reverse()) if (event.kind === 'roots') earlier.set(event.index, event.before)
  const batches: StoredBatch[] = []
  for (const [index, before] of earlier) {
    const batch = await chain.batches.get(index)
    if (batch !== undefined) batches.push({ ...batch, ...before })
  }
  return batches.sort((a, b) => (a.index < b.index ? -1 : 1))
}
