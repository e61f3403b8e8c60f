import {
  ALIAS_OFFSET,
  AMOUNT_LIMIT,
  BASIS_POINTS,
  BLOB,
  CONTRACTS,
  CREDITS_LIMIT,
  CURRENCIES,
  DIVIDEND_MINIMUM_SHARE,
  ENTRIES,
  ERRORS,
  MAX_TASKS,
  MAX_URI_BYTES,
  RECORDS,
  RECOVERY,
  SEAT_SHARES,
  SECONDS_A_DAY,
  SEGMENT,
  SIDES,
  SKIPS,
  STAGES,
  STREAM_SCALE,
  SYSTEM_ADDRESS_PREFIX,
  TRANSACTION_MAX_BYTES,
  UNIT,
} from '@distribute/state-machine'
import { upper } from './solidity-names.ts'

interface Constant {
  readonly name: string
  readonly type: string
  readonly value: string
}

/** What Solidity needs of params.ts, as libraries of constants. */
export function renderParams(): string {
  const parts = [
    HEAD,
    library('Records of the state, by the first byte of what is hashed into their keys, and their words.', 'Records', [
      ...Object.entries(RECORDS).map(([name, { type }]) => constant(upper(name), 'uint8', hex(type))),
      ...Object.entries(RECORDS).map(([name, { words }]) => constant(`${upper(name)}_WORDS`, 'uint256', `${words.length}`)),
    ]),
    library('Amounts and totals stay below the limit. Base units in a token, basis points in a whole, scale of dividend rates.', 'Amounts', [
      constant('LIMIT', 'uint256', `0x${AMOUNT_LIMIT.toString(16)}`),
      constant('UNIT', 'uint256', `${UNIT}`),
      constant('BASIS_POINTS', 'uint256', `${BASIS_POINTS}`),
      constant('STREAM_SCALE', 'uint256', `0x${STREAM_SCALE.toString(16)}`),
      constant('DIVIDEND_MINIMUM_SHARE', 'uint256', `${DIVIDEND_MINIMUM_SHARE}`),
      constant('CREDITS_LIMIT', 'uint256', `0x${CREDITS_LIMIT.toString(16)}`),
    ]),
    library('Seconds.', 'Times', [constant('DAY', 'uint256', `${SECONDS_A_DAY}`)]),
    codes('Stages of a project.', 'StageCodes', STAGES),
    codes("Sides of a validator's seat.", 'SideCodes', SIDES),
    library("Seats of each side of a task; byte i is seat i's share of the validators' pay, in percent.", 'Seats', [
      constant('COUNT', 'uint256', `${SEAT_SHARES.length}`),
      constant('SHARES', `bytes${SEAT_SHARES.length}`, `hex"${SEAT_SHARES.map((share) => hex(Number(share)).slice(2)).join('')}"`),
    ]),
    codes('States of a recovery record.', 'RecoveryCodes', RECOVERY),
    codes('The two currencies.', 'CurrencyCodes', CURRENCIES),
    library('Tasks of a list, bytes of a URI: the most.', 'Limits', [
      constant('TASKS', 'uint256', `${MAX_TASKS}`),
      constant('URI_BYTES', 'uint256', `${MAX_URI_BYTES}`),
    ]),
    library('Where the system contracts of the chain stand: PREFIX + 1 to PREFIX + CONTRACTS.', 'System', [
      constant('PREFIX', 'uint160', `uint160(bytes20(hex"${SYSTEM_ADDRESS_PREFIX.slice(2)}00"))`),
      constant('CONTRACTS', 'uint160', `${Object.keys(CONTRACTS).length}`),
    ]),
    library('Segments, the unit of proof. Sizes in bytes.', 'Segments', [
      constant('HEAD_BYTES', 'uint256', `${SEGMENT.headBytes}`),
      constant('FLAG_LAST', 'uint8', hex(SEGMENT.flagLast)),
      constant('FLAG_INBOX', 'uint8', hex(SEGMENT.flagInbox)),
      constant('MAX_BYTES', 'uint256', `${SEGMENT.maxBytes}`),
      constant('BLOB_BYTES', 'uint256', `${SEGMENT.blobBytes}`),
      constant('TRANSACTIONS', 'uint256', `${SEGMENT.transactions}`),
      constant('ENTRIES', 'uint256', `${SEGMENT.entries}`),
      constant('RECORDS', 'uint256', `${SEGMENT.records}`),
      constant('SHARED_RECORDS', 'uint256', `${SEGMENT.sharedRecords}`),
    ]),
    library('EIP-4844 blobs, and where segments lie in them.', 'BlobLayout', [
      constant('ELEMENT_BYTES', 'uint256', `${BLOB.elementBytes}`),
      constant('ELEMENTS', 'uint256', `${BLOB.runElements}`),
      constant('RUNS', 'uint256', `${BLOB.runs}`),
      constant('MODULUS', 'uint256', hex(BLOB.modulus)),
      constant('ROOT_OF_UNITY', 'uint256', hex(BLOB.rootOfUnity)),
    ]),
    library('Compact transactions. Sizes in bytes.', 'Transactions', [
      constant('MAX_BYTES', 'uint256', `${TRANSACTION_MAX_BYTES}`),
    ]),
    library('Kinds of inbox entries, and what is added to an L1 sender to make its alias.', 'Entries', [
      ...Object.entries(ENTRIES).map(([name, kind]) => constant(upper(name), 'uint8', `${kind}`)),
      constant('ALIAS_OFFSET', 'uint160', `uint160(bytes20(hex"${ALIAS_OFFSET.toString(16).padStart(40, '0')}"))`),
    ]),
    library('Codes of the errors of IErrors; 0: no rule broken.', 'ErrorCodes', [
      ...ERRORS.map((name, place) => constant(upper(name), 'uint8', `${place + 1}`)),
    ]),
    codes('Why an item or an entry is skipped.', 'SkipCodes', SKIPS, 'uint8'),
  ]
  return parts.join('\n')
}

const HEAD = `// SPDX-License-Identifier: MIT
// Written by \`npm run generate\` from state-machine/params.ts. Change that file instead.
pragma solidity 0.8.37;
`

function library(notice: string, name: string, constants: readonly Constant[]): string {
  const lines = constants.map(({ name, type, value }) => `    ${type} internal constant ${name} = ${value};`)
  return `/// ${notice}\nlibrary ${name} {\n${lines.join('\n')}\n}\n`
}

function codes(notice: string, name: string, values: Readonly<Record<string, number | bigint>>, type = 'uint256'): string {
  return library(notice, name, Object.entries(values).map(([name, value]) => constant(upper(name), type, `${value}`)))
}

function constant(name: string, type: string, value: string): Constant {
  return { name, type, value }
}

function hex(value: number | bigint): string {
  return `0x${value.toString(16).padStart(2, '0')}`
}
