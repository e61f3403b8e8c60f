import { formatAmount, parseAmountOr } from '../amounts.ts'
import { callCommand } from '../call-command.ts'
import { token } from '../contracts.ts'
import { hexAddress } from '../hex-address.ts'
import { memberCall } from '../member-call.ts'
import { parseAddress } from '../parse-address.ts'

const UNLIMITED = 2n ** 256n - 1n

export const approve = callCommand({
  description: 'Lets somebody transfer your tokens, up to an amount. It replaces what was approved before.',
  arguments: [{ name: 'amount', help: 'tokens, such as 1.5; unlimited; or 0 to take it back' }, { name: 'spender', help: 'who may' }],
  settings: {},
  examples: [
    { line: 'distribute approve 10 0x70997970c51812dc3a010c7d01b50e0d17dc79c8 --account 0', does: 'up to 10 tokens' },
    { line: 'distribute approve 0 0x70997970c51812dc3a010c7d01b50e0d17dc79c8 --account 0', does: 'nothing any more' },
  ],
  read: ([text, who]) => {
    const amount = parseAmountOr('unlimited', text, 'the amount') ?? UNLIMITED
    const spender = hexAddress(parseAddress(who, 'the spender'))
    const shown = amount === UNLIMITED ? 'all tokens it will ever have' : `${formatAmount(amount)} tokens`
    return () => ({
      call: memberCall({ ...token, name: 'approve', args: [spender, amount] }),
      will: `lets ${spender} transfer up to ${shown}`,
      done: () => ({ line: `Approved ${shown} for ${spender}`, facts: { spender, amount } }),
    })
  },
})
