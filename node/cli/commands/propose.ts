import { parseEventLogs } from 'viem'
import { CURRENCIES } from '@distribute/state-machine'
import { optionalText, textSetting } from '../../setting.ts'
import { ether, parseAmount } from '../amounts.ts'
import { callCommand } from '../call-command.ts'
import { contentHash } from '../content-hash.ts'
import { projects } from '../contracts.ts'
import { parseCurrency } from '../currency.ts'
import { formatDuration, formatTime, parseDuration } from '../durations.ts'
import { memberCall } from '../member-call.ts'

export const propose = callCommand({
  description: 'Proposes a project. A collateral of 5 % of what has to be staked is taken, and comes back once the project is staked in time.',
  arguments: [{ name: 'cost', help: 'what the work costs, in ether, such as 1.5' }, { name: 'content', help: 'the proposal: a file, of which the hash is kept, or a hash' }],
  settings: {
    period: textSetting('how long it can be staked, such as 7d or 36h', '<duration>', { fallback: '7d' }),
    collateral: textSetting('what the collateral is taken in', '<tokens|reputation>', { fallback: 'tokens' }),
    uri: optionalText('where the proposal can be read, at most 256 bytes', '<uri>'),
  },
  examples: [
    { line: 'distribute propose 1.5 proposal.md --uri https://coop.example/roof --account 0', does: 'with a week to stake it, and tokens as collateral' },
    { line: 'distribute propose 0.5 proposal.md --period 36h --collateral reputation --account 0', does: 'with a day and a half, and reputation as collateral' },
  ],
  read: async ([price, content], given) => {
    const cost = parseAmount(price, 'the cost')
    const period = parseDuration(given.period, '--period')
    const collateral = parseCurrency(given.collateral, '--collateral')
    const hash = await contentHash(content ?? '', 'the content')
    return () => ({
      call: memberCall({ ...projects, name: 'propose', args: [cost, period, CURRENCIES[collateral], hash, given.uri ?? ''] }),
      will: `proposes a project of ${ether(cost)}, to be staked within ${formatDuration(period)}; its collateral is taken in ${collateral}`,
      done: ({ logs }) => {
        const proposed = parseEventLogs({ abi: projects.abi, eventName: 'Proposed', logs })[0]?.args
        const [id, deadline] = [proposed?.id ?? 0n, proposed?.deadline ?? 0n]
        return { line: `Proposed project ${id} of ${ether(cost)}, to be staked until ${formatTime(deadline)}`, facts: { project: id, cost, deadline, contentHash: hash } }
      },
      next: 'Members stake it with `distribute stake`; `distribute project` shows what is missing.',
    })
  },
})
