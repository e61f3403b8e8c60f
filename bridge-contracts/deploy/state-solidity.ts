import { FIELD_BYTES, keccak256, RECORDS, toHex } from '@distribute/state-machine'
import type { FieldType, RecordShape } from '@distribute/state-machine'
import { solidityName, upper, WORD_BITS } from './solidity-names.ts'

interface Field {
  readonly name: string
  readonly type: FieldType
  /** bits of its word below it */
  readonly shift: number
}

interface Shape extends RecordShape {
  /** as in `getX` */
  readonly title: string
  readonly name: string
}

/** A struct, a key, a reader and a writer for each record of params.ts (docs/formats.md section 1). */
export function renderState(): string {
  const shapes = Object.entries(RECORDS).map(([name, shape]): Shape => ({ ...shape, name, title: title(name) }))
  return [HEAD, ...shapes.map(renderStruct), renderLibrary(shapes)].join('\n')
}

const HEAD = `// SPDX-License-Identifier: MIT
// Written by \`npm run generate\` from state-machine/params.ts. Change that file instead.
pragma solidity 0.8.37;

import {Ledger} from "../machine/state/Ledger.sol";
import {Records} from "./Params.sol";
`

const SOLIDITY_TYPES: { readonly [type in FieldType]?: string } = { address: 'address', b32: 'bytes32' }
const solidityType = (type: FieldType): string => SOLIDITY_TYPES[type] ?? 'uint256'

const bitsOf = (type: FieldType): number => FIELD_BYTES[type] * 8

/** Each word's fields: the first stands highest. */
const wordsOf = (shape: Shape): readonly (readonly Field[])[] =>
  shape.words.map((word) => {
    let shift = WORD_BITS
    return Object.entries(word).map(([name, type]) => {
      shift -= bitsOf(type)
      return { name: solidityName(name), type, shift }
    })
  })

function renderStruct(shape: Shape): string {
  const fields = wordsOf(shape).flat()
  const lines = fields.map(({ name, type }) => `    ${solidityType(type)} ${name};`)
  return `struct ${shape.title}Record {\n${lines.join('\n')}\n}\n`
}

function renderLibrary(shapes: readonly Shape[]): string {
  const parts = shapes.flatMap((shape) => [renderKey(shape), renderGet(shape), renderPut(shape)])
  return `/// @title Records of the state by their ids, in the ledger
/// @dev A key is keccak256(type ‖ ids), a field stands in its word as docs/formats.md section 1 says. What is wider than
/// its field loses the upper bits. A record that no witness has loaded reverts Ledger.RecordMissing.
library State {
${parts.join('\n')}}
`
}

function renderGet(shape: Shape): string {
  const words = wordsOf(shape).map((fields, place) => renderReads(fields, place)).join('')
  return `    function get${shape.title}(${parameters(shape)}) internal view returns (${shape.title}Record memory record) {
        bytes32 key = ${shape.name}Key(${names(shape)});
        Ledger.checkLoaded(key);
${words}    }
`
}

function renderReads(fields: readonly Field[], place: number): string {
  const read = `Ledger.word(key, ${place})`
  const [only] = fields
  if (only !== undefined && fields.length === 1 && bitsOf(only.type) === WORD_BITS) {
    return `        record.${only.name} = ${only.type === 'b32' ? `bytes32(${read})` : read};\n`
  }
  const lines = fields.map((field) => `        record.${field.name} = ${unpacked(field, `word${place}`)};\n`)
  return `        uint256 word${place} = ${read};\n${lines.join('')}`
}

function unpacked({ type, shift }: Field, word: string): string {
  const shifted = shift === 0 ? word : `${word} >> ${shift}`
  if (type === 'address') return `address(uint160(${shifted}))`
  if (shift + bitsOf(type) === WORD_BITS) return shifted
  return `${shift === 0 ? shifted : `(${shifted})`} & ${mask(type)}`
}

function renderPut(shape: Shape): string {
  const declared = [`${shape.title}Record memory record`, ...(shape.ids.length > 0 ? [parameters(shape)] : [])].join(', ')
  const stores = wordsOf(shape).map((fields, place) => `        Ledger.store(key, ${place}, ${fields.map(packed).join(' | ')});\n`)
  return `    function put${shape.title}(${declared}) internal {
        bytes32 key = ${shape.name}Key(${names(shape)});
        Ledger.markWritten(key, Records.${upper(shape.name)}_WORDS);
${stores.join('')}    }
`
}

function packed({ name, type, shift }: Field): string {
  const value = `record.${name}`
  if (type === 'b32') return `uint256(${value})`
  if (type === 'address') return shift === 0 ? `uint256(uint160(${value}))` : `(uint256(uint160(${value})) << ${shift})`
  const isFirst = shift + bitsOf(type) === WORD_BITS
  if (isFirst) return shift === 0 ? value : `(${value} << ${shift})`
  return shift === 0 ? `(${value} & ${mask(type)})` : `((${value} & ${mask(type)}) << ${shift})`
}

/** Hashed from scratch memory: no id starts behind byte 32, so nothing is written behind byte 64. */
function renderKey(shape: Shape): string {
  if (shape.ids.length === 0) {
    return `    function ${shape.name}Key() internal pure returns (bytes32) {
        return ${toHex(keccak256(Uint8Array.of(shape.type)))};
    }
`
  }
  let at = 1
  const head = [`shl(248, ${hex(shape.type)})`]
  const rest: string[] = []
  shape.ids.forEach((type, place) => {
    const id = cleaned(type, idName(place))
    if (at + FIELD_BYTES[type] <= 32) head.push(shifted(WORD_BITS - (at + FIELD_BYTES[type]) * 8, id))
    else rest.push(`mstore(${at}, ${shifted(WORD_BITS - bitsOf(type), id)})`)
    at += FIELD_BYTES[type]
  })
  const lines = [`mstore(0, ${head.reduce((sum, part) => `or(${sum}, ${part})`)})`, ...rest, `key := keccak256(0, ${at})`]
  return `    function ${shape.name}Key(${parameters(shape)}) internal pure returns (bytes32 key) {
        assembly ("memory-safe") {
${lines.map((line) => `            ${line}\n`).join('')}        }
    }
`
}

const shifted = (bits: number, value: string): string => (bits === 0 ? value : `shl(${bits}, ${value})`)
const cleaned = (type: FieldType, value: string): string => (bitsOf(type) === WORD_BITS ? value : `and(${value}, ${mask(type)})`)
const mask = (type: FieldType): string => `0x${'ff'.repeat(FIELD_BYTES[type])}`
const hex = (value: number): string => `0x${value.toString(16).padStart(2, '0')}`

const idName = (place: number): string => `id${place}`
const names = (shape: Shape): string => shape.ids.map((_, place) => idName(place)).join(', ')
const parameters = (shape: Shape): string => shape.ids.map((type, place) => `${solidityType(type)} ${idName(place)}`).join(', ')

const title = (name: string): string => name.slice(0, 1).toUpperCase() + name.slice(1)
