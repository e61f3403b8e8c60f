import fc from 'fast-check'
import { CONTRACTS, KINDS } from '../../params.ts'
import type { ContractName, KindName } from '../../params.ts'
import { addressFromBytes, systemAddress } from '../address.ts'
import type { Address } from '../address.ts'
import type { Argument } from '../argument.ts'
import { bigintToBytes } from '../bytes.ts'
import type { Call } from '../call.ts'
import type { Operation, Transaction } from '../transaction.ts'

export const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

/** Integers of up to `bits` bits, short ones as often as long ones. */
export const uint = (bits: number): fc.Arbitrary<bigint> =>
  fc.oneof(
    fc.integer({ min: 0, max: bits }).chain((width) => fc.bigInt({ min: 0n, max: 2n ** BigInt(width) - 1n })),
    fc.constant(2n ** BigInt(bits) - 1n),
  )

export const bytesOf = (length: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength: length, maxLength: length })

export const address: fc.Arbitrary<Address> = fc.oneof(
  bytesOf(20).map((bytes) => addressFromBytes(bytes)),
  uint(160).map((value) => addressFromBytes(bigintToBytes(value, 20))),
  fc.constantFrom(...(Object.keys(CONTRACTS) as ContractName[])).map(systemAddress),
)

const hash = bytesOf(32)
const bytes = fc.uint8Array({ maxLength: 100 })

export const ARGUMENTS: Readonly<Record<string, fc.Arbitrary<Argument>>> = {
  uint8: uint(8),
  uint16: uint(16),
  uint32: uint(32),
  uint64: uint(64),
  uint256: uint(256),
  address,
  bool: fc.boolean(),
  bytes32: hash,
  bytes,
  string: bytes,
  'bytes32[5]': fc.array(hash, { minLength: 5, maxLength: 5 }),
  '(uint16,bytes32)[]': fc.array(fc.record({ weight: uint(16), contentHash: hash }), { maxLength: 20 }),
}

export function argumentsOf(types: readonly string[]): fc.Arbitrary<Argument[]> {
  return fc.tuple(...types.map((type) => ARGUMENTS[type] ?? fc.constant<Argument>(`no arbitrary for ${type}` as Address)))
}

const callOf = (kind: KindName): fc.Arbitrary<Call> => argumentsOf(KINDS[kind].inputs).map((args) => ({ kind, args }))
const kindNames = Object.keys(KINDS) as KindName[]

export const call: fc.Arbitrary<Call> = fc.constantFrom(...kindNames).chain(callOf)

export const operation: fc.Arbitrary<Operation> = fc
  .constantFrom(...kindNames.filter((kind) => KINDS[kind].operation))
  .chain(callOf)
  .map((call) => ({ call }))

const scalar = (max: bigint): fc.Arbitrary<Uint8Array> =>
  fc.oneof(fc.bigInt({ min: 1n, max }), uint(200).map((value) => value + 1n)).map((value) => bigintToBytes(value, 32))

/** Well-formed, not signed by anybody. */
export const transaction: fc.Arbitrary<Transaction> = fc
  .record({
    type: fc.constantFrom(0 as const, 2 as const),
    nonce: uint(64).map((nonce) => (nonce === 2n ** 64n - 1n ? nonce - 1n : nonce)),
    gas: uint(64),
    caps: fc.tuple(uint(256), uint(256)),
    value: uint(256),
    receiver: address,
    call,
    yParity: fc.constantFrom(0 as const, 1 as const),
    r: scalar(ORDER - 1n),
    s: scalar(ORDER >> 1n),
  })
  .map(({ type, nonce, gas, caps: [a, b], value, receiver, call, yParity, r, s }) => {
    const { contract } = KINDS[call.kind]
    const feeCap = a > b ? a : b
    const tipCap = type === 0 ? feeCap : a > b ? b : a
    return { type, nonce, gas, feeCap, tipCap, value, to: contract === 'account' ? receiver : systemAddress(contract), call, yParity, r, s }
  })

const MUTATIONS = {
  replace: (bytes: Uint8Array, at: number, byte: number) => [...bytes.subarray(0, at), byte, ...bytes.subarray(at + 1)],
  insert: (bytes: Uint8Array, at: number, byte: number) => [...bytes.subarray(0, at), byte, ...bytes.subarray(at)],
  remove: (bytes: Uint8Array, at: number) => [...bytes.subarray(0, at), ...bytes.subarray(at + 1)],
  flip: (bytes: Uint8Array, at: number, byte: number) => [...bytes].map((old, i) => (i === at ? old ^ (1 << byte % 8) : old)),
  cut: (bytes: Uint8Array, at: number) => [...bytes.subarray(0, at)],
} as const

/** `original` with one to three places changed; now and then it is the original again. */
export function mutated(original: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  const how = fc.constantFrom(MUTATIONS.replace, MUTATIONS.insert, MUTATIONS.remove, MUTATIONS.flip, MUTATIONS.flip, MUTATIONS.cut)
  const byte = fc.oneof(fc.constantFrom(0, 1, 0x7f, 0x80, 0xff), fc.nat(255))
  const change = fc.record({ at: fc.nat(), byte, how })
  return fc
    .tuple(original, fc.array(change, { minLength: 1, maxLength: 3 }))
    .map(([start, changes]) =>
      changes.reduce((bytes, { at, byte, how }) => Uint8Array.from(how(bytes, at % (bytes.length + 1), byte)), start),
    )
}
