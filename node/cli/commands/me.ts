import { resolveSettings } from '../../setting.ts'
import { readAccountFacts } from '../account-facts.ts'
import { accountLines } from '../account-lines.ts'
import { readTime } from '../chain-time.ts'
import type { CommandSpec } from '../command.ts'
import { connectReader } from '../l2.ts'
import { MEMBER_SETTINGS } from '../member-settings.ts'
import { WHOSE_ARGUMENT, whoseAccount } from '../whose.ts'

export const me: CommandSpec = {
  description: 'Shows an account: balances, voting rights, dividends owed, and its stakes, claims, seats and ballots with what is expected of them.',
  arguments: [WHOSE_ARGUMENT],
  settings: MEMBER_SETTINGS,
  examples: [
    { line: 'distribute me --account 0', does: 'on a devnet, its first account' },
    { line: 'distribute me 0x70997970c51812dc3a010c7d01b50e0d17dc79c8', does: 'anybody’s' },
  ],
  run: async ({ output, ...sources }, [whose]) => {
    const given = resolveSettings(MEMBER_SETTINGS, sources)
    const account = await whoseAccount(whose, given)
    const l2 = await connectReader(given.l2Url)
    const [facts, time] = await Promise.all([readAccountFacts(l2, account), readTime(l2)])
    if (given.json) output.json(facts)
    else for (const line of accountLines(facts, time)) output.line(line)
  },
}
