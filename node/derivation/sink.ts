import {
  entryHash, equalBytes, genesisDataId, genesisHash, toHex, ZERO_ADDRESS, ZERO_HASH, type Address,
} from '@distribute/state-machine'
import { genesisClaim, type LoggedBatch, type LoggedEntry } from '@distribute/bridge-contracts'
import type { Chain } from '../chain/chain.ts'
import { addCheckpoint, checkpointsUpTo, type Checkpoint } from '../l1/checkpoints.ts'
import type { L1Heads, L1Range, L1Sink } from '../l1/follower.ts'
import type { Log } from '../l1/log.ts'
import type { StoredBatch } from '../storage/batch-row.ts'
import { createDeriver, type WrongRoot } from './deriver.ts'
import { createHeadFinder } from './head-finder.ts'
import { CHECKPOINTS, decodeCheckpoints, encodeCheckpoints } from './notes.ts'

export interface SinkOptions {
  readonly l1ChainId: bigint
  readonly rollup: Address
  /** The L1 block of the deployment. */
  readonly deployed: Checkpoint
  /** Seconds that roots can be challenged. */
  readonly window: bigint
  /** A replica has no blocks but L1's, and gives those up that L1 gave up; a sequencer posts its blocks again. */
  readonly keepsUnposted: boolean
}

export interface SinkDependencies {
  readonly chain: Chain
  readonly log: Log
  /** Runs work while nothing else writes to the chain. */
  readonly exclusively: <T>(work: () => Promise<T>) => Promise<T>
  readonly rewindChain: (to: bigint) => Promise<void>
  readonly onWrongRoot: (wrong: WrongRoot) => void
  readonly onReorg: (depth: bigint) => void
}

/** Batch 0: genesis, final from the start. docs/formats.md section 6. */
const genesisBatch = (chain: Chain, { l1ChainId, rollup, deployed }: SinkOptions, root: Uint8Array): StoredBatch => {
  const { genesis } = chain.config
  const claim = genesisClaim({ l1ChainId, rollup, genesis, genesisRoot: root })
  return {
    ...claim,
    dataId: genesisDataId({ chainId: l1ChainId, rollup, genesisHash: genesisHash(genesis) }),
    index: 0n,
    firstBlock: 1n,
    lastBlock: 0n,
    l1Block: deployed.number,
    l1Hash: deployed.hash,
    transactionHash: ZERO_HASH,
    parentDataId: ZERO_HASH,
    poster: ZERO_ADDRESS,
    l1Time: 0n,
    inboxLength: 0n,
    dataRoot: ZERO_HASH,
    claimId: ZERO_HASH,
  }
}

