import { explainError } from '../words/explain.ts'

/** What an action throws. `code` is the broken rule's name, viem's for its errors, or `NoAnswer`; `advice` says what to do. */
export class DistributeError extends Error {
  override readonly name = 'DistributeError'
  readonly code: string
  readonly advice: string
  /** the rule of the protocol or of an L1 contract, if one was broken */
  readonly rule: string | undefined
  /** in the node's own words, which have the figures */
  readonly details: string | undefined

  constructor({ code, what, advice, rule, details }: ErrorFacts, options?: ErrorOptions) {
    super(what, options)
    this.code = code
    this.advice = advice
    this.rule = rule
    this.details = details
  }
}

interface ErrorFacts {
  readonly code: string
  readonly what: string
  readonly advice: string
  readonly rule?: string | undefined
  readonly details?: string | undefined
}

/** What was thrown in words, with itself as the cause; own errors as they are. */
export const toDistributeError = (error: unknown): DistributeError =>
  error instanceof DistributeError ? error : new DistributeError(explainError(error), { cause: error })

/** Runs it, and throws what it throws in words. */
export async function explained<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    throw toDistributeError(error)
  }
}
