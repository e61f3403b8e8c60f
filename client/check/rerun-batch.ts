import { bytesToHex, type Hex } from 'viem'
import { decodeGenesis, equalBytes, merkleRoot, recoverAddress, rerunSegment, TreeError, type WitnessedRun, type WrongSegment } from '@distribute/state-machine'
import { CheckError } from './errors.ts'
import type { OpenBatch } from './open-batch.ts'

/** Runs one segment; somewhere else, if that keeps a page responsive. Rejects with CheckError WrongWitness. */
export type RunSegment = (run: WitnessedRun) => Promise<Uint8Array>

/** The rules of a community, by its genesis file, with nothing of Node: what a page's worker runs. Throws GenesisError. */
export function createRunner(genesis: string): (run: WitnessedRun) => Uint8Array {
  const config = { genesis: decodeGenesis(genesis), recover: recoverAddress }
  return (run) => {
    try {
      return rerunSegment(run, config)
    } catch (error) {
      if (!(error instanceof TreeError)) throw error
      throw new CheckError('WrongWitness', `the node’s records do not let the segment run: ${error.message}`, { cause: error })
    }
  }
}

export interface RunProgress {
  readonly done: number
  readonly of: number
  /** behind the segment that was run last */
  readonly root: Hex
}

/** `wrong-somewhere`: the roots are not what the claim's hash is over, and without L1's log nobody knows which of them is false. */
export type BatchVerdict =
  | { readonly kind: 'right'; readonly roots: readonly Uint8Array[] }
  | { readonly kind: 'wrong'; readonly wrong: WrongSegment }
  | { readonly kind: 'wrong-somewhere' }

export interface RerunOptions {
  readonly run: RunSegment
  readonly onProgress?: (progress: RunProgress) => void
  readonly signal?: AbortSignal
}

/**
 * Runs a batch's segments one after the other, each from the root that the one before it led to, up to the first whose claimed root is
 * another. Rejects with CheckError WrongWitness, or the signal's reason.
 */
export async function rerunBatch(batch: OpenBatch, { run, onProgress, signal }: RerunOptions): Promise<BatchVerdict> {
  const { segments, witnesses, evidence, claim, inboxLength } = batch
  const roots: Uint8Array[] = []
  let rootBefore = batch.rootBefore
  for (const [segment, bytes] of segments.entries()) {
    signal?.throwIfAborted()
    const witness = witnesses[segment]
    if (witness === undefined) throw new CheckError('WrongWitness', `there is nothing to run segment ${segment} with`)
    const right = await run({ rootBefore, bytes, witness, inboxLength })
    onProgress?.({ done: segment + 1, of: segments.length, root: bytesToHex(right) })
    const claimed = evidence?.roots[segment]
    if (claimed !== undefined && !equalBytes(claimed, right)) return { kind: 'wrong', wrong: { segment, rootBefore, claimed, right, witness } }
    roots.push(right)
    rootBefore = right
  }
  const isClaimed = equalBytes(merkleRoot(roots), claim.rootsRoot) && (roots.length === 0 || equalBytes(rootBefore, claim.lastRoot))
  return isClaimed ? { kind: 'right', roots } : { kind: 'wrong-somewhere' }
}
