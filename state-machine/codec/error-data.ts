import { keccak256 } from '../hash.ts'
import { ERRORS } from '../params.ts'
import type { ErrorName } from '../params.ts'
import { asciiBytes, toHex } from './bytes.ts'

const selectors = new Map<ErrorName, Uint8Array>(
  ERRORS.map((name) => [name, keccak256(asciiBytes(`${name}()`)).slice(0, 4)]),
)
const names = new Map<string, ErrorName>(ERRORS.map((name) => [toHex(errorSelector(name)), name]))

/** The four bytes that are the whole revert data: the ABI's custom errors have no arguments. A copy. */
export function errorSelector(name: ErrorName): Uint8Array {
  return Uint8Array.from(selectors.get(name) ?? [])
}

/** The error whose revert data `data` is, and nothing behind it. */
export const errorNameOf = (data: Uint8Array): ErrorName | undefined =>
  data.length === 4 ? names.get(toHex(data)) : undefined
