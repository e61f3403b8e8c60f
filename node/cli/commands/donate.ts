import { ether, parseAmount } from '../amounts.ts'
import { callCommand } from '../call-command.ts'
import { token } from '../contracts.ts'
import { memberCall } from '../member-call.ts'

export const donate = callCommand({
  description: 'Gives ether to the pool, for nothing in return. All tokens are worth more by it.',
  arguments: [{ name: 'amount', help: 'ether, such as 1.5' }],
  settings: {},
  examples: [{ line: 'distribute donate 2 --account 0', does: 'on a devnet, from its first account' }],
  read: ([text]) => {
    const value = parseAmount(text, 'the amount')
    return () => ({
      call: memberCall({ ...token, name: 'donate', args: [], value }),
      will: `gives ${ether(value)} to the pool`,
      done: () => ({ line: `Donated ${ether(value)} to the pool`, facts: { value } }),
    })
  },
})
