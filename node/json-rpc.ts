export type Answer = { readonly result: unknown } | { readonly error: string }

/** One JSON-RPC call: its result, or the words of its error. Rejects where nobody answers. */
export async function call(url: string, method: string, params: readonly unknown[]): Promise<Answer> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  const answer: unknown = await response.json()
  if (typeof answer !== 'object' || answer === null) return { error: 'the answer is no JSON-RPC' }
  if ('result' in answer) return { result: answer.result }
  const { error }: { readonly error?: unknown } = answer
  const words = typeof error === 'object' && error !== null && 'message' in error ? error.message : undefined
  return { error: typeof words === 'string' ? words : 'the answer is no JSON-RPC' }
}

/** The result alone, undefined for an error. */
export async function ask(url: string, method: string, params: readonly unknown[]): Promise<unknown> {
  const answer = await call(url, method, params)
  return 'result' in answer ? answer.result : undefined
}
