import { TRANSACTION_MAX_BYTES } from '../params.ts'
import { keccak256, keccak256Into } from '../hash.ts'
import { takeBytes, takeItemBytes } from '../slab.ts'
import { addressFromBytes, contractAtBytes, systemAddress } from './address.ts'
import type { Address } from './address.ts'
import { byteAt, bytesToBigint, toHex } from './bytes.ts'
import { decodeCalldata } from './call.ts'
import type { Call } from './call.ts'
import { createBackwardWriter, prependByte, prependInteger, prependListHeader, prependRange, readHeader, written } from './rlp.ts'
import type { RlpSpan } from './rlp.ts'
import { isLowS, isScalar } from './signature.ts'
import { compactBytes, MAX_NONCE } from './transaction.ts'
import type { Transaction } from './transaction.ts'

export type SignedError =
  | 'Malformed' | 'TypeNotValid' | 'WrongChain' | 'NotReplayProtected' | 'HighS' | 'BadSignatureValues' | 'AccessList'
  | 'ContractCreation' | 'UnknownCall' | 'NonCanonicalCalldata' | 'FieldTooLarge' | 'TipAboveFeeCap' | 'Oversized'

/** `detail` is worded as clients match on it (clients.md section 3). */
export interface SignedRefusal {
  readonly ok: false
  readonly error: SignedError
  readonly detail: string
}

export interface SignedTransaction {
  readonly ok: true
  readonly transaction: Transaction
  /** transactionHash and signingHash of it, from the bytes themselves. */
  readonly hash: Uint8Array
  readonly signingHash: Uint8Array
}

export type DecodedSigned = SignedTransaction | SignedRefusal

const refuse = (error: SignedError, detail: string): SignedRefusal => ({ ok: false, error, detail })

/** Canonical calldata is at most twice its compact form, and a word for each argument: what is longer cannot fit. */
const RAW_MAX_BYTES = 4 * TRANSACTION_MAX_BYTES
/** The compact form of a shorter one always fits: it gains a byte on each of five words, and what r and s lost to zeros. */
const SURELY_FITS_BYTES = TRANSACTION_MAX_BYTES - 128

const ACCESS_LIST = 8
const TYPE_2_FIELDS = [
  'chainId', 'nonce', 'maxPriorityFeePerGas', 'maxFeePerGas', 'gas', 'to', 'value', 'data', 'accessList', 'yParity', 'r', 's',
] as const
const LEGACY_FIELDS = ['nonce', 'gasPrice', 'gas', 'to', 'value', 'data', 'v', 'r', 's'] as const

/** The list of a transaction. `starts` and `ends` below hold its fields' offsets: slices would cost more than the walk. */
interface Fields {
  readonly raw: Uint8Array
  readonly names: readonly string[]
  /** Where the list's content begins. */
  readonly start: number
}

const starts = new Int32Array(TYPE_2_FIELDS.length)
const ends = new Int32Array(TYPE_2_FIELDS.length)
const startOf = (i: number): number => starts[i] ?? 0
const endOf = (i: number): number => ends[i] ?? 0

/**
 * The signed bytes that wallets send. Total and strict: RLP in its shortest form, nothing behind it, low s; ok exactly
 * where `encodeSigned` of the answer gives `raw` back and `encodeTransaction` of it fits.
 */
export function decodeSigned(raw: Uint8Array, chainId: bigint): DecodedSigned {
  if (raw.length > RAW_MAX_BYTES) return oversized(raw.length)
  const first = byteAt(raw, 0)
  if (raw.length > 0 && first < 0x80 && first !== 2) return refuse('TypeNotValid', `transaction type not valid: type ${first}`)
  const decoded = first === 2 ? decodeType2(raw, chainId) : decodeLegacy(raw, chainId)
  if (!decoded.ok || raw.length <= SURELY_FITS_BYTES) return decoded
  const length = compactBytes(decoded.transaction)
  return length > TRANSACTION_MAX_BYTES ? oversized(length) : decoded
}

const oversized = (length: number): SignedRefusal =>
  refuse('Oversized', `oversized data: transaction size ${length}, limit ${TRANSACTION_MAX_BYTES}`)

const malformed = (what: string): SignedRefusal => refuse('Malformed', `rlp: ${what}`)

