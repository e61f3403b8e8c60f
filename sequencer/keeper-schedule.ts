import { encodeOperation, toHex } from '@distribute/state-machine'
import type { Call } from '@distribute/state-machine'
import { createHeap } from './heap.ts'

/** One operation that time alone makes due. */
export interface Duty {
  /** Its encoding in hex. */
  readonly key: string
  readonly call: Call
  readonly encoded: Uint8Array
  /** Chain time from which it is due, in seconds. */
  due: bigint
  /** When the pool took it last, by `Clock.milliseconds`. */
  givenAt: number
}

/**
 * What is to be done when. A duty waits for its time, then stands in line, then is given to the pool; it leaves when it is cleared,
 * and only then: being given away is no proof of being done.
 */
export interface Schedule {
  /** Puts a call in, or moves it to another time. */
  set(call: Call, due: bigint): void
  clear(call: Call): void
  /** Moves what is due at `now` into the line, by time. */
  ripen(now: bigint): void
  /** The first in line. */
  first(): Duty | undefined
  /** The first in line has been given to the pool at `milliseconds`. */
  give(duty: Duty, milliseconds: number): void
  /** Puts what was given before `milliseconds` and still is not done at the end of the line. */
  takeBack(milliseconds: number): void
  readonly given: number
  /** Due and not done. */
  readonly due: number
  /** All that is known, due or not. */
  readonly size: number
}

export function createSchedule(): Schedule {
  const duties = new Map<string, Duty>()
  const waiting = createHeap<Duty>((a, b) => a.due < b.due || (a.due === b.due && a.key < b.key))
  const line = new Set<Duty>()
  const given = new Set<Duty>()
  const forget = (duty: Duty): void => {
    waiting.remove(duty)
    line.delete(duty)
    given.delete(duty)
    duties.delete(duty.key)
  }

  return {
    set(call, due) {
      const encoded = encodeOperation({ call })
      const key = toHex(encoded)
      const known = duties.get(key)
      if (known !== undefined) forget(known)
      const duty = { key, call, encoded, due, givenAt: 0 }
      duties.set(key, duty)
      waiting.place(duty)
    },
    clear(call) {
      const duty = duties.get(toHex(encodeOperation({ call })))
      if (duty !== undefined) forget(duty)
    },
    ripen(now) {
      for (let duty = waiting.first(); duty !== undefined && duty.due <= now; duty = waiting.first()) {
        waiting.remove(duty)
        line.add(duty)
      }
    },
    first: () => line.values().next().value,
    give(duty, milliseconds) {
      line.delete(duty)
      given.add(duty)
      duty.givenAt = milliseconds
    },
    takeBack(milliseconds) {
      for (const duty of given) {
        if (duty.givenAt >= milliseconds) return
        given.delete(duty)
        line.add(duty)
      }
    },
    get given() {
      return given.size
    },
    get due() {
      return line.size + given.size
    },
    get size() {
      return duties.size
    },
  }
}
