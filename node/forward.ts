import { RpcError } from './rpc/errors.ts'
import { originOf } from './secret-url.ts'

/** Passes requests on to the sequencer's RPC: its answers, or its errors as they were. */
export interface Forward {
  /** Rejects with RpcError. */
  one(method: string, params: readonly unknown[]): Promise<unknown>
  /** Many of one method in one request, so that the sequencer takes them in this order. Rejects only where none was answered. */
  many(method: string, params: readonly (readonly unknown[])[]): Promise<readonly unknown[]>
}

interface Answer {
  readonly id?: unknown
  readonly result?: unknown
  readonly error?: { readonly code?: unknown; readonly message?: unknown; readonly data?: unknown }
}

const TIMEOUT_MS = 30_000
const UNREACHABLE = -32002

/** The result, or the error as a value. */
const readAnswer = ({ error, result }: Answer): unknown => {
  if (error === undefined) return result
  const code = typeof error.code === 'number' ? error.code : UNREACHABLE
  return new RpcError(code, typeof error.message === 'string' ? error.message : 'the sequencer refused', error.data)
}

const noAnswer = (): RpcError => new RpcError(UNREACHABLE, 'the sequencer answered no JSON-RPC')
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

const post = async (url: string, body: unknown): Promise<unknown> => {
  try {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body), signal: AbortSignal.timeout(TIMEOUT_MS) })
    return await response.json()
  } catch {
    throw new RpcError(UNREACHABLE, `the sequencer at ${originOf(url)} does not answer: try again, or force the transaction through L1`)
  }
}

/** `url`: the sequencer's JSON-RPC. */
export const createForward = (url: string): Forward => ({
  async one(method, params) {
    const answer = await post(url, { jsonrpc: '2.0', id: 1, method, params })
    const result = isObject(answer) && !Array.isArray(answer) ? readAnswer(answer) : noAnswer()
    if (result instanceof RpcError) throw result
    return result
  },
  async many(method, params) {
    const answers = await post(url, params.map((each, id) => ({ jsonrpc: '2.0', id, method, params: each })))
    // What is no list is the error of the whole request.
    if (!Array.isArray(answers)) throw asError(answers)
    const byId = new Map(answers.filter(isObject).map((answer: Answer) => [answer.id, answer]))
    return params.map((_, id) => {
      const answer = byId.get(id)
      return answer === undefined ? noAnswer() : readAnswer(answer)
    })
  },
})

const asError = (answer: unknown): RpcError => {
  const error = isObject(answer) ? readAnswer(answer) : undefined
  return error instanceof RpcError ? error : noAnswer()
}
