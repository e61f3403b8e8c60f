import { addressFromBytes, bigintToBytes, CONTRACTS, encodeOperation, encodeTransaction, KINDS, MAX_NONCE, systemAddress } from '@distribute/state-machine'
import type { Address, Argument, Call, ContractName, KindName, Transaction } from '@distribute/state-machine'
import fc from 'fast-check'

export const KIND_NAMES = Object.keys(KINDS) as KindName[]
export const CONTRACT_NAMES = Object.keys(CONTRACTS) as ContractName[]
export const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

/** Integers of up to `bits` bits, short ones as often as long ones. */
export const uint = (bits: number): fc.Arbitrary<bigint> =>
  fc.oneof(
    fc.integer({ min: 0, max: bits }).chain((width) => fc.bigInt({ min: 0n, max: 2n ** BigInt(width) - 1n })),
    fc.constant(2n ** BigInt(bits) - 1n),
  )

export const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 })

export const address: fc.Arbitrary<Address> = fc.oneof(
  uint(160).map((value) => addressFromBytes(bigintToBytes(value, 20))),
  fc.constantFrom(...CONTRACT_NAMES).map(systemAddress),
)

const bytes = fc.oneof(fc.uint8Array({ maxLength: 100 }), fc.constantFrom(0, 31, 32, 33, 64, 900).map((length) => new Uint8Array(length).fill(0xab)))

const ARGUMENTS: Readonly<Record<string, fc.Arbitrary<Argument>>> = {
  uint8: uint(8),
  uint16: uint(16),
  uint64: uint(64),
  uint256: uint(256),
  address,
  bool: fc.boolean(),
  bytes32,
  bytes,
  string: bytes,
  'bytes32[5]': fc.array(bytes32, { minLength: 5, maxLength: 5 }),
  '(uint16,bytes32)[]': fc.array(fc.record({ weight: uint(16), contentHash: bytes32 }), { maxLength: 35, size: 'max' }),
}

export const callOf = (kind: KindName): fc.Arbitrary<Call> =>
  fc.tuple(...KINDS[kind].inputs.map((type) => ARGUMENTS[type]!)).map((args) => ({ kind, args }))

const call = fc.constantFrom(...KIND_NAMES).chain(callOf)

export const operation: fc.Arbitrary<Uint8Array> = fc
  .constantFrom(...KIND_NAMES.filter((kind) => KINDS[kind].operation))
  .chain(callOf)
  .map((call) => encodeOperation({ call }))

/** The most where `max` is given, and what has leading zeros. */
const scalar = (max: bigint): fc.Arbitrary<Uint8Array> =>
  fc.oneof(fc.bigInt({ min: 1n, max }), uint(200).map((value) => value + 1n), fc.constant(max)).map((value) => bigintToBytes(value, 32))

export const toOf = (call: Call, receiver: Address): Address => {
  const { contract } = KINDS[call.kind]
  return contract === 'account' ? receiver : systemAddress(contract)
}

/** Well-formed, not signed by anybody. */
export const transaction: fc.Arbitrary<Transaction> = fc
  .record({
    type: fc.constantFrom(0 as const, 2 as const),
    nonce: uint(64).map((nonce) => (nonce === MAX_NONCE ? nonce - 1n : nonce)),
    gas: uint(64),
    caps: fc.tuple(uint(256), uint(256)),
    value: uint(256),
    receiver: address,
    call,
    yParity: fc.constantFrom(0 as const, 1 as const),
    r: scalar(ORDER - 1n),
    s: scalar(ORDER >> 1n),
  })
  .map(({ caps: [a, b], receiver, ...rest }) => {
    const feeCap = a > b ? a : b
    return { ...rest, feeCap, tipCap: rest.type === 0 ? feeCap : a > b ? b : a, to: toOf(rest.call, receiver) }
  })

export const compact: fc.Arbitrary<Uint8Array> = transaction.map(encodeTransaction)

const MUTATIONS = {
  replace: (bytes: Uint8Array, place: number, byte: number) => [...bytes.subarray(0, place), byte, ...bytes.subarray(place + 1)],
  insert: (bytes: Uint8Array, place: number, byte: number) => [...bytes.subarray(0, place), byte, ...bytes.subarray(place)],
  remove: (bytes: Uint8Array, place: number) => [...bytes.subarray(0, place), ...bytes.subarray(place + 1)],
  flip: (bytes: Uint8Array, place: number, byte: number) => [...bytes].map((old, i) => (i === place ? old ^ (1 << byte % 8) : old)),
  cut: (bytes: Uint8Array, place: number) => [...bytes.subarray(0, place)],
  append: (bytes: Uint8Array, _place: number, byte: number) => [...bytes, byte],
} as const

/** One to three places changed, of the front more often: there stand the lengths. Now and then it is the original again. */
export function mutated(original: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  const how = fc.constantFrom(...Object.values(MUTATIONS), MUTATIONS.flip)
  const byte = fc.oneof(fc.constantFrom(0, 1, 2, 0x20, 0x21, 0x7f, 0x80, 0xff), fc.nat(255))
  const change = fc.record({ place: fc.oneof(fc.nat(40), fc.nat()), byte, how })
  return fc
    .tuple(original, fc.array(change, { minLength: 1, maxLength: 3 }))
    .map(([start, changes]) =>
      changes.reduce((bytes, { place, byte, how }) => Uint8Array.from(how(bytes, place % (bytes.length + 1), byte)), start),
    )
}
