import { createPublicClient, custom, type EIP1193Parameters, type Transport } from 'viem'
import type { L1Reader } from '@distribute/bridge-contracts'
import { originOf } from '../secret-url.ts'
import { L1Error } from './errors.ts'
import { createHttpRequests } from './http-requests.ts'

/** One URL of L1. */
export interface L1Source {
  /** Protocol, host and port: all that is ever shown of a URL. */
  readonly origin: string
  readonly transport: Transport
  readonly reader: L1Reader
  /** Throws L1Error OtherChain where this URL leads to another chain than the community's, Unavailable or viem's error. */
  check(): Promise<void>
  /** It failed: who answers next time may be another machine, and is asked for its chain again. */
  doubt(): void
}

const TIMEOUT_MS = 20_000
const POLLING_MS = 250

/** What every client of L1 is made with. */
export const CLIENT_OPTIONS = { pollingInterval: POLLING_MS, cacheTime: 0 } as const

/** `chainId`: undefined where any chain will do. */
export const createSource = (url: string, chainId: bigint | undefined): L1Source => {
  const { request } = custom({ request: createHttpRequests(url, { timeoutMs: TIMEOUT_MS }) }, { retryCount: 1 })({})
  let isOurs = chainId === undefined
  const check = async (): Promise<void> => {
    const answer: unknown = await request({ method: 'eth_chainId' })
    if (typeof answer !== 'string' || !/^0x[0-9a-f]{1,64}$/i.test(answer)) throw new L1Error('Unavailable', 'L1 answered no chain id')
    if (chainId !== undefined && BigInt(answer) !== chainId) {
      throw new L1Error('OtherChain', `L1 at ${originOf(url)} answers with chain id ${BigInt(answer)}, the community lives on ${chainId}: check --l1-url`)
    }
    isOurs = true
  }
  const ask = async (asked: EIP1193Parameters): Promise<unknown> => {
    if (!isOurs) await check()
    return request(asked)
  }
  const transport = custom({ request: ask }, { retryCount: 0 })
  return {
    origin: originOf(url),
    transport,
    reader: createPublicClient({ ...CLIENT_OPTIONS, transport }),
    check,
    doubt: () => {
      isOurs = chainId === undefined
    },
  }
}
