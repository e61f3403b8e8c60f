const WIDTH = 20n
const POINTS_A_PERCENT = 100

/** Percent with one decimal, rounded down, so that nothing is shown as full that is not. 100.0 % of nothing. */
export function percent(part: bigint, whole: bigint): string {
  const tenths = whole === 0n ? 1_000n : (part * 1_000n) / whole
  return `${tenths / 10n}.${tenths % 10n} %`
}

/** A progress bar of 20 places, rounded down, with its percentage. */
export function bar(part: bigint, whole: bigint): string {
  const filled = whole === 0n || part >= whole ? WIDTH : (part * WIDTH) / whole
  return `${'█'.repeat(Number(filled))}${'░'.repeat(Number(WIDTH - filled))} ${percent(part, whole)}`
}

/** Basis points as percent, exact: 2500 is 25 %. */
export const weightText = (weight: bigint): string => `${Number(weight) / POINTS_A_PERCENT} %`
