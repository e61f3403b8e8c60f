import type { BlockViews } from './block-views.ts'
import type { Filters } from './filters.ts'
import type { RpcDependencies } from './ports.ts'

/** A client that stays connected and can be told things. */
export interface Connection {
  /** Starts what `open` starts once the answer to the running request has left; what `open` returns ends it. Answers its id. */
  subscribe(open: (notify: (result: unknown) => void) => () => void, namespace?: 'eth' | 'rollup'): string
  unsubscribe(id: string): boolean
}

/** What a method is given beside its arguments. */
export interface RpcContext {
  readonly deps: RpcDependencies
  readonly chainId: bigint
  readonly blocks: BlockViews
  readonly filters: Filters
  /** Where the request came over WebSocket. */
  readonly connection?: Connection
}
