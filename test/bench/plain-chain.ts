import { systemAddress } from '@distribute/state-machine'
import type { Account } from './accounts.ts'
import { startAnvil, type Anvil } from './anvil.ts'
import { callMany, call, type Request } from './json-rpc.ts'
import type { Mining } from './load-messages.ts'
import type { Processes } from './processes.ts'
import { compileToken } from './token-contract.ts'

/**
 * How anvil makes blocks. The first is the default because it cost least CPU time a transaction: docs/performance.md. A block for
 * each transaction as it comes is no mode: sent in batches, anvil 1.7 leaves most of them in its pool until another one comes.
 */
export const ANVIL_MODES = {
  interval: { args: ['--block-time', '1'], mining: 'by itself' },
  manual: { args: ['--no-mining'], mining: 'by hand' },
} as const satisfies { readonly [name: string]: { readonly args: readonly string[]; readonly mining: Mining } }
export type AnvilMode = keyof typeof ANVIL_MODES

/** Blocks as large as they like, a base fee that stays near 0. */
const ARGS = ['--gas-limit', '10000000000', '--block-base-fee-per-gas', '1', '--disable-min-priority-fee', '--no-request-size-limit']
const REQUESTS_A_BATCH = 1_000
const ETHER = 10n ** 18n

/** An anvil as a chain of its own, with the token's contract where ours has its own, and ether for all. */
export async function startPlainChain(
  processes: Processes,
  { chainId, accounts, mode }: { readonly chainId: bigint; readonly accounts: readonly Account[]; readonly mode: AnvilMode },
): Promise<Anvil> {
  const anvil = await startAnvil(processes, ['--chain-id', String(chainId), ...ARGS, ...ANVIL_MODES[mode].args])
  await call(anvil.url, 'anvil_setCode', [systemAddress('token'), compileToken()])
  for (let from = 0; from < accounts.length; from += REQUESTS_A_BATCH) {
    const part = accounts.slice(from, from + REQUESTS_A_BATCH)
    await callMany(anvil.url, part.map(({ address }): Request => ['anvil_setBalance', [address, `0x${ETHER.toString(16)}`]]))
  }
  return anvil
}
