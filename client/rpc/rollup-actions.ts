import type { Client } from 'viem'
import { ROLLUP_METHODS } from '../words/rollup-methods.ts'
import type { Answer, Methods } from '../words/answers.ts'
import { askNamed } from './ask.ts'
import type { ParametersOf } from './schema.ts'

type Rollup = Extract<keyof Methods, `rollup_${string}`>
type Short<M> = M extends `rollup_${infer N}` ? N : never
type Full<N extends string> = `rollup_${N}` & Rollup

/** How the chain stands on L1: each `rollup_` method by its name without that, checked and with bigints. */
export type RollupActions = { readonly [N in Short<Rollup>]: (...params: ParametersOf<Full<N>>) => Promise<Answer<Full<N>>> }

const isRollup = (name: string): name is Rollup => name in ROLLUP_METHODS

export const rollupActions = (client: Client): RollupActions =>
  Object.fromEntries(
    Object.keys(ROLLUP_METHODS).filter(isRollup).map((method) => [method.slice('rollup_'.length), (...params: readonly unknown[]) => askNamed(client, method, params)]),
  ) as RollupActions
