import { parseEventLogs } from 'viem'
import { ether } from '../amounts.ts'
import { callCommand } from '../call-command.ts'
import { projects } from '../contracts.ts'
import { hexAddress } from '../hex-address.ts'
import { memberCall } from '../member-call.ts'
import { parseAddress } from '../parse-address.ts'
import { parseProject, parseTask, PROJECT_ARGUMENT, TASK_ARGUMENT } from '../parse-number.ts'

export const settleValidation = callCommand({
  description: 'Pays a validator’s seat at a task that is settled. Anybody may; the sequencer does it by itself.',
  arguments: [PROJECT_ARGUMENT, TASK_ARGUMENT, { name: 'validator', help: 'whose seat; your own if left out', optional: true }],
  settings: {},
  examples: [{ line: 'distribute settle validation 1 0 --account 4', does: 'your own seat at the first task of project 1' }],
  read: ([number, place, whose]) => {
    const [id, index] = [parseProject(number), parseTask(place)]
    const given = whose === undefined ? undefined : hexAddress(parseAddress(whose, 'the validator'))
    return ({ writer }) => {
      const validator = given ?? writer.account.address
      return {
        call: memberCall({ ...projects, name: 'settleValidation', args: [id, index, validator] }),
        will: `settles the seat of ${validator} at task ${index} of project ${id}`,
        done: ({ logs }) => {
          const pay = parseEventLogs({ abi: projects.abi, eventName: 'ValidationSettled', logs })[0]?.args.pay ?? 0n
          return { line: `${ether(pay)} were paid to ${validator}`, facts: { project: id, task: index, validator, pay } }
        },
      }
    }
  },
})
