import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { isError, JsonRpcProvider } from 'ethers'
import { BaseError, createPublicClient, http } from 'viem'
import { getNodeError } from 'viem/utils'
import { BaseWeb3Error, Web3 } from 'web3'
import { CAST } from './cast.ts'
import { CHAIN_ID } from './node.ts'

/** A request whose answer is an error. */
export interface Asked {
  readonly url: string
  readonly method: string
  readonly params: readonly unknown[]
}

const thrownBy = (work: Promise<unknown>): Promise<unknown> => work.then(() => undefined, (thrown: unknown) => thrown)

/** viem's class of the whole request, and of the node's refusal in it. */
export async function toldByViem({ url, method, params }: Asked): Promise<readonly [string, string]> {
  const client = createPublicClient({ transport: http(url, { retryCount: 0 }) })
  const error = await thrownBy(client.request({ method, params } as never))
  if (!(error instanceof BaseError)) return ['none', 'none']
  return [error.name, getNodeError(error, {}).name]
}

export const ETHERS_CODES = ['NONCE_EXPIRED', 'INSUFFICIENT_FUNDS', 'REPLACEMENT_UNDERPRICED', 'UNSUPPORTED_OPERATION', 'CALL_EXCEPTION'] as const

/** The code by which ethers' own documentation has one tell errors apart; undefined where it knows none of them. */
export async function toldByEthers({ url, method, params }: Asked): Promise<unknown> {
  const provider = new JsonRpcProvider(url, CHAIN_ID, { staticNetwork: true, batchMaxCount: 1, cacheTimeout: -1 })
  const error = await thrownBy(provider.send(method, [...params]))
  provider.destroy()
  return ETHERS_CODES.find((code) => isError(error, code))
}

/** web3's class, and what the node said, which it keeps as it came. */
export async function toldByWeb3({ url, method, params }: Asked): Promise<readonly [string, unknown]> {
  const error = await thrownBy(new Web3(url).requestManager.send({ method, params }))
  if (!(error instanceof BaseWeb3Error)) return ['none', undefined]
  return [error.name, error.cause]
}

/** How cast ends, and what it writes then: the code and the words, and the data where there are any. */
export interface CastTold {
  readonly exit: number
  readonly code: number
  readonly words: string
  readonly data: string | undefined
}

export async function toldByCast({ url, method, params }: Asked): Promise<CastTold> {
  const error = await thrownBy(promisify(execFile)(CAST, ['rpc', '--raw', '--rpc-url', url, method, JSON.stringify(params)]))
  const { code: exit = 0, stderr = '' } = error as { readonly code?: number; readonly stderr?: string }
  const [, code, words = stderr, data] = /^Error: (?:Max retries exceeded )?server returned an error response: error code (-?\d+): (.*?)(?:, data: "(0x[0-9a-f]*)")?\n$/.exec(stderr) ?? []
  return { exit, code: Number(code), words, data }
}
