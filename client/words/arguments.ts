import { ZERO_ADDRESS, ZERO_HASH } from '@distribute/state-machine'
import type { Address, Argument } from '@distribute/state-machine'

// Arguments come from decoders that have checked them against the types, so what stands for another type never shows.

export const uintAt = (args: readonly Argument[], at: number): bigint => {
  const value = args[at]
  return typeof value === 'bigint' ? value : 0n
}

export const addressAt = (args: readonly Argument[], at: number): Address => {
  const value = args[at]
  return typeof value === 'string' ? value : ZERO_ADDRESS
}

export const boolAt = (args: readonly Argument[], at: number): boolean => args[at] === true

export const bytesAt = (args: readonly Argument[], at: number): Uint8Array => {
  const value = args[at]
  return value instanceof Uint8Array ? value : ZERO_HASH
}

export interface TaskItem {
  /** Basis points. */
  readonly weight: bigint
  readonly contentHash: Uint8Array
}

export const tasksAt = (args: readonly Argument[], at: number): readonly TaskItem[] => {
  const value = args[at]
  if (!Array.isArray(value)) return []
  return value.filter((item: Uint8Array | TaskItem): item is TaskItem => !(item instanceof Uint8Array))
}

const UTF8 = new TextDecoder()

/** Bytes that should be UTF-8; what is not shows as U+FFFD. */
export const textAt = (args: readonly Argument[], at: number): string => UTF8.decode(bytesAt(args, at))
