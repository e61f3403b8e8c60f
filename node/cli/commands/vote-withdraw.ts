import { readContract } from 'viem/actions'
import { CURRENCIES } from '@distribute/state-machine'
import { parseAmountOr } from '../amounts.ts'
import { callCommand } from '../call-command.ts'
import { voting } from '../contracts.ts'
import { CURRENCY_ARGUMENT, money, parseCurrency } from '../currency.ts'
import { memberCall } from '../member-call.ts'

export const voteWithdraw = callCommand({
  description: 'Takes voting rights back, down to the largest open commit.',
  arguments: [{ name: 'amount', help: 'such as 1.5, or all that no ballot holds' }, CURRENCY_ARGUMENT],
  settings: {},
  examples: [{ line: 'distribute vote withdraw all reputation --account 5', does: 'what no open ballot holds' }],
  read: ([text, unit]) => {
    const [asked, currency] = [parseAmountOr('all', text, 'the amount'), parseCurrency(unit)]
    return async ({ reader, writer }) => {
      const [held, high] = await readContract(reader, { ...voting, functionName: 'rightsOf', args: [writer.account.address, CURRENCIES[currency]] })
      const amount = asked ?? held - high
      return {
        call: memberCall({ ...voting, name: 'withdrawRights', args: [CURRENCIES[currency], amount] }),
        will: `takes ${money(amount, currency)} of voting rights back, of ${money(held, currency)}, of which ballots hold ${money(high, currency)}`,
        done: () => ({ line: `Took ${money(amount, currency)} of voting rights back`, facts: { currency, amount } }),
      }
    }
  },
})
