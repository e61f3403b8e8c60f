import { metaKey, readNumber, writeNumber } from '../storage/tables.ts'
import { corruptValue } from '../storage/value-reader.ts'
import type { Core } from './core.ts'
import { publish } from './core.ts'
import { ChainError } from './errors.ts'

export const HEADS_KEY = metaKey('heads')

export interface Heads {
  /** Signed by the sequencer, or derived. */
  readonly latest: bigint
  /** Derived from a batch in an L1-safe block. */
  readonly safe: bigint
  /** Its batch's roots stand for good. */
  readonly finalized: bigint
}

export function encodeHeads(safe: bigint, finalized: bigint): Uint8Array {
  const bytes = new Uint8Array(16)
  writeNumber(bytes, 0, safe)
  writeNumber(bytes, 8, finalized)
  return bytes
}

/** Both 0 where none was ever set. */
export function decodeHeads(value: Uint8Array | undefined): { safe: bigint; finalized: bigint } {
  if (value === undefined) return { safe: 0n, finalized: 0n }
  if (value.length !== 16) throw corruptValue(HEADS_KEY, `${value.length} bytes are no heads`)
  return { safe: readNumber(value, 0), finalized: readNumber(value, 8) }
}

/** Throws ChainError `bad-heads` unless finalized <= safe <= latest. */
export function checkHeads(core: Core, { safe, finalized }: Omit<Heads, 'latest'>): void {
  const latest = core.head.header.number
  if (finalized >= 0n && finalized <= safe && safe <= latest) return
  throw new ChainError('bad-heads', `Not in order: finalized ${finalized}, safe ${safe}, latest ${latest}.`)
}

/** After they were written. Both may go back: an L1 reorg, or roots made final fast and then convicted. */
export function moveHeads(core: Core, { safe, finalized }: Omit<Heads, 'latest'>): void {
  if (core.safe === safe && core.finalized === finalized) return
  core.safe = safe
  core.finalized = finalized
  publish(core, { type: 'heads', safe, finalized })
}