/** `raw` from `offset` on as a list of exactly these fields, each a string (but the access list), or why it is none. */
function walkFields(raw: Uint8Array, offset: number, names: readonly string[]): Fields | SignedRefusal {
  const span: RlpSpan = { list: false, start: 0, end: 0 }
  if (!readHeader(raw, offset, raw.length, span) || !span.list) return malformed('expected a list of fields')
  const { start, end: limit } = span
  if (limit !== raw.length) return malformed('bytes after the transaction')
  span.end = start
  for (let i = 0; i < names.length; i++) {
    const isList = i === ACCESS_LIST && names === TYPE_2_FIELDS
    if (!readHeader(raw, span.end, limit, span) || span.list !== isList) return malformed(`field ${names[i]} not canonical`)
    starts[i] = span.start
    ends[i] = span.end
  }
  return span.end === limit ? { raw, names, start } : malformed('too many fields')
}

/** An integer field, or why it is none. */
function readInteger({ raw, names }: Fields, i: number, maxBytes: number): bigint | SignedRefusal {
  const start = startOf(i)
  const length = endOf(i) - start
  const name = names[i] ?? ''
  if (length > 0 && raw[start] === 0) return malformed(`non-canonical integer (leading zero bytes) in ${name}`)
  if (length <= maxBytes) return bytesToBigint(raw, start, length)
  return refuse('FieldTooLarge', TOO_LARGE[name] ?? `${name} higher than 2^${8 * maxBytes}-1`)
}

const TOO_LARGE: Readonly<Record<string, string>> = {
  nonce: 'nonce has max value',
  maxFeePerGas: 'max fee per gas higher than 2^256-1',
  maxPriorityFeePerGas: 'max priority fee per gas higher than 2^256-1',
  gasPrice: 'fee cap higher than 2^256-1',
}

/** r or s as a word, or why it is none. */
function readScalar({ raw, names }: Fields, i: number): Uint8Array | SignedRefusal {
  const start = startOf(i)
  const length = endOf(i) - start
  if (length > 0 && raw[start] === 0) return malformed(`non-canonical integer (leading zero bytes) in ${names[i]}`)
  if (length > 32) return badSignature(`${names[i]} out of range`)
  const word = takeItemBytes(32)
  for (let at = 0; at < length; at++) word[32 - length + at] = byteAt(raw, start + at)
  return isScalar(word) ? word : badSignature(`${names[i]} out of range`)
}

const badSignature = (what: string): SignedRefusal => refuse('BadSignatureValues', `invalid sender: ${what}`)

const wrongChain = (have: bigint, want: bigint): SignedRefusal =>
  refuse('WrongChain', `invalid chain id for signer: have ${have} want ${want}`)

function decodeType2(raw: Uint8Array, chainId: bigint): DecodedSigned {
  const fields = walkFields(raw, 1, TYPE_2_FIELDS)
  if ('ok' in fields) return fields
  const chain = readInteger(fields, 0, 32)
  if (typeof chain !== 'bigint') return chain
  if (chain !== chainId) return wrongChain(chain, chainId)
  if (endOf(ACCESS_LIST) !== startOf(ACCESS_LIST)) return refuse('AccessList', 'access list not empty')
  const parity = readInteger(fields, 9, 32)
  if (typeof parity !== 'bigint') return parity
  if (parity > 1n) return badSignature(`yParity ${parity}`)
  return decodeFields(fields, PLACES_TYPE_2, parity === 0n ? 0 : 1, chainId)
}

function decodeLegacy(raw: Uint8Array, chainId: bigint): DecodedSigned {
  const fields = walkFields(raw, 0, LEGACY_FIELDS)
  if ('ok' in fields) return fields
  const v = readInteger(fields, 6, 32)
  if (typeof v !== 'bigint') return v
  if (v === 27n || v === 28n || v < 2n) {
    return refuse('NotReplayProtected', 'only replay-protected (EIP-155) transactions allowed over RPC')
  }
  if (v < 35n) return badSignature(`v ${v}`)
  const chain = (v - 35n) >> 1n
  if (chain !== chainId) return wrongChain(chain, chainId)
  return decodeFields(fields, PLACES_LEGACY, (v & 1n) === 1n ? 0 : 1, chainId)
}

/** Where the fields that both types have stand in their lists. */
interface Places {
  readonly type: 0 | 2
  readonly nonce: number
  readonly tipCap: number
  readonly feeCap: number
  readonly gas: number
  readonly to: number
  readonly value: number
  readonly data: number
  readonly r: number
  readonly s: number
}

