import { BenchError } from './errors.ts'

export type Request = readonly [method: string, params: readonly unknown[]]

interface Answer {
  readonly id: number
  readonly result?: unknown
  readonly error?: { readonly message: string }
}

const PATIENCE_MS = 60_000

const post = async (url: string, value: unknown): Promise<unknown> => {
  // Not to be compressed: what the bench asks beside the load is no part of a mint.
  const headers = { 'content-type': 'application/json', 'accept-encoding': 'identity' }
  const init = { method: 'POST', headers, body: JSON.stringify(value) }
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) })
    return await response.json()
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError') throw silent(url, PATIENCE_MS)
    throw error
  }
}

/** Whoever is asked does not answer, and would keep the bench waiting for ever. */
export const silent = (url: string, patienceMs: number): BenchError =>
  new BenchError('TooSlow', `${url} did not answer within ${patienceMs / 1_000} s`)

const resultOf = ({ result, error }: Answer): unknown => {
  if (error === undefined) return result
  throw new BenchError('Refused', error.message)
}

/** One call. Throws BenchError with the error's words. */
export async function call(url: string, method: string, params: readonly unknown[] = []): Promise<unknown> {
  return resultOf((await post(url, { jsonrpc: '2.0', id: 1, method, params })) as Answer)
}

/** Many calls in one request; the results in order. Throws BenchError with the words of the first error. */
export async function callMany(url: string, requests: readonly Request[]): Promise<readonly unknown[]> {
  if (requests.length === 0) return []
  const answers = (await post(url, requests.map(([method, params], id) => ({ jsonrpc: '2.0', id, method, params })))) as Answer[]
  return [...answers].sort((a, b) => a.id - b.id).map(resultOf)
}
