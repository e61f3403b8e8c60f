import fc from 'fast-check'
import { encodeAbiParameters, parseAbiParameters } from 'viem'
import { describe, expect, test } from 'vitest'
import { budget } from '../../test/budget.ts'
import { KINDS } from '../params.ts'
import { decodeAbi, encodeAbi } from './abi.ts'
import type { Address } from './address.ts'
import { argumentCodec } from './argument.ts'
import type { Argument } from './argument.ts'
import { fromHex, toHex } from './bytes.ts'
import type { Cursor } from './compact.ts'
import { CodecError } from './errors.ts'
import { ARGUMENTS, argumentsOf, mutated } from './testing/arbitraries.ts'

const TYPES = Object.keys(ARGUMENTS)
const runs = (n: number): { numRuns: number } => ({ numRuns: budget(n) })

function encodeCompact(type: string, value: Argument): Uint8Array {
  const codec = argumentCodec(type)
  const target = new Uint8Array(codec.compactBytes(value))
  expect(codec.writeCompact(target, 0, value)).toBe(target.length)
  return target
}

function decodeCompact(type: string, bytes: Uint8Array): Argument | undefined {
  const cursor: Cursor = { bytes, at: 0 }
  const value = argumentCodec(type).readCompact(cursor)
  return cursor.at === bytes.length ? value : undefined
}

/** As viem wants it: hex for bytes, numbers for small integers, text for strings. */
function forViem(type: string, value: Argument): unknown {
  if (typeof value === 'bigint') return /^uint(8|16|32)$/.test(type) ? Number(value) : value
  if (value instanceof Uint8Array) return toHex(value)
  if (typeof value !== 'object') return value
  return value.map((item) => (item instanceof Uint8Array ? toHex(item) : [Number(item.weight), toHex(item.contentHash)]))
}

/** Strings are encoded as bytes are, but viem takes text for them. */
const viemType = (type: string): string => (type === 'string' ? 'bytes' : type)

function encodeWithViem(types: readonly string[], values: readonly Argument[]): Uint8Array {
  if (types.length === 0) return new Uint8Array(0)
  const parameters = parseAbiParameters(types.map(viemType).join(','))
  return fromHex(encodeAbiParameters(parameters, types.map((type, i) => forViem(type, values[i] ?? 0n))))
}

test('every type that a call uses has a codec and is tested here', () => {
  for (const { inputs } of Object.values(KINDS)) for (const type of inputs) expect(TYPES).toContain(type)
  expect(() => argumentCodec('int256')).toThrow(CodecError)
})

describe.each(TYPES)('%s', (type) => {
  const values = argumentsOf([type])

  test('comes back from the compact form', () => {
    fc.assert(
      fc.property(values, ([value]) => {
        expect(decodeCompact(type, encodeCompact(type, value ?? 0n))).toEqual(value)
      }),
      runs(200),
    )
  })

  test('has one compact form', () => {
    const bytes = fc.oneof(mutated(values.map(([value]) => encodeCompact(type, value ?? 0n))), fc.uint8Array({ maxLength: 40 }))
    fc.assert(
      fc.property(bytes, (candidate) => {
        const value = decodeCompact(type, candidate)
        if (value !== undefined) expect(encodeCompact(type, value)).toEqual(candidate)
      }),
      runs(1_000),
    )
  })

  test('has the ABI encoding that viem gives it', () => {
    fc.assert(
      fc.property(values, (list) => {
        const encoded = encodeAbi([type], list)
        expect(encoded).toEqual(encodeWithViem([type], list))
        expect(decodeAbi([type], encoded)).toEqual(list)
      }),
      runs(200),
    )
  })

  test('has one ABI encoding', () => {
    fc.assert(
      fc.property(mutated(values.map((list) => encodeAbi([type], list))), (candidate) => {
        const decoded = decodeAbi([type], candidate)
        if (decoded !== undefined) expect(encodeAbi([type], decoded)).toEqual(candidate)
      }),
      runs(1_000),
    )
  })

  test('is not written for a value of another type', () => {
    const others: Argument[] = [2n ** 256n, -1n, 'text' as Address, new Uint8Array(31), [new Uint8Array(32)], [{ weight: 65_536n, contentHash: new Uint8Array(32) }]]
    const wrong = others.filter((value) => type !== 'bytes' && type !== 'string' ? true : !(value instanceof Uint8Array))
    for (const value of wrong) {
      expect(() => encodeAbi([type], [value])).toThrow(CodecError)
      expect(() => encodeCompact(type, value)).toThrow(CodecError)
    }
  })
})

