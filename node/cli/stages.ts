import type { ProjectSummary } from '@distribute/client/words'
import { formatDeadline } from './durations.ts'

const ENDS: { readonly [stage: string]: string } = { proposed: 'staking', staked: 'the choice of a task list', active: 'work', validation: 'validation' }

/** What ends next and when, short enough for a table; undefined where nothing is waited for. */
export function nextText({ stage, next, commitEnd }: Pick<ProjectSummary, 'stage' | 'next' | 'commitEnd'>, now: bigint): string | undefined {
  if (next === null || stage === null) return undefined
  const what = stage === 'voting' ? (next.deadline === commitEnd ? 'committing' : 'revealing') : ENDS[stage]
  return `${what ?? stage} ends ${formatDeadline(next.deadline, now)}`
}
