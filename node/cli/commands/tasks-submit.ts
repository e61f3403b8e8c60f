import { callCommand } from '../call-command.ts'
import { weightText } from '../bars.ts'
import { usage } from '../cli-error.ts'
import { projects } from '../contracts.ts'
import { memberCall } from '../member-call.ts'
import { parseProject, PROJECT_ARGUMENT } from '../parse-number.ts'
import { readTaskList } from '../task-list-file.ts'
import { rootOf } from '../task-list-root.ts'
import { keepTaskList } from '../task-lists.ts'

export const tasksSubmit = callCommand({
  description: 'Submits a task list for a staked project, and supports it with your whole stake. Titles stay on this machine: the chain holds weights and hashes alone.',
  arguments: [PROJECT_ARGUMENT, { name: 'file', help: 'JSON or CSV with title, weight (6000 or 60%) and, if wished, content (a file or a hash; else the title’s hash is taken)' }],
  settings: {},
  examples: [{ line: 'distribute tasks submit 1 tasks.csv --account 0', does: 'of a file such as: title,weight / Take the old roof off,25% / Put the new one on,75%' }],
  read: async ([number, path], { dataDir }) => {
    const id = parseProject(number)
    if (path === undefined) throw usage('the file is missing', 'expected a task list as JSON or CSV')
    const tasks = await readTaskList(path)
    const root = rootOf(tasks)
    return ({ chainId }) => ({
      call: memberCall({ ...projects, name: 'submitTaskList', args: [id, tasks.map(({ weight, contentHash }) => ({ weight, contentHash }))] }),
      will: `submits ${tasks.length} tasks for project ${id} (${tasks.map(({ weight }) => weightText(BigInt(weight))).join(', ')}) and supports them`,
      keep: () => keepTaskList(dataDir, chainId, tasks),
      done: () => ({ line: `Submitted ${tasks.length} tasks for project ${id}: list ${root}`, facts: { project: id, root, tasks } }),
      next: 'Other stakers support it with `distribute tasks support`; give them the file, so that they see the titles.',
    })
  },
})
