import { getBlockNumber } from 'viem/actions'
import { sleep } from '../sequencing/clock.ts'
import { L1Error } from './errors.ts'
import type { L1Source } from './source.ts'

/** Rounds without a new block after which other URLs are asked whether they have one: half a minute as nodes poll by default. */
const QUIET_ROUNDS = 8
/** Blocks that one honest URL may hear of before another does. */
const USUAL = 2n
const PATIENCE_MS = 3_000

/** Notices a URL that stands still while L1 goes on: it lies in nothing that it says. */
export interface QuietWatch {
  /** Told of the head after each round. Throws L1Error Lagging where others are ahead. */
  saw(source: L1Source, head: bigint): Promise<void>
}

/** `others`: the URLs that may be asked beside this one. */
export const createQuietWatch = (others: (than: L1Source) => readonly L1Source[]): QuietWatch => {
  let last = { head: -1n, rounds: 0 }
  return {
    async saw(source, head) {
      last = { head, rounds: head === last.head ? last.rounds + 1 : 0 }
      if (last.rounds < QUIET_ROUNDS) return
      last = { head, rounds: 0 }
      const ahead = await furthest(others(source))
      if (ahead === undefined || ahead.head <= head + USUAL) return
      throw new L1Error('Lagging', `L1 ends with block ${head} here, and with block ${ahead.head} at ${ahead.origin}: this URL lags`)
    },
  }
}

/** Who does not answer soon has nothing to say against another. */
const furthest = async (sources: readonly L1Source[]): Promise<{ readonly origin: string; readonly head: bigint } | undefined> => {
  let best: { readonly origin: string; readonly head: bigint } | undefined
  const timer = new AbortController()
  const questions = sources.map(async ({ origin, reader }) => {
    const head = await getBlockNumber(reader, { cacheTime: 0 }).catch(() => undefined)
    if (head !== undefined && head > (best?.head ?? -1n)) best = { origin, head }
  })
  await Promise.race([Promise.all(questions), sleep(PATIENCE_MS, timer.signal)])
  timer.abort()
  return best
}
