import { CURRENCIES } from '@distribute/state-machine'
import { parseAmount } from '../amounts.ts'
import { callCommand } from '../call-command.ts'
import { voting } from '../contracts.ts'
import { CURRENCY_ARGUMENT, money, parseCurrency } from '../currency.ts'
import { memberCall } from '../member-call.ts'

export const voteRequest = callCommand({
  description: 'Locks free tokens or reputation as voting rights, which can be used in any number of polls at once.',
  arguments: [{ name: 'amount', help: 'such as 1.5' }, CURRENCY_ARGUMENT],
  settings: {},
  examples: [{ line: 'distribute vote request 100 reputation --account 5', does: 'on a devnet, of its sixth account' }],
  read: ([text, unit]) => {
    const [amount, currency] = [parseAmount(text, 'the amount'), parseCurrency(unit)]
    return () => ({
      call: memberCall({ ...voting, name: 'requestRights', args: [CURRENCIES[currency], amount] }),
      will: `locks ${money(amount, currency)} as voting rights`,
      done: () => ({ line: `Locked ${money(amount, currency)} as voting rights`, facts: { currency, amount } }),
      next: 'Vote with them by `distribute vote commit`; take them back with `distribute vote withdraw`.',
    })
  },
})
