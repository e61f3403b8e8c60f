import { ERRORS } from '@distribute/state-machine'
import type { Address, ErrorName } from '@distribute/state-machine'
import { MalformedValue } from './errors.ts'
import type { ValueReader } from './value-reader.ts'
import { skipBytes, skipFixed, skipInteger, takeAddress, takeByte, takeBytes, takeCount, takeInteger, viewBytes } from './value-reader.ts'
import type { ValueWriter } from './value-writer.ts'
import { putAddress, putByte, putBytes, putCount, putInteger } from './value-writer.ts'

/** A transaction and its receipt as stored. What follows from `raw` (hash, nonce, input, signature) is not repeated. */
export interface TransactionRow {
  readonly from: Address
  /** undefined: it succeeded. null: it failed without a named rule. */
  readonly error: ErrorName | null | undefined
  readonly gasUsed: bigint
  readonly cumulativeGas: bigint
  /** Place of its first log in the block. */
  readonly firstLog: number
  /** Of inbox entries. */
  readonly entryIndex: bigint | undefined
  /** The signed bytes, or 0x7e and its list. */
  readonly raw: Uint8Array
  /** RLP list of logs, as in the receipt. */
  readonly logs: Uint8Array
  /** ABI-encoded return value. */
  readonly output: Uint8Array
}

const SUCCESS = 0
const UNNAMED = 255
const codes = new Map<string, number>(ERRORS.map((name, i) => [name, i + 1]))

// The logs stand first, so that a search for logs need not look at the rest.
export function putTransactionRow(writer: ValueWriter, row: TransactionRow): void {
  putBytes(writer, row.logs)
  putCount(writer, row.firstLog)
  putBytes(writer, row.raw)
  putByte(writer, row.error === undefined ? SUCCESS : row.error === null ? UNNAMED : (codes.get(row.error) ?? UNNAMED))
  putAddress(writer, row.from)
  putInteger(writer, row.gasUsed)
  putInteger(writer, row.cumulativeGas)
  putInteger(writer, row.entryIndex === undefined ? 0n : row.entryIndex + 1n)
  putBytes(writer, row.output)
}

export function takeTransactionRow(reader: ValueReader): TransactionRow {
  const logs = takeBytes(reader)
  const firstLog = takeCount(reader)
  const raw = takeBytes(reader)
  const error = takeError(reader)
  const from = takeAddress(reader)
  const gasUsed = takeInteger(reader)
  const cumulativeGas = takeInteger(reader)
  const entry = takeInteger(reader)
  const entryIndex = entry === 0n ? undefined : entry - 1n
  return { from, error, gasUsed, cumulativeGas, firstLog, entryIndex, raw, logs, output: takeBytes(reader) }
}

/** What a search for logs needs of a row; the rest is passed over but for the length of `raw`. */
export function takeLogs(reader: ValueReader): { logs: Uint8Array; firstLog: number; raw: Uint8Array } {
  const logs = takeBytes(reader)
  const firstLog = takeCount(reader)
  const raw = takeBytes(reader)
  skipBehindRaw(reader)
  return { logs, firstLog, raw }
}

/** The transaction's own bytes alone, as a view. */
export function viewRaw(reader: ValueReader): Uint8Array {
  skipBytes(reader)
  takeCount(reader)
  const raw = viewBytes(reader)
  skipBehindRaw(reader)
  return raw
}

const ERROR_AND_FROM = 21

function skipBehindRaw(reader: ValueReader): void {
  skipFixed(reader, ERROR_AND_FROM)
  for (let i = 0; i < 3; i++) skipInteger(reader)
  skipBytes(reader)
}

function takeError(reader: ValueReader): ErrorName | null | undefined {
  const code = takeByte(reader)
  if (code === SUCCESS) return undefined
  if (code === UNNAMED) return null
  const name = ERRORS[code - 1]
  if (name === undefined) throw new MalformedValue(`error code ${code}`)
  return name
}