/** Turns what L1 says into blocks, batches, entries and heads of the chain; everything can be repeated after a crash. */
export const createSink = async (options: SinkOptions, dependencies: SinkDependencies): Promise<L1Sink> => {
  const { chain, log, exclusively, rewindChain } = dependencies
  const stored = await chain.meta.get(CHECKPOINTS)
  let checkpoints: readonly Checkpoint[] = stored === undefined ? [options.deployed] : decodeCheckpoints(stored)
  if ((await chain.batches.last()) === undefined) {
    const genesis = await chain.headerByNumber(0n)
    await chain.batches.put(genesisBatch(chain, options, genesis?.header.stateRoot ?? ZERO_HASH))
  }
  let lastBatch = (await chain.batches.last())?.index ?? 0n
  const rewind = (to: bigint): Promise<void> => exclusively(() => rewindChain(to))
  const deriver = createDeriver({ ...dependencies, rewind })
  const heads = createHeadFinder(chain, options.window)
  const lastCheckpoint = (): Checkpoint => checkpoints.at(-1) ?? options.deployed

  /** The block up to which this node's chain still stands, once L1 has lost what came behind `ancestor`. */
  const standing = async (entries: bigint, batch: bigint, ancestor: bigint): Promise<bigint> => {
    if (!options.keepsUnposted) return (await chain.batches.get(batch - 1n))?.lastBlock ?? 0n
    if (entries === chain.inbox.length) return chain.head().header.number
    return smaller(await lastSignedWithin(chain, ancestor), await chain.lastBlockWithin(entries))
  }

  /** Entries and batches from here on are gone from L1, and with them what was built on them. */
  const cut = async (entries: bigint, batch: bigint, ancestor: bigint): Promise<void> => {
    await heads.stepBack(batch - 1n)
    const target = await standing(entries, batch, ancestor)
    if (target < chain.head().header.number) await rewind(target)
    await chain.updateL1({ inboxLength: entries, batchesFrom: batch })
    lastBatch = batch - 1n
  }

  /** After a crash some of a range may be there already; what is there and differs is of another L1 and goes. */
  const takeEntries = async (entries: readonly LoggedEntry[]): Promise<void> => {
    for (const { index, entry } of entries) {
      if (index >= chain.inbox.length) break
      const known = await chain.inbox.entry(index)
      if (known === undefined || equalBytes(entryHash(known.entry), entryHash(entry))) continue
      await cut(index, lastBatch + 1n, lastCheckpoint().number)
      break
    }
    const fresh = entries.filter(({ index }) => index >= chain.inbox.length)
    await chain.inbox.append(
      fresh.map(({ entry, place }) => ({
        entry,
        meta: { l1Block: place.blockNumber, l1Hash: place.blockHash, transactionHash: place.transactionHash },
      })),
    )
  }

  const takeBatch = async (logged: LoggedBatch): Promise<void> => {
    const { index } = logged.batch
    if (index <= lastBatch) {
      const known = await chain.batches.get(index)
      if (known !== undefined && equalBytes(known.dataId, logged.ids.dataId)) return
      await cut(chain.inbox.length, index, lastCheckpoint().number)
    }
    await deriver.apply(logged)
    lastBatch = index
  }

  return {
    checkpoints: () => checkpoints,
    counts: () => ({ entries: chain.inbox.length, batches: lastBatch + 1n }),
    async rewind(to) {
      const depth = (checkpoints.at(-1)?.number ?? to.number) - to.number
      log.warn({ to: to.number, hash: toHex(to.hash), depth }, 'L1 reorg: going back to the common ancestor')
      dependencies.onReorg(depth)
      const entries = await firstEntryBehind(chain, to.number)
      const batch = await firstBatchBehind(chain, lastBatch, to.number)
      await cut(entries, batch, to.number)
      checkpoints = checkpointsUpTo(checkpoints, to.number)
      await chain.updateL1({ meta: { [CHECKPOINTS]: encodeCheckpoints(checkpoints) } })
    },
    async take({ entries, batches, upTo }: L1Range) {
      await takeEntries(entries)
      for (const batch of batches) await takeBatch(batch)
      checkpoints = addCheckpoint(checkpoints, upTo)
      await chain.updateL1({ meta: { [CHECKPOINTS]: encodeCheckpoints(checkpoints) } })
    },
    heads: (l1: L1Heads) => heads.follow(l1, lastBatch),
  }
}

/**
 * The newest block whose promise names an L1 block up to `l1Block`, or that was never promised. What was promised behind it names
 * an L1 block that is gone, so that it binds nobody and may be made anew; entries that are gone can have bounded the time of
 * those blocks alone.
 */
const lastSignedWithin = async (chain: Chain, l1Block: bigint): Promise<bigint> => {
  let { number } = chain.head().header
  while (number > 0n && ((await chain.promiseOf(number))?.l1Number ?? 0n) > l1Block) number -= 1n
  return number
}

const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b)

const firstEntryBehind = async (chain: Chain, l1Block: bigint): Promise<bigint> => {
  let { length } = chain.inbox
  while (length > 0n && ((await chain.inbox.entry(length - 1n))?.meta.l1Block ?? 0n) > l1Block) length -= 1n
  return length
}

const firstBatchBehind = async (chain: Chain, last: bigint, l1Block: bigint): Promise<bigint> => {
  let index = last
  while (index > 0n && ((await chain.batches.get(index))?.l1Block ?? 0n) > l1Block) index -= 1n
  return index + 1n
}
