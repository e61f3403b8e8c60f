import { getBlock } from 'viem/actions'
import type { BlockTag } from 'viem'
import { fromHex } from '@distribute/state-machine'
import type { L1Reader } from '@distribute/bridge-contracts'
import { L1Error } from './errors.ts'

/** A block of L1. */
export interface L1Head {
  readonly number: bigint
  readonly hash: Uint8Array
  /** Seconds. */
  readonly time: bigint
}

export const readHead = async (reader: L1Reader, at: { blockTag: BlockTag } | { blockNumber: bigint }): Promise<L1Head> => {
  const { number, hash, timestamp } = await getBlock(reader, at)
  if (number === null || hash === null) throw new L1Error('Unavailable', 'L1 answered a block without number or hash')
  return { number, hash: fromHex(hash), time: timestamp }
}
