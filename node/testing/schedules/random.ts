/** What a seed decides. */
export interface Random {
  /** A whole number from 0 to `below` - 1. */
  pick(below: number): number
  /** True in so many of a hundred cases. */
  chance(percent: number): boolean
  of<T>(list: readonly [T, ...T[]]): T
}

/** mulberry32: a schedule that failed can be had again. */
export const createRandom = (seed: number): Random => {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const pick = (below: number): number => Math.floor(next() * below)
  return { pick, chance: (percent) => next() * 100 < percent, of: (list) => list[pick(list.length)] ?? list[0] }
}
