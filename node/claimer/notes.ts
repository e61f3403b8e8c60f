import { bigintToBytes, bytesToBigint } from '@distribute/state-machine'
import type { ChainMeta } from '../chain/chain.ts'
import { ClaimerError } from './errors.ts'

/** What the claimer has to know after a restart. */
export interface Notes {
  /** All withdrawals up to this id are paid, in an L1 block that is final. */
  readonly paidTo: bigint
  /** L1's day, in days since 1970, that `spent` is of. */
  readonly day: bigint
  /** wei spent on gas that day, or set aside for a claim under way */
  readonly spent: bigint
}

const NOTE = 'claimer'
const WIDTHS = [8, 8, 16] as const
const LENGTH = 32

export interface NotesStore {
  get(): Notes
  /** On the disk when it resolves. */
  put(notes: Notes): Promise<void>
}

/** Throws ClaimerError CorruptNotes. */
export const loadNotes = async (meta: ChainMeta): Promise<NotesStore> => {
  const stored = await meta.get(NOTE)
  let notes: Notes = stored === undefined ? { paidTo: 0n, day: 0n, spent: 0n } : decode(stored)
  return {
    get: () => notes,
    put: async (next) => {
      await meta.put(NOTE, encode(next))
      notes = next
    },
  }
}

const encode = ({ paidTo, day, spent }: Notes): Uint8Array =>
  Uint8Array.from([paidTo, day, spent].flatMap((value, i) => [...bigintToBytes(value, WIDTHS[i] ?? 0)]))

const decode = (bytes: Uint8Array): Notes => {
  if (bytes.length !== LENGTH) throw new ClaimerError('CorruptNotes', 'the notes of the claimer cannot be read')
  return { paidTo: bytesToBigint(bytes.subarray(0, 8)), day: bytesToBigint(bytes.subarray(8, 16)), spent: bytesToBigint(bytes.subarray(16)) }
}
