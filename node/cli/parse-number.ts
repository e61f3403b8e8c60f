import { MAX_TASKS } from '@distribute/state-machine'
import { usage } from './cli-error.ts'

export const PROJECT_ARGUMENT = { name: 'project', help: 'its number, as `distribute projects` shows it' } as const
export const TASK_ARGUMENT = { name: 'task', help: 'its number in the task list, from 0' } as const

/** A project's number. Throws CliError Usage. */
export function parseProject(text: string | undefined): bigint {
  if (text !== undefined && /^[1-9]\d{0,18}$/.test(text)) return BigInt(text)
  throw usage(`the project is ${text === undefined ? 'missing' : `"${text}"`}`, 'expected its number, from 1: `distribute projects` lists them')
}

/** A task's place in its list, from 0. Throws CliError Usage. */
export function parseTask(text: string | undefined): bigint {
  if (text !== undefined && /^\d{1,2}$/.test(text) && Number(text) < MAX_TASKS) return BigInt(text)
  throw usage(`the task is ${text === undefined ? 'missing' : `"${text}"`}`, `expected its number in the list, 0 to ${MAX_TASKS - 1}: \`distribute project <id>\` lists them`)
}
