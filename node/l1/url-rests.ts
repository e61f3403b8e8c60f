/** When which of several URLs may be asked again; by their places in the list. */
export interface UrlRests {
  /** All of them, the one to ask first in front: in the list's order, but those that rest behind, the soonest rested first. */
  order(): readonly number[]
  isResting(url: number): boolean
  /** It failed: it rests, each time twice as long, give or take a quarter. */
  fail(url: number): void
  /** It did all that it was asked for. */
  work(url: number): void
  /** Milliseconds until one may be asked; 0 if one may be now. */
  pauseMs(): number
}

export interface UrlRestsOptions {
  readonly urls: number
  /** The first rest. */
  readonly firstMs: number
  /** Never goes back. */
  readonly now: () => number
  /** 0 to 1. */
  readonly random: () => number
}

/** A single URL is all there is; one of several that hangs costs the others' time whenever it is tried. */
const LONGEST_ALONE_MS = 30_000
const LONGEST_MS = 300_000
/** Faults that lie further apart have nothing to do with each other. */
const FORGOTTEN_MS = 3_600_000

export const createUrlRests = ({ urls, firstMs, now, random }: UrlRestsOptions): UrlRests => {
  const states = Array.from({ length: urls }, () => ({ failures: 0, restsUntil: 0, failedAt: 0 }))
  const longest = urls === 1 ? LONGEST_ALONE_MS : LONGEST_MS
  const endOf = (url: number, from: number): number => Math.max(states[url]?.restsUntil ?? 0, from)
  const order = (): readonly number[] => {
    const from = now()
    return states.map((_, url) => url).sort((a, b) => endOf(a, from) - endOf(b, from) || a - b)
  }
  return {
    order,
    isResting: (url) => (states[url]?.restsUntil ?? 0) > now(),
    fail(url) {
      const state = states[url]
      if (state === undefined) return
      const failures = now() - state.failedAt > FORGOTTEN_MS ? 1 : state.failures + 1
      const rest = Math.min(firstMs * 2 ** Math.min(failures - 1, 30), longest) * (0.75 + random() / 2)
      states[url] = { failures, restsUntil: now() + rest, failedAt: now() }
    },
    work(url) {
      states[url] = { failures: 0, restsUntil: 0, failedAt: 0 }
    },
    pauseMs: () => Math.min(Math.max(0, (states[order()[0] ?? 0]?.restsUntil ?? 0) - now()), LONGEST_ALONE_MS),
  }
}
