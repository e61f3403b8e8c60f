import { hexToBytes, type Hex } from 'viem'
import { Address, decodeRecord, recordKey, RECORDS, verifyMultiproof, type Id, type RecordName, type RecordOf } from '@distribute/state-machine'
import { LightClientError } from './errors.ts'

type IdOf<T> = T extends 'address' | 'b32' ? Hex : bigint
type IdsOf<T extends readonly unknown[]> = { readonly [I in keyof T]: IdOf<T[I]> }

/** A record by its type and ids, as docs/formats.md section 1 lists them. */
export type RecordRequest<N extends RecordName = RecordName> = N extends RecordName
  ? (typeof RECORDS)[N]['ids'] extends readonly [] ? { readonly type: N; readonly ids?: readonly [] } : { readonly type: N; readonly ids: IdsOf<(typeof RECORDS)[N]['ids']> }
  : never

/** What a request's record holds; undefined where the state has none, which reads as zeros. */
export type RecordFor<R> = R extends { readonly type: infer N extends RecordName } ? RecordOf<N> | undefined : never
export type RecordsFor<R extends readonly unknown[]> = { readonly [I in keyof R]: RecordFor<R[I]> }

const idOf = (value: unknown, type: string): Id => {
  if (typeof value === 'bigint') return value
  const text = value as Hex
  return type === 'address' ? Address(text) : hexToBytes(text)
}

export function keyOf({ type, ids = [] }: RecordRequest): Uint8Array {
  const types: readonly string[] = RECORDS[type].ids
  return recordKey(type, ...types.map((idType, i) => idOf(ids[i], idType)))
}

const decoded = <N extends RecordName>(type: N, words: Uint8Array): unknown => decodeRecord(type, words)

/** `verifyRecords` where the requests are known only at run time. */
export function provenRecords(root: Uint8Array, requests: readonly RecordRequest[], multiproof: Uint8Array): readonly unknown[] {
  const verdict = verifyMultiproof(root, requests.map(keyOf), multiproof)
  if (!verdict.ok) throw new LightClientError('WrongProof', `the proof does not give the root that stands on L1: ${verdict.reason}`)
  return requests.map(({ type }, i) => {
    const words = verdict.records[i] ?? undefined
    return words === undefined ? undefined : decoded(type, words)
  })
}

/**
 * What a multiproof shows of records under a root (docs/formats.md section 2), absence included. Nobody is asked. Throws
 * LightClientError WrongProof.
 */
export const verifyRecords = <const R extends readonly RecordRequest[]>(root: Uint8Array, requests: R, multiproof: Uint8Array): RecordsFor<R> =>
  provenRecords(root, requests, multiproof) as RecordsFor<R>
