import { setTimeout as sleep } from 'node:timers/promises'
import { DevnetError } from './devnet-error.ts'

const POLL_MS = 50

/** Asks again and again until the answer is true; an error counts as not yet. Throws DevnetError Timeout, which names `what`. */
export async function waitFor(what: string, holds: () => Promise<boolean>, options: { readonly timeoutMs: number; readonly signal: AbortSignal; readonly advice: string }): Promise<void> {
  const end = performance.now() + options.timeoutMs
  while (!(await holds().catch(() => false))) {
    options.signal.throwIfAborted()
    if (performance.now() > end) throw new DevnetError('Timeout', `${what} is not there after ${options.timeoutMs / 1_000} s`, options.advice)
    await sleep(POLL_MS)
  }
}
