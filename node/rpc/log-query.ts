import type { Address } from '@distribute/state-machine'
import type { BlockReference } from './block-reference.ts'
import { blockNumber } from './block-reference.ts'
import { address, field, fieldsOf, hash } from './decoders.ts'
import type { Decoder } from './decoders.ts'
import { ArgumentError, invalidParams } from './errors.ts'

/** What eth_getLogs, eth_newFilter and the logs subscription ask for. */
export interface LogQuery {
  readonly blockHash?: Uint8Array
  readonly from?: BlockReference
  readonly to?: BlockReference
  readonly addresses: readonly Address[]
  readonly topics: readonly (readonly Uint8Array[])[]
}

/** geth's limits. */
const MAX_TOPICS = 4
const MAX_ALTERNATIVES = 1_000

function oneOrMany<T>(value: unknown, decoder: Decoder<T>): readonly T[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) return [decoder.decode(value)]
  if (value.length > MAX_ALTERNATIVES) throw new ArgumentError('exceed max addresses or topics per search position')
  return value.map((entry: unknown) => decoder.decode(entry))
}

/** A null among a position's alternatives allows all, as no alternatives do. */
function topicsOf(value: unknown): readonly (readonly Uint8Array[])[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw new ArgumentError('invalid topic(s)')
  if (value.length > MAX_TOPICS) throw new ArgumentError('exceed max topics')
  return value.map((entry: unknown) => (Array.isArray(entry) && entry.includes(null) ? [] : oneOrMany(entry, hash)))
}

export const logQuery: Decoder<LogQuery> = {
  decode: (value) => {
    const fields = fieldsOf(value)
    const blockHash = field(fields, 'blockHash', hash)
    const from = field(fields, 'fromBlock', blockNumber)
    const to = field(fields, 'toBlock', blockNumber)
    if (blockHash !== undefined && (from !== undefined || to !== undefined)) {
      throw invalidParams("can't specify fromBlock/toBlock with blockHash")
    }
    return {
      addresses: oneOrMany(fields['address'], address),
      topics: topicsOf(fields['topics']),
      ...(blockHash === undefined ? {} : { blockHash }),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    }
  },
}

export const ALL_LOGS: LogQuery = { addresses: [], topics: [] }
