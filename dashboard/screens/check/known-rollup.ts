import type { Hex } from 'viem'

/** The community's contract on L1, as this browser saw it first: the node names it, and could name another one. */
export interface KnownRollup {
  readonly rollup: Hex
  /** milliseconds since 1970 */
  readonly since: number
}

const STORED = 'distribute.rollup'

const isKnown = (value: unknown): value is KnownRollup =>
  typeof value === 'object' && value !== null && 'rollup' in value && typeof value.rollup === 'string' && 'since' in value && typeof value.since === 'number'

export function knownRollup(): KnownRollup | undefined {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(STORED) ?? 'null')
    return isKnown(value) ? value : undefined
  } catch {
    return undefined
  }
}

export function keepRollup(rollup: Hex): KnownRollup {
  const known = { rollup, since: Date.now() }
  localStorage.setItem(STORED, JSON.stringify(known))
  return known
}
