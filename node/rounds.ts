import { sleep } from './sequencing/clock.ts'

export interface RoundsOptions {
  /** Between two rounds. */
  readonly pollMs: number
  /** The longest pause after faults, in polls. */
  readonly mostPolls: number
}

export interface RoundsDependencies {
  /** A round that cannot begin yet is left out. */
  isReady(): boolean
  /** Told of each fault, and of how many there were in a row; the rounds go on. */
  onFault(fault: unknown, failures: number): void
}

/** Doublings of the pause, so that the power stays a number that means something. */
const MOST_DOUBLINGS = 10
/** What hangs must not hang the end: what it does later fails, as the chain is closed by then. */
const END_MS = 1_000

/** Does something beside the following of L1 again and again until the signal, more seldom after faults. Never rejects. */
export const repeatRounds = async ({ pollMs, mostPolls }: RoundsOptions, { isReady, onFault }: RoundsDependencies, round: () => Promise<void>, signal: AbortSignal): Promise<void> => {
  const late = afterEnd(signal)
  let failures = 0
  while (!signal.aborted) {
    await sleep(pollMs * Math.min(2 ** Math.min(failures, MOST_DOUBLINGS), mostPolls), signal)
    if (signal.aborted || !isReady()) continue
    try {
      await Promise.race([round(), late])
      failures = 0
    } catch (fault) {
      if (signal.aborted) return
      failures += 1
      onFault(fault, failures)
    }
  }
}

const afterEnd = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const wait = (): void => void setTimeout(resolve, END_MS).unref()
    if (signal.aborted) wait()
    else signal.addEventListener('abort', wait, { once: true })
  })
