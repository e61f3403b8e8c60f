import { decodeAnswer, type Answer, type Methods, type Page } from '@distribute/client/words'
import { askNode } from './ask-node.ts'
import { failed } from './cli-error.ts'

type Method = Exclude<Extract<keyof Methods, `distribute_${string}`>, 'distribute_register' | 'distribute_requestRegistration'>
/** By the fields of the table; numbers of projects and tasks as bigints. */
type Filter<M extends Method> = { readonly [name in keyof Methods[M]['params']]?: string | bigint | number | undefined }

type ListMethod = { [M in Method]: Answer<M> extends Page<unknown> ? M : never }[Method]
type Item<M extends ListMethod> = Answer<M>['items'][number]

/** What the node lets one page hold. */
const PAGE = 200

const shown = (value: unknown): unknown => (typeof value === 'bigint' ? `0x${value.toString(16)}` : value)

/** What a node answered. Throws CliError where it is not as the tables say. */
export function decoded<M extends keyof Methods>(method: M, answer: unknown): Answer<M> {
  try {
    return decodeAnswer(method, answer)
  } catch (cause) {
    throw failed(cause instanceof Error ? cause.message : String(cause), 'check --l2-url: is it a node of this chain, and of this version?', cause)
  }
}

/** One `distribute_` question (docs/distribute-rpc.md). Throws CliError. */
export async function askDistribute<M extends Method>(url: string, method: M, filter: Filter<M>): Promise<Answer<M>> {
  const given = Object.fromEntries(Object.entries(filter).map(([name, value]) => [name, shown(value)]))
  return decoded(method, await askNode(url, method, [given]))
}

export interface Listed<T> {
  readonly items: readonly T[]
  /** There are more than were asked for. */
  readonly more: boolean
}

/** The first `limit` items of a list, page after page. Throws CliError. */
export async function askList<M extends ListMethod>(url: string, method: M, filter: Omit<Filter<M>, 'cursor' | 'limit'>, limit: number): Promise<Listed<Item<M>>> {
  const items: Item<M>[] = []
  for (let cursor: string | undefined; ; ) {
    const page = await askDistribute(url, method, { ...filter, cursor, limit: Math.min(PAGE, limit - items.length) })
    items.push(...page.items)
    if (page.next === null || items.length >= limit) return { items: items.slice(0, limit), more: page.next !== null }
    cursor = page.next
  }
}