test('lists of arguments are laid out as viem lays them out', () => {
  const lists = fc.array(fc.constantFrom(...TYPES), { maxLength: 6 }).chain((types) => argumentsOf(types).map((values) => ({ types, values })))
  fc.assert(
    fc.property(lists, fc.nat(8), ({ types, values }, offset) => {
      const encoded = encodeAbi(types, values)
      expect(encoded).toEqual(encodeWithViem(types, values))
      const shifted = Uint8Array.from([...new Uint8Array(offset).fill(0xff), ...encoded])
      expect(decodeAbi(types, shifted, offset)).toEqual(values)
    }),
    runs(500),
  )
})

test('lists of arguments have one encoding', () => {
  const types = ['uint256', 'bytes', 'bool', 'string', '(uint16,bytes32)[]']
  fc.assert(
    fc.property(mutated(argumentsOf(types).map((values) => encodeAbi(types, values))), (candidate) => {
      const values = decodeAbi(types, candidate)
      if (values !== undefined) expect(encodeAbi(types, values)).toEqual(candidate)
    }),
    runs(2_000),
  )
})

const word = (value: number | bigint): string => value.toString(16).padStart(64, '0')

test.each([
  ['tails in another order', ['bytes', 'bytes'], word(0x60) + word(0x40) + word(0) + word(0)],
  ['a shared tail', ['bytes', 'bytes'], word(0x40) + word(0x40) + word(0)],
  ['a gap before the tail', ['bytes'], word(0x40) + word(0) + word(0)],
  ['dirty padding', ['bytes'], word(0x20) + word(1) + 'aa' + '01'.padStart(62, '0')],
  ['padding that is missing', ['bytes'], word(0x20) + word(1) + 'aa'],
  ['a length beyond the end', ['bytes'], word(0x20) + word(33) + word(0)],
  ['a length beyond all numbers', ['bytes'], word(0x20) + 'f'.repeat(64)],
  ['an offset beyond all numbers', ['bytes'], 'f'.repeat(64) + word(0)],
  ['bytes left over', ['uint256'], word(1) + '00'],
  ['a word cut short', ['uint256'], word(1).slice(2)],
  ['a uint8 over its range', ['uint8'], word(256)],
  ['a bool of 2', ['bool'], word(2)],
  ['an address with dirty bits', ['address'], word(1n << 160n)],
  ['a weight with dirty bits', ['(uint16,bytes32)[]'], word(0x20) + word(1) + word(65_536) + word(0)],
  ['a task list cut short', ['(uint16,bytes32)[]'], word(0x20) + word(2) + word(1) + word(0)],
])('%s is not canonical', (_, types, hex) => {
  expect(decodeAbi(types, fromHex(`0x${hex}`))).toBeUndefined()
})

test('what was decoded does not change with the buffer it came from', () => {
  const data = encodeAbi(['bytes32', 'bytes', 'bytes32[5]', '(uint16,bytes32)[]'], [
    new Uint8Array(32).fill(1), new Uint8Array(3).fill(1), Array.from({ length: 5 }, () => new Uint8Array(32).fill(1)),
    [{ weight: 1n, contentHash: new Uint8Array(32).fill(1) }],
  ])
  const source = Buffer.from(data)
  const decoded = decodeAbi(['bytes32', 'bytes', 'bytes32[5]', '(uint16,bytes32)[]'], source)
  source.fill(0xff)
  expect(decoded).toEqual(decodeAbi(['bytes32', 'bytes', 'bytes32[5]', '(uint16,bytes32)[]'], data))
})

test('the number of values is that of the types', () => {
  expect(() => encodeAbi(['uint256'], [])).toThrow(CodecError)
  expect(() => encodeAbi([], [1n])).toThrow(CodecError)
})
