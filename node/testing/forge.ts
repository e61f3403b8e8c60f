import {
  createTree, encodeTransactionSegment, executeBlock, genesisRecords, proveInclusion, recordKey, recoverAddress, splitBlocks,
  type Inbox, type Tree,
} from '@distribute/state-machine'
import { claimOf, genesisClaim, readInboxEntries, readInboxRolling, readPostedBatches, type BatchToPost } from '@distribute/bridge-contracts'
import type { Rig } from './rig.ts'

/** Batches made by hand, with the sequencer's key but without its software. */
export interface Forge {
  /** The state as execution gives it. */
  readonly tree: Tree
  /** A batch of these segments behind the last one on L1; its roots are right unless `spoil` changes the last state. */
  batch(segments: readonly Uint8Array[], spoil?: (tree: Tree) => void): Promise<BatchToPost>
}

export const createForge = (rig: Rig): Forge => {
  const tree = createTree()
  tree.apply(genesisRecords(rig.genesis))
  const genesisRoot = tree.root()
  const config = { genesis: rig.genesis, recover: recoverAddress }
  const { rollup, inbox } = rig.rollup.contracts
  const parentOf = async () => {
    const batches = await readPostedBatches(rig.l1.reader, rollup, { fromBlock: 0n, toBlock: await rig.l1.reader.getBlockNumber() })
    const last = batches.at(-1)
    return last === undefined ? genesisClaim({ l1ChainId: rig.rollup.l1ChainId, rollup, genesis: rig.genesis, genesisRoot }) : claimOf(last.batch)
  }
  return {
    tree,
    async batch(segments, spoil) {
      const { number, hash } = await rig.l1.reader.getBlock()
      const entries = await readInboxEntries(rig.l1.reader, inbox, { fromBlock: 0n, toBlock: number })
      const view: Inbox = { length: BigInt(entries.length), entry: (index) => entries[Number(index)]?.entry }
      const executed = splitBlocks(segments).map((block) => executeBlock(tree, config, view, block))
      const roots = executed.flatMap((block) => block.segments.map(({ root }) => root))
      const cursor = executed.at(-1)?.cursor ?? 0n
      spoil?.(tree)
      const last = tree.root()
      const claimed = spoil === undefined ? roots : [...roots.slice(0, -1), last]
      return {
        parent: await parentOf(),
        l1Block: { number, hash: Uint8Array.from(Buffer.from(hash.slice(2), 'hex')) },
        inboxRolling: await readInboxRolling(rig.l1.reader, inbox, cursor),
        chain: proveInclusion(tree, recordKey('chain')),
        segments,
        roots: claimed,
      }
    },
  }
}

export const emptyBlock = (t: bigint): Uint8Array => encodeTransactionSegment({ last: true, inbox: false, t }, [])
