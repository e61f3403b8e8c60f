import { decodeFunctionResult, encodeFunctionData, hexToBytes, parseAbi, type Client, type Hex } from 'viem'
import { call as ethCall, simulateBlocks } from 'viem/actions'
import { systemContracts } from '@distribute/bridge-contracts'
import { Address } from '@distribute/state-machine'
import { MULTICALL3 } from '../chain/define-chain.ts'
import { decodeEvents } from '../words/decode-event.ts'
import { describeEvent, type DescribedEvent } from '../words/describe-event.ts'
import { DistributeError, explained } from './distribute-error.ts'
import type { EncodedCall } from './system-call.ts'

export interface PreviewCall {
  readonly account: Hex
  readonly call: Pick<EncodedCall, 'to' | 'data' | 'value'>
}

/** What an account has free: wei, and base units. */
export interface FreeBalances {
  readonly ether: bigint
  readonly tokens: bigint
  readonly reputation: bigint
}

/** What a call would do if it came next, the fee aside. */
export interface CallPreview {
  readonly before: FreeBalances
  readonly after: FreeBalances
  /** wei, at the base fee */
  readonly fee: bigint
  /** what would happen, in order and in words */
  readonly events: readonly DescribedEvent[]
}

const BALANCES = ['ether', 'tokens', 'reputation'] as const
const VIEWS = parseAbi(['function getEthBalance(address account) view returns (uint256)', 'function balanceOf(address account) view returns (uint256)'])

const readsOf = (account: Hex) => [
  { account, to: MULTICALL3, data: encodeFunctionData({ abi: VIEWS, functionName: 'getEthBalance', args: [account] }) },
  ...[systemContracts.token.address, systemContracts.reputation.address].map((to) => (
    { account, to, data: encodeFunctionData({ abi: VIEWS, functionName: 'balanceOf', args: [account] }) })),
]

interface Imagined {
  readonly status: 'success' | 'failure'
  readonly data: Hex
}

const balancesFrom = (answers: readonly Imagined[]): FreeBalances => {
  const [ether = 0n, tokens = 0n, reputation = 0n] = BALANCES.map((_, i) => decodeFunctionResult({ abi: VIEWS, functionName: 'balanceOf', data: answers[i]?.data ?? '0x' }))
  return { ether, tokens, reputation }
}

/**
 * Tries a call on the newest state, by `eth_simulateV1`: what it would do to the account's free balances, and what would happen. Sends
 * nothing. Throws DistributeError with the rule that it would break.
 */
export const previewCall = (client: Client, { account, call }: PreviewCall): Promise<CallPreview> =>
  explained(async () => {
    const reads = readsOf(account)
    const tried = { account, to: call.to, data: call.data, value: call.value }
    const [block] = await simulateBlocks(client, { blocks: [{ calls: [...reads, tried, ...reads] }] })
    const done = block?.calls[reads.length]
    if (block === undefined || done === undefined) throw new DistributeError({ code: 'UnexpectedAnswer', what: 'the node did not answer for the block that it was asked to imagine', advice: 'ask another node' })
    if (done.status === 'failure') throw await brokenRule(client, tried)
    const logs = (done.logs ?? []).map(({ address, topics, data }) => ({ address: Address(address), topics: topics.map((topic) => hexToBytes(topic)), data: hexToBytes(data) }))
    return {
      before: balancesFrom(block.calls.slice(0, reads.length)),
      after: balancesFrom(block.calls.slice(reads.length + 1)),
      fee: done.gasUsed * (block.baseFeePerGas ?? 0n),
      events: decodeEvents(logs).map(describeEvent),
    }
  })

/** `eth_call` names the rule in the way that every client reads. */
async function brokenRule(client: Client, tried: PreviewCall['call'] & { readonly account: Hex }): Promise<DistributeError> {
  await ethCall(client, tried)
  return new DistributeError({ code: 'Failed', what: 'this would fail now', advice: 'something else came in between: try again' })
}
