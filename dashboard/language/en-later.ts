import { check } from './en/check.ts'
import { files } from './en/files.ts'
import { join } from './en/join.ts'
import { money } from './en/money.ts'
import { projects } from './en/projects.ts'
import { votes } from './en/votes.ts'
import { work } from './en/work.ts'

/** Words of screens that are loaded when they are opened: the first screen does not wait for them. */
export const later = { check, files, join, money, projects, votes, work }
