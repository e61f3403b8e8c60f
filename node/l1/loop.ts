import type { Clock } from '@distribute/sequencer'
import { BlobError } from '../blobs/errors.ts'
import { mustStop } from '../must-stop.ts'
import { l1ErrorIn, wordsOf } from './fault-words.ts'
import type { Follower, L1Heads } from './follower.ts'
import type { Log } from './log.ts'
import { createQuietWatch } from './quiet.ts'
import type { L1Source } from './source.ts'
import type { L1Urls } from './urls.ts'

export interface LoopOptions {
  readonly pollMs: number
}

export interface LoopDependencies {
  readonly urls: Pick<L1Urls, 'best' | 'others' | 'blame' | 'praise' | 'pauseMs'>
  readonly follower: Follower
  readonly log: Log
  readonly onHeads: (heads: L1Heads) => void
  readonly onFault: (fault: unknown) => void
  readonly clock: Pick<Clock, 'sleep'>
}

/**
 * Polls L1 until the signal, each round from one URL: one that fails, lags or lies rests for a while, and the next one is asked.
 * Resolves at the signal; rejects with a fault that does not go away by itself.
 */
export const followL1 = async ({ pollMs }: LoopOptions, dependencies: LoopDependencies, signal: AbortSignal): Promise<void> => {
  const { urls, follower, log, onHeads, clock } = dependencies
  const quiet = createQuietWatch(urls.others)
  let failures = 0
  /** Milliseconds until the next round. */
  const afterFault = (source: L1Source, fault: unknown): number => {
    failures += 1
    dependencies.onFault(fault)
    // An L1 that reorganises is not the URL's fault, and looks the same from every other one; nor is a blob that L1 keeps no more.
    const isOpen = l1ErrorIn(fault)?.code === 'Unsettled' || fault instanceof BlobError
    if (!isOpen) urls.blame(source)
    const pause = isOpen ? pollMs : urls.pauseMs()
    const next = urls.best().origin
    const facts = { url: source.origin, failures, fault: wordsOf(fault) }
    if (next === source.origin) log.warn(facts, 'L1 could not be followed; trying again')
    else log.warn({ ...facts, next }, 'L1 could not be followed from this URL; trying the next one')
    return pause
  }
  while (!signal.aborted) {
    const source = urls.best()
    let pause = pollMs
    try {
      const heads = await follower.poll(source.reader)
      onHeads(heads)
      await quiet.saw(source, heads.latest.number)
      urls.praise(source)
      if (failures > 0) log.info({ url: source.origin, failures }, 'L1 is followed again')
      failures = 0
    } catch (fault) {
      if (mustStop(fault)) throw fault
      pause = afterFault(source, fault)
    }
    if (pause > 0) await clock.sleep(pause, signal)
  }
}
