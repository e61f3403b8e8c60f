import { decodeRecord, recordKey } from '@distribute/state-machine'
import type { StateReader } from '@distribute/state-machine'
import { decodeStored, takeInteger } from '../storage/value-reader.ts'
import { createValueWriter, putInteger, writtenValue } from '../storage/value-writer.ts'

/** What stood after a block, for those who look back over months. Amounts in wei and base units, `time` in seconds. */
export interface Sample {
  readonly time: bigint
  readonly ether: bigint
  readonly escrowed: bigint
  readonly tokens: bigint
  readonly forfeited: bigint
  readonly reputation: bigint
  readonly projects: bigint
  readonly members: bigint
  /** Projects that are complete. */
  readonly complete: bigint
}

/** What counters say after the block; all else stands in the state. */
export type SampleCounts = Pick<Sample, 'members' | 'complete'>

/** Ten minutes: some 50,000 rows of 80 bytes a year at most. */
const PERIOD_SECONDS = 600n

/** Whether the block is the first of its period. Times in seconds. */
export const beginsPeriod = (parentTime: bigint, time: bigint): boolean => parentTime / PERIOD_SECONDS !== time / PERIOD_SECONDS

const FIELDS = ['ether', 'escrowed', 'tokens', 'forfeited', 'reputation', 'projects', 'members', 'complete'] as const

/** What stands now, at `time`. */
export function sampleOf(state: StateReader, time: bigint, counts: SampleCounts): Sample {
  const { ether, escrowed, tokens, forfeited, reputation, projects } = decodeRecord('pool', state.get(recordKey('pool')))
  return { time, ether, escrowed, tokens, forfeited, reputation, projects, ...counts }
}

export function encodeSample(sample: Sample): Uint8Array {
  const writer = createValueWriter(9 * 33)
  for (const field of FIELDS) putInteger(writer, sample[field])
  return writtenValue(writer)
}

/** Throws a `corrupt` StorageError. */
export const decodeSample = (key: Uint8Array, value: Uint8Array, time: bigint): Sample =>
  decodeStored(key, value, (reader) => {
    const [ether = 0n, escrowed = 0n, tokens = 0n, forfeited = 0n, reputation = 0n, projects = 0n, members = 0n, complete = 0n] = FIELDS.map(() => takeInteger(reader))
    return { time, ether, escrowed, tokens, forfeited, reputation, projects, members, complete }
  })
