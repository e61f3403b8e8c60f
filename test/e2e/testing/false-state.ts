import type { ChainConfig, Inbox, Tree } from '@distribute/state-machine'

/** The state as the liar has it. */
export interface FalseState {
  readonly tree: Tree
  readonly config: ChainConfig
  readonly inbox: Inbox
}
