import type { Address } from '../codec/address.ts'
import type { FieldType, RECORDS, RecordName } from '../params.ts'

/** What a field of each type holds. */
export interface FieldValues {
  u8: bigint
  u16: bigint
  u32: bigint
  u40: bigint
  u64: bigint
  u96: bigint
  u128: bigint
  u256: bigint
  address: Address
  b32: Uint8Array
}
type AllWords<W> = (W extends readonly (infer Item)[] ? (item: Item) => void : never) extends (item: infer Item) => void
  ? Item
  : never
type Intersect<U> = (U extends unknown ? (one: U) => void : never) extends (all: infer I) => void ? I : never
type FieldsOf<N extends RecordName> = Intersect<AllWords<(typeof RECORDS)[N]['words']>>

/** The typed content of a record; its shape stands in params.ts. */
export type RecordOf<N extends RecordName> = {
  readonly [F in keyof FieldsOf<N>]: FieldsOf<N>[F] extends FieldType ? FieldValues[FieldsOf<N>[F]] : never
}

/** A record of any type, by the names of its fields: what a ledger keeps of records it does not look into. */
export interface AnyRecord {
  readonly [field: string]: unknown
}
