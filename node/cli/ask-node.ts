import { call } from '../json-rpc.ts'
import { failed } from './cli-error.ts'

/** One question to a node: its result. Throws CliError where nobody answers, or where the node refuses, in its words. */
export async function askNode(url: string, method: string, params: readonly unknown[]): Promise<unknown> {
  const answer = await call(url, method, params).catch((cause: unknown) => {
    throw failed(`no answer from ${url}`, 'is the node running? `npm start` starts a devnet; --l2-url names another node', cause)
  })
  if ('result' in answer) return answer.result
  throw failed(`${url} refuses ${method}: ${answer.error}`, 'check --l2-url: is it the chain, and not L1?')
}
