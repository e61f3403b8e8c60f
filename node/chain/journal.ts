import { equalBytes } from '@distribute/state-machine'
import type { SignedPromise } from '../storage/block-row.ts'
import type { Database } from '../storage/database.ts'
import { takeJournalRow } from '../storage/journal-row.ts'
import { metaKey, numberKey, readNumber } from '../storage/tables.ts'
import { corruptValue, decodeStored } from '../storage/value-reader.ts'
import { ChainError } from './errors.ts'
import type { Head } from './head.ts'

export const SIGNED_KEY = metaKey('signed')

export type Sign = (head: Head) => Promise<SignedPromise>

/** The highest number that was ever signed, rewound or not; -1 for none. */
export async function highestSigned(database: Database): Promise<bigint> {
  const value = await database.get(SIGNED_KEY)
  if (value === undefined) return -1n
  if (value.length !== 8) throw corruptValue(SIGNED_KEY, `${value.length} bytes are no number`)
  return readNumber(value, 0)
}

/**
 * The promise for a block: a new one for a number above all signed ones, the old one for a block that has it already.
 * Throws ChainError `already-signed` for another block under a signed number, whatever became of the first: two headers
 * with one number and parent cost the stake (rollup.md section 5).
 */
export async function signOnce(database: Database, head: Head, sign: Sign): Promise<SignedPromise> {
  const { number } = head.header
  const highest = await highestSigned(database)
  if (number > highest) return sign(head)
  const key = numberKey('journal', number)
  const value = await database.get(key)
  const row = value === undefined ? undefined : decodeStored(key, value, takeJournalRow)
  if (row !== undefined && equalBytes(row.hash, head.hash)) return row.promise
  const advice = 'Signing it would cost the stake. Hand over to another signing key, or restore the chain that was signed.'
  throw new ChainError('already-signed', `Another block was signed as number ${number} (the highest signed is ${highest}). ${advice}`)
}

/**
 * Forgets what was signed from `number` on. Only for promises that bind nobody any more, because the L1 block they name is gone
 * after a reorg (rollup.md section 5): the same numbers may then be signed anew.
 */
export async function forgetSigned(database: Database, number: bigint): Promise<void> {
  const highest = await highestSigned(database)
  if (highest < number) return
  const batch = database.batch()
  for (let signed = number; signed <= highest; signed++) batch.delete(numberKey('journal', signed))
  if (number === 0n) batch.delete(SIGNED_KEY)
  else batch.put(SIGNED_KEY, numberKey('meta', number - 1n).subarray(1))
  await batch.write({ sync: true })
}
