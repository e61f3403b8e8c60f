import { resolveSettings } from '../../setting.ts'
import { failed, usage } from '../cli-error.ts'
import type { CommandSpec } from '../command.ts'
import { formatDeadline } from '../durations.ts'
import { MEMBER_SETTINGS } from '../member-settings.ts'
import { table, type Output } from '../output.ts'
import { readStatus, readWithdrawal, type WithdrawalStatus } from '../rollup-rpc.ts'
import { statusLines } from '../status-lines.ts'
import { withdrawnWords } from '../withdrawn.ts'

const settings = { l2Url: MEMBER_SETTINGS.l2Url, json: MEMBER_SETTINGS.json } as const

export const status: CommandSpec = {
  description: 'Shows the heads of the chain, the last batch, the inbox and L1, and roots and promises that do not stand, as a running node sees them; or where a withdrawal stands and when it can be claimed.',
  arguments: [{ name: 'withdrawal', help: 'its number, or the hash of its transaction', optional: true }],
  settings,
  examples: [
    { line: 'distribute status', does: 'asks the node on this machine' },
    { line: 'distribute status --l2-url http://127.0.0.1:9555 --json', does: 'asks a devnet’s replica, for a script' },
    { line: 'distribute status 7', does: 'of withdrawal 7: its stage, and the second from which L1 pays it' },
  ],
  run: async ({ output, flags, variables }, [withdrawal]) => {
    const { l2Url, json } = resolveSettings(settings, { flags, variables })
    if (withdrawal !== undefined) return showWithdrawal(withdrawal, { l2Url, json, output })
    const now = await readStatus(l2Url)
    if (json) output.json(now)
    else for (const line of statusLines(now)) output.line(line)
  },
}

async function showWithdrawal(text: string, { l2Url, json, output }: { readonly l2Url: string; readonly json: boolean; readonly output: Output }): Promise<void> {
  if (!/^(\d{1,19}|0x[0-9a-fA-F]{64})$/.test(text)) throw usage(`the withdrawal is "${text}"`, 'expected its number, or the hash of its transaction')
  const found = await readWithdrawal(l2Url, text.startsWith('0x') ? text : `0x${BigInt(text).toString(16)}`)
  if (found === null) throw failed(`there is no withdrawal ${text}`, 'see yours with `distribute claim`')
  if (json) output.json(found)
  else for (const line of table(withdrawalRows(found))) output.line(line)
}

function withdrawalRows({ id, to, value, tokens, stage, anew, l1Time, readyAt, notBefore, batch, next }: WithdrawalStatus): readonly (readonly string[])[] {
  const when = readyAt ?? notBefore
  return [
    ['withdrawal', `${id ?? '–'}: ${value === null || tokens === null ? '' : withdrawnWords({ value, tokens })} to ${to ?? '–'}`],
    ['stage', `${stage.replaceAll('-', ' ')}${anew ? ', anew: its roots were void' : ''}`],
    ...(batch === null ? [] : [['batch', String(batch)]]),
    ...(when === null ? [] : [[readyAt === null ? 'not before' : 'ready', formatDeadline(when, l1Time)]]),
    ['next', next],
  ]
}
