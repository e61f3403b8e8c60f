import { createClient, http } from 'viem'
import { getCode } from 'viem/actions'
import { ask } from '../rpc/ask.ts'
import { defineDistributeChain, MULTICALL3, type ChainOptions } from './define-chain.ts'
import type { DistributeChain } from './distribute-chain.ts'

/**
 * The chain behind a node's URL, as the node tells it: its id, name, contracts on L1, and Multicall3 where it answers for one. That is
 * the node's word: whoever means to trust L1 alone takes the community's rollup file, with `defineDistributeChain`. Throws AnswerError
 * where nobody of a Distribute Chain answers, and viem's errors.
 */
export async function readDistributeChain(rpcUrl: string, options: Omit<ChainOptions, 'rollup' | 'rpcUrl' | 'hasMulticall3'> = {}): Promise<DistributeChain> {
  const client = createClient({ transport: http(rpcUrl, { batch: true }) })
  const [rollup, { name }, code] = await Promise.all([
    ask(client, 'rollup_status', []),
    ask(client, 'distribute_community', []),
    getCode(client, { address: MULTICALL3 }),
  ])
  return defineDistributeChain({ name, ...options, rollup, rpcUrl, hasMulticall3: code !== undefined && code !== '0x' })
}
