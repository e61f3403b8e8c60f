import { mustStop } from '../must-stop.ts'
import { sleep } from '../sequencing/clock.ts'
import type { Follower, L1Heads } from './follower.ts'
import type { Log } from './log.ts'

export interface LoopOptions {
  readonly pollMs: number
}

export interface LoopDependencies {
  readonly follower: Follower
  readonly log: Log
  readonly onHeads: (heads: L1Heads) => void
  readonly onFault: (fault: unknown) => void
}

const LONGEST_PAUSE_MS = 30_000

/** viem says in `status` and `details` what L1 answered; its whole message would have the URL in it, and with that often a key. */
const wordsOf = (fault: unknown): string => {
  if (!(fault instanceof Error)) return String(fault)
  const [first = ''] = fault.message.split('\n')
  const status = 'status' in fault && typeof fault.status === 'number' ? `status ${fault.status}` : ''
  const details = 'details' in fault && typeof fault.details === 'string' ? fault.details : ''
  return [first, status, details].filter((part) => part !== '').join(' ')
}

/**
 * Polls L1 until the signal, with longer pauses while it fails. Resolves at the signal; rejects with a fault that does not go
 * away by itself.
 */
export const followL1 = async (
  { pollMs }: LoopOptions,
  { follower, log, onHeads, onFault }: LoopDependencies,
  signal: AbortSignal,
): Promise<void> => {
  let failures = 0
  while (!signal.aborted) {
    try {
      onHeads(await follower.poll())
      if (failures > 0) log.info({ failures }, 'L1 is followed again')
      failures = 0
    } catch (fault) {
      if (mustStop(fault)) throw fault
      failures += 1
      onFault(fault)
      log.warn({ failures, fault: wordsOf(fault) }, 'L1 could not be followed; trying again')
    }
    const backoff = Math.min(pollMs * 2 ** Math.min(failures, 10), LONGEST_PAUSE_MS)
    const jitter = failures === 0 ? 1 : 0.75 + Math.random() / 2
    await sleep(failures === 0 ? pollMs : Math.max(pollMs, backoff * jitter), signal)
  }
}
