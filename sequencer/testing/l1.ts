import { decodeRecord, decodeSegment, equalBytes, splitBlocks, ZERO_ADDRESS } from '@distribute/state-machine'
import type { BatchClaim } from '@distribute/state-machine'
import { L1Error } from '../errors.ts'
import type { BatchHead, L1Poster } from '../ports.ts'

type BatchToPost = Parameters<L1Poster['post']>[0]

/** What goes wrong with the next call. `lost`: L1 takes the batch, but the answer does not come back. */
export type L1Fault = 'unavailable' | 'reverted' | 'replaced' | 'lost' | 'stale'

/** Rollup.postBatch's rules in memory, with faults on demand: there is no other way to make a real L1 fail in each way. */
export interface TestL1 extends L1Poster {
  readonly posted: readonly BatchToPost[]
  /** Of the next calls that it can hit, one each. */
  readonly faults: L1Fault[]
  time: bigint
  /** Takes the last batches back. */
  reorganise(batches: number): void
  /** The segments on L1, as blocks. */
  blocks(): readonly (readonly Uint8Array[])[]
}

interface Terms {
  readonly genesisRoot: Uint8Array
  readonly time: bigint
  readonly maxLag: bigint
  readonly maxBytes: number
}

interface Kept extends BatchHead {
  readonly batch: BatchToPost | undefined
}

const claimOf = (lastRoot: Uint8Array, time: bigint, segments: number, cursor: bigint): BatchClaim => ({
  dataId: new Uint8Array(32), round: 0n, claimant: ZERO_ADDRESS, claimTime: time, rootsRoot: new Uint8Array(32), lastRoot, cursor,
  segments: BigInt(segments),
})

/** Rough, and never below the real calldata's length. */
const sizeOf = ({ segments }: BatchToPost): number => segments.reduce((sum, { length }) => sum + 96 + 32 * Math.ceil(length / 32), 2_048)

export function createTestL1({ genesisRoot, time, maxLag, maxBytes }: Terms): TestL1 {
  let kept: Kept[] = [{ index: 0n, lastBlock: 0n, claim: claimOf(genesisRoot, 0n, 0, 0n), postedAt: time, batch: undefined }]
  const faults: L1Fault[] = []
  const reverted = (reason: string) => new L1Error('reverted', `execution reverted: ${reason}`, { reason })
  const hit = (...which: readonly L1Fault[]): L1Fault | undefined => {
    const fault = faults[0]
    if (fault === undefined || !which.includes(fault)) return undefined
    return faults.shift()
  }
  const failIfUnavailable = (): void => {
    if (hit('unavailable') !== undefined) throw new L1Error('unavailable', 'no answer')
  }
  const last = (): Kept => kept.at(-1)!

  const check = ({ parent, segments, roots, chain }: BatchToPost): void => {
    if (parent !== last().claim) throw reverted('NotTheHead')
    if (segments.length === 0) throw reverted('NoSegments')
    if (segments.length !== roots.length) throw reverted('RootsMismatch')
    if (segments.some((bytes) => decodeSegment(bytes).head.t > l1.time)) throw reverted('TimeAhead')
    if (!decodeSegment(segments.at(-1)!).head.last) throw reverted('BlockUnfinished')
    if (l1.time > decodeRecord('chain', chain.words).time + maxLag) throw reverted('TooFarBehind')
    if (sizeOf({ parent, segments, roots, chain } as BatchToPost) > maxBytes) throw reverted('oversized data')
  }
  const take = (batch: BatchToPost): void => {
    check(batch)
    const { number, cursor } = decodeRecord('chain', batch.chain.words)
    const claim = claimOf(batch.roots.at(-1)!, l1.time, batch.segments.length, cursor)
    kept.push({ index: last().index + 1n, lastBlock: number, claim, postedAt: l1.time, batch })
  }

  const l1: TestL1 = {
    get posted() {
      return kept.flatMap(({ batch }) => (batch === undefined ? [] : [batch]))
    },
    faults,
    time,
    reorganise(batches) {
      kept = kept.slice(0, Math.max(1, kept.length - batches))
    },
    blocks: () => splitBlocks(l1.posted.flatMap(({ segments }) => segments)),
    async head() {
      failIfUnavailable()
      return { number: l1.time, hash: new Uint8Array(32), time: l1.time }
    },
    async batchHead() {
      failIfUnavailable()
      return hit('stale') === undefined ? last() : kept.at(-2) ?? last()
    },
    async post(batch) {
      failIfUnavailable()
      if (hit('reverted') !== undefined) throw reverted('StakeTooLow')
      if (hit('replaced') !== undefined) throw new L1Error('replaced', 'nonce taken')
      take(batch)
      if (hit('lost') !== undefined) throw new L1Error('unavailable', 'timeout')
      return { hash: new Uint8Array(32).fill(kept.length) }
    },
  }
  return l1
}

/** Whether the blocks on L1 are the first of the chain's, each once and in order. */
export const isPrefix = (onL1: readonly (readonly Uint8Array[])[], chain: readonly { readonly segments: readonly { readonly bytes: Uint8Array }[] }[]): boolean =>
  onL1.length <= chain.length &&
  onL1.every((block, i) => {
    const segments = chain[i]!.segments
    return block.length === segments.length && block.every((bytes, k) => equalBytes(bytes, segments[k]!.bytes))
  })
