import type { Client } from 'viem'
import { decodeAnswer, type Answer, type MethodName } from '../words/answers.ts'
import type { ParametersOf } from './schema.ts'

/** viem's client types `request` by its own methods: a client is asked for others by this one door. */
interface Requester {
  readonly request: (request: { readonly method: string; readonly params: readonly unknown[] }) => Promise<unknown>
}

/** `ask` where the method is known only at run time. */
export async function askNamed(client: Client, method: MethodName, params: readonly unknown[]): Promise<unknown> {
  const requester = client as Requester
  return decodeAnswer(method, await requester.request({ method, params: [...params] }))
}

/**
 * One question of `distribute_` or `rollup_` (docs/distribute-rpc.md, docs/rollup-rpc.md), its answer checked to the field, quantities as
 * bigints. Throws AnswerError where it is not like the table, and viem's errors.
 */
export const ask = async <M extends MethodName>(client: Client, method: M, params: ParametersOf<M>): Promise<Answer<M>> =>
  (await askNamed(client, method, params)) as Answer<M>
