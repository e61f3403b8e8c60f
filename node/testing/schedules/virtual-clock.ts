import { setMaxListeners } from 'node:events'
import { setImmediate as immediate } from 'node:timers/promises'
import type { Clock } from '@distribute/sequencer'

/** A node's clock, which stands until the schedule moves it; whoever it wakes has done all he can before the next one is woken. */
export interface VirtualClock extends Clock {
  /** Time goes on as on a machine that is awake. */
  advance(ms: number): Promise<void>
  /** Time has gone by on a machine that slept: timers are late, and none has run yet. */
  jump(ms: number): void
}

interface Sleeper {
  readonly at: number
  wake(): void
}

/** `quiet` resolves once nothing is under way. */
export const createVirtualClock = (now: () => bigint, quiet: () => Promise<void>): VirtualClock => {
  let ms = 0
  const sleepers = new Set<Sleeper>()
  const next = (): Sleeper | undefined => [...sleepers].reduce<Sleeper | undefined>((first, one) => (first === undefined || one.at < first.at ? one : first), undefined)
  return {
    now,
    milliseconds: () => ms,
    turn: async () => void (await immediate()),
    jump: (duration) => void (ms += duration),
    async advance(duration) {
      const end = ms + duration
      await quiet()
      for (let sleeper = next(); sleeper !== undefined && sleeper.at <= end; sleeper = next()) {
        ms = Math.max(ms, sleeper.at)
        sleeper.wake()
        await quiet()
      }
      ms = end
    },
    sleep: (duration, signal) => new Promise((resolve) => {
      if (signal.aborted) return resolve()
      const sleeper: Sleeper = {
        at: ms + duration,
        wake: () => {
          sleepers.delete(sleeper)
          signal.removeEventListener('abort', sleeper.wake)
          resolve()
        },
      }
      sleepers.add(sleeper)
      setMaxListeners(0, signal)
      signal.addEventListener('abort', sleeper.wake, { once: true })
    }),
  }
}
