import type { Client } from 'viem'
import { DistributeError } from '../contracts/distribute-error.ts'

export interface WaitOptions {
  /** milliseconds; half an hour where it is left out */
  readonly timeout?: number
  /** milliseconds; the client's where it is left out */
  readonly pollingInterval?: number
  /** called after each look that found nothing, with how long it has been waited for, in milliseconds: for whoever shows it */
  readonly onWait?: (waited: number) => void
}

const PATIENCE_MS = 30 * 60_000

/** Looks until there is something. Throws DistributeError TimedOut, and what looking throws. */
export async function poll<T>(client: Client, what: string, look: () => Promise<T | undefined>, { timeout = PATIENCE_MS, pollingInterval = client.pollingInterval, onWait }: WaitOptions): Promise<T> {
  const begun = performance.now()
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    const waited = performance.now() - begun
    if (waited > timeout) throw new DistributeError({ code: 'TimedOut', what: `${what}: not within ${timeout} ms`, advice: 'wait longer, with a larger timeout, or ask another node' })
    onWait?.(waited)
    await new Promise((resolve) => setTimeout(resolve, pollingInterval))
  }
}
