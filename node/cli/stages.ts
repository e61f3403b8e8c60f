import { STAGES } from '@distribute/state-machine'

export type StageName = keyof typeof STAGES

const isStage = (name: string): name is StageName => Object.hasOwn(STAGES, name)
/** In the order of the protocol, without the one that stands for none. */
export const STAGE_NAMES: readonly StageName[] = Object.keys(STAGES).filter(isStage).filter((name) => name !== 'none')

/** The name of a stage by its number in the ABI. */
export const stageName = (stage: number): StageName => Object.keys(STAGES).filter(isStage).find((name) => STAGES[name] === BigInt(stage)) ?? 'none'

/** What ends at the deadline of a stage, as people say it; undefined for the stages that end nothing. */
export function deadlineMeaning(stage: StageName, now: bigint, commitEnd: bigint): string | undefined {
  if (stage === 'voting') return now < commitEnd ? 'committing ends' : 'revealing ends'
  const meanings: { readonly [name in StageName]?: string } = { proposed: 'staking ends', staked: 'the choice of a task list ends', active: 'work ends', validation: 'validation ends' }
  return meanings[stage]
}
