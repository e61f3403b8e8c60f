import { numberToHex, type Client, type Hex } from 'viem'
import { DISTRIBUTE_METHODS } from '../words/distribute-methods.ts'
import type { Answer, Basics, Methods } from '../words/answers.ts'
import { ask, askNamed } from './ask.ts'
import type { FilterOf } from './schema.ts'

type Registering = 'distribute_register' | 'distribute_requestRegistration'
type Lists = Exclude<Extract<keyof Methods, `distribute_${string}`>, Registering>
type Short<M> = M extends `distribute_${infer N}` ? N : never
type Full<N extends string> = `distribute_${N}` & Lists
type Arguments<M extends Lists> =
  keyof Methods[M]['params'] extends never ? []
  : object extends FilterOf<M, Basics> ? [filter?: FilterOf<M, Basics>]
  : [filter: FilterOf<M, Basics>]

export interface Registration {
  readonly member: Hex
  readonly identity: Hex
  /** seconds */
  readonly deadline: bigint
  /** the registrar's */
  readonly signature: Hex
}

export interface RegistrationRequest {
  readonly member: Hex
  /** as the registrar gave it out; left out where anybody is admitted */
  readonly invitation?: string
}

/** What people look at: each `distribute_` method by its name without that, checked and with bigints. */
export type DistributeActions = { readonly [N in Short<Lists>]: (...args: Arguments<Full<N>>) => Promise<Answer<Full<N>>> } & {
  /** Registers a member under the registrar's signature, without any ether; answers the transaction's hash once it stands in a block. */
  readonly register: (registration: Registration) => Promise<Hex>
  /** Has the node register a member, which a node that holds the registrar's key does (`relay` says whom it admits); answers the transaction's hash once it stands in a block. */
  readonly requestRegistration: (request: RegistrationRequest) => Promise<Hex>
}

const isList = (name: string): name is Lists => name in DISTRIBUTE_METHODS && name !== 'distribute_register' && name !== 'distribute_requestRegistration'
const shown = (value: unknown): unknown => (typeof value === 'bigint' ? numberToHex(value) : value)

const asked = (client: Client, method: Lists) => (filter?: object) => {
  const given = filter === undefined ? [] : [Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined).map(([name, value]) => [name, shown(value)]))]
  return askNamed(client, method, given)
}

export function distributeActions(client: Client): DistributeActions {
  const lists = Object.keys(DISTRIBUTE_METHODS).filter(isList).map((method) => [method.slice('distribute_'.length), asked(client, method)])
  return {
    ...(Object.fromEntries(lists) as DistributeActions),
    register: ({ member, identity, deadline, signature }) => ask(client, 'distribute_register', [member, identity, numberToHex(deadline), signature]),
    requestRegistration: ({ member, invitation }) => ask(client, 'distribute_requestRegistration', invitation === undefined ? [member] : [member, invitation]),
  }
}
