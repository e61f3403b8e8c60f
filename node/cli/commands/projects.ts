import { type ProjectSummary, STAGE_NAMES } from '@distribute/client/words'
import { optionalText, resolveSettings } from '../../setting.ts'
import { ether } from '../amounts.ts'
import { askList } from '../ask-distribute.ts'
import { percent, weightText } from '../bars.ts'
import { readTime } from '../chain-time.ts'
import { usage } from '../cli-error.ts'
import type { CommandSpec } from '../command.ts'
import { hexAddress } from '../hex-address.ts'
import { LIMIT_SETTING, READ_SETTINGS } from '../member-settings.ts'
import { table } from '../output.ts'
import { parseAddress } from '../parse-address.ts'
import { shortAddress } from '../people.ts'
import { nextText } from '../stages.ts'

const settings = {
  ...READ_SETTINGS,
  ...LIMIT_SETTING,
  stage: { ...optionalText(`only those at a stage: ${STAGE_NAMES.join(', ')}`, '<stage>'), choices: STAGE_NAMES },
  proposer: optionalText('only those that an account has proposed', '<address>'),
} as const

export const projects: CommandSpec = {
  description: 'Lists projects, the newest first.',
  arguments: [],
  settings,
  examples: [
    { line: 'distribute projects', does: 'the newest ones' },
    { line: 'distribute projects --stage proposed', does: 'those that can be staked' },
  ],
  run: async ({ output, ...sources }) => {
    const { l2Url: url, json, limit, stage, proposer: whose } = resolveSettings(settings, sources)
    if (stage !== undefined && !STAGE_NAMES.some((name) => name === stage)) throw usage(`--stage is "${stage}"`, `expected one of ${STAGE_NAMES.join(', ')}`)
    const proposer = whose === undefined ? undefined : hexAddress(parseAddress(whose, '--proposer'))
    const { items } = await askList(url, 'distribute_projects', { stage, proposer }, limit)
    if (json) output.json(items)
    else if (items.length === 0) output.line(stage === undefined && proposer === undefined ? 'No project has been proposed yet: `distribute propose` does.' : 'There is no such project.')
    else for (const line of lines(items, (await readTime({ url })).now)) output.line(line)
  },
}

function lines(listed: readonly ProjectSummary[], now: bigint): readonly string[] {
  const rows = listed.map((project) => {
    const { id, stage, cost, requirements: { tokens, reputation }, passedWeight, proposer } = project
    const staked = `${percent(tokens.staked, tokens.now)}, ${percent(reputation.staked, reputation.now)}`
    return [String(id), stage ?? 'none', ether(cost), staked, weightText(passedWeight), shortAddress(proposer), nextText(project, now) ?? '–']
  })
  return table([['id', 'stage', 'cost', 'staked: tokens, reputation', 'passed', 'proposer', 'next'], ...rows])
}
