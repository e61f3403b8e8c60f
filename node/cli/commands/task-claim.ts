import { parseEventLogs } from 'viem'
import { readContract } from 'viem/actions'
import { BASIS_POINTS } from '@distribute/state-machine'
import { ether } from '../amounts.ts'
import { weightText } from '../bars.ts'
import { callCommand } from '../call-command.ts'
import { failed } from '../cli-error.ts'
import { projects } from '../contracts.ts'
import { money } from '../currency.ts'
import { formatTime } from '../durations.ts'
import { memberCall } from '../member-call.ts'
import { parseProject, parseTask, PROJECT_ARGUMENT, TASK_ARGUMENT } from '../parse-number.ts'
import { proofOf } from '../task-list-root.ts'
import { requireTaskList } from '../task-lists.ts'

const NO_LIST = /^0x0+$/

export const taskClaim = callCommand({
  description: 'Claims a task of an active project, to do it. It locks reputation until the evidence is judged; a claim that runs out forfeits it.',
  arguments: [PROJECT_ARGUMENT, TASK_ARGUMENT],
  settings: {},
  examples: [{ line: 'distribute task claim 1 0 --account 3', does: 'the first task of project 1' }],
  read: ([number, place], { dataDir }) => {
    const [id, index] = [parseProject(number), parseTask(place)]
    return async (l2) => {
      const project = await readContract(l2.reader, { ...projects, functionName: 'projectOf', args: [id] })
      if (NO_LIST.test(project.taskList)) throw failed(`project ${id} has no task list yet`, `see how far it is with \`distribute project ${id}\``)
      const tasks = await requireTaskList({ url: l2.url, chainId: l2.chainId, dataDir, project: id, root: project.taskList })
      const task = tasks[Number(index)]
      if (task === undefined) throw failed(`project ${id} has no task ${index}`, `its tasks are 0 to ${tasks.length - 1}`)
      const weight = BigInt(task.weight)
      const lock = (project.stakedReputation * weight + BASIS_POINTS - 1n) / BASIS_POINTS
      const named = `task ${index} of project ${id}${task.title === '' ? '' : `, “${task.title}”`}`
      return {
        call: memberCall({ ...projects, name: 'claimTask', args: [id, index, task.weight, task.contentHash, proofOf(tasks, Number(index))] }),
        will: `claims ${named} (${weightText(weight)}, ${ether((project.cost * weight) / BASIS_POINTS)}) and locks ${money(lock, 'reputation')}`,
        done: ({ logs }) => {
          const claimed = parseEventLogs({ abi: projects.abi, eventName: 'TaskClaimed', logs })[0]?.args
          const until = claimed?.claimEnd ?? 0n
          return { line: `Claimed ${named}; evidence is due by ${formatTime(until)}`, facts: { project: id, task: index, collateral: claimed?.collateral ?? lock, until } }
        },
        next: `Once it is done: \`distribute task evidence ${id} ${index} <file>\`.`,
      }
    }
  },
})
