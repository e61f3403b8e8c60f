import { setImmediate } from 'node:timers/promises'
import type { Clock } from '../ports.ts'

/** A clock that stands until a test moves it; chain time and timers move together. */
export interface TestClock extends Clock {
  /** Moves on, waking whoever sleeps, each at its own moment. */
  advance(ms: number): Promise<void>
  /** Moves chain time alone. */
  setNow(seconds: bigint): void
  readonly sleepers: number
}

interface Sleeper {
  readonly at: number
  wake(): void
}

/** Long enough for every promise that is ready to be served. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 12; i++) await setImmediate()
}

export function createTestClock(start: bigint): TestClock {
  let ms = 0
  let offset = start
  const sleepers = new Set<Sleeper>()
  const moveTo = async (at: number): Promise<void> => {
    ms = at
    for (const sleeper of [...sleepers]) if (sleeper.at <= ms) sleeper.wake()
    await settled()
  }
  return {
    now: () => offset + BigInt(Math.floor(ms / 1_000)),
    milliseconds: () => ms,
    setNow: (seconds) => (offset = seconds - BigInt(Math.floor(ms / 1_000))),
    get sleepers() {
      return sleepers.size
    },
    turn: () => setImmediate(),
    sleep: (duration, signal) =>
      new Promise((resolve) => {
        const sleeper: Sleeper = {
          at: ms + duration,
          wake: () => {
            sleepers.delete(sleeper)
            signal.removeEventListener('abort', sleeper.wake)
            resolve()
          },
        }
        if (signal.aborted) return resolve()
        sleepers.add(sleeper)
        signal.addEventListener('abort', sleeper.wake, { once: true })
      }),
    async advance(duration) {
      const end = ms + duration
      await settled()
      for (;;) {
        const next = Math.min(...[...sleepers].map(({ at }) => at))
        if (next > end) break
        await moveTo(next)
      }
      await moveTo(end)
    },
  }
}
