import type { Currency } from '@distribute/state-machine'
import type { Hex } from 'viem'
import { OBJECTS, PROJECT_FIELDS, type BASIC_TYPES, type Fields, type Shape } from '../rpc/distribute-shapes.ts'
import type { DISTRIBUTE_METHODS } from '../rpc/distribute-table.ts'
import { STAGE_NAMES, type StageName } from '../words/stage-names.ts'
import { failed } from './cli-error.ts'

// docs/distribute-rpc.md, types and all, is made from one table. Here the same table says what comes back, so that neither types nor
// checks can differ from what a node sends.

interface Basics {
  readonly quantity: bigint
  readonly address: Hex
  readonly hash: Hex
  readonly bytes: Hex
  readonly text: string
  readonly number: number
  readonly boolean: boolean
  readonly stage: StageName
  readonly currency: Currency
}

type Of<F> = { readonly [name in keyof F]: F[name] extends readonly [infer S, string] ? Value<S> : never }
type ObjectOf<N extends keyof typeof OBJECTS> = N extends 'Project' ? Of<(typeof OBJECTS)['ProjectSummary']> & Of<typeof PROJECT_FIELDS> : Of<(typeof OBJECTS)[N]>

export interface Page<T> {
  readonly items: readonly T[]
  readonly next: Hex | null
}

/** What a shape of the table is once it is read: quantities as bigints, all else as it came. */
export type Value<S> =
  S extends keyof Basics ? Basics[S]
  : S extends keyof typeof OBJECTS ? ObjectOf<S>
  : S extends { readonly nullable: infer N } ? Value<N> | null
  : S extends { readonly list: infer L } ? readonly Value<L>[]
  : S extends { readonly page: infer P } ? Page<Value<P>>
  : S extends 'Parameters' ? { readonly [name: string]: bigint }
  : never

export type Methods = typeof DISTRIBUTE_METHODS
export type Answer<M extends keyof Methods> = Value<Methods[M]['result']>
type Item<M extends keyof Methods> = Answer<M> extends Page<infer T> ? T : never

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

const SHAPES: { readonly [name: string]: Fields } = { ...OBJECTS, Project: { ...OBJECTS.ProjectSummary, ...PROJECT_FIELDS } }

type Read = { readonly [name: string]: unknown }
const isObject = (value: unknown): value is Read => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Where in an answer: its words stand in the error. */
const unlike = (where: string, what: string): Error => failed(`${where} is no ${what}`, 'check --l2-url: is it a node of this chain, and of this version?')

function decodeNamed(name: string, value: unknown, where: string): unknown {
  if (isBasic(name)) {
    if (!BASICS[name](value)) throw unlike(where, name)
    return name === 'quantity' ? BigInt(String(value)) : value
  }
  if (!isObject(value)) throw unlike(where, name)
  const fields = SHAPES[name] ?? Object.fromEntries(Object.keys(value).map((each) => [each, ['quantity', '']] as const))
  return Object.fromEntries(Object.entries(fields).map(([field, [shape]]) => [field, decode(shape, value[field], `${where}.${field}`)]))
}

function decodeList(shape: Shape, value: unknown, where: string): readonly unknown[] {
  if (!Array.isArray(value)) throw unlike(where, 'list')
  return value.map((each: unknown, i) => decode(shape, each, `${where}[${i}]`))
}

function decode(shape: Shape, value: unknown, where: string): unknown {
  if (typeof shape === 'string') return decodeNamed(shape, value, where)
  if ('nullable' in shape) return value === null ? null : decode(shape.nullable, value, where)
  if ('list' in shape) return decodeList(shape.list, value, where)
  if (!isObject(value)) throw unlike(where, 'page')
  return { items: decodeList(shape.page, value['items'], where), next: decode({ nullable: 'bytes' }, value['next'], `${where}.next`) }
}

/** An answer by its shape in the table. Throws CliError, which names the part that is not like it. */
export const decodeAnswer = <S extends Shape>(shape: S, value: unknown, where: string): Value<S> => decode(shape, value, where) as Value<S>
