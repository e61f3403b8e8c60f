import { optionalText, resolveSettings } from '../../setting.ts'
import { failed } from '../cli-error.ts'
import type { CommandSpec } from '../command.ts'
import { READ_SETTINGS } from '../member-settings.ts'
import { parseProject, PROJECT_ARGUMENT } from '../parse-number.ts'
import { taskListLines } from '../project-lines.ts'
import { readTaskList, type ListedTask } from '../task-list-file.ts'
import { rootOf } from '../task-list-root.ts'
import { keepTaskList } from '../task-lists.ts'
import { readWholeProject, type ProjectSight } from '../whole-project.ts'

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
    const { l2Url: url, dataDir, json, file } = resolveSettings(settings, sources)
    const tasks = file === undefined ? undefined : await readTaskList(file)
    const place = { url, dataDir }
    const first = await readWholeProject(place, id)
    if (tasks !== undefined) await keepTitles(tasks, `${file}`, { dataDir, ...first })
    const { project: { taskLists, cost } } = tasks === undefined ? first : await readWholeProject(place, id)
    if (json) output.json(taskLists)
    else if (taskLists.length === 0) output.line(`No task list has been submitted for project ${id}.`)
    else for (const line of taskListLines(taskLists, cost)) output.line(line)
  },
}

/** Throws CliError for a list that nobody has submitted. */
async function keepTitles(tasks: readonly ListedTask[], file: string, { project, time, dataDir }: ProjectSight & { readonly dataDir: string }): Promise<void> {
  const roots = project.taskLists.map(({ root }) => root)
  if (roots.includes(rootOf(tasks))) return keepTaskList(dataDir, time.chainId, tasks)
  throw failed(`${file} is none of the lists of project ${project.id}: its root is ${rootOf(tasks)}`, roots.length === 0 ? 'none has been submitted yet' : `submitted are ${roots.join(', ')}`)
}
