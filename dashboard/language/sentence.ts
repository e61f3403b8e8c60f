import type { Told } from '@distribute/client/words'
import { contractName } from '@distribute/client/words'
import type { Format } from '../ui/format.ts'

/** What a sentence is told from: an activity of `distribute_`, one of its events, or a preview's. */
export interface Tellable {
  readonly tells: { readonly of: string; readonly name: string; readonly args: readonly string[] } | null
  /** in English */
  readonly words: string
  readonly amounts: { readonly [unit in Unit]?: bigint | null }
  readonly status?: boolean
  readonly error?: string | null
  readonly to?: string
}

export type Unit = 'ether' | 'tokens' | 'reputation'
export type EventNames = Extract<Told, { readonly of: 'event' }>['name']
export type CallNames = Extract<Told, { readonly of: 'call' }>['name']
/** A call as it is asked for, and as it is done. */
export type Phrase = readonly [asked: string, done: string]

/** A language that tells by parts. English is the SDK's own, and needs none. */
export interface Sentences {
  readonly events: { readonly [name in EventNames]: (parts: Parts) => string }
  readonly calls: { readonly [name in CallNames]: (parts: Parts) => Phrase }
  /** what was asked, the rule in words */
  readonly failed: (asked: string, rule: string) => string
  readonly nothing: string
}

/** The parts of a sentence, each as the language writes it; places are those of the ABI. */
export interface Parts {
  readonly uint: (at: number) => bigint
  readonly text: (at: number) => string
  readonly is: (at: number) => boolean
  /** an address, short; a system contract is none of a person */
  readonly who: (at: number) => string
  readonly isNobody: (at: number) => boolean
  readonly isContract: (at: number) => boolean
  readonly amount: (unit: Unit, at: number) => string
  /** a currency's number at `at`, its amount at `of`, one behind where it is left out */
  readonly currency: (at: number, of?: number) => string
  /** of what moved, whatever stands in the arguments */
  readonly moved: (unit: Unit) => string
  readonly isReputation: boolean
  readonly time: (at: number) => string
  readonly percent: (at: number) => string
  /** where the transaction went */
  readonly to: string
}

const short = (address: string): string => `${address.slice(0, 6)}…${address.slice(-4)}`
const UNITS_OF = ['tokens', 'reputation'] as const

interface Means {
  readonly format: Format
  readonly unit: (unit: Unit) => string
}

export function partsOf({ tells, amounts, to = '' }: Tellable, { format, unit }: Means): Parts {
  const args = tells?.args ?? []
  const text = (at: number): string => args[at] ?? ''
  const uint = (at: number): bigint => (/^\d+$/.test(text(at)) ? BigInt(text(at)) : 0n)
  const written = (of: Unit, value: bigint): string => `${format.amount(value)} ${unit(of)}`
  return {
    uint,
    text,
    is: (at) => text(at) === 'true',
    who: (at) => short(text(at)),
    isNobody: (at) => /^0x0{40}$/.test(text(at)),
    isContract: (at) => contractName(text(at)) !== undefined,
    amount: (of, at) => written(of, uint(at)),
    currency: (at, of = at + 1) => written(UNITS_OF[Number(uint(at))] ?? 'tokens', uint(of)),
    moved: (of) => written(of, amounts[of] ?? 0n),
    isReputation: (amounts.reputation ?? null) !== null,
    time: (at) => format.time(uint(at)),
    percent: (at) => format.percent(uint(at)),
    to: short(to),
  }
}

const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`

const isOf = <T extends object>(table: T, name: string): name is Extract<keyof T, string> => Object.hasOwn(table, name)

/** The sentence in a language that has the table; undefined where the node tells of what the table does not know. */
function told(sentences: Sentences, { tells, status = true }: Tellable, parts: Parts, rule: string): string | undefined {
  if (tells === null) return sentences.nothing
  const { of, name } = tells
  if (of === 'event') return isOf(sentences.events, name) ? sentences.events[name](parts) : undefined
  if (!isOf(sentences.calls, name)) return undefined
  const [asked, done] = sentences.calls[name](parts)
  return status ? done : sentences.failed(asked, rule)
}

/** One line of what happened, in a language. `rule` is the broken one in words. */
export const tell = (of: Tellable, sentences: Sentences | undefined, means: Means, rule: string): string =>
  capital((sentences === undefined ? undefined : told(sentences, of, partsOf(of, means), rule)) ?? of.words)
