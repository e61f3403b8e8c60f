import { parseEventLogs } from 'viem'
import { ether } from '../amounts.ts'
import { callCommand } from '../call-command.ts'
import { projects } from '../contracts.ts'
import { money } from '../currency.ts'
import { hexAddress } from '../hex-address.ts'
import { memberCall } from '../member-call.ts'
import { parseAddress } from '../parse-address.ts'
import { parseProject, PROJECT_ARGUMENT } from '../parse-number.ts'

export const settleStake = callCommand({
  description: 'Gives a stake in an ended project back, with its share of the stakers’ pot. Anybody may; the sequencer does it by itself.',
  arguments: [PROJECT_ARGUMENT, { name: 'staker', help: 'whose stake; your own if left out', optional: true }],
  settings: {},
  examples: [{ line: 'distribute settle stake 1 --account 0', does: 'your own stake in project 1' }],
  read: ([number, whose]) => {
    const id = parseProject(number)
    const given = whose === undefined ? undefined : hexAddress(parseAddress(whose, 'the staker'))
    return ({ writer }) => {
      const staker = given ?? writer.account.address
      return {
        call: memberCall({ ...projects, name: 'settleStake', args: [id, staker] }),
        will: `settles the stake of ${staker} in project ${id}`,
        done: ({ logs }) => {
          const settled = parseEventLogs({ abi: projects.abi, eventName: 'StakeSettled', logs })[0]?.args
          const { tokens, reputation, pay } = { tokens: settled?.tokens ?? 0n, reputation: settled?.reputation ?? 0n, pay: settled?.pay ?? 0n }
          return { line: `Settled the stake of ${staker} in project ${id}: ${money(tokens, 'tokens')}, ${money(reputation, 'reputation')}, ${ether(pay)}`, facts: { project: id, staker, tokens, reputation, pay } }
        },
      }
    }
  },
})
