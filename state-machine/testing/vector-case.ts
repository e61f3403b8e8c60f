import type { Argument } from '../codec/argument.ts'
import { bigintToBytes, bytesToBigint, fromHex } from '../codec/bytes.ts'
import { kindGas } from '../execute/gas.ts'
import { CURRENCIES, type Currency, type KindName, type ParameterName, type RecordName } from '../params.ts'
import type { Id } from '../state/keys.ts'
import { encodeGenesis } from '../state/genesis.ts'
import type { RecordOf } from '../state/layout.ts'
import type { Address } from '../codec/address.ts'
import { signerOf } from './registrar.ts'
import { textOf, type ActionVector, type RecordVector, type Vector } from './vector-format.ts'
import { runVector, type VectorResult } from './vector-run.ts'
import { genesisOf, START } from './world.ts'

/** The registrar's private key is the number 7. */
export const vectorRegistrar = signerOf(7)
export const VECTOR_GENESIS: unknown = JSON.parse(encodeGenesis(genesisOf({}, { registrar: vectorRegistrar.address })))

type Fields = { readonly [field: string]: bigint | Address | Uint8Array }
export const record = (name: RecordName, ids: readonly Id[], fields: Fields): RecordVector => ({
  record: name, ids: ids.map(textOf), fields: Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, textOf(value)])),
})
export const account = (address: Address, fields: Partial<RecordOf<'account'>>) => record('account', [address], { creditsTime: START, ...fields })
export const pool = (fields: Partial<RecordOf<'pool'>>) => record('pool', [], fields)
export const stream = (currency: Currency, fields: Partial<RecordOf<'stream'>>) => record('stream', [BigInt(CURRENCIES[currency])], fields)
export const identity = (id: Uint8Array, fields: Partial<RecordOf<'identity'>>) => record('identity', [id], fields)
export const recovery = (from: Address, fields: Partial<RecordOf<'recovery'>>) => record('recovery', [from], fields)
export const rights = (owner: Address, fields: Partial<RecordOf<'rights'>>) => record('rights', [owner], fields)
export const allowance = (owner: Address, spender: Address, amount: bigint) => record('allowance', [owner, spender], { amount })

export interface Extra {
  readonly value?: bigint
  readonly to?: Address
}
export const call = (sender: Address, kind: KindName, args: readonly Argument[] = [], { value = 0n, to }: Extra = {}): ActionVector => ({
  type: 'call', kind, sender, ...(to === undefined ? {} : { to }), value: value.toString(), args: args.map(textOf),
})
export const deposit = (to: Address, value: bigint): ActionVector => ({ type: 'deposit', to, value: value.toString() })

export const bridged = (tokens: bigint) => record('bridged', [], { tokens })
export const tokenDeposit = (to: Address, amount: bigint): ActionVector => ({ type: 'tokenDeposit', to, value: amount.toString() })

export interface Terms extends Extra {
  readonly nonce?: bigint
  readonly gas?: bigint
  readonly feeCap?: bigint
  readonly forced?: boolean
}
export const transaction = (sender: Address, kind: KindName, args: readonly Argument[], terms: Terms = {}): ActionVector => ({
  ...call(sender, kind, args, terms), type: 'transaction', nonce: (terms.nonce ?? 0n).toString(),
  gas: (terms.gas ?? kindGas(kind)).toString(), feeCap: (terms.feeCap ?? 1n).toString(), forced: terms.forced ?? false,
})

/** A case with the figures that were worked out by hand: the generator refuses to write a vector that has others. */
export interface Case {
  readonly name: string
  readonly parameters?: { readonly [name in ParameterName]?: bigint }
  readonly time?: bigint
  readonly before: readonly RecordVector[]
  readonly action: ActionVector
  readonly fails?: string
  readonly skips?: string
  /** The one word that is returned. */
  readonly returns?: bigint
  /** Fields of records after it; of what succeeds at least one. */
  readonly gives?: readonly RecordVector[]
}

const isSame = (record: RecordVector, other: RecordVector) => record.record === other.record && record.ids.join() === other.ids.join()

/** Why a result is not the one that was worked out by hand; undefined where it is. */
function differenceOf({ fails, skips, returns, gives = [] }: Case, before: readonly RecordVector[], result: VectorResult): string | undefined {
  if (result.error !== (fails ?? null) || result.skipped !== (skips ?? null)) return `ends in ${result.error ?? result.skipped}`
  if (returns !== undefined && result.output !== textOf(bigintToBytes(returns, 32))) return `returns ${bytesToBigint(fromHex(result.output))}`
  const stillThere = [...result.after, ...before.filter((record) => !result.after.some((changed) => isSame(changed, record)))]
  for (const expected of gives) {
    const found = stillThere.find((record) => isSame(record, expected))
    const zero = (text: string | undefined) => (text === undefined || /^0x0+$/.test(text) ? '0' : text)
    // Cases give an account's creditsTime by default; what it is afterwards is said where it matters.
    const wrong = Object.entries(expected.fields).find(([field, text]) => field !== 'creditsTime' && zero(found?.fields[field]) !== zero(text))
    if (wrong !== undefined) return `${expected.record} ${expected.ids.join()} has ${wrong[0]} ${zero(found?.fields[wrong[0]])}`
  }
  return undefined
}

/** A case as a vector, with all that comes out. */
export function vectorOf(one: Case): Vector {
  const parameters = Object.fromEntries(Object.entries(one.parameters ?? {}).map(([name, value]) => [name, value.toString()]))
  const { name, time = START, before, action } = one
  const unfinished = { name, parameters, time: time.toString(), before, action, after: [], error: null, skipped: null, output: '0x', events: [] }
  const result = runVector(unfinished, VECTOR_GENESIS)
  const difference = differenceOf(one, before, result)
  if (difference !== undefined) throw new TypeError(`${name}: ${difference}`)
  return { ...unfinished, ...result }
}
