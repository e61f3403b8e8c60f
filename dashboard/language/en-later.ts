import { check } from './en/check.ts'
import { explorer } from './en/explorer.ts'
import { files } from './en/files.ts'
import { join } from './en/join.ts'
import { money } from './en/money.ts'
import { operator } from './en/operator.ts'
import { projects } from './en/projects.ts'
import { votes } from './en/votes.ts'
import { work } from './en/work.ts'

/** Words of screens that are loaded when they are opened: the first screen does not wait for them. */
export const later = { check, explorer, files, join, money, operator, projects, votes, work }
