import { STAGES, toHex } from '@distribute/state-machine'
import type { Address } from '@distribute/state-machine'
import { STAGE_NAMES } from '@distribute/client/words'
import { CatalogError } from '../catalog/errors.ts'
import type { Page, PageRequest } from '../catalog/read.ts'
import { address, bytes, field, fieldsOf, uint64 } from './decoders.ts'
import type { Decoder } from './decoders.ts'
import { ArgumentError, invalidParams } from './errors.ts'

const DEFAULT_LIMIT = 50
const MAX_LIMIT = 200

/** A number as a quantity or as a JSON number. */
export const id: Decoder<bigint> = {
  decode: (value) => uint64.decode(typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? `0x${value.toString(16)}` : value),
}

export const stage: Decoder<bigint> = {
  decode: (value) => {
    const name = STAGE_NAMES.find((each) => each === value)
    if (name === undefined) throw new ArgumentError(`stage is one of ${STAGE_NAMES.join(', ')}`)
    return STAGES[name]
  },
}

const limit: Decoder<number> = {
  decode: (value) => {
    const number = id.decode(value)
    if (number < 1n || number > BigInt(MAX_LIMIT)) throw new ArgumentError(`limit is 1 to ${MAX_LIMIT}`)
    return Number(number)
  },
}

type Decoders = Readonly<Record<string, Decoder<unknown>>>
type Values<D extends Decoders> = { readonly [name in keyof D]: D[name] extends Decoder<infer T> ? T | undefined : never }

/** One object with these fields and no others, each of which may be absent. */
export function fields<D extends Decoders>(decoders: D): Decoder<Values<D>> {
  const decode = (value: unknown): Values<D> => {
    const given = fieldsOf(value)
    const unknown = Object.keys(given).find((name) => !Object.hasOwn(decoders, name))
    if (unknown !== undefined) throw new ArgumentError(`unknown field ${unknown}; known: ${Object.keys(decoders).join(', ')}`)
    return Object.fromEntries(Object.entries(decoders).map(([name, decoder]) => [name, field(given, name, decoder)])) as Values<D>
  }
  return { decode }
}

/** The same; where nothing is given, all fields are absent. */
export const optionalFields = <D extends Decoders>(decoders: D): Decoder<Values<D>> => {
  const decoder = fields(decoders)
  return { ...decoder, missing: { value: decoder.decode({}) } }
}

/** What every list takes beside its filters. */
export const PAGE = { cursor: bytes, limit } as const

export const pageRequest = ({ cursor, limit: size }: { readonly cursor: Uint8Array | undefined; readonly limit: number | undefined }): PageRequest =>
  ({ after: cursor, limit: size ?? DEFAULT_LIMIT })

/** A list as clients get it: `next` is the cursor of the next page, null at the end. */
export interface ShownPage {
  readonly items: readonly unknown[]
  readonly next: string | null
}

/** Shows a page's items one after the other; those that a rewind took in the meantime fall out. */
export async function showPage<T>(page: Promise<Page<T>>, show: (item: T) => Promise<unknown>): Promise<ShownPage> {
  const { items, next } = await page.catch(refuseCursor)
  const shown: unknown[] = []
  for (const item of items) {
    const each = await show(item)
    if (each !== undefined) shown.push(each)
  }
  return { items: shown, next: next === undefined ? null : toHex(next) }
}

export function refuseCursor(error: unknown): never {
  throw error instanceof CatalogError ? invalidParams(`invalid argument 0: ${error.message}`) : error
}

export const account = address

/** Throws -32602 where a filter without which the list is nothing is missing. */
export function required<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw invalidParams(`invalid argument 0: missing field ${name}`)
  return value
}

/** One of two filters, and not both. */
export function accountOrProject(filter: { readonly account: Address | undefined; readonly project: bigint | undefined }): { readonly account: Address } | { readonly project: bigint } {
  const { account: who, project } = filter
  if (who !== undefined && project !== undefined) throw invalidParams('invalid argument 0: account or project, not both')
  return who === undefined ? { project: required(project, 'account or project') } : { account: who }
}
