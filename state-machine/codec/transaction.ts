import { TRANSACTION_MAX_BYTES } from '../params.ts'
import { keccak256 } from '../hash.ts'
import { checkCount } from './abi.ts'
import { addressFromBytes, addressToBytes, systemAddress } from './address.ts'
import type { Address } from './address.ts'
import type { Argument } from './argument.ts'
import { byteAt, byteLength, copyBytes } from './bytes.ts'
import { encodeCalldata, kindCodec, kindCodecByNumber } from './call.ts'
import type { Call, KindCodec } from './call.ts'
import { readBytes, readWord, wordBytes, writeWord } from './compact.ts'
import type { Cursor } from './compact.ts'
import { CodecError } from './errors.ts'
import {
  createBackwardWriter, prependByte, prependInteger, prependListHeader, prependString, prependTrimmed, written,
} from './rlp.ts'
import type { BackwardWriter } from './rlp.ts'
import { takeItemBytes } from '../slab.ts'
import { isLowS, isScalar } from './signature.ts'

/** A signed transaction, whichever of its two forms it came in. Prices are in wei a gas. */
export interface Transaction {
  readonly type: 0 | 2
  readonly nonce: bigint
  readonly gas: bigint
  readonly feeCap: bigint
  /** Of type 0: feeCap, the gas price. */
  readonly tipCap: bigint
  readonly value: bigint
  /** The system contract, where the call is one to it. */
  readonly to: Address
  readonly call: Call
  readonly yParity: 0 | 1
  readonly r: Uint8Array
  readonly s: Uint8Array
}

/** A call that the sequencer includes without a sender (rollup.md section 2). */
export interface Operation {
  readonly call: Call
}

export type Item =
  | { readonly type: 'transaction'; readonly transaction: Transaction }
  | { readonly type: 'operation'; readonly operation: Operation }

const TYPE_2 = 0x01
const ODD_Y = 0x02
const OPERATION = 0x80
const HEAD_BYTES = 2
/** Nonces and gas have eight bytes; the highest nonce is never valid (EIP-2681). */
export const MAX_NONCE = 2n ** 64n - 1n

/** A member of a segment. Total and strict: undefined for bytes that the encoders below do not write. */
export function decodeItem(bytes: Uint8Array): Item | undefined {
  if (bytes.length < HEAD_BYTES || bytes.length > TRANSACTION_MAX_BYTES) return undefined
  const form = byteAt(bytes, 0)
  const codec = kindCodecByNumber(byteAt(bytes, 1))
  if (codec === undefined) return undefined
  const cursor: Cursor = { bytes, at: HEAD_BYTES }
  if (form === OPERATION) return decodeOperation(codec, cursor)
  if (form > (TYPE_2 | ODD_Y)) return undefined
  const transaction = decodeTransaction(form, codec, cursor)
  return transaction === undefined ? undefined : { type: 'transaction', transaction }
}

function decodeOperation(codec: KindCodec, cursor: Cursor): Item | undefined {
  const args = codec.kind.operation ? readArguments(codec, cursor) : undefined
  if (args === undefined || cursor.at !== cursor.bytes.length) return undefined
  return { type: 'operation', operation: { call: { kind: codec.name, args } } }
}

function decodeTransaction(form: number, codec: KindCodec, cursor: Cursor): Transaction | undefined {
  const nonce = readWord(cursor, 8)
  if (nonce === undefined || nonce === MAX_NONCE) return undefined
  const gas = readWord(cursor, 8)
  if (gas === undefined) return undefined
  const feeCap = readWord(cursor, 32)
  if (feeCap === undefined) return undefined
  const isType2 = (form & TYPE_2) !== 0
  const tipCap = isType2 ? readWord(cursor, 32) : feeCap
  if (tipCap === undefined || tipCap > feeCap) return undefined
  const value = readWord(cursor, 32)
  if (value === undefined) return undefined
  const to = readTarget(codec, cursor)
  if (to === undefined) return undefined
  const args = readArguments(codec, cursor)
  if (args === undefined) return undefined
  const r = readBytes(cursor, 32)
  const s = readBytes(cursor, 32)
  if (r === undefined || s === undefined || cursor.at !== cursor.bytes.length) return undefined
  if (!isScalar(r) || !isScalar(s) || !isLowS(s)) return undefined
  const call: Call = { kind: codec.name, args }
  return { type: isType2 ? 2 : 0, nonce, gas, feeCap, tipCap, value, to, call, yParity: (form & ODD_Y) === 0 ? 0 : 1, r, s }
}

