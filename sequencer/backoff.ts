export interface BackoffOptions {
  readonly firstMs: number
  readonly capMs: number
}

/**
 * How long to wait, in milliseconds, after `failures` failures in a row: doubled each time up to the cap, less up to half of
 * it by chance, so that many nodes do not come back at the same instant. `random` gives 0 to 1.
 */
export function backoffMs(failures: number, { firstMs, capMs }: BackoffOptions, random: () => number): number {
  const full = Math.min(capMs, firstMs * 2 ** Math.min(failures - 1, 30))
  return full * (1 - random() / 2)
}
