import { readContract } from 'viem/actions'
import { optionalText, resolveSettings } from '../../setting.ts'
import { ether } from '../amounts.ts'
import { percent } from '../bars.ts'
import { readTime } from '../chain-time.ts'
import { usage } from '../cli-error.ts'
import type { CommandSpec } from '../command.ts'
import { projects as contract } from '../contracts.ts'
import { formatDeadline } from '../durations.ts'
import { connectReader } from '../l2.ts'
import { LIMIT_SETTING, READ_SETTINGS } from '../member-settings.ts'
import { table } from '../output.ts'
import { shortAddress } from '../people.ts'
import { readProject, type ProjectView } from '../project-facts.ts'
import { deadlineMeaning, STAGE_NAMES, stageName, type StageName } from '../stages.ts'

const settings = {
  ...READ_SETTINGS,
  ...LIMIT_SETTING,
  stage: optionalText(`only those at a stage: ${STAGE_NAMES.join(', ')}`, '<stage>'),
} as const

interface Listed {
  readonly id: bigint
  readonly stage: StageName
  readonly view: ProjectView
}

export const projects: CommandSpec = {
  description: 'Lists projects, the newest first.',
  arguments: [],
  settings,
  examples: [
    { line: 'distribute projects', does: 'the newest ones' },
    { line: 'distribute projects --stage proposed', does: 'those that can be staked' },
  ],
  run: async ({ output, ...sources }) => {
    const { l2Url, json, limit, stage } = resolveSettings(settings, sources)
    if (stage !== undefined && !STAGE_NAMES.some((name) => name === stage)) throw usage(`--stage is "${stage}"`, `expected one of ${STAGE_NAMES.join(', ')}`)
    const l2 = await connectReader(l2Url)
    const listed: Listed[] = []
    for (let id = await readContract(l2.reader, { ...contract, functionName: 'projectCount' }); id > 0n && listed.length < limit; id--) {
      const view = await readProject(l2, id)
      const at = stageName(view.stage)
      if (stage === undefined || stage === at) listed.push({ id, stage: at, view })
    }
    if (json) output.json(listed.map(({ view, ...rest }) => ({ ...view, ...rest })))
    else for (const line of lines(listed, (await readTime(l2)).now)) output.line(line)
  },
}

function lines(listed: readonly Listed[], now: bigint): readonly string[] {
  if (listed.length === 0) return ['There are none.']
  const rows = listed.map(({ id, stage, view }) => {
    const meaning = deadlineMeaning(stage, now, view.commitEnd)
    const ends = stage === 'voting' && now < view.commitEnd ? view.commitEnd : view.deadline
    const staked = `${percent(view.stakedTokens, view.requiredTokens)}, ${percent(view.stakedReputation, view.requiredReputation)}`
    return [String(id), stage, ether(view.cost), staked, `${view.passedWeight / 100} %`, shortAddress(view.proposer), meaning === undefined ? '–' : `${meaning} ${formatDeadline(ends, now)}`]
  })
  return table([['id', 'stage', 'cost', 'staked: tokens, reputation', 'passed', 'proposer', 'next'], ...rows])
}
