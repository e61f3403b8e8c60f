import { parseEventLogs } from 'viem'
import { callCommand } from '../call-command.ts'
import { projects } from '../contracts.ts'
import { memberCall } from '../member-call.ts'
import { parseProject, parseTask, PROJECT_ARGUMENT, TASK_ARGUMENT } from '../parse-number.ts'

export const taskSettle = callCommand({
  description: 'Settles a task whose judgement is over, or a claim that ran out. Anybody may; the sequencer does it by itself.',
  arguments: [PROJECT_ARGUMENT, TASK_ARGUMENT],
  settings: {},
  examples: [{ line: 'distribute task settle 1 0 --account 3', does: 'the first task of project 1' }],
  read: ([number, place]) => {
    const [id, index] = [parseProject(number), parseTask(place)]
    return () => ({
      call: memberCall({ ...projects, name: 'settleTask', args: [id, index] }),
      will: `settles task ${index} of project ${id}`,
      done: ({ logs }) => {
        const settled = parseEventLogs({ abi: projects.abi, eventName: 'TaskSettled', logs }).find(({ args }) => args.index === index)?.args
        const outcome = settled === undefined ? 'its claim had run out' : settled.passed ? 'passed' : settled.undecided ? 'failed without fault' : 'failed'
        return { line: `Settled task ${index} of project ${id}: ${outcome}`, facts: { project: id, task: index, outcome } }
      },
    })
  },
})
