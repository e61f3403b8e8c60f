import type { Project, Task } from '@distribute/client/words'
import type { L2Client } from '../../chain/connection.tsx'

/** A disputed task that is voted on. */
export interface OpenPoll {
  readonly project: Project
  readonly task: Task
}

const MOST_PROJECTS = 50

/** Every poll of the newest projects that vote. A project may have several. */
export async function readPolls(l2: L2Client): Promise<readonly OpenPoll[]> {
  const [voting, validation] = await Promise.all([l2.distribute.projects({ stage: 'voting', limit: MOST_PROJECTS }), l2.distribute.projects({ stage: 'validation', limit: MOST_PROJECTS })])
  // Recorded as being checked, and in truth voting: nobody has called since.
  const ids = [...voting.items, ...validation.items].filter(({ stage }) => stage === 'voting').map(({ id }) => id)
  const projects = await Promise.all(ids.map((id) => l2.distribute.project({ id })))
  return projects.flatMap((project) => (project === null ? [] : project.tasks.filter(({ disputed }) => disputed).map((task) => ({ project, task }))))
}

export type Phase = 'commit' | 'reveal' | 'over'

/** Where a vote stands. Seconds. */
export const phaseOf = ({ commitEnd, deadline }: Pick<Project, 'commitEnd' | 'deadline'>, now: number): Phase =>
  now < Number(commitEnd) ? 'commit' : now < Number(deadline) ? 'reveal' : 'over'
