import { FIELD_BYTES, RECORDS, type FieldType, type RecordName, type RecordShape } from '../params.ts'
import type { AnyRecord } from '../state/layout.ts'
import type { Ledger } from '../state/ledger.ts'

/** A rule wrote a number that its field cannot hold: what no language may ever come to. */
export class FieldOverflow extends RangeError {
  readonly code = 'FieldOverflow'
}

const shapeOf = (name: RecordName): RecordShape => RECORDS[name]
const typesOf = new Map<RecordName, readonly (readonly [string, FieldType])[]>(
  (Object.keys(RECORDS) as RecordName[]).map((name) => [name, shapeOf(name).words.flatMap((word) => Object.entries(word))]),
)

function checkWidths(name: RecordName, record: AnyRecord): void {
  for (const [field, type] of typesOf.get(name) ?? []) {
    const value = record[field]
    const isWrong = typeof value === 'bigint' && (value < 0n || value >> BigInt(8 * FIELD_BYTES[type]) !== 0n)
    if (isWrong) throw new FieldOverflow(`${name}.${field} = ${value}`)
  }
}

/** A ledger that throws FieldOverflow where a field would lose bits. */
export function strict(inner: Ledger): Ledger {
  return {
    get: (name, ...ids) => inner.get(name, ...ids),
    put: (name, record, ...ids) => {
      checkWidths(name, record)
      inner.put(name, record, ...ids)
    },
    mark: () => inner.mark(),
    undoTo: (mark) => inner.undoTo(mark),
    flush: () => inner.flush(),
    changes: () => inner.changes(),
    get loaded() {
      return inner.loaded
    },
  }
}
