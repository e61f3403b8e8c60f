import { isKnownFault, faultOf } from './fault.ts'
import type { Output } from './output.ts'

const FAILED = 1
const USAGE = 2

/** Says in two lines what was wrong and what to do, and answers the exit code. The stack is for `--debug` and for our own mistakes. */
export function reportError(error: unknown, options: { readonly output: Output; readonly debug: boolean }): number {
  const { message, advice, usage } = faultOf(error)
  options.output.note(`error: ${message}`)
  if (advice !== '') options.output.note(`  ${advice}`)
  if (options.debug || !isKnownFault(error)) options.output.note(error instanceof Error ? (error.stack ?? '') : '')
  return usage ? USAGE : FAILED
}
