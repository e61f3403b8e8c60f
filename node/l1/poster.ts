import { getTransactionCount } from 'viem/actions'
import { BaseError, type Hex, type LocalAccount, type RpcTransactionReceipt } from 'viem'
import { claimId, equalBytes, fromHex, merkleRoot, splitBlocks, ZERO_HASH } from '@distribute/state-machine'
import {
  genesisClaim, postBatchData, postBatchWith, postedFactsIn, readBatch, readBatchCount, revertOf,
  type BatchToPost, type GenesisPlace, type L1Contracts, type L1Reader,
} from '@distribute/bridge-contracts'
import { L1Error as PosterError, SequencerError, type BatchHead, type Carrier, type Clock, type L1Poster, type Load } from '@distribute/sequencer'
import type { Chain } from '../chain/chain.ts'
import type { SendSealed } from '../blobs/send.ts'
import { createSend } from './batch-transaction.ts'
import { toDigits } from './digits.ts'
import { wordsOf } from './fault-words.ts'
import { readHead, type L1Head } from './read-head.ts'

export interface PosterOptions {
  readonly contracts: L1Contracts
  readonly place: GenesisPlace
  /** How often a sent transaction is looked for. */
  readonly pollMs: number
}

export interface PosterDependencies {
  readonly reader: L1Reader
  /** Who posts. */
  readonly account: LocalAccount
  readonly chain: Pick<Chain, 'batches'>
  /** Whether everything that L1 holds has been taken in; until then nothing is posted. */
  readonly isReady: () => boolean
  /** Batches on L1 with roots that execution does not give. */
  readonly wrongRoots: () => readonly { readonly batch: bigint }[]
  /** The first batch whose roots are void. */
  readonly voidFrom: () => bigint | undefined
  /** Seals a batch into blobs; left out: batches go as calldata. */
  readonly blobs?: { seal(batch: BatchToPost): Promise<SendSealed>; carrierFor(load: Load): Promise<Carrier> }
  readonly clock: Pick<Clock, 'milliseconds' | 'sleep'>
  readonly signal: AbortSignal
}

/** A transaction that has not been included after this long is sent again, dearer. */
const PATIENCE_MS = 60_000
/** The first look for a transaction comes after this part of `pollMs`, each next one after twice as long. */
const FIRST_LOOK = 1 / 8

/** Whoever logs one logs its causes: viem's would be the request, with the whole batch. */
const asPosterError = (error: unknown): PosterError => {
  const reverted = revertOf(error)
  if (reverted !== undefined) {
    return new PosterError('reverted', `postBatch reverts: ${reverted.name}`, { reason: reverted.name })
  }
  const text = error instanceof Error ? error.message : String(error)
  if (/nonce too low|replacement transaction underpriced|already known/i.test(text)) {
    return new PosterError('replaced', 'another transaction of the posting key took the nonce')
  }
  return new PosterError('unavailable', wordsOf(error), error instanceof BaseError ? {} : { cause: error })
}

const genesisHead = (place: GenesisPlace): BatchHead => ({
  index: 0n,
  lastBlock: 0n,
  claim: genesisClaim(place),
  postedAt: place.genesis.timestamp,
})

const derivedHead = async (chain: PosterDependencies['chain'], index: bigint): Promise<BatchHead | undefined> => {
  const stored = await chain.batches.get(index)
  if (stored === undefined) return undefined
  const { dataId, round, claimant, claimTime, rootsRoot, lastRoot, cursor, segments } = stored
  const claim = { dataId, round, claimant, claimTime, rootsRoot, lastRoot, cursor, segments }
  return { index, lastBlock: stored.lastBlock, claim, postedAt: stored.l1Time }
}

const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    throw error instanceof PosterError || error instanceof SequencerError ? error : asPosterError(error)
  }
}

/** Not only the last root counts: a conviction of any takes those of all later batches with it (rollup.md section 5). */
const refuseWrong = ([wrong]: readonly { readonly batch: bigint }[]): void => {
  if (wrong === undefined) return
  const words = `batch ${wrong.batch} on L1 claims a state that execution does not give: nothing is posted on top of it until the claim is convicted`
  throw new SequencerError('diverged', words, { retry: false, facts: { batch: wrong.batch } })
}

/** L1 takes no batch until somebody answers for the roots of all before it. */
const refuseVoid = (from: bigint | undefined): void => {
  if (from === undefined) return
  const words = `the roots of batch ${from} and those behind it are void since a conviction: nothing can be posted until somebody with a stake has posted the right ones`
  throw new SequencerError('behind', words, { retry: true, facts: { batch: from } })
}

