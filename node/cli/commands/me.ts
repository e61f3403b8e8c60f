import { resolveSettings } from '../../setting.ts'
import { readAccount } from '../account.ts'
import { accountLines } from '../account-lines.ts'
import { readTime } from '../chain-time.ts'
import type { CommandSpec } from '../command.ts'
import { LIMIT_SETTING, MEMBER_SETTINGS } from '../member-settings.ts'
import { WHOSE_ARGUMENT, whoseAccount } from '../whose.ts'

const settings = { ...MEMBER_SETTINGS, ...LIMIT_SETTING } as const

export const me: CommandSpec = {
  description: 'Shows an account: balances, voting rights, dividends owed, and its projects, stakes, claims, seats and ballots with what is expected of them.',
  arguments: [WHOSE_ARGUMENT],
  settings,
  examples: [
    { line: 'distribute me --account 0', does: 'on a devnet, its first account' },
    { line: 'distribute me 0x70997970c51812dc3a010c7d01b50e0d17dc79c8', does: 'anybody’s' },
  ],
  run: async ({ output, ...sources }, [whose]) => {
    const given = resolveSettings(settings, sources)
    const { l2Url: url, json, limit } = given
    const who = await whoseAccount(whose, given)
    const [{ account, cut }, { now }] = await Promise.all([readAccount(url, who, limit), readTime({ url })])
    if (json) output.json(account)
    else for (const line of accountLines(account, now)) output.line(line)
    if (cut.length > 0) output.note(`there are more ${cut.join(', ')}: --limit shows them`)
  },
}
