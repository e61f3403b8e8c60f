import type { Address, Currency } from '@distribute/state-machine'
import type { Hex } from 'viem'
import { DISTRIBUTE_METHODS } from './distribute-methods.ts'
import { ROLLUP_METHODS, ROLLUP_OBJECTS } from './rollup-methods.ts'
import { OBJECTS, PROJECT_FIELDS, type BASIC_TYPES, type Fields, type Shape } from './shapes.ts'
import { STAGE_NAMES, type StageName } from './stage-names.ts'

// docs/distribute-rpc.md and docs/rollup-rpc.md, types and all, are made from one table. Here the same table says what comes back, so
// that neither types nor checks can differ from what a node sends.

/** Basic types as JSON has them. */
export interface RawBasics {
  readonly quantity: Hex
  readonly address: Address
  readonly hash: Hex
  readonly bytes: Hex
  readonly text: string
  readonly number: number
  readonly boolean: boolean
  readonly stage: StageName
  readonly currency: Currency
}

/** The same once it is read: quantities as bigints, all else as it came. */
export interface Basics extends Omit<RawBasics, 'quantity'> {
  readonly quantity: bigint
}

type AllObjects = typeof OBJECTS & typeof ROLLUP_OBJECTS
type OptionalNames<F> = { [N in keyof F]: F[N] extends readonly [{ readonly optional: unknown }, string] ? N : never }[keyof F]
type FieldOf<F, B> = F extends readonly [infer S, string] ? Value<S, B> : never
type Of<F, B> = { readonly [N in Exclude<keyof F, OptionalNames<F>>]: FieldOf<F[N], B> } & { readonly [N in OptionalNames<F>]?: FieldOf<F[N], B> }
type ObjectOf<N extends keyof AllObjects, B> = N extends 'Project' ? Of<AllObjects['ProjectSummary'] & typeof PROJECT_FIELDS, B> : Of<AllObjects[N], B>

export interface Page<T> {
  readonly items: readonly T[]
  readonly next: Hex | null
}

/** What a shape of the table is, over basic types as they are read or, with RawBasics, as they come. */
export type Value<S, B = Basics> =
  S extends keyof B ? B[S]
  : S extends keyof AllObjects ? ObjectOf<S, B>
  : S extends { readonly nullable: infer N } ? Value<N, B> | null
  : S extends { readonly list: infer L } ? readonly Value<L, B>[]
  : S extends { readonly page: infer P } ? Page<Value<P, B>>
  : S extends { readonly optional: infer O } ? Value<O, B>
  : S extends { readonly oneOf: readonly (infer T)[] } ? T
  : S extends 'Parameters' | 'GasByKind' ? { readonly [name: string]: B extends { readonly quantity: infer Q } ? Q : never }
  : never

export type Methods = typeof DISTRIBUTE_METHODS & typeof ROLLUP_METHODS
export type MethodName = keyof Methods
export type Answer<M extends MethodName, B = Basics> = Value<Methods[M]['result'], B>
type Item<M extends MethodName> = Answer<M> extends Page<infer T> ? T : never

export type Community = Value<'Community'>
export type Member = Value<'Member'>
export type ProjectSummary = Value<'ProjectSummary'>
export type Project = Value<'Project'>
export type Task = Value<'Task'>
export type TaskList = Item<'distribute_taskLists'>
export type Stake = Item<'distribute_stakes'>
export type Claim = Item<'distribute_claims'>
export type Seat = Item<'distribute_seats'>
export type Ballot = Item<'distribute_ballots'>
export type Activity = Item<'distribute_history'>
export type Payout = Item<'distribute_payouts'>
export type Withdrawal = Value<'Withdrawal'>
export type WithdrawalStatus = Value<'WithdrawalStatus'>
export type Entry = Value<'Entry'>

/** Whoever answered is no node of this chain, or of another version: `message` names the part that is not like the table. */
export class AnswerError extends Error {
  override readonly name = 'AnswerError'
  readonly code = 'UnexpectedAnswer'
}

const hexOf = (bytes: number) => new RegExp(`^0x[0-9a-f]{${2 * bytes}}$`)
const isText = (value: unknown): value is string => typeof value === 'string'
const matching = (pattern: RegExp) => (value: unknown): boolean => isText(value) && pattern.test(value)

const BASICS: { readonly [name in keyof typeof BASIC_TYPES]: (value: unknown) => boolean } = {
  quantity: matching(/^0x[0-9a-f]+$/),
  address: matching(hexOf(20)),
  hash: matching(hexOf(32)),
  bytes: matching(/^0x([0-9a-f]{2})*$/),
  text: isText,
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  stage: (value) => STAGE_NAMES.some((name) => name === value),
  currency: (value) => value === 'tokens' || value === 'reputation',
}
const isBasic = (shape: string): shape is keyof typeof BASICS => Object.hasOwn(BASICS, shape)

const SHAPES: { readonly [name: string]: Fields } = { ...OBJECTS, Project: { ...OBJECTS.ProjectSummary, ...PROJECT_FIELDS }, ...ROLLUP_OBJECTS }
const METHODS: { readonly [M in MethodName]: { readonly result: Shape } } = { ...DISTRIBUTE_METHODS, ...ROLLUP_METHODS }

type Read = { readonly [name: string]: unknown }
const isObject = (value: unknown): value is Read => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Where in an answer: its words stand in the error. */
const unlike = (where: string, what: string): AnswerError => new AnswerError(`${where} is no ${what}`)

function decodeNamed(name: string, value: unknown, where: string): unknown {
  if (isBasic(name)) {
    if (!BASICS[name](value)) throw unlike(where, name)
    return name === 'quantity' ? BigInt(String(value)) : value
  }
  if (!isObject(value)) throw unlike(where, name)
  const fields = SHAPES[name] ?? Object.fromEntries(Object.keys(value).map((each) => [each, ['quantity', '']] as const))
  const isThere = ([field, [shape]]: readonly [string, readonly [Shape, string]]): boolean =>
    value[field] !== undefined || typeof shape === 'string' || !('optional' in shape)
  return Object.fromEntries(Object.entries(fields).filter(isThere).map(([field, [shape]]) => [field, decode(shape, value[field], `${where}.${field}`)]))
}

function decodeList(shape: Shape, value: unknown, where: string): readonly unknown[] {
  if (!Array.isArray(value)) throw unlike(where, 'list')
  return value.map((each: unknown, i) => decode(shape, each, `${where}[${i}]`))
}

function decode(shape: Shape, value: unknown, where: string): unknown {
  if (typeof shape === 'string') return decodeNamed(shape, value, where)
  if ('nullable' in shape) return value === null ? null : decode(shape.nullable, value, where)
  if ('list' in shape) return decodeList(shape.list, value, where)
  if ('optional' in shape) return decode(shape.optional, value, where)
  if ('oneOf' in shape) {
    if (!shape.oneOf.some((text) => text === value)) throw unlike(where, shape.oneOf.join(', '))
    return value
  }
  if (!isObject(value)) throw unlike(where, 'page')
  return { items: decodeList(shape.page, value['items'], where), next: decode({ nullable: 'bytes' }, value['next'], `${where}.next`) }
}

/** A value by its shape in the tables. Throws AnswerError. */
export const decodeShape = <S extends Shape>(shape: S, value: unknown, where: string): Value<S> => decode(shape, value, where) as Value<S>

/** What a method answered. Throws AnswerError. */
export const decodeAnswer = <M extends MethodName>(method: M, value: unknown): Answer<M> => decode(METHODS[method].result, value, method) as Answer<M>
