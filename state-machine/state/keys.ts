import { addressToBytes, writeAddress, type Address } from '../codec/address.ts'
import { bigintToBytes, toHex } from '../codec/bytes.ts'
import { keccak256Into, keccak256Of } from '../hash.ts'
import { FIELD_BYTES, RECORDS, type FieldType, type RecordName } from '../params.ts'
import { takeBytes } from '../slab.ts'

/** What stands behind the record type in a key: addresses, 32-byte identities, small numbers. */
export type Id = Address | bigint | Uint8Array

const idBytes = (id: Id, type: FieldType): Uint8Array => {
  if (typeof id === 'bigint') return bigintToBytes(id, FIELD_BYTES[type])
  return typeof id === 'string' ? addressToBytes(id) : id
}

const accountId = Uint8Array.of(RECORDS.account.type, ...new Uint8Array(20))

/** Every transaction asks for one: written in place, without an array on the way. */
const accountKey = (address: Address): Uint8Array => {
  writeAddress(accountId, 1, address)
  const key = takeBytes(32)
  keccak256Into(accountId, key, 0)
  return key
}

/** key = keccak256(type ‖ ids), docs/formats.md section 1. */
export const recordKey = (name: RecordName, first?: Id, ...others: readonly (Id | undefined)[]): Uint8Array => {
  if (name === 'account' && typeof first === 'string') return accountKey(first)
  const types: readonly FieldType[] = RECORDS[name].ids
  const parts = types.map((type, i) => idBytes((i === 0 ? first : others[i - 1]) ?? 0n, type))
  return keccak256Of(Uint8Array.of(RECORDS[name].type), ...parts)
}

const STREAMS = ['stream:0', 'stream:1'] as const

const partOf = (id: Id): string => (typeof id === 'object' ? toHex(id) : `:${id}`)

/**
 * A name for the record inside one ledger, cheaper than its key. Most are of accounts, chain, pool and streams: these make no
 * new text, which would have to be hashed each time. An account's is its address; all others begin with their type.
 */
export const slotName = (name: RecordName, first?: Id, ...others: readonly (Id | undefined)[]): string => {
  if (first === undefined) return name
  if (name === 'account' && typeof first === 'string') return first
  if (name === 'stream') return first === 0n ? STREAMS[0] : first === 1n ? STREAMS[1] : `stream:${String(first)}`
  let slot = name + partOf(first)
  for (const id of others) if (id !== undefined) slot += partOf(id)
  return slot
}
