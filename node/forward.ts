import { RpcError } from './rpc/errors.ts'
import { originOf } from './secret-url.ts'

/** Passes a request on to the sequencer's RPC: its answer, or its error as it was. */
export type Forward = (method: string, params: readonly unknown[]) => Promise<unknown>

interface Answer {
  readonly result?: unknown
  readonly error?: { readonly code?: unknown; readonly message?: unknown; readonly data?: unknown }
}

const TIMEOUT_MS = 30_000
const UNREACHABLE = -32002

const readAnswer = (answer: Answer): unknown => {
  const { error } = answer
  if (error === undefined) return answer.result
  const code = typeof error.code === 'number' ? error.code : UNREACHABLE
  throw new RpcError(code, typeof error.message === 'string' ? error.message : 'the sequencer refused', error.data)
}

const post = async (url: string, body: string): Promise<Answer> => {
  try {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(TIMEOUT_MS) })
    const answer: unknown = await response.json()
    if (typeof answer === 'object' && answer !== null) return answer
    throw new RpcError(UNREACHABLE, 'the sequencer answered no JSON-RPC')
  } catch (cause) {
    if (cause instanceof RpcError) throw cause
    throw new RpcError(UNREACHABLE, `the sequencer at ${originOf(url)} does not answer: try again, or force the transaction through L1`)
  }
}

export const createForward = (url: string): Forward => async (method, params) =>
  readAnswer(await post(url, JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })))
