import { parseEventLogs } from 'viem'
import { readContract } from 'viem/actions'
import { CURRENCIES } from '@distribute/state-machine'
import { parseAmountOr } from '../amounts.ts'
import { callCommand } from '../call-command.ts'
import { projects, reputation, token } from '../contracts.ts'
import { CURRENCY_ARGUMENT, money, parseCurrency } from '../currency.ts'
import { memberCall } from '../member-call.ts'
import { parseProject, PROJECT_ARGUMENT } from '../parse-number.ts'

export const stake = callCommand({
  description: 'Stakes tokens or reputation on a proposed project. No more is taken than is still required.',
  arguments: [PROJECT_ARGUMENT, { name: 'amount', help: 'such as 1.5, or all that is free' }, CURRENCY_ARGUMENT],
  settings: {},
  examples: [
    { line: 'distribute stake 1 100 tokens --account 0', does: 'on a devnet, from its first account' },
    { line: 'distribute stake 1 all reputation --account 0', does: 'as much as is free and still required' },
  ],
  read: ([number, text, unit]) => {
    const id = parseProject(number)
    const asked = parseAmountOr('all', text, 'the amount')
    const currency = parseCurrency(unit)
    return async ({ reader, writer }) => {
      const [required, { stakedTokens, stakedReputation }, free] = await Promise.all([
        readContract(reader, { ...projects, functionName: 'required', args: [id, CURRENCIES[currency]] }),
        readContract(reader, { ...projects, functionName: 'projectOf', args: [id] }),
        readContract(reader, { ...(currency === 'tokens' ? token : reputation), functionName: 'balanceOf', args: [writer.account.address] }),
      ])
      const staked = currency === 'tokens' ? stakedTokens : stakedReputation
      const missing = required > staked ? required - staked : 0n
      const amount = asked ?? free
      return {
        call: memberCall({ ...projects, name: 'stake', args: [id, CURRENCIES[currency], amount] }),
        will: `stakes ${money(amount < missing ? amount : missing, currency)} on project ${id}, of ${money(missing, currency)} that are missing`,
        done: ({ logs }) => {
          const taken = parseEventLogs({ abi: projects.abi, eventName: 'Staked', logs })[0]?.args.amount ?? amount
          return { line: `Staked ${money(taken, currency)} on project ${id}`, facts: { project: id, currency, amount: taken } }
        },
      }
    }
  },
})