/** Posts batches and knows the last one: L1's own count decides, the log says what it holds. */
export const createPoster = (options: PosterOptions, { reader, account, chain, isReady, wrongRoots, voidFrom, blobs, clock, signal }: PosterDependencies): L1Poster => {
  const { rollup } = options.contracts
  const send = createSend(reader, account, options.place.l1ChainId)
  /** What was asked last, and what was posted since: known here before it is derived. */
  let asked: BatchHead | undefined
  let posted: BatchHead | undefined
  /** L1's head when it was asked for last, and the head at which `asked` was: the same block has the same last batch. */
  let seen: Promise<L1Head> | undefined
  let askedAt: L1Head | undefined

  const readHeadWhenReady = async (): Promise<L1Head> => {
    // Whoever follows L1 says what it waits for; a second voice would only be noise.
    while (!isReady() && !signal.aborted) await clock.sleep(options.pollMs, signal)
    return readHead(reader, { blockTag: 'latest' })
  }

  /** The batch that L1 names last, as posted a moment ago or as derived from L1's log: the name decides. */
  const lastBatch = async (index: bigint): Promise<BatchHead> => {
    const kept = await readBatch(reader, rollup, index)
    for (const head of [posted, await derivedHead(chain, index)]) {
      if (head?.index === index && kept !== undefined && equalBytes(claimId(head.claim), kept.claimId)) return head
    }
    throw new PosterError('unavailable', `batch ${index} is on L1 and has not been derived here yet`)
  }

  const waitFor = async (hash: Hex, signal: AbortSignal): Promise<RpcTransactionReceipt | undefined> => {
    const deadline = clock.milliseconds() + PATIENCE_MS
    for (let pause = options.pollMs * FIRST_LOOK; !signal.aborted && clock.milliseconds() < deadline; pause = Math.min(2 * pause, options.pollMs)) {
      await clock.sleep(pause, signal)
      const receipt = await reader.request({ method: 'eth_getTransactionReceipt', params: [hash] })
      if (receipt !== null) return receipt
    }
    return undefined
  }

  const nonceNow = (): Promise<number> => getTransactionCount(reader, { address: account.address, blockTag: 'latest' })
  const sendingOf = async (batch: BatchToPost, carrier: Carrier): Promise<SendSealed> => {
    if (carrier === 'blob' && blobs !== undefined) return blobs.seal(batch)
    const call = postBatchWith(rollup, toDigits(postBatchData(batch)))
    return (options) => send(call, options)
  }
  const postOnce = async (batch: BatchToPost, signal: AbortSignal, carrier: Carrier): Promise<Hex> => {
    const sendIt = await sendingOf(batch, carrier)
    const nonce = await nonceNow()
    for (let times = 0; ; times++) {
      const receipt = await waitFor(await sendIt({ nonce, times }), signal)
      if (receipt?.status === '0x0') throw new PosterError('reverted', `the batch reverted in ${receipt.transactionHash}`)
      if (receipt !== undefined) {
        remember(batch, receipt)
        return receipt.transactionHash
      }
      if (signal.aborted) throw new PosterError('unavailable', 'stopped while a batch was on its way to L1')
      // After an L1 reorg the nonce can be another one; with the old one the batch would wait for ever.
      if ((await nonceNow()) !== nonce) throw new PosterError('replaced', `the posting key's nonce is no longer ${nonce}: L1 was reorganised, or another has the key`)
    }
  }
  const remember = ({ segments, roots }: BatchToPost, { logs }: RpcTransactionReceipt): void => {
    const logged = postedFactsIn(logs, rollup).at(-1)
    if (logged === undefined || asked === undefined || logged.index !== asked.index + 1n) return
    const { index, ids, claimant, l1Time, cursor } = logged
    const rootsOf = { rootsRoot: merkleRoot(roots), lastRoot: roots.at(-1) ?? ZERO_HASH }
    const claim = { dataId: ids.dataId, round: 0n, claimant, claimTime: l1Time, ...rootsOf, cursor, segments: BigInt(segments.length) }
    posted = { index, lastBlock: asked.lastBlock + BigInt(splitBlocks(segments).length), claim, postedAt: l1Time }
  }

  return {
    head: () =>
      guarded(() => {
        seen = readHeadWhenReady()
        return seen
      }),
    batchHead: () =>
      guarded(async () => {
        const at = await seen
        if (asked !== undefined && askedAt !== undefined && at !== undefined && equalBytes(askedAt.hash, at.hash)) return asked
        const batches = await readBatchCount(reader, rollup, at?.number)
        asked = batches > 1n ? await lastBatch(batches - 1n) : genesisHead(options.place)
        askedAt = at
        return asked
      }),
    isBlocked: () => wrongRoots().length > 0 || voidFrom() !== undefined,
    ...(blobs === undefined ? {} : { carrierFor: (load: Load) => guarded(() => blobs.carrierFor(load)) }),
    post: (batch, patience, carrier) => guarded(async () => {
      refuseWrong(wrongRoots())
      refuseVoid(voidFrom())
      return { hash: fromHex(await postOnce(batch, patience, carrier)) }
    }),
  }
}
