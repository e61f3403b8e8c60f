import { parseEventLogs } from 'viem'
import { readContract } from 'viem/actions'
import { callCommand } from '../call-command.ts'
import { usage } from '../cli-error.ts'
import { projects } from '../contracts.ts'
import { money } from '../currency.ts'
import { memberCall } from '../member-call.ts'
import { parseProject, parseTask, PROJECT_ARGUMENT, TASK_ARGUMENT } from '../parse-number.ts'

export const validate = callCommand({
  description: 'Takes a seat at a task and approves or rejects its evidence, with a stake of tokens. Who is right gets it back with a share of the validators’ pay, who is wrong forfeits it.',
  arguments: [PROJECT_ARGUMENT, TASK_ARGUMENT, { name: 'side', help: 'approve or reject', choices: ['approve', 'reject'] }],
  settings: {},
  examples: [
    { line: 'distribute validate 1 0 approve --account 4', does: 'the evidence shows that the work is done' },
    { line: 'distribute validate 1 1 reject --account 4', does: 'it does not' },
  ],
  read: ([number, place, side]) => {
    const [id, index] = [parseProject(number), parseTask(place)]
    if (side !== 'approve' && side !== 'reject') throw usage(`the side is ${side === undefined ? 'missing' : `"${side}"`}`, 'expected approve or reject')
    const verb = side === 'approve' ? 'approves' : 'rejects'
    return async ({ reader }) => {
      const { validationStake } = await readContract(reader, { ...projects, functionName: 'taskOf', args: [id, index] })
      return {
        call: memberCall({ ...projects, name: 'validate', args: [id, index, side === 'approve'] }),
        will: `${verb} task ${index} of project ${id} with a stake of ${money(validationStake, 'tokens')}`,
        done: ({ logs }) => {
          const seat = parseEventLogs({ abi: projects.abi, eventName: 'Validated', logs })[0]?.args
          return { line: `You ${side} task ${index} of project ${id}, seat ${seat?.position ?? ''} of 5`, facts: { project: id, task: index, side, position: seat?.position ?? null, stake: seat?.stake ?? validationStake } }
        },
      }
    }
  },
})
