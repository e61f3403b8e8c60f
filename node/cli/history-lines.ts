import { ZERO_ADDRESS } from '@distribute/state-machine'
import type { Hex } from 'viem'
import type { Activity, Payout } from '@distribute/client/words'
import { ether, fee } from './amounts.ts'
import { money } from './currency.ts'
import { formatTime } from './durations.ts'
import { table } from './output.ts'

type At = Pick<Activity, 'at'>
const row = ({ at }: At, text: string): readonly string[] => [String(at.blockNumber), formatTime(at.timestamp), text]

/** What happened, a transaction a line: block, time, what was done, and in an account's history what it did to its balance. */
export const historyLines = (items: readonly Activity[], account: Hex | undefined): readonly string[] =>
  table(items.map((item) => row(item, `${[deed(item, account), ...besides(item, account)].join('; ')}${change(item)}`)))

/** Operations have no sender: whoever orders blocks puts them in. */
const nameOf = (by: Hex): string => (by === ZERO_ADDRESS ? 'the sequencer' : by)
const sentence = (by: Hex | null, words: string, account: Hex | undefined): string => (by === null || by === account ? words : `${nameOf(by)} ${words}`)
const deed = ({ by, words }: Activity, account: Hex | undefined): string => sentence(by, words, account)

/** What stands beside the deed itself wherever it happens; all else that a deed brought stands in the balance. */
const NOTABLE: readonly string[] = ['StageChanged', 'ClaimForfeited']

function besides({ words: told, events }: Activity, account: Hex | undefined): readonly string[] {
  const wanted = events.filter(({ event, by, words }) => words !== told && (NOTABLE.includes(event) || (event !== 'Transfer' && by !== null && by === account)))
  return wanted.map(({ by, words }) => sentence(by, words, account))
}

type Amounts = Activity['amounts']
const amounts = ({ ether: wei, tokens, reputation }: Amounts, sign: string): readonly string[] => [
  ...(wei === null ? [] : [sign + ether(wei)]),
  ...(tokens === null ? [] : [sign + money(tokens, 'tokens')]),
  ...(reputation === null ? [] : [sign + money(reputation, 'reputation')]),
]

function change({ balance }: Activity): string {
  if (balance === null) return ''
  const parts = [...amounts(balance.received, '+'), ...amounts(balance.paid, '-'), ...(balance.fee === 0n ? [] : [`fee ${fee(balance.fee)}`])]
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`
}

/** What an account earned: block, time, what and for what. */
export const payoutLines = (items: readonly Payout[]): readonly string[] => table(items.map((item) => row(item, item.words)))
