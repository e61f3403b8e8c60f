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
  encodeRlp(wrong.map(({ batch, segment, posted, right, claimId, l1Block }) =>
    [bigintToBytes(batch, 8), bigintToBytes(BigInt(segment), 4), posted, right, claimId, bigintToBytes(l1Block, 8)]))

/** Throws DerivationError CorruptNotes. */
export const decodeWrongRoots = (bytes: Uint8Array): readonly WrongRoot[] => {
  const list = decodeRlp(bytes)
  if (list === undefined || list instanceof Uint8Array) throw new DerivationError('CorruptNotes', 'the wrong roots are no list')
  return list.map((item) => {
    const fields = item instanceof Uint8Array ? [] : item.filter((field) => field instanceof Uint8Array)
    const [batch, segment, posted, right, claimId, l1Block] = fields
    if (batch === undefined || segment === undefined || posted === undefined || right === undefined || claimId === undefined || l1Block === undefined) {
      throw new DerivationError('CorruptNotes', 'a wrong root is not six values')
    }
    return { batch: bytesToBigint(batch), segment: Number(bytesToBigint(segment)), posted, right, claimId, l1Block: bytesToBigint(l1Block) }
  })
}
