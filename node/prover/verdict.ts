import type { PreparedProof } from '@distribute/bridge-contracts'

/** What the machine says of a proof in this process. */
export type Verdict =
  | { readonly kind: 'convicts'; readonly gas: bigint }
  /** It comes to the root that was claimed. */
  | { readonly kind: 'no-fraud'; readonly gas: bigint }
  /** It comes to no root: the witness does not fit, or something is missing in it. */
  | { readonly kind: 'refused'; readonly reason: string }

export type DryRun = (one: PreparedProof) => Promise<Verdict>

/** For people. */
export const verdictWords = (verdict: Verdict): string => (verdict.kind === 'refused' ? `refused: ${verdict.reason.slice(0, MOST_WORDS)}` : verdict.kind)

const MOST_WORDS = 300
