import { optionalText, resolveSettings } from '../../setting.ts'
import { failed } from '../cli-error.ts'
import type { CommandSpec } from '../command.ts'
import { connectReader } from '../l2.ts'
import { READ_SETTINGS } from '../member-settings.ts'
import { parseProject, PROJECT_ARGUMENT } from '../parse-number.ts'
import { readProject, readTaskLists } from '../project-facts.ts'
import { taskListLines } from '../project-lines.ts'
import { readTaskList } from '../task-list-file.ts'
import { rootOf } from '../task-list-root.ts'
import { keepTaskList, submittedRoots } from '../task-lists.ts'

const settings = { ...READ_SETTINGS, file: optionalText('a list that somebody has sent you: its titles are kept if it is one of these', '<file>') } as const

export const tasksShow: CommandSpec = {
  description: 'Shows the task lists that were submitted for a project, with their tasks and their support. Titles are known where the list was submitted, or with the list’s file.',
  arguments: [PROJECT_ARGUMENT],
  settings,
  examples: [
    { line: 'distribute tasks show 1', does: 'asks the node on this machine' },
    { line: 'distribute tasks show 1 --file tasks.csv', does: 'checks a file against the chain, and keeps its titles' },
  ],
  run: async ({ output, ...sources }, [number]) => {
    const id = parseProject(number)
    const { l2Url, dataDir, json, file } = resolveSettings(settings, sources)
    const tasks = file === undefined ? undefined : await readTaskList(file)
    const l2 = await connectReader(l2Url)
    if (tasks !== undefined) {
      const roots = await submittedRoots(l2, id)
      if (!roots.includes(rootOf(tasks))) throw failed(`${file} is none of the lists of project ${id}: its root is ${rootOf(tasks)}`, roots.length === 0 ? 'none has been submitted yet' : `submitted are ${roots.join(', ')}`)
      await keepTaskList(dataDir, l2.chainId, tasks)
    }
    const view = await readProject(l2, id)
    const lists = await readTaskLists(l2, { id, view, dataDir })
    if (json) output.json(lists)
    else if (lists.length === 0) output.line(`No task list has been submitted for project ${id}.`)
    else for (const line of taskListLines(lists, view.cost)) output.line(line)
  },
}
