import type { Address } from '@distribute/state-machine'

/** What anvil's callTracer says of a call. */
export interface TracedCall {
  readonly to: string
  readonly gas: string
  readonly gasUsed: string
  readonly calls?: readonly TracedCall[]
}

/** A call below another, or the outermost with depth 0. */
export interface Frame {
  readonly depth: number
  readonly gas: number
  readonly used: number
}

/** The first call to a contract, and all below it. */
export function framesOf(traced: TracedCall, to: Address): readonly Frame[] {
  if (traced.to === to) return flatten(traced, 0)
  for (const call of traced.calls ?? []) {
    const found = framesOf(call, to)
    if (found.length > 0) return found
  }
  return []
}

const flatten = ({ gas, gasUsed, calls = [] }: TracedCall, depth: number): readonly Frame[] =>
  [{ depth, gas: Number(gas), used: Number(gasUsed) }, ...calls.flatMap((call) => flatten(call, depth + 1))]

/**
 * With how much gas outside a frame ends with none left: each call passes on 63 of 64 parts (EIP-150), so that what it has too much
 * counts the more outside the deeper it lies. Exact up to a few units: each level rounds.
 */
export const endOf = ({ depth, gas, used }: Frame, outermost: Frame): number =>
  Math.round(outermost.gas - (gas - used) * (64 / 63) ** depth)

/** As `endOf`, of the gas with which it would begin with none. */
export const beginOf = (frame: Frame, outermost: Frame): number => endOf({ ...frame, used: 0 }, outermost)
