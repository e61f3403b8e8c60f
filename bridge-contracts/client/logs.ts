import type { Bytes32 } from '@distribute/state-machine'
import type { Hex } from 'viem'
import { bytesOf } from './values.ts'

/** Where in L1 a log stands. */
export interface LogPlace {
  readonly blockNumber: bigint
  readonly blockHash: Bytes32
  readonly transactionHash: Bytes32
  /** in its block */
  readonly logIndex: number
}

/** L1 blocks, both included. */
export interface BlockRange {
  readonly fromBlock: bigint
  readonly toBlock: bigint
}

interface MinedLog {
  readonly blockNumber: bigint
  readonly blockHash: Hex
  readonly transactionHash: Hex
  readonly logIndex: number
}

export const placeOf = (log: MinedLog): LogPlace => ({
  blockNumber: log.blockNumber,
  blockHash: bytesOf(log.blockHash),
  transactionHash: bytesOf(log.transactionHash),
  logIndex: log.logIndex,
})

/** A read as of block `at`, or of the newest. */
export const atBlock = (at: bigint | undefined): { readonly blockNumber?: bigint } => (at === undefined ? {} : { blockNumber: at })
