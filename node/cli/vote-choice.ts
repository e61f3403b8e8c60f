import { usage } from './cli-error.ts'

/** Whether a choice is for the task. Throws CliError Usage, which names `what`. */
export function parseChoice(text: string | undefined, what: string): boolean {
  if (text === 'for' || text === 'against') return text === 'for'
  throw usage(`${what} is ${text === undefined ? 'missing' : `"${text}"`}`, 'expected for or against')
}

export const choiceText = (choice: boolean): 'for' | 'against' => (choice ? 'for' : 'against')
