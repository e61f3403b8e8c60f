import type { Hex } from 'viem'
import { optionalText, resolveSettings, toggleSetting } from '../../setting.ts'
import { askList } from '../ask-distribute.ts'
import { usage } from '../cli-error.ts'
import type { CommandSpec } from '../command.ts'
import { historyLines, payoutLines } from '../history-lines.ts'
import { LIMIT_SETTING, MEMBER_SETTINGS } from '../member-settings.ts'
import type { Output } from '../output.ts'
import { parseProject } from '../parse-number.ts'
import { whoseAccount } from '../whose.ts'

const settings = {
  ...MEMBER_SETTINGS,
  ...LIMIT_SETTING,
  project: optionalText('of a project instead of an account', '<id>'),
  earned: toggleSetting('only what the account earned: pay, dividends, stipend, and newly made reputation', { fallback: false }),
} as const

interface Wanted {
  readonly url: string
  readonly json: boolean
  readonly limit: number
}

export const history: CommandSpec = {
  description: 'Shows what has happened to an account or a project, the newest first. An account’s history has all that moved its balances: what came, what went, and the fees.',
  arguments: [{ name: 'whose', help: 'an account, or the number of a project; your own account if left out', optional: true }],
  settings,
  examples: [
    { line: 'distribute history --account 0 --limit 10', does: 'the last ten things of your own' },
    { line: 'distribute history --account 0 --earned', does: 'what you have earned' },
    { line: 'distribute history 1', does: 'all of project 1' },
  ],
  run: async ({ output, ...sources }, [text]) => {
    const given = withProject(resolveSettings(settings, sources), text)
    const whose = isProject(text) ? undefined : text
    if (given.project !== undefined && whose !== undefined) throw usage('both an account and --project are given', 'give one of them')
    if (given.project !== undefined && given.earned) throw usage('both --earned and --project are given', 'a project earns nothing: give an account')
    const wanted = { url: given.l2Url, json: given.json, limit: given.limit }
    if (given.project !== undefined) return showHistory(output, wanted, { project: parseProject(given.project) })
    const account = lowered(await whoseAccount(whose, given))
    return given.earned ? showPayouts(output, wanted, account) : showHistory(output, wanted, { account })
  },
}

/** An account has 40 digits behind its 0x. */
const isProject = (text: string | undefined): text is string => text !== undefined && /^\d{1,19}$/.test(text)

function withProject<T extends { readonly project: string | undefined }>(given: T, text: string | undefined): T {
  if (!isProject(text)) return given
  if (given.project !== undefined) throw usage('both a project and --project are given', 'give one of them')
  return { ...given, project: text }
}

const lowered = (account: Hex): Hex => `0x${account.slice(2).toLowerCase()}`

async function showHistory(output: Output, { url, json, limit }: Wanted, of: { readonly account?: Hex; readonly project?: bigint }): Promise<void> {
  const { items } = await askList(url, 'distribute_history', of, limit)
  if (json) output.json(items)
  else if (items.length === 0) output.line(of.project === undefined ? 'Nothing has happened to this account yet.' : `Nothing has happened: there is no project ${of.project}.`)
  else for (const line of historyLines(items, of.account)) output.line(line)
}

async function showPayouts(output: Output, { url, json, limit }: Wanted, account: Hex): Promise<void> {
  const { items } = await askList(url, 'distribute_payouts', { account }, limit)
  if (json) output.json(items)
  else if (items.length === 0) output.line('This account has earned nothing yet.')
  else for (const line of payoutLines(items)) output.line(line)
}
