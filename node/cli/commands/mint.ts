import { parseEventLogs } from 'viem'
import { readContract, getBalance } from 'viem/actions'
import { optionalText } from '../../setting.ts'
import { ether, formatAmount, parseAmount } from '../amounts.ts'
import { callCommand } from '../call-command.ts'
import { token } from '../contracts.ts'
import type { L2 } from '../l2.ts'
import { memberCall } from '../member-call.ts'

/** Others may buy between the question and the block. */
const SLIPPAGE = 50n

export const mint = callCommand({
  description: 'Buys community tokens from the pool. The price rises with the share of the supply that you will hold.',
  arguments: [{ name: 'amount', help: 'tokens, such as 1.5' }],
  settings: { maxCost: optionalText('the most you pay, in ether', '<ether>', { fallbackText: '2 % above the price now' }) },
  examples: [
    { line: 'distribute mint 1.5 --account 0', does: 'on a devnet, from its first account' },
    { line: 'distribute mint 100 --max-cost 0.01 --key-file my-key.json --password-file my-password', does: 'or nothing, if it would cost more' },
  ],
  read: ([text], { maxCost }) => {
    const amount = parseAmount(text, 'the amount')
    const limit = maxCost === undefined ? undefined : parseAmount(maxCost, '--max-cost')
    return async (l2) => {
      const quoted = await readContract(l2.reader, { ...token, functionName: 'mintCost', args: [l2.writer.account.address, amount] })
      const value = limit ?? (await mostToPay(l2, quoted))
      return {
        call: memberCall({ ...token, name: 'mint', args: [amount], value }),
        will: `buys ${formatAmount(amount)} tokens for ${ether(quoted)} now, and pays at most ${ether(value)}`,
        done: ({ logs }) => {
          const cost = parseEventLogs({ abi: token.abi, eventName: 'Minted', logs })[0]?.args.cost ?? quoted
          return { line: `Minted ${formatAmount(amount)} tokens for ${ether(cost)}`, facts: { amount, cost } }
        },
      }
    }
  },
})

/** A little over the price, but never so much that the account could not pay the price itself. */
async function mostToPay(l2: L2, quoted: bigint): Promise<bigint> {
  const wanted = quoted + quoted / SLIPPAGE
  const balance = await getBalance(l2.reader, { address: l2.writer.account.address })
  return balance >= wanted * 2n ? wanted : quoted
}
