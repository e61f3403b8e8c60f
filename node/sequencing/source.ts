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

/** What the batcher reads: blocks as they are posted, and the proof of the chain record behind the last of them. */
export const createBatchSource = (chain: Chain, target: Pick<BlockTarget, 'head' | 'readableEntries'>): BatchSource => {
  const kept = keepProofs(chain)
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
      const [head, content] = await Promise.all([chain.headerByNumber(next), chain.segmentsOf(next)])
      if (head === undefined || content === undefined) break
      bytes += costOf(content)
      segments += content.length
      if (blocks.length > 0 && (bytes > limit.bytes || segments > limit.segments)) break
      blocks.push({ number: next, time: head.header.time, segments: content })
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
