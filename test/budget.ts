/**
 * How often a property test or a fuzz loop runs: `n` times the variable DISTRIBUTE_FUZZ (any positive number, default 1),
 * rounded down, at least once. `npm test` takes the default; `npm run fuzz` takes 50. Throws nothing: a value that is no
 * positive number counts as 1, so that a typing error cannot turn a test off.
 */
export function budget(n: number): number {
  return Math.max(1, Math.floor(n * fuzzFactor()))
}

function fuzzFactor(): number {
  const factor = Number(process.env.DISTRIBUTE_FUZZ ?? 1)
  return Number.isFinite(factor) && factor > 0 ? factor : 1
}
