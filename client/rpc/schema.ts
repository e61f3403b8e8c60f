import type { Hex } from 'viem'
import type { Answer, MethodName, Methods, RawBasics } from '../words/answers.ts'

type Tag = 'latest' | 'pending' | 'safe' | 'finalized' | 'earliest'
/** A block as JSON-RPC names it. */
export type BlockReference = Tag | Hex | { readonly blockHash: Hex }
/** A record's key, or what it is made of (docs/formats.md section 1). */
export type RecordReference = Hex | { readonly type: string; readonly ids?: readonly Hex[] }
/** A promise as `rollup_getPromise` answers it. */
export type RawPromise = Pick<NonNullable<Answer<'rollup_getPromise', RawBasics>>, 'header' | 'signature'>

/** What the `rollup_` methods and the registrations take, one after the other. */
interface PositionalParameters {
  readonly rollup_status: readonly []
  readonly rollup_gasPolicy: readonly []
  readonly rollup_getBatch: readonly [index: Hex]
  readonly rollup_getBatchByBlock: readonly [block?: BlockReference]
  readonly rollup_getSegments: readonly [batch: Hex]
  readonly rollup_getBatchCost: readonly [batch: Hex]
  readonly rollup_node: readonly []
  readonly rollup_getProof: readonly [keys: readonly RecordReference[], block?: BlockReference]
  readonly rollup_getBlob: readonly [versionedHash: Hex]
  readonly rollup_getWitnesses: readonly [index: Hex, segment?: Hex]
  readonly rollup_getGenesis: readonly []
  readonly rollup_withdrawalStatus: readonly [withdrawal: Hex]
  readonly rollup_getWithdrawals: readonly [of: Hex]
  readonly rollup_getDeposit: readonly [l1Transaction: Hex]
  readonly rollup_getPromise: readonly [block?: BlockReference]
  readonly rollup_submitPromise: readonly [promise: RawPromise]
  readonly distribute_register: readonly [member: Hex, identity: Hex, deadline: Hex, signature: Hex]
  readonly distribute_requestRegistration: readonly [member: Hex, invitation?: string]
}

/** The words of the table begin with the type. */
type FirstWord<S> = S extends `${infer W} ${string}` ? W : S
type Bare<W> = W extends `${infer B}${':' | ';'}` ? B : W
type Named<S, B> = Bare<FirstWord<S>> extends keyof B ? B[Bare<FirstWord<S>>] : number
type Required<P> = { [N in keyof P]: P[N] extends `${string}; required` ? N : never }[keyof P]

type Given<B> = { readonly [N in keyof B]: N extends 'address' | 'hash' | 'bytes' ? Hex : B[N] }
type Filter<P, B> = { readonly [N in Required<P>]: Named<P[N], Given<B>> } & { readonly [N in Exclude<keyof P, Required<P>>]?: Named<P[N], Given<B>> | undefined }

/** The one object that a `distribute_` method takes, with numbers as they are given (bigints) or, over RawBasics, as they are sent. */
export type FilterOf<M extends MethodName, B> = Filter<Methods[M]['params'], B>

/** What a method takes, as it is sent. */
export type ParametersOf<M extends MethodName> =
  M extends keyof PositionalParameters ? PositionalParameters[M]
  : keyof Methods[M]['params'] extends never ? readonly []
  : readonly [filter: FilterOf<M, RawBasics>]

/** The chain's own methods for viem's `rpcSchema`: what is sent, and what comes back as it comes. */
export type DistributeRpcSchema = readonly { [M in MethodName]: { Method: M; Parameters: ParametersOf<M>; ReturnType: Answer<M, RawBasics> } }[MethodName][]
