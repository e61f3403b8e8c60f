import process from 'node:process'

/** Runs of a property: `base` times the variable DISTRIBUTE_FUZZ, a multiplier that is 1 unless set. */
export function runs(base: number): number {
  const multiplier = Number(process.env['DISTRIBUTE_FUZZ'] ?? '1')
  return Math.max(1, Math.round(base * multiplier))
}
