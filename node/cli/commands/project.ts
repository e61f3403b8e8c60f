import { resolveSettings } from '../../setting.ts'
import type { CommandSpec } from '../command.ts'
import { READ_SETTINGS } from '../member-settings.ts'
import { parseProject, PROJECT_ARGUMENT } from '../parse-number.ts'
import { projectLines } from '../project-lines.ts'
import { readWholeProject } from '../whole-project.ts'

export const project: CommandSpec = {
  description: 'Shows everything about a project: stage and deadline, what is still required, stakers, task lists with their support, tasks, seats and polls.',
  arguments: [PROJECT_ARGUMENT],
  settings: READ_SETTINGS,
  examples: [
    { line: 'distribute project 1', does: 'asks the node on this machine' },
    { line: 'distribute project 1 --json', does: 'the same for a script, amounts in base units' },
  ],
  run: async ({ output, ...sources }, [number]) => {
    const id = parseProject(number)
    const { l2Url: url, dataDir, json } = resolveSettings(READ_SETTINGS, sources)
    const sight = await readWholeProject({ url, dataDir }, id)
    if (json) output.json(sight.project)
    else for (const line of projectLines(sight)) output.line(line)
  },
}
