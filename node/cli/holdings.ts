import type { Hex } from 'viem'
import { getBalance, readContract } from 'viem/actions'
import { formatAmount } from './amounts.ts'
import { reputation, token } from './contracts.ts'
import type { L2Reader } from './l2.ts'

/** What an account can use now; what is staked, locked or held as rights is not in it. Wei and base units. */
export interface Holdings {
  readonly ether: bigint
  readonly tokens: bigint
  readonly reputation: bigint
}

const NAMES = ['ether', 'tokens', 'reputation'] as const

/** As of a block, the newest if left out. */
export async function readHoldings({ reader }: Pick<L2Reader, 'reader'>, account: Hex, blockNumber?: bigint): Promise<Holdings> {
  const at = blockNumber === undefined ? {} : { blockNumber }
  const of = { functionName: 'balanceOf', args: [account], ...at } as const
  const [ether, tokens, held] = await Promise.all([
    getBalance(reader, { address: account, ...at }), readContract(reader, { ...token, ...of }), readContract(reader, { ...reputation, ...of }),
  ])
  return { ether, tokens, reputation: held }
}

/** Rows of what is not what it was, apart from a fee in wei that was paid: name, before, after, difference. */
export function changeRows(before: Holdings, after: Holdings, fee: bigint): readonly (readonly string[])[] {
  return NAMES.flatMap((name) => {
    const difference = after[name] - before[name]
    if (difference + (name === 'ether' ? fee : 0n) === 0n) return []
    const sign = difference > 0n ? '+' : ''
    return [[`free ${name}`, formatAmount(before[name]), '→', formatAmount(after[name]), `(${sign}${formatAmount(difference)})`]]
  })
}
