import { methodSection, objectSection, table } from './distribute-reference.ts'
import { BASIC_TYPES } from './distribute-shapes.ts'
import { ROLLUP_METHODS, ROLLUP_OBJECTS } from './rollup-table.ts'

/** docs/rollup-rpc.md, from the tables. */
export const rollupReference = (): string =>
  `# Coming from L1 and leaving for it: rollup_ methods

Withdrawals, deposits, forced transactions and promises as JSON-RPC. Any node of the community answers them; it follows L1 itself. Times are L1's, in seconds.

## Types

${table(['type', 'what'], Object.entries(BASIC_TYPES).filter(([name]) => name !== 'stage' && name !== 'currency'))}

## Methods

${Object.entries(ROLLUP_METHODS).map(methodSection).join('\n\n')}

## Objects

${Object.entries(ROLLUP_OBJECTS).map(objectSection).join('\n\n')}
`
