import { addressToBytes, type Address } from '../codec/address.ts'
import { bigintToBytes, toHex } from '../codec/bytes.ts'
import { keccak256Of } from '../hash.ts'
import { FIELD_BYTES, RECORDS, type FieldType, type RecordName } from '../params.ts'

/** What stands behind the record type in a key: addresses, 32-byte identities, small numbers. */
export type Id = Address | bigint | Uint8Array

const idBytes = (id: Id, type: FieldType): Uint8Array => {
  if (typeof id === 'bigint') return bigintToBytes(id, FIELD_BYTES[type])
  return typeof id === 'string' ? addressToBytes(id) : id
}

/** key = keccak256(type ‖ ids), docs/formats.md section 1. */
export const recordKey = (name: RecordName, ...ids: readonly Id[]): Uint8Array => {
  const types: readonly FieldType[] = RECORDS[name].ids
  const parts = types.map((type, i) => idBytes(ids[i] ?? 0n, type))
  return keccak256Of(Uint8Array.of(RECORDS[name].type), ...parts)
}

/** A name for the record inside one ledger, cheaper than its key. */
export const slotName = (name: RecordName, ids: readonly Id[]): string => {
  let slot: string = name
  for (const id of ids) slot += typeof id === 'object' ? toHex(id) : `:${id}`
  return slot
}
