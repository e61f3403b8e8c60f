import { readContract } from 'viem/actions'
import { CURRENCIES } from '@distribute/state-machine'
import { parseAmountOr } from '../amounts.ts'
import { callCommand } from '../call-command.ts'
import { projects } from '../contracts.ts'
import { CURRENCY_ARGUMENT, money, parseCurrency } from '../currency.ts'
import { memberCall } from '../member-call.ts'
import { parseProject, PROJECT_ARGUMENT } from '../parse-number.ts'

export const unstake = callCommand({
  description: 'Takes a stake back while the project is proposed, though not shortly before its deadline.',
  arguments: [PROJECT_ARGUMENT, { name: 'amount', help: 'such as 1.5, or all' }, CURRENCY_ARGUMENT],
  settings: {},
  examples: [{ line: 'distribute unstake 1 all tokens --account 0', does: 'on a devnet, of its first account' }],
  read: ([number, text, unit]) => {
    const id = parseProject(number)
    const asked = parseAmountOr('all', text, 'the amount')
    const currency = parseCurrency(unit)
    return async ({ reader, writer }) => {
      const [tokens, reputation] = await readContract(reader, { ...projects, functionName: 'stakeOf', args: [id, writer.account.address] })
      const amount = asked ?? (currency === 'tokens' ? tokens : reputation)
      return {
        call: memberCall({ ...projects, name: 'unstake', args: [id, CURRENCIES[currency], amount] }),
        will: `takes ${money(amount, currency)} back from project ${id}`,
        done: () => ({ line: `Took ${money(amount, currency)} back from project ${id}`, facts: { project: id, currency, amount } }),
      }
    }
  },
})
