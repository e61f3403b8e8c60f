import type { Genesis } from '@distribute/state-machine'
import type { PreparedProof } from '@distribute/bridge-contracts'
import type { DryRun, Verdict } from './verdict.ts'

/**
 * Runs proofs on the bytecode that stands on L1, before L1 is asked. The EVM is loaded with the first proof, or `loadAfterMs` from now if that
 * is given: the start does not wait for it, and the first proof need not either. What is known of a proof is not found out again. It says nothing of whether the claim stands, or was posted.
 */
export const createDryRun = (genesis: Genesis, loadAfterMs?: number): DryRun => {
  const known = new WeakMap<Uint8Array, Promise<Verdict>>()
  let machine: Promise<DryRun> | undefined
  const load = (): Promise<DryRun> => (machine ??= import('./in-process.ts').then(({ createInProcess }) => createInProcess(genesis)))
  // What goes wrong then is said with the first proof.
  if (loadAfterMs !== undefined) setTimeout(() => void load().catch(() => undefined), loadAfterMs).unref()
  const judge = async (one: PreparedProof): Promise<Verdict> => {
    try {
      return await (await load())(one)
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