function readTarget({ kind }: KindCodec, cursor: Cursor): Address | undefined {
  if (kind.contract !== 'account') return systemAddress(kind.contract)
  if (cursor.at + 20 > cursor.bytes.length) return undefined
  cursor.at += 20
  return addressFromBytes(cursor.bytes, cursor.at - 20)
}

function readArguments({ layout }: KindCodec, cursor: Cursor): Argument[] | undefined {
  const args: Argument[] = []
  for (const codec of layout.codecs) {
    const value = codec.readCompact(cursor)
    if (value === undefined) return undefined
    args.push(value)
  }
  return args
}

/**
 * The compact form; `decodeItem` of it is the transaction again. Throws CodecError for a transaction that has none:
 * TooLong over TRANSACTION_MAX_BYTES, else ValueOutOfRange or WrongArguments.
 */
export function encodeTransaction(transaction: Transaction): Uint8Array {
  checkTransaction(transaction)
  const { type, call, yParity, r, s } = transaction
  const isAccount = kindCodec(call.kind).kind.contract === 'account'
  const target = createTarget(compactBytes(transaction), call, (type === 2 ? TYPE_2 : 0) | (yParity === 1 ? ODD_Y : 0))
  let at = writeWord(target, HEAD_BYTES, transaction.nonce)
  at = writeWord(target, at, transaction.gas)
  at = writeWord(target, at, transaction.feeCap)
  if (type === 2) at = writeWord(target, at, transaction.tipCap)
  at = writeWord(target, at, transaction.value)
  if (isAccount) {
    target.set(addressToBytes(transaction.to), at)
    at += 20
  }
  at = writeArguments(target, at, call)
  target.set(r, at)
  target.set(s, at + 32)
  return target
}

/** The compact form of a senderless operation. Throws CodecError as encodeTransaction, and for kinds that need a sender. */
export function encodeOperation({ call }: Operation): Uint8Array {
  if (!kindCodec(call.kind).kind.operation) throw new CodecError('WrongArguments', `${call.kind} needs a sender`)
  const target = createTarget(HEAD_BYTES + argumentsBytes(call), call, OPERATION)
  writeArguments(target, HEAD_BYTES, call)
  return target
}

/** How long the compact form is, or would be where it passes TRANSACTION_MAX_BYTES. */
export function compactBytes({ type, nonce, gas, feeCap, tipCap, value, call }: Transaction): number {
  const words = wordBytes(nonce) + wordBytes(gas) + wordBytes(feeCap) + (type === 2 ? wordBytes(tipCap) : 0) + wordBytes(value)
  const target = kindCodec(call.kind).kind.contract === 'account' ? 20 : 0
  return HEAD_BYTES + words + target + argumentsBytes(call) + 64
}

function argumentsBytes({ kind, args }: Call): number {
  const { layout } = kindCodec(kind)
  checkCount(layout, args)
  let size = 0
  for (let i = 0; i < args.length; i++) size += layout.codecs[i]!.compactBytes(args[i]!)
  return size
}

function createTarget(length: number, { kind }: Call, form: number): Uint8Array {
  if (length > TRANSACTION_MAX_BYTES) throw new CodecError('TooLong', `${length} bytes are over ${TRANSACTION_MAX_BYTES}`)
  const target = takeItemBytes(length)
  target[0] = form
  target[1] = kindCodec(kind).kind.number
  return target
}

