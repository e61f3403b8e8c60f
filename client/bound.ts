import type { Client } from 'viem'

type After<F> = F extends (client: Client, ...rest: infer P) => infer R ? (...rest: P) => R : never
export type Actions<T> = { readonly [N in keyof T]: After<T[N]> }

type Action = (client: Client, ...rest: never[]) => unknown
export const bound = <T extends Readonly<Record<string, Action>>>(client: Client, actions: T): Actions<T> =>
  Object.fromEntries(Object.entries(actions).map(([name, action]) => [name, (...rest: never[]) => action(client, ...rest)])) as Actions<T>
