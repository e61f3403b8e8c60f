import type { Client } from 'viem'
import { DistributeError } from '../contracts/distribute-error.ts'

export interface WaitOptions {
  /** milliseconds; half an hour where it is left out */
  readonly timeout?: number
  /** milliseconds; the client's where it is left out */
  readonly pollingInterval?: number
}

const PATIENCE_MS = 30 * 60_000

/** Looks until there is something. Throws DistributeError TimedOut, and what looking throws. */
export async function poll<T>(client: Client, what: string, look: () => Promise<T | undefined>, { timeout = PATIENCE_MS, pollingInterval = client.pollingInterval }: WaitOptions): Promise<T> {
  const deadline = performance.now() + timeout
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    if (performance.now() > deadline) throw new DistributeError({ code: 'TimedOut', what: `${what}: not within ${timeout} ms`, advice: 'wait longer, with a larger timeout, or ask another node' })
    await new Promise((resolve) => setTimeout(resolve, pollingInterval))
  }
}
