import { wordsOf } from './error-words.ts'

/** An error for people. `usage`: the command line or a setting was wrong, not the world. */
export interface Fault {
  readonly message: string
  readonly advice: string
  readonly usage: boolean
}

const USAGE_CODES: readonly unknown[] = ['Usage', 'BadSetting', 'UnknownSetting']

// Errors are told apart by their fields, not their classes: to load viem only to name its errors would cost every command its time.

/** Whether the error is one that was foreseen: of our own classes, viem's, or the system's. */
export const isKnownFault = (error: unknown): boolean => error instanceof Error && (stringField(error, 'code') !== undefined || isViem(error))

export function faultOf(error: unknown): Fault {
  if (!(error instanceof Error)) return { message: String(error), advice: '', usage: false }
  if (isViem(error)) return viemFault(error)
  return { message: error.message, advice: stringField(error, 'advice') ?? '', usage: USAGE_CODES.includes(stringField(error, 'code')) }
}

/** The protocol's or an L1 contract's rule that an error of viem's stands for, undefined where it is another kind of error. */
export const ruleOf = (error: unknown): string | undefined =>
  error instanceof Error ? causesOf(error).map(revertName).find((name) => name !== undefined) : undefined

const isViem = (error: Error): boolean => stringField(error, 'shortMessage') !== undefined

function viemFault(error: Error): Fault {
  const chain = causesOf(error)
  const reverted = ruleOf(error)
  if (reverted !== undefined) {
    const { what, advice } = wordsOf(reverted)
    return { message: `${what} (${reverted})`, advice, usage: false }
  }
  const silent = chain.find((cause) => cause.name === 'HttpRequestError' || cause.name === 'TimeoutError')
  if (silent !== undefined) {
    const url = stringField(silent, 'url') ?? 'the node'
    return { message: `no answer from ${url}`, advice: 'is it running? `npm start` starts a devnet; --l1-url and --l2-url name other nodes', usage: false }
  }
  const details = chain.map((cause) => stringField(cause, 'details')).find((text) => text !== undefined && text !== '')
  const short = stringField(error, 'shortMessage') ?? error.message
  return { message: details === undefined ? short : details, advice: details === undefined ? '' : short.replace(/\s+/g, ' '), usage: false }
}

function causesOf(error: Error): readonly Error[] {
  const found: Error[] = []
  for (let at: unknown = error; at instanceof Error && found.length < 16; at = at.cause) found.push(at)
  return found
}

/** The name that viem decoded from revert data, by the ABI it was given. */
function revertName(error: Error): string | undefined {
  if (error.name !== 'ContractFunctionRevertedError' || !('data' in error)) return undefined
  const { data } = error
  return typeof data === 'object' && data !== null && 'errorName' in data && typeof data.errorName === 'string' ? data.errorName : undefined
}

function stringField(error: Error, field: string): string | undefined {
  const value: unknown = Object.entries(error).find(([name]) => name === field)?.[1]
  return typeof value === 'string' ? value : undefined
}
