import { optionalText, resolveSettings } from '../../setting.ts'
import { usage } from '../cli-error.ts'
import type { CommandSpec } from '../command.ts'
import { formatTime } from '../durations.ts'
import { readEvents, type EventFilter } from '../event-log.ts'
import { eventText } from '../event-words.ts'
import { connectReader } from '../l2.ts'
import { LIMIT_SETTING, MEMBER_SETTINGS } from '../member-settings.ts'
import { table } from '../output.ts'
import { parseProject } from '../parse-number.ts'
import { WHOSE_ARGUMENT, whoseAccount } from '../whose.ts'

const settings = { ...MEMBER_SETTINGS, ...LIMIT_SETTING, project: optionalText('of a project instead of an account', '<id>') } as const

export const history: CommandSpec = {
  description: 'Shows what has happened to an account or a project, the newest first.',
  arguments: [WHOSE_ARGUMENT],
  settings,
  examples: [
    { line: 'distribute history --account 0 --limit 10', does: 'the last ten things of your own' },
    { line: 'distribute history --project 1', does: 'all of a project' },
  ],
  run: async ({ output, ...sources }, [whose]) => {
    const given = resolveSettings(settings, sources)
    if (whose !== undefined && given.project !== undefined) throw usage('both an account and --project are given', 'give one of them')
    const filter: EventFilter = given.project === undefined ? { account: await whoseAccount(whose, given) } : { project: parseProject(given.project) }
    const events = await readEvents(await connectReader(given.l2Url), filter, given.limit)
    if (given.json) output.json(events.map((event) => ({ ...event, text: eventText(event) })))
    else if (events.length === 0) output.line('Nothing has happened yet.')
    else for (const line of table(events.map((event) => [String(event.block), formatTime(event.time), eventText(event)]))) output.line(line)
  },
}
