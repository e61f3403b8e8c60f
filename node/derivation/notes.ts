import { bigintToBytes, bytesToBigint, decodeRlp, encodeRlp, type RlpItem } from '@distribute/state-machine'
import type { Checkpoint } from '../l1/checkpoints.ts'
import type { WrongRoot } from './deriver.ts'
import { DerivationError } from './errors.ts'

/** The follower's notes in the chain's meta table. */
export const CHECKPOINTS = 'checkpoints'
export const WRONG_ROOTS = 'wrongRoots'

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

export const encodeWrongRoots = (wrong: readonly WrongRoot[]): Uint8Array =>
  encodeRlp(wrong.map(({ batch, segment, posted, right }) => [bigintToBytes(batch, 8), bigintToBytes(BigInt(segment), 4), posted, right]))

/** Throws DerivationError CorruptNotes. */
export const decodeWrongRoots = (bytes: Uint8Array): readonly WrongRoot[] => {
  const list = decodeRlp(bytes)
  if (list === undefined || list instanceof Uint8Array) throw new DerivationError('CorruptNotes', 'the wrong roots are no list')
  return list.map((item) => {
    const [batch, segment, posted, right]: readonly RlpItem[] = item instanceof Uint8Array ? [] : item
    if (batch instanceof Uint8Array && segment instanceof Uint8Array && posted instanceof Uint8Array && right instanceof Uint8Array) {
      return { batch: bytesToBigint(batch), segment: Number(bytesToBigint(segment)), posted, right }
    }
    throw new DerivationError('CorruptNotes', 'a wrong root is not four values')
  })
}
