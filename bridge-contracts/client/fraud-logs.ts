import { parseEventLogs } from 'viem'
import type { Log } from 'viem'
import { getContractEvents } from 'viem/actions'
import type { Address, BatchClaim, Bytes32 } from '@distribute/state-machine'
import type { L1Reader } from './call.ts'
import { challengesAbi } from './generated/challenges.ts'
import { rollupAbi } from './generated/rollup.ts'
import { placeOf } from './logs.ts'
import type { BlockRange, LogPlace } from './logs.ts'
import type { SequencerKeys } from './rollup-reads.ts'
import { addressOf, bytesOf, hexOfAddress } from './values.ts'

/** The roots of batches `index` to `end` - 1 became void: claim `claimId` of the first was convicted. */
export interface LoggedVoid {
  readonly index: bigint
  readonly claimId: Bytes32
  readonly end: bigint
  /** of claims from then on */
  readonly round: bigint
  readonly place: LogPlace
}

/** Roots that were claimed anew for a batch's data. */
export interface LoggedRoots {
  readonly index: bigint
  readonly claimId: Bytes32
  readonly claim: BatchClaim
  readonly roots: readonly Bytes32[]
  readonly place: LogPlace
}

/** Another sequencer, from a time on. */
export interface LoggedSequencer {
  readonly term: bigint
  readonly cause: TakeoverCause
  readonly previous: SequencerKeys
  readonly current: SequencerKeys
  /** L1 time in seconds from which it holds: ahead after silence, when a batch of `previous` still cancels it */
  readonly since: bigint
  /** index of its first batch */
  readonly firstBatch: bigint
  readonly place: LogPlace
}

/** A term that did not begin: `current` goes on. */
export interface LoggedCancel {
  readonly term: bigint
  readonly cancelled: SequencerKeys
  readonly current: SequencerKeys
  readonly place: LogPlace
}

/** In the order of `Cause` in ISuccession.sol. */
export const TAKEOVER_CAUSES = ['founding', 'conviction', 'handOver', 'idleness', 'silence'] as const
export type TakeoverCause = (typeof TAKEOVER_CAUSES)[number]

/** A conviction as its log tells it: times in seconds. */
export interface LoggedConviction {
  readonly index: bigint
  readonly claimId: Bytes32
  readonly claimant: Address
  readonly segment: number
  readonly claimedRoot: Bytes32
  readonly actualRoot: Bytes32
  readonly prover: Address
  /** whose half of the stake it will be; none: all is burned */
  readonly beneficiary: Address
  readonly due: bigint
  readonly place: LogPlace
}

/** What moves the claims that stand, or who may make them, beside a batch that is posted. */
export type ClaimEvent =
  | (LoggedVoid & { readonly kind: 'void' })
  | (LoggedRoots & { readonly kind: 'roots' })
  | (LoggedSequencer & { readonly kind: 'sequencer' })
  | (LoggedCancel & { readonly kind: 'takeoverCancelled' })

const EVENTS = ['RootsVoided', 'RootsPosted', 'SequencerChanged', 'TakeoverCancelled'] as const

/** A cause that is not known cannot be logged by these contracts. */
const causeFrom = (cause: number): TakeoverCause => TAKEOVER_CAUSES[cause] ?? 'founding'

/** Those among the logs of a rollup, in their order. */
export function claimEventsIn(logs: readonly Log<bigint, number, false>[]): readonly ClaimEvent[] {
  const parsed = parseEventLogs({ abi: rollupAbi, strict: true, eventName: [...EVENTS], logs: [...logs] })
  return parsed.map((log): ClaimEvent => {
    const place = placeOf(log)
    if (log.eventName === 'RootsVoided') return { kind: 'void', ...log.args, claimId: bytesOf(log.args.claimId), place }
    if (log.eventName === 'SequencerChanged') {
      const { term, since, firstBatch, cause, previous, current } = log.args
      return { kind: 'sequencer', term, since, firstBatch, cause: causeFrom(cause), previous: keysFrom(previous), current: keysFrom(current), place }
    }
    if (log.eventName === 'TakeoverCancelled') {
      const { term, cancelled, current } = log.args
      return { kind: 'takeoverCancelled', term, cancelled: keysFrom(cancelled), current: keysFrom(current), place }
    }
    const { index, claimId, claim, roots } = log.args
    return { kind: 'roots', index, claimId: bytesOf(claimId), claim: claimFrom(claim), roots: roots.map(bytesOf), place }
  })
}

export async function readConvictions(reader: L1Reader, challenges: Address, range: BlockRange): Promise<readonly LoggedConviction[]> {
  const address = hexOfAddress(challenges)
  const logs = await getContractEvents(reader, { abi: challengesAbi, strict: true, address, eventName: 'Convicted', ...range })
  return logs.map((log) => {
    const { args } = log
    const accounts = { claimant: addressOf(args.claimant), prover: addressOf(args.prover), beneficiary: addressOf(args.beneficiary) }
    const hashes = { claimId: bytesOf(args.claimId), claimedRoot: bytesOf(args.claimedRoot), actualRoot: bytesOf(args.actualRoot) }
    return { index: args.index, segment: args.segment, due: args.due, ...accounts, ...hashes, place: placeOf(log) }
  })
}

type Hex = `0x${string}`

interface ClaimTuple {
  readonly dataId: Hex
  readonly round: bigint
  readonly claimant: Hex
  readonly claimTime: bigint
  readonly rootsRoot: Hex
  readonly lastRoot: Hex
  readonly cursor: bigint
  readonly segments: number
}

const claimFrom = (claim: ClaimTuple): BatchClaim => ({
  ...claim,
  dataId: bytesOf(claim.dataId),
  claimant: addressOf(claim.claimant),
  rootsRoot: bytesOf(claim.rootsRoot),
  lastRoot: bytesOf(claim.lastRoot),
  segments: BigInt(claim.segments),
})

const keysFrom = ({ poster, signer, staker }: { readonly [key in keyof SequencerKeys]: Hex }): SequencerKeys => ({
  poster: addressOf(poster), signer: addressOf(signer), staker: addressOf(staker),
})
