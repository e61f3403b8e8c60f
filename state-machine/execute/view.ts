import { ZERO_ADDRESS, type Address } from '../codec/address.ts'
import type { Argument } from '../codec/argument.ts'
import type { ErrorName } from '../params.ts'
import type { Genesis } from '../state/genesis.ts'
import type { Ledger } from '../state/ledger.ts'

/** Where a view reads: a ledger of its own, so that what it settles on the way is thrown away. */
export interface ViewContext {
  readonly ledger: Ledger
  readonly genesis: Genesis
  /** Seconds. */
  readonly now: bigint
}

/** What a view answers; one asked about what no call takes fails as the call would. protocol.md section 1. */
export type ViewResult = readonly Argument[] | ErrorName
export type Read = (context: ViewContext, args: readonly Argument[]) => ViewResult

/** By canonical signature: the types of the answer, and what makes it. */
export interface Views {
  readonly [signature: string]: readonly [string, Read]
}

export const addressAt = (args: readonly Argument[], at: number): Address => {
  const value = args[at]
  return typeof value === 'string' ? value : ZERO_ADDRESS
}

export const uintAt = (args: readonly Argument[], at: number): bigint => {
  const value = args[at]
  return typeof value === 'bigint' ? value : 0n
}

export const bytesAt = (args: readonly Argument[], at: number): Uint8Array => {
  const value = args[at]
  return value instanceof Uint8Array ? value : new Uint8Array(32)
}
