import { parseEventLogs } from 'viem'
import { readContract } from 'viem/actions'
import { optionalText } from '../../setting.ts'
import { ether, formatAmount, parseAmount } from '../amounts.ts'
import { callCommand } from '../call-command.ts'
import { token } from '../contracts.ts'
import { memberCall } from '../member-call.ts'

/** Others may sell between the question and the block. */
const SLIPPAGE = 50n

export const burn = callCommand({
  description: 'Sells community tokens to the pool, for their share of the ether in it.',
  arguments: [{ name: 'amount', help: 'tokens, such as 1.5' }],
  settings: { minProceeds: optionalText('the least you want for them, in ether', '<ether>', { fallbackText: '2 % below what the pool pays now' }) },
  examples: [
    { line: 'distribute burn 0.5 --account 0', does: 'on a devnet, from its first account' },
    { line: 'distribute burn 10 --min-proceeds 0.001 --key-file my-key.json', does: 'or nothing, if the pool would pay less' },
  ],
  read: ([text], { minProceeds }) => {
    const amount = parseAmount(text, 'the amount')
    const limit = minProceeds === undefined ? undefined : parseAmount(minProceeds, '--min-proceeds')
    return async ({ reader }) => {
      const quoted = await readContract(reader, { ...token, functionName: 'burnProceeds', args: [amount] })
      const least = limit ?? quoted - quoted / SLIPPAGE
      return {
        call: memberCall({ ...token, name: 'burn', args: [amount, least] }),
        will: `sells ${formatAmount(amount)} tokens for ${ether(quoted)} now, and takes no less than ${ether(least)}`,
        done: ({ logs }) => {
          const proceeds = parseEventLogs({ abi: token.abi, eventName: 'Burned', logs })[0]?.args.proceeds ?? quoted
          return { line: `Burned ${formatAmount(amount)} tokens for ${ether(proceeds)}`, facts: { amount, proceeds } }
        },
      }
    }
  },
})
