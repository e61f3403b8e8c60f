import { bigintToBytes, bytesToBigint, decodeRlp, encodeRlp, type RlpItem } from '@distribute/state-machine'
import type { Checkpoint } from '../l1/checkpoints.ts'
import { DerivationError } from './errors.ts'

/** The follower's notes in the chain's meta table. */
export const CHECKPOINTS = 'checkpoints'

export const encodeCheckpoints = (checkpoints: readonly Checkpoint[]): Uint8Array =>
  encodeRlp(checkpoints.map(({ number, hash }) => [bigintToBytes(number, 8), hash]))

/** Throws DerivationError CorruptNotes. */
export const decodeCheckpoints = (bytes: Uint8Array): readonly Checkpoint[] => {
  const list = decodeRlp(bytes)
  if (list === undefined || list instanceof Uint8Array) throw new DerivationError('CorruptNotes', 'the checkpoints of L1 are no list')
  return list.map((item: RlpItem) => {
    const [number, hash]: readonly RlpItem[] = item instanceof Uint8Array ? [] : item
    if (number instanceof Uint8Array && hash instanceof Uint8Array) return { number: bytesToBigint(number), hash }
    throw new DerivationError('CorruptNotes', 'a checkpoint of L1 is no number and hash')
  })
}
