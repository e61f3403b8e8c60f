import type { Answer } from '@distribute/client/words'

/** What anybody may know of a node. */
export type NodeHealth = Answer<'rollup_node'>
