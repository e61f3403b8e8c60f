import {
  BaseError, createPublicClient, custom, HttpRequestError, LimitExceededRpcError, ResponseBodyTooLargeError, shouldThrow, TimeoutError,
  type EIP1193Parameters, type Transport,
} from 'viem'
import type { L1Reader } from '@distribute/bridge-contracts'
import { sleep } from '../sequencing/clock.ts'
import { L1Error } from './errors.ts'
import { l1ErrorIn, wordsOf } from './fault-words.ts'
import type { Log } from './log.ts'
import { CLIENT_OPTIONS, createSource, type L1Source } from './source.ts'
import { createUrlRests, type UrlRests } from './url-rests.ts'

export interface L1UrlsOptions {
  readonly urls: readonly string[]
  /** The community's; undefined where any will do. */
  readonly chainId?: bigint
  /** How long a URL rests after its first fault. */
  readonly firstRestMs?: number
}

export interface L1UrlsDependencies {
  readonly log?: Log
  /** Told of every fault that is put down to a URL. */
  readonly onFault?: (origin: string) => void
  /** Milliseconds that never go back. */
  readonly now?: () => number
  readonly random?: () => number
}

/** The URLs of L1, of which any may fail or lie. */
export interface L1Urls {
  /** For single questions: asks the URL that looks best, and the next one where it does not answer. */
  readonly transport: Transport
  readonly reader: L1Reader
  /** For what has to come from one and the same URL. */
  best(): L1Source
  /** Those beside it that do not rest. */
  others(than: L1Source): readonly L1Source[]
  /** What came from this URL cannot be right, or nothing came: it rests, others are asked. */
  blame(source: L1Source): void
  praise(source: L1Source): void
  /** Milliseconds until a URL may be asked again; 0 where one may be now. */
  pauseMs(): number
  /** Asks each URL for its chain, for `patienceMs` at most. Throws L1Error WrongChain for one that answers another chain's. */
  refuseOtherChains(patienceMs: number): Promise<void>
}

const FIRST_REST_MS = 1_000

/** A refusal says nothing against who answers it; silence, other answers than JSON-RPC, limits and other chains do. */
const isFaultOfUrl = (error: unknown): boolean =>
  l1ErrorIn(error) !== undefined ||
  (error instanceof BaseError && error.walk((cause) => SILENCE.some((kind) => cause instanceof kind)) !== null)
const SILENCE = [HttpRequestError, TimeoutError, LimitExceededRpcError] as const

/** Answers that another URL would give as well: reverted, rejected. */
const isFinal = (error: unknown): boolean => error instanceof ResponseBodyTooLargeError || (error instanceof Error && shouldThrow(error))

export const createL1Urls = ({ urls, chainId, firstRestMs = FIRST_REST_MS }: L1UrlsOptions, dependencies: L1UrlsDependencies = {}): L1Urls => {
  const { now = () => performance.now(), random = Math.random } = dependencies
  const sources = urls.map((url) => createSource(url, chainId))
  const rests = createUrlRests({ urls: urls.length, firstMs: firstRestMs, now, random })
  const inOrder = (): readonly L1Source[] => rests.order().flatMap((at) => sources[at] ?? [])
  const blame = (source: L1Source): void => {
    source.doubt()
    rests.fail(sources.indexOf(source))
    dependencies.onFault?.(source.origin)
  }
  const transport = transportOver({ inOrder, rests, sources, blame, log: dependencies.log })
  return {
    transport,
    reader: createPublicClient({ ...CLIENT_OPTIONS, transport }),
    best() {
      const [source] = inOrder()
      if (source === undefined) throw new L1Error('Unavailable', 'no URL of L1 is given: check --l1-url')
      return source
    },
    others: (than) => sources.filter((source, at) => source !== than && !rests.isResting(at)),
    blame,
    praise: (source) => rests.work(sources.indexOf(source)),
    pauseMs: rests.pauseMs,
    refuseOtherChains: (patienceMs) => refuseOtherChains(sources, patienceMs),
  }
}

interface TransportParts {
  readonly inOrder: () => readonly L1Source[]
  readonly rests: UrlRests
  readonly sources: readonly L1Source[]
  readonly blame: (source: L1Source) => void
  readonly log: Log | undefined
}

const transportOver = ({ inOrder, rests, sources, blame, log }: TransportParts): Transport => {
  /** What rests has been blamed already, and is asked only because nobody else is left. */
  const note = (source: L1Source, error: unknown): void => {
    if (!isFaultOfUrl(error) || rests.isResting(sources.indexOf(source))) return
    blame(source)
    if (sources.length > 1) log?.warn({ url: source.origin, fault: wordsOf(error) }, 'a URL of L1 failed; the next one is asked')
  }
  const requests = new Map(sources.map((source) => [source, source.transport({ retryCount: 0 }).request]))
  const ask = async (asked: EIP1193Parameters): Promise<unknown> => {
    let last: unknown = new L1Error('Unavailable', 'no URL of L1 is given: check --l1-url')
    for (const source of inOrder()) {
      try {
        return await requests.get(source)?.(asked)
      } catch (error) {
        last = error
        if (isFinal(error)) throw error
        note(source, error)
      }
    }
    throw last
  }
  return custom({ request: ask }, { retryCount: 0 })
}

const refuseOtherChains = async (sources: readonly L1Source[], patienceMs: number): Promise<void> => {
  const timer = new AbortController()
  let other: L1Error | undefined
  const checks = sources.map(async (source) => {
    const error = await source.check().then(() => undefined, l1ErrorIn)
    if (error?.code === 'OtherChain') other ??= error
  })
  await Promise.race([Promise.all(checks), sleep(patienceMs, timer.signal)])
  timer.abort()
  if (other !== undefined) throw new L1Error('WrongChain', other.message)
}
