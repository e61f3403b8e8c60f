import type { Genesis } from '@distribute/state-machine'
import type { Case } from './cases.ts'

/** What the machine says of a proof in this process. */
export type Verdict =
  | { readonly kind: 'convicts'; readonly gas: bigint }
  /** It comes to the root that was claimed. */
  | { readonly kind: 'no-fraud'; readonly gas: bigint }
  /** It comes to no root: the witness does not fit, or something is missing in it. */
  | { readonly kind: 'refused'; readonly reason: string }

export type DryRun = (one: Pick<Case, 'data' | 'parts'>) => Promise<Verdict>

/**
 * Runs proofs on the bytecode that stands on L1, before L1 is asked. The EVM is loaded with the first proof: a node that never has a case
 * starts without it. What is known of a proof is not found out again. It says nothing of whether the claim stands, or was posted.
 */
export const createDryRun = (genesis: Genesis): DryRun => {
  const known = new WeakMap<Uint8Array, Promise<Verdict>>()
  let machine: Promise<(one: Pick<Case, 'data' | 'parts'>) => Promise<Verdict>> | undefined
  const judge = async (one: Pick<Case, 'data' | 'parts'>): Promise<Verdict> => {
    machine ??= import('./in-process.ts').then(({ createInProcess }) => createInProcess(genesis))
    try {
      return await (await machine)(one)
    } catch (error) {
      // A fault of the EVM in this process must not keep a proof from L1, which has the last word.
      return { kind: 'refused', reason: error instanceof Error ? `${error.name}: ${error.message}` : 'an unknown fault' }
    }
  }
  return (one) => {
    const verdict = known.get(one.data) ?? judge(one)
    known.set(one.data, verdict)
    return verdict
  }
}

/** For people. */
export const verdictWords = (verdict: Verdict): string => (verdict.kind === 'refused' ? `refused: ${verdict.reason.slice(0, MOST_WORDS)}` : verdict.kind)

const MOST_WORDS = 300
