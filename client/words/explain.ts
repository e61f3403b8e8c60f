import { errorNameOf, fromHex } from '@distribute/state-machine'
import { knownWords, wordsOf, type FaultWords } from './error-words.ts'

// Errors are told apart by their fields, not their classes: whoever only explains them need not load viem, and a page may hold two
// copies of it.

/** What went wrong: `code` is the broken rule's name, viem's for its own errors, `NoAnswer`, or `Unknown`. */
export interface Explanation extends FaultWords {
  readonly code: string
  /** the rule that was broken, if that is what went wrong */
  readonly rule: string | undefined
  /** in the node's own words, where it has said any */
  readonly details: string | undefined
}

/** The rule of the protocol or of an L1 contract that an error stands for, undefined where it is another kind of error. */
export const ruleOf = (error: unknown): string | undefined => causesOf(error).map(revertName).find((name) => name !== undefined)

/** The error itself and what caused it, the outermost first. */
export function causesOf(error: unknown): readonly Error[] {
  const found: Error[] = []
  for (let at: unknown = error; at instanceof Error && found.length < 16; at = at.cause) found.push(at)
  return found
}

const SILENT = ['HttpRequestError', 'TimeoutError', 'WebSocketRequestError']

/** Any error in words, with what to do about it. Never throws. */
export function explainError(error: unknown): Explanation {
  const causes = causesOf(error)
  const details = causes.map((cause) => textField(cause, 'details')).find((text) => text !== undefined && text !== '')
  const rule = ruleOf(error)
  if (rule !== undefined) return { code: rule, rule, details, ...wordsOf(rule) }
  const silent = causes.find(({ name }) => SILENT.includes(name))
  if (silent !== undefined) return { code: 'NoAnswer', rule, details, ...noAnswer(silent) }
  for (const { name } of causes) {
    const known = knownWords(name)
    if (known !== undefined) return { code: name, rule, details, ...known }
  }
  return { code: 'Unknown', rule, details, ...unknown(error, causes, details) }
}

const noAnswer = (silent: Error): FaultWords => ({
  what: `no answer from ${textField(silent, 'url') ?? 'the node'}`,
  advice: 'is it running, and does it allow requests from here?',
  atCommandLine: 'is it running? `npm start` starts a devnet; --l1-url and --l2-url name other nodes',
})

function unknown(error: unknown, causes: readonly Error[], details: string | undefined): FaultWords {
  const short = causes.map((cause) => textField(cause, 'shortMessage')).find((text) => text !== undefined)?.replace(/\s+/g, ' ')
  const advice = details === undefined ? '' : (short ?? '')
  return { what: details ?? short ?? (error instanceof Error ? error.message : String(error)), advice, atCommandLine: advice }
}

/** The name that viem has decoded from revert data by an ABI, or that of the chain's own error where the data are only that. */
function revertName(error: Error): string | undefined {
  if (!('data' in error)) return undefined
  const { data } = error
  if (typeof data === 'string') return /^0x[0-9a-f]{8}$/.test(data) ? errorNameOf(fromHex(data)) : undefined
  if (error.name !== 'ContractFunctionRevertedError') return undefined
  return typeof data === 'object' && data !== null && 'errorName' in data && typeof data.errorName === 'string' ? data.errorName : undefined
}

export function textField(error: Error, field: string): string | undefined {
  const value: unknown = Object.entries(error).find(([name]) => name === field)?.[1]
  return typeof value === 'string' ? value : undefined
}
