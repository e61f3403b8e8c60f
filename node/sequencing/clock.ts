import { setMaxListeners } from 'node:events'
import { setImmediate as immediate } from 'node:timers/promises'
import type { Clock } from '@distribute/sequencer'
import type { L1Clock } from '../l1/clock.ts'

const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const done = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    // Many wait for the same end; Node would take more than ten for a leak.
    setMaxListeners(0, signal)
    signal.addEventListener('abort', done, { once: true })
  })

/** The sequencer's clock: L1's time, and this machine's timers. */
export const createSequencerClock = (l1: L1Clock): Clock => ({
  now: () => l1.now(),
  milliseconds: () => performance.now(),
  sleep,
  turn: () => immediate(),
})

export { sleep }
