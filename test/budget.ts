/**
 * How often a property test or a fuzz loop runs: `n` times the variable DISTRIBUTE_FUZZ (any positive number, default 1),
 * rounded down, at least once. `npm test` takes the default; `npm run fuzz` takes 50. Throws nothing: a value that is no
 * positive number counts as 1, so that a typing error cannot turn a test off.
 */
export function budget(n: number): number {
  return Math.max(1, Math.floor(n * fuzzFactor()))
}

/** How many times longer than usual a test waits for what must come: CI's machine may be slow, and nobody watches it. A limit that is not reached costs nothing. */
export const PATIENCE = process.env.CI === 'true' ? 3 : 1

function fuzzFactor(): number {
  const factor = Number(process.env.DISTRIBUTE_FUZZ ?? 1)
  return Number.isFinite(factor) && factor > 0 ? factor : 1
}