const PLACES_TYPE_2: Places = { type: 2, nonce: 1, tipCap: 2, feeCap: 3, gas: 4, to: 5, value: 6, data: 7, r: 10, s: 11 }
const PLACES_LEGACY: Places = { type: 0, nonce: 0, tipCap: 1, feeCap: 1, gas: 2, to: 3, value: 4, data: 5, r: 7, s: 8 }

function decodeFields(fields: Fields, places: Places, yParity: 0 | 1, chainId: bigint): DecodedSigned {
  const nonce = readInteger(fields, places.nonce, 8)
  if (typeof nonce !== 'bigint') return nonce
  if (nonce === MAX_NONCE) return refuse('FieldTooLarge', `nonce has max value: ${nonce}`)
  const gas = readInteger(fields, places.gas, 8)
  if (typeof gas !== 'bigint') return gas
  const feeCap = readInteger(fields, places.feeCap, 32)
  if (typeof feeCap !== 'bigint') return feeCap
  const tipCap = places.type === 2 ? readInteger(fields, places.tipCap, 32) : feeCap
  if (typeof tipCap !== 'bigint') return tipCap
  if (tipCap > feeCap) return tipAboveFeeCap(tipCap, feeCap)
  const value = readInteger(fields, places.value, 32)
  if (typeof value !== 'bigint') return value
  const r = readScalar(fields, places.r)
  if ('ok' in r) return r
  const s = readScalar(fields, places.s)
  if ('ok' in s) return s
  if (!isLowS(s)) return refuse('HighS', 'invalid sender: s is in the upper half of its range')
  const target = decodeTarget(fields.raw, places)
  if ('ok' in target) return target
  const { to, call } = target
  const transaction: Transaction = { type: places.type, nonce, gas, feeCap, tipCap, value, to, call, yParity, r, s }
  return { ok: true, transaction, hash: keccak256(fields.raw), signingHash: hashPayload(fields, places, chainId) }
}

const tipAboveFeeCap = (tipCap: bigint, feeCap: bigint): SignedRefusal =>
  refuse(
    'TipAboveFeeCap',
    `max priority fee per gas higher than max fee per gas: maxPriorityFeePerGas: ${tipCap}, maxFeePerGas: ${feeCap}`,
  )

interface Target {
  readonly to: Address
  readonly call: Call
}

const SEND: Call = { kind: 'send', args: [] }

/** A system contract called without data is sent ether, which its rule refuses: InvalidReceiver, with the fee paid. */
function decodeTarget(raw: Uint8Array, places: Places): Target | SignedRefusal {
  const start = startOf(places.to)
  const length = endOf(places.to) - start
  if (length === 0) return refuse('ContractCreation', 'contract creation not supported: a transaction needs a receiver')
  if (length !== 20) return malformed(`${length} bytes in to`)
  const dataStart = startOf(places.data)
  const dataEnd = endOf(places.data)
  const contract = contractAtBytes(raw, start)
  if (dataStart === dataEnd) return { to: contract ? systemAddress(contract) : addressFromBytes(raw, start), call: SEND }
  if (contract === undefined) return nonCanonical(`${addressFromBytes(raw, start)} is an ordinary account and takes none`)
  const data = raw.subarray(dataStart, dataEnd)
  const decoded = decodeCalldata(contract, data)
  if (decoded.ok) return { to: systemAddress(contract), call: decoded.call }
  const selector = toHex(data.subarray(0, 4))
  if (decoded.error === 'UnknownCall') return refuse('UnknownCall', `unknown call: ${contract} has no ${selector}`)
  return nonCanonical(`not the one encoding of ${contract} ${selector}`)
}

const nonCanonical = (what: string): SignedRefusal => refuse('NonCanonicalCalldata', `non-canonical calldata: ${what}`)

const scratch = createBackwardWriter(RAW_MAX_BYTES + 64)

/** The payload is the list's front under a header of its own; under EIP-155 the chain id and two zeros end it. */
function hashPayload({ raw, start }: Fields, { type, data }: Places, chainId: bigint): Uint8Array {
  scratch.at = scratch.bytes.length
  if (type === 0) {
    prependByte(scratch, 0x80)
    prependByte(scratch, 0x80)
    prependInteger(scratch, chainId)
  }
  prependRange(scratch, raw, start, endOf(type === 2 ? ACCESS_LIST : data))
  prependListHeader(scratch, scratch.bytes.length)
  if (type === 2) prependByte(scratch, 2)
  const hash = takeBytes(32)
  keccak256Into(written(scratch), hash, 0)
  return hash
}
