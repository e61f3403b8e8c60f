import { extname } from 'node:path'
import type { Hex } from 'viem'
import { callCommand } from '../call-command.ts'
import { failed, usage } from '../cli-error.ts'
import { isHash } from '../content-hash.ts'
import { projects } from '../contracts.ts'
import type { L2Reader } from '../l2.ts'
import { memberCall } from '../member-call.ts'
import { parseProject, PROJECT_ARGUMENT } from '../parse-number.ts'
import { readTaskList } from '../task-list-file.ts'
import { rootOf } from '../task-list-root.ts'
import { submittedLists } from '../task-lists.ts'

export const tasksSupport = callCommand({
  description: 'Supports a submitted task list with your whole stake. It is one choice a staker; another one replaces it.',
  arguments: [PROJECT_ARGUMENT, { name: 'list', help: 'its root or the beginning of it, as `distribute tasks show` shows it, or its file' }],
  settings: {},
  examples: [
    { line: 'distribute tasks support 1 0x5f3a --account 1', does: 'the one whose root begins like this' },
    { line: 'distribute tasks support 1 tasks.csv --account 1', does: 'the one in a file' },
  ],
  read: async ([number, list]) => {
    const id = parseProject(number)
    const wanted = await wantedRoot(list)
    return async (l2) => {
      const root = isHash(wanted) ? wanted : await completeRoot(l2, id, wanted)
      return {
        call: memberCall({ ...projects, name: 'supportTaskList', args: [id, root] }),
        will: `supports the task list ${root} of project ${id}`,
        done: () => ({ line: `Supported the task list ${root} of project ${id}`, facts: { project: id, root } }),
      }
    }
  },
})

async function wantedRoot(list: string | undefined): Promise<string> {
  if (list !== undefined && /^0x[0-9a-fA-F]{4,64}$/.test(list)) return list.toLowerCase()
  if (list === undefined || extname(list) === '') throw usage(`the list is ${list === undefined ? 'missing' : `"${list}"`}`, 'expected at least 4 digits of its root, such as 0x5f3a, or a JSON or CSV file')
  return rootOf(await readTaskList(list))
}

async function completeRoot({ url }: Pick<L2Reader, 'url'>, id: bigint, beginning: string): Promise<Hex> {
  const [found, ...others] = (await submittedLists(url, id)).map(({ root }) => root).filter((root) => root.startsWith(beginning))
  if (found !== undefined && others.length === 0) return found
  throw failed(`${found === undefined ? 'no' : 'more than one'} submitted list of project ${id} begins with ${beginning}`, `see them with \`distribute tasks show ${id}\``)
}
