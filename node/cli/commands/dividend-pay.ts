import { ether, parseAmount } from '../amounts.ts'
import { callCommand } from '../call-command.ts'
import { dividends } from '../contracts.ts'
import { memberCall } from '../member-call.ts'

export const dividendPay = callCommand({
  description: 'Pays a dividend to all who hold tokens and reputation, streamed over the dividend period.',
  arguments: [{ name: 'amount', help: 'ether, such as 1.5' }],
  settings: {},
  examples: [{ line: 'distribute dividend pay 3 --account 0', does: 'on a devnet, from its first account' }],
  read: ([text]) => {
    const value = parseAmount(text, 'the amount')
    return () => ({
      call: memberCall({ ...dividends, name: 'payDividend', args: [], value }),
      will: `pays a dividend of ${ether(value)}`,
      done: () => ({ line: `Paid a dividend of ${ether(value)}`, facts: { value } }),
      next: 'Holders are owed more of it each second; `distribute me` shows what, `distribute dividend collect` has it paid.',
    })
  },
})
