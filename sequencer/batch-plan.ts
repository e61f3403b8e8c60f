import { decodeSegment, SEGMENT } from '@distribute/state-machine'
import { BATCH_OVERHEAD, costOf } from './budget.ts'
import type { BlockBytes, ChainHead } from './ports.ts'

export interface PlanLimits {
  /** Calldata of a batch, in bytes. */
  readonly maxBytes: number
  readonly maxSegments: number
  /** Seconds after which the oldest unposted block is posted although it fills no batch. */
  readonly interval: bigint
  /** Seconds after the last batch at which another is due although nothing has happened. */
  readonly heartbeat: bigint
  /** Seconds that the chain may be behind L1 at the end of a batch: L1's limit. */
  readonly maxLag: bigint
}

/** What a decision rests on. Times in seconds. */
export interface BatchView {
  /** Of L1's newest block. */
  readonly l1Time: bigint
  /** When L1 took the last batch. */
  readonly postedAt: bigint
  readonly head: ChainHead
  readonly readableEntries: bigint
  /** Behind the last batch, in order; the first so many that may fill one. */
  readonly blocks: readonly BlockBytes[]
  /** A batch has to come now, even an empty one: it decides who sequences. */
  readonly isDue: boolean
}

export type Reason = 'full' | 'due' | 'interval' | 'heartbeat'

/** `build`: the chain needs a block without transactions first; `wait`: L1's time has not reached the blocks'. */
export type BatchPlan =
  | { readonly act: 'nothing' | 'build' | 'wait' }
  | { readonly act: 'post'; readonly reason: Reason; readonly blocks: readonly BlockBytes[]; readonly isWhole: boolean }

const NOTHING: BatchPlan = { act: 'nothing' }

/** What is due for L1 now: a pure function of what L1 and the stored chain say. */
export function planBatch(view: BatchView, limits: PlanLimits): BatchPlan {
  const fitting = fittingOf(view.blocks, limits)
  const isWhole = (fitting.at(-1)?.number ?? view.head.number) >= view.head.number
  const reason = reasonFor(view, limits, { first: fitting[0], isWhole })
  if (reason === undefined) return NOTHING
  if (isWhole && needsBlock(view, limits, fitting)) return { act: 'build' }
  const ripe = ripeOf(fitting, view.l1Time)
  const last = ripe.at(-1)
  if (last === undefined) return { act: 'wait' }
  const isCut = ripe.length < fitting.length
  if (isCut && isStale(last.time, view.l1Time, limits)) return { act: 'wait' }
  return { act: 'post', reason, blocks: ripe, isWhole: isWhole && !isCut }
}

/** The first blocks, as many as one batch holds; one at least, because the builder lets none grow beyond that. */
function fittingOf(blocks: readonly BlockBytes[], { maxBytes, maxSegments }: PlanLimits): readonly BlockBytes[] {
  let cost = BATCH_OVERHEAD
  let segments = 0
  const end = blocks.findIndex((block) => {
    cost += costOf(block.segments)
    segments += block.segments.length
    return cost > maxBytes || segments > maxSegments
  })
  return end < 0 ? blocks : blocks.slice(0, Math.max(end, 1))
}

interface Pending {
  readonly first: BlockBytes | undefined
  readonly isWhole: boolean
}

function reasonFor({ l1Time, postedAt, isDue }: BatchView, { interval, heartbeat }: PlanLimits, { first, isWhole }: Pending): Reason | undefined {
  if (!isWhole) return 'full'
  if (isDue) return 'due'
  if (first !== undefined && l1Time - first.time >= interval) return 'interval'
  return l1Time - postedAt >= heartbeat ? 'heartbeat' : undefined
}

/** Whether the batch must end with a block that is still to be made: for a heartbeat, for unread entries, or for L1's clock. */
function needsBlock({ head, readableEntries, l1Time }: BatchView, limits: PlanLimits, blocks: readonly BlockBytes[]): boolean {
  const last = blocks.at(-1)
  if (last === undefined || head.cursor < readableEntries) return true
  if (!isStale(last.time, l1Time, limits)) return false
  // Its time was held back by an unread entry: the next one's is not, if this one has read it. Else nothing helps but reading.
  return isStale(clockOf(last), l1Time, limits) || last.segments.some(({ bytes }) => decodeSegment(bytes).head.inbox)
}

const isStale = (time: bigint, l1Time: bigint, { maxLag }: PlanLimits): boolean => l1Time - time > maxLag / 2n

/** The sequencer's clock as it stands in the block's data, which L1 compares with its own; never before the block's time. */
const clockOf = ({ segments, time }: BlockBytes): bigint => {
  const first = segments[0]
  return first === undefined ? time : decodeSegment(first.bytes).head.t
}

/** L1 refuses what its own time has not reached. */
function ripeOf(blocks: readonly BlockBytes[], l1Time: bigint): readonly BlockBytes[] {
  const end = blocks.findIndex((block) => clockOf(block) > l1Time)
  return end < 0 ? blocks : blocks.slice(0, end)
}

/**
 * The leading blocks that only read the inbox, if there are others behind them and they read enough for L1 to exempt them from
 * its time rules: with overdue entries left, that run can be posted and the whole cannot (rollup.md section 5).
 */
export function backlogRun(blocks: readonly BlockBytes[]): readonly BlockBytes[] {
  const end = blocks.findIndex((block) => entriesOf(block) === undefined)
  const run = end < 0 ? [] : blocks.slice(0, end)
  const entries = run.reduce((sum, block) => sum + (entriesOf(block) ?? 0), 0)
  return entries >= EXEMPT_ENTRIES ? run : []
}

const EXEMPT_ENTRIES = 256

/** How many entries an inbox-only block reads; undefined for others. */
function entriesOf({ segments }: BlockBytes): number | undefined {
  let entries = 0
  for (const { bytes } of segments) {
    const { head, count } = decodeSegment(bytes)
    if (!head.inbox) return undefined
    entries += Math.min(count, SEGMENT.entries)
  }
  return entries
}
