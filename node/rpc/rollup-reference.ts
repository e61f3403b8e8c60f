import { BASIC_TYPES, ROLLUP_METHODS, ROLLUP_OBJECTS } from '@distribute/client/words'
import { methodSection, objectSection, table } from './distribute-reference.ts'

/** docs/rollup-rpc.md, from the tables. */
export const rollupReference = (): string =>
  `# The rollup_ methods: how the chain stands on L1

Heads, batches, proofs, withdrawals, deposits, forced transactions and promises as JSON-RPC. Any node of the community answers them; it follows L1 itself. Times are L1's, in seconds.

## Types

${table(['type', 'what'], Object.entries(BASIC_TYPES).filter(([name]) => name !== 'stage' && name !== 'currency'))}

## Methods

${Object.entries(ROLLUP_METHODS).map(methodSection).join('\n\n')}

## Objects

${Object.entries(ROLLUP_OBJECTS).map(objectSection).join('\n\n')}
`
