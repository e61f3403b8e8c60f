import type { RollupFacts } from '@distribute/bridge-contracts'

/**
 * Seconds after the last batch at which another is due although nothing has happened: what is configured, and at most half of what L1
 * allows, so that there is as much time again to get it there. At least 1.
 */
export const heartbeatOf = (configured: bigint, { maxLag, takeoverDelay }: Pick<RollupFacts, 'maxLag' | 'takeoverDelay'>): bigint => {
  const limit = (maxLag < takeoverDelay ? maxLag : takeoverDelay) / 2n
  if (limit < 1n) return 1n
  return configured < limit ? configured : limit
}
