import {
  dataRootOf, equalBytes, executeBlock, inboxAt, isPosted, merkleRoot, splitBlocks, toHex,
  type PostedBatch,
} from '@distribute/state-machine'
import type { LoggedBatch } from '@distribute/bridge-contracts'
import type { Chain } from '../chain/chain.ts'
import type { StoredBatch } from '../storage/batch-row.ts'
import type { Log } from '../l1/log.ts'
import { DerivationError } from './errors.ts'

/** A posted root that execution does not give: whoever claimed it can be convicted. */
export interface WrongRoot {
  readonly batch: bigint
  readonly segment: number
  readonly posted: Uint8Array
  readonly right: Uint8Array
  /** The claim that says so, and the L1 block in which it was made. */
  readonly claimId: Uint8Array
  readonly l1Block: bigint
}

export interface Deriver {
  /** Takes the next batch in; the chain holds its blocks afterwards, whatever its roots say. */
  apply(logged: LoggedBatch<PostedBatch>): Promise<void>
  /** Compares roots that are claimed for a batch, now or anew, with execution's. */
  judge(batch: StoredBatch, roots: readonly Uint8Array[], l1Block: bigint): Promise<void>
}

export interface DeriverDependencies {
  readonly chain: Chain
  readonly log: Log
  /** Runs work while nothing else writes to the chain. */
  readonly exclusively: <T>(work: () => Promise<T>) => Promise<T>
  readonly rewindChain: (to: bigint) => Promise<void>
  /** The note is on the disk when it resolves: it has to be there before the batch is. */
  readonly onWrongRoot: (wrong: WrongRoot) => Promise<void>
}

const sameSegments = (ours: readonly { readonly bytes: Uint8Array }[], posted: readonly Uint8Array[]): boolean =>
  ours.length === posted.length && ours.every(({ bytes }, i) => equalBytes(bytes, posted[i] ?? new Uint8Array(0)))

/** Makes blocks of batches: blocks that are there with the same bytes stay, others give way to L1's. rollup.md section 6. */
export const createDeriver = ({ chain, log, exclusively, rewindChain, onWrongRoot }: DeriverDependencies): Deriver => {
  const rootsOf = async (number: bigint): Promise<readonly Uint8Array[]> =>
    ((await chain.segmentsOf(number)) ?? []).map(({ root }) => root)

  /** Executes what L1 has and we have not, or have differently; nobody may build in between. Answers the roots behind its segments. */
  const bringBlock = (number: bigint, segments: readonly Uint8Array[], batch: PostedBatch): Promise<readonly Uint8Array[]> =>
    exclusively(async () => {
      const ours = await chain.segmentsOf(number)
      if (ours !== undefined && sameSegments(ours, segments)) return ours.map(({ root }) => root)
      if (ours !== undefined) {
        log.error({ block: number, batch: batch.index }, 'L1 has another block than ours: ours and all after it give way')
        await rewindChain(number - 1n)
      }
      const inbox = inboxAt(chain.inbox.view(), batch.inboxLength)
      const block = executeBlock(chain.tree, chain.config, inbox, segments)
      await chain.append(block)
      return block.segments.map(({ root }) => root)
    })

  const compare = async (stored: StoredBatch, roots: readonly Uint8Array[], right: readonly Uint8Array[], l1Block: bigint): Promise<void> => {
    const { index: batch, claimId, claimant } = stored
    const segment = right.findIndex((root, i) => !equalBytes(root, roots[i] ?? new Uint8Array(0)))
    const [posted, expected] = [roots[segment], right[segment]]
    if (posted === undefined || expected === undefined) return
    const facts = { batch, segment, posted: toHex(posted), right: toHex(expected), claimant }
    log.error(facts, 'WRONG ROOT on L1: this claim can be convicted; withdrawals against it must not be trusted')
    await onWrongRoot({ batch, segment, posted, right: expected, claimId, l1Block })
  }

  return {
    async apply(logged) {
      const { batch, ids } = logged
      const last = await chain.batches.last()
      if (!isPosted(batch, ids)) throw new DerivationError('WrongBytes', `the logged bytes of batch ${batch.index} do not fit its ids`)
      if (last === undefined || !equalBytes(last.dataId, batch.parent)) {
        throw new DerivationError('WrongParent', `batch ${batch.index} does not follow the last batch known, ${last?.index}`)
      }
      const first = last.lastBlock + 1n
      const blocks = splitBlocks(batch.segments)
      const right: Uint8Array[] = []
      for (const [i, segments] of blocks.entries()) right.push(...(await bringBlock(first + BigInt(i), segments, batch)))
      const stored = storedBatch(logged, first, blocks.length)
      await compare(stored, batch.roots, right, stored.l1Block)
      await chain.batches.put(stored)
    },
    async judge(stored, roots, l1Block) {
      const blocks = Array.from({ length: Number(stored.lastBlock - stored.firstBlock) + 1 }, (_, i) => stored.firstBlock + BigInt(i))
      await compare(stored, roots, (await Promise.all(blocks.map(rootsOf))).flat(), l1Block)
    },
  }
}

const storedBatch = ({ batch, ids, place }: LoggedBatch<PostedBatch>, firstBlock: bigint, blocks: number): StoredBatch => ({
  index: batch.index,
  firstBlock,
  lastBlock: firstBlock + BigInt(blocks) - 1n,
  l1Block: place.blockNumber,
  l1Hash: place.blockHash,
  transactionHash: place.transactionHash,
  parentDataId: batch.parent,
  dataId: ids.dataId,
  poster: batch.poster,
  l1Time: batch.l1Time,
  inboxLength: batch.inboxLength,
  dataRoot: dataRootOf(batch),
  segments: BigInt(batch.segments.length),
  claimId: ids.claimId,
  round: 0n,
  claimant: batch.claimant,
  claimTime: batch.l1Time,
  rootsRoot: merkleRoot(batch.roots),
  lastRoot: batch.roots.at(-1) ?? new Uint8Array(32),
  cursor: batch.cursor,
})