function writeArguments(target: Uint8Array, start: number, { kind, args }: Call): number {
  const { codecs } = kindCodec(kind).layout
  let at = start
  for (let i = 0; i < args.length; i++) at = codecs[i]!.writeCompact(target, at, args[i]!)
  return at
}

function checkTransaction({ type, nonce, gas, feeCap, tipCap, to, call, r, s }: Transaction): void {
  if (nonce >= MAX_NONCE) throw new CodecError('ValueOutOfRange', `nonce ${nonce}`)
  if (byteLength(gas) > 8) throw new CodecError('ValueOutOfRange', `gas ${gas}`)
  if (type === 2 ? tipCap > feeCap : tipCap !== feeCap) throw new CodecError('ValueOutOfRange', `tip cap ${tipCap}, fee cap ${feeCap}`)
  if (!isScalar(r) || !isScalar(s) || !isLowS(s)) throw new CodecError('ValueOutOfRange', 'no signature: r or s out of range')
  const { contract } = kindCodec(call.kind).kind
  if (contract !== 'account' && to !== systemAddress(contract)) throw new CodecError('WrongArguments', `${call.kind} to ${to}`)
}

/** Room for every field beside the calldata: at most eleven of 33 bytes, and the headers. */
const FIELDS_BYTES = 512
const scratch = createBackwardWriter(8_192)

function startWriter(data: Uint8Array): BackwardWriter {
  const capacity = data.length + FIELDS_BYTES
  if (capacity > scratch.bytes.length) return createBackwardWriter(capacity)
  scratch.at = scratch.bytes.length
  return scratch
}

/** The list from the front up to the calldata, the access list of type 2 included, in front of what `writer` holds. */
function prependPayload(writer: BackwardWriter, transaction: Transaction, chainId: bigint, data: Uint8Array): BackwardWriter {
  const isType2 = transaction.type === 2
  if (isType2) prependByte(writer, 0xc0)
  prependString(writer, data)
  prependInteger(writer, transaction.value)
  prependString(writer, addressToBytes(transaction.to))
  prependInteger(writer, transaction.gas)
  prependInteger(writer, transaction.feeCap)
  if (isType2) prependInteger(writer, transaction.tipCap)
  prependInteger(writer, transaction.nonce)
  if (isType2) prependInteger(writer, chainId)
  prependListHeader(writer, writer.bytes.length)
  if (isType2) prependByte(writer, 2)
  return writer
}

/** What the sender signed: keccak256 of the ordinary Ethereum payload (EIP-1559; EIP-155 for type 0) for this chain. */
export function signingHash(transaction: Transaction, chainId: bigint): Uint8Array {
  const data = encodeCalldata(transaction.call)
  const writer = startWriter(data)
  if (transaction.type === 0) {
    prependByte(writer, 0x80)
    prependByte(writer, 0x80)
    prependInteger(writer, chainId)
  }
  return keccak256(written(prependPayload(writer, transaction, chainId, data)))
}

/** The bytes that eth_sendRawTransaction takes; `decodeSigned` of them is the transaction again. */
export function encodeSigned(transaction: Transaction, chainId: bigint): Uint8Array {
  const { bytes, at } = writeSigned(transaction, chainId)
  return copyBytes(bytes, at, bytes.length)
}

/** The hash that Ethereum clients know the transaction by. */
export const transactionHash = (transaction: Transaction, chainId: bigint): Uint8Array =>
  keccak256(written(writeSigned(transaction, chainId)))

function writeSigned(transaction: Transaction, chainId: bigint): BackwardWriter {
  const data = encodeCalldata(transaction.call)
  const writer = startWriter(data)
  const parity = BigInt(transaction.yParity)
  prependTrimmed(writer, transaction.s)
  prependTrimmed(writer, transaction.r)
  prependInteger(writer, transaction.type === 2 ? parity : 2n * chainId + 35n + parity)
  return prependPayload(writer, transaction, chainId, data)
}
