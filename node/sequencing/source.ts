import { decodeRecord, equalBytes, proveInclusion, recordKey, type InclusionProof } from '@distribute/state-machine'
import { BATCH_OVERHEAD, costOf, type BatchSource, type BlockBytes, type BlockTarget } from '@distribute/sequencer'
import type { Chain } from '../chain/chain.ts'
import { SequencingError } from './errors.ts'

const CHAIN_KEY = recordKey('chain')
type ChainProof = InclusionProof & { readonly words: Uint8Array }

/** Proofs of the chain record are taken while the tree stands at their block: later each would cost a walk through history. */
const PROOFS_KEPT = 4_096

const keepProofs = (chain: Chain): ReadonlyMap<bigint, ChainProof> => {
  const proofs = new Map<bigint, ChainProof>()
  chain.subscribe((event) => {
    if (event.type === 'rewind') return proofs.clear()
    if (event.type !== 'block' || !equalBytes(chain.tree.root(), event.head.header.stateRoot)) return
    const { number } = event.head.header
    proofs.set(number, proveInclusion(chain.tree, CHAIN_KEY))
    proofs.delete(number - BigInt(PROOFS_KEPT))
  })
  return proofs
}

/** Bytes of calldata: some fifty full batches. What waits longer is read from the disk. */
const BLOCKS_KEPT = 6_000_000

/** The newest blocks as they were made: the batcher looks at what waits several times a batch, and each look would read and decode all of it. */
const keepBlocks = (chain: Chain): ReadonlyMap<bigint, BlockBytes> => {
  const blocks = new Map<bigint, BlockBytes>()
  let bytes = 0
  const drop = (number: bigint, { segments }: BlockBytes): void => {
    blocks.delete(number)
    bytes -= costOf(segments)
  }
  chain.subscribe((event) => {
    if (event.type === 'rewind') {
      for (const [number, block] of blocks) if (number > event.to.header.number) drop(number, block)
    }
    if (event.type !== 'block') return
    const { number, time, segments } = event.block
    blocks.set(number, { number, time, segments })
    bytes += costOf(segments)
    for (const [oldest, block] of blocks) {
      if (bytes <= BLOCKS_KEPT) break
      drop(oldest, block)
    }
  })
  return blocks
}

/** What the batcher reads: blocks as they are posted, and the proof of the chain record behind the last of them. */
export const createBatchSource = (chain: Chain, target: Pick<BlockTarget, 'head' | 'readableEntries'>): BatchSource => {
  const kept = keepProofs(chain)
  const newest = keepBlocks(chain)
  const readBlock = async (number: bigint): Promise<BlockBytes | undefined> => {
    const [head, segments] = await Promise.all([chain.headerByNumber(number), chain.segmentsOf(number)])
    return head === undefined || segments === undefined ? undefined : { number, time: head.header.time, segments }
  }
  const proofAt = async (number: bigint): Promise<ChainProof> => {
    const proof = kept.get(number) ?? (await chain.proveAt(number, [CHAIN_KEY])).inclusion[0]
    if (proof !== undefined) return proof
    throw new SequencingError('NoChainRecord', `the state behind block ${number} has no chain record`)
  }
  return {
  head: target.head,
  readableEntries: target.readableEntries,
  async blocksAfter(number, limit) {
    const blocks: BlockBytes[] = []
    let [bytes, segments] = [BATCH_OVERHEAD, 0]
    for (let next = number + 1n; next <= chain.head().header.number; next++) {
      const block = newest.get(next) ?? (await readBlock(next))
      if (block === undefined) break
      bytes += costOf(block.segments)
      segments += block.segments.length
      if (blocks.length > 0 && (bytes > limit.bytes || segments > limit.segments)) break
      blocks.push(block)
    }
    return blocks
  },
  async rootOf(number) {
    return (await chain.headerByNumber(number))?.header.stateRoot
  },
  async proofOf(number) {
    const proof = await proofAt(number)
    const { cursor } = decodeRecord('chain', proof.words)
    return { chain: proof, inboxRolling: await chain.inbox.rolling(cursor) }
  },
  }
}
