import type { ClaimCounts, ClaimEvent, LoggedBatch, LogPlace } from '@distribute/bridge-contracts'

/** Whatever a rollup logged about data and claims. */
export type RollupLog = { readonly kind: 'batch'; readonly logged: LoggedBatch; readonly place: LogPlace } | ClaimEvent

const isBefore = (a: LogPlace, b: LogPlace): boolean =>
  a.blockNumber < b.blockNumber || (a.blockNumber === b.blockNumber && a.logIndex < b.logIndex)

/** As L1 has them: which roots stand goes by it. */
export const inOrder = ({ batches, events }: { readonly batches: readonly LoggedBatch[]; readonly events: readonly ClaimEvent[] }): readonly RollupLog[] =>
  [...batches.map((logged): RollupLog => ({ kind: 'batch', logged, place: logged.place })), ...events]
    .sort((a, b) => (isBefore(a.place, b.place) ? -1 : 1))

/** What Rollup.sol counts after a log; undefined where it cannot have followed those before it. */
export const countsAfter = (counts: ClaimCounts, log: RollupLog): ClaimCounts | undefined => {
  const { batches, claims, round } = counts
  switch (log.kind) {
    case 'batch':
      return log.logged.batch.index === batches && claims === batches ? { ...counts, batches: batches + 1n, claims: claims + 1n } : undefined
    case 'void':
      return log.index < claims && log.end === claims && log.round === round + 1n ? { batches, claims: log.index, round: log.round } : undefined
    case 'roots':
      return log.index === claims && claims < batches && log.claim.round === round ? { ...counts, claims: claims + 1n } : undefined
    case 'sequencer':
    case 'takeoverCancelled':
      return counts
  }
}
