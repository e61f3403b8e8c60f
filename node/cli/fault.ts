import { explainError, textField } from '@distribute/client/words'

/** An error for people. `usage`: the command line or a setting was wrong, not the world. */
export interface Fault {
  readonly message: string
  readonly advice: string
  readonly usage: boolean
}

const USAGE_CODES: readonly unknown[] = ['Usage', 'BadSetting', 'UnknownSetting']

/** Whether the error is one that was foreseen: of our own classes, viem's, or the system's. */
export const isKnownFault = (error: unknown): boolean => error instanceof Error && (textField(error, 'code') !== undefined || isViem(error))

export function faultOf(error: unknown): Fault {
  if (!(error instanceof Error)) return { message: String(error), advice: '', usage: false }
  if (isViem(error)) return viemFault(error)
  // What the client's actions throw has the page's words; the cause gives those for a command line.
  if (error.name === 'DistributeError' && error.cause instanceof Error) return faultOf(error.cause)
  return { message: error.message, advice: textField(error, 'advice') ?? '', usage: USAGE_CODES.includes(textField(error, 'code')) }
}

const isViem = (error: Error): boolean => textField(error, 'shortMessage') !== undefined

function viemFault(error: Error): Fault {
  const { code, rule, what, atCommandLine: advice, details } = explainError(error)
  if (rule !== undefined) return { message: `${what} (${rule})`, advice, usage: false }
  // What the node said has the figures.
  if (code !== 'NoAnswer' && code !== 'Unknown' && details !== undefined) return { message: details, advice: `${what}: ${advice}`, usage: false }
  return { message: what, advice, usage: false }
}
