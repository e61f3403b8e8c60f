import type { Address } from '../codec/address.ts'
import { recordKey } from './keys.ts'
import { decodeRecord, type RecordOf } from './layout.ts'
import type { StateReader } from './ledger.ts'

/** An account's record; zeros where it has none. */
export const accountOf = (state: StateReader, address: Address): RecordOf<'account'> =>
  decodeRecord('account', state.get(recordKey('account', address)))
