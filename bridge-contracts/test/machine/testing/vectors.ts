import {
  addressToBytes, encodeCalldata, encodeEntry, encodeRecord, encodeTokenDeposit, encodeTransaction, ENTRIES, fromHex, KINDS, RECORDS, recordKey, signingHash,
  targetOf, toHex, ZERO_ADDRESS,
} from '@distribute/state-machine'
import type {
  Address, Argument, FieldType, Id, KindName, RecordName, RecordOf, RecordShape, TaskArgument, Transaction,
} from '@distribute/state-machine'
import { readFileSync } from 'node:fs'
import type { Hex } from 'viem'
import { privateKeyToAddress, sign } from 'viem/accounts'
import { hexOf } from '../../../client/values.ts'
import type { ItemCall, RuleCall, RuleGenesis } from './rules-harness.ts'

/** A record as test/vectors has it; fields that are zero are left out. */
interface RecordVector {
  readonly record: RecordName
  readonly ids: readonly string[]
  readonly fields: { readonly [field: string]: string }
}

/** The parts of a vector that say what a rule does (test/vectors/README.md). */
export interface Vector {
  readonly name: string
  readonly parameters: { readonly [name: string]: string }
  readonly time: string
  readonly before: readonly RecordVector[]
  readonly action: {
    readonly type: 'call' | 'transaction' | 'deposit' | 'tokenDeposit'
    readonly kind?: KindName
    readonly sender?: Hex
    readonly to?: Hex
    readonly value: string
    readonly args?: readonly string[]
    readonly nonce?: string
    readonly gas?: string
    readonly feeCap?: string
    readonly forced?: boolean
  }
  readonly after: readonly RecordVector[]
  readonly error: string | null
  readonly skipped: string | null
}

export interface VectorFile {
  readonly genesis: RuleGenesis
  readonly vectors: readonly Vector[]
}

export const VECTOR_FILES = ['token', 'reputation', 'dividends', 'bridge', 'projects', 'validation', 'voting', 'credits', 'bounds'] as const

const path = (name: string): URL => new URL(`../../../../test/vectors/${name}.json`, import.meta.url)
export const readVectors = (name: string): VectorFile => JSON.parse(readFileSync(path(name), 'utf8')) as VectorFile

const shapeOf = (name: RecordName): RecordShape => RECORDS[name]

function valueOf(type: FieldType | undefined, text: string): Id {
  if (type === 'address') return text as Address
  return type === 'b32' ? fromHex(text) : BigInt(text)
}

function fieldsOf(shape: RecordShape, texts: RecordVector['fields']): object {
  const types = Object.entries(Object.assign({}, ...shape.words) as { readonly [field: string]: FieldType })
  const zeros: { readonly [type: string]: string } = { address: ZERO_ADDRESS, b32: toHex(new Uint8Array(32)) }
  return Object.fromEntries(types.map(([field, type]) => [field, valueOf(type, texts[field] ?? zeros[type] ?? '0')]))
}

export interface StoredRecord {
  readonly key: Hex
  readonly words: Hex
}

/** The key and the words of a record. */
export function storedRecord<N extends RecordName>({ record, ids, fields }: RecordVector & { readonly record: N }): StoredRecord {
  const shape = shapeOf(record)
  const key = recordKey(record, ...ids.map((text, i) => valueOf(shape.ids[i], text)))
  return { key: hexOf(key), words: hexOf(encodeRecord(record, fieldsOf(shape, fields) as RecordOf<N>)) }
}

const listOf = <T>(text: string, itemOf: (item: string) => T): readonly T[] => (text === '' ? [] : text.split(',').map(itemOf))

function taskOf(text: string): TaskArgument {
  const [weight = '0', contentHash = '0x'] = text.split(':')
  return { weight: BigInt(weight), contentHash: fromHex(contentHash) }
}

function argumentOf(type: string, text: string): Argument {
  if (type.startsWith('uint')) return BigInt(text)
  if (type === 'bool') return text === 'true'
  if (type === 'bytes32[5]') return listOf(text, fromHex)
  if (type.endsWith('[]')) return listOf(text, taskOf)
  return type === 'address' ? (text as Address) : fromHex(text)
}

const argumentsOf = (action: Vector['action'], kind: KindName): readonly Argument[] =>
  KINDS[kind].inputs.map((type, i) => argumentOf(type, action.args?.[i] ?? ''))

/** The call of a vector, with the records before it. */
export function ruleCallOf({ time, before, action }: Vector, kind: KindName): RuleCall {
  const args = argumentsOf(action, kind)
  return {
    kind, time, value: action.value, sender: action.sender ?? ZERO_ADDRESS, to: action.to ?? ZERO_ADDRESS,
    callData: kind === 'send' ? '0x' : hexOf(encodeCalldata({ kind, args })), records: before.map(storedRecord),
  }
}

const SENDER_KEY: Hex = `0x${'0'.repeat(62)}2a`

/**
 * A vector takes the signature of its transaction as good; here there has to be one. So the sender becomes somebody with a key, in all
 * records too.
 */
export function withKey(vector: Vector): Vector {
  const { sender } = vector.action
  if (sender === undefined) return vector
  return JSON.parse(JSON.stringify(vector).replaceAll(sender, privateKeyToAddress(SENDER_KEY).toLowerCase())) as Vector
}

const NO_WORD = new Uint8Array(32)

/** The transaction of a vector `withKey`, signed, with the records before it. */
export async function transactionOf({ time, before, action }: Vector, kind: KindName, chainId: bigint): Promise<ItemCall> {
  const [nonce, gas, feeCap, value] = [action.nonce, action.gas, action.feeCap, action.value].map((text) => BigInt(text ?? 0)) as [bigint, bigint, bigint, bigint]
  const call = { kind, args: argumentsOf(action, kind) }
  const to = targetOf(call, (action.to ?? ZERO_ADDRESS) as Address)
  const draft: Transaction = { type: 2, nonce, gas, feeCap, tipCap: 0n, value, to, call, yParity: 0, r: NO_WORD, s: NO_WORD }
  const { r, s, yParity } = await sign({ hash: hexOf(signingHash(draft, chainId)), privateKey: SENDER_KEY })
  const signed: Transaction = { ...draft, r: fromHex(r), s: fromHex(s), yParity: yParity === 1 ? 1 : 0 }
  return { time, isEntry: false, forced: action.forced ?? false, data: hexOf(encodeTransaction(signed)), records: before.map(storedRecord) }
}

/** The deposit of a vector as its inbox entry, with the records before it. */
export function depositOf({ time, before, action }: Vector): ItemCall {
  const [from, amount] = [(action.to ?? ZERO_ADDRESS) as Address, BigInt(action.value)]
  const what = action.type === 'tokenDeposit'
    ? { kind: ENTRIES.tokenDeposit, value: 0n, payload: encodeTokenDeposit({ to: from, amount }) }
    : { kind: ENTRIES.deposit, value: amount, payload: addressToBytes(from) }
  return { time, isEntry: true, forced: false, data: hexOf(encodeEntry({ ...what, from, time: BigInt(time) })), records: before.map(storedRecord) }
}
