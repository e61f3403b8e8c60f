import { resolveSettings } from '../../setting.ts'
import { failed, usage } from '../cli-error.ts'
import type { CommandSpec } from '../command.ts'
import { formatDeadline } from '../durations.ts'
import { MEMBER_SETTINGS } from '../member-settings.ts'
import { table, type Output } from '../output.ts'
import { readStatus, readWithdrawal, type RollupStatus, type WithdrawalStatus } from '../rollup-rpc.ts'
import { withdrawnWords } from '../withdrawn.ts'

const settings = { l2Url: MEMBER_SETTINGS.l2Url, json: MEMBER_SETTINGS.json } as const

export const status: CommandSpec = {
  description: 'Shows the heads of the chain, the last batch, the inbox and L1, as a running node sees them; or where a withdrawal stands and when it can be claimed.',
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

function voidLine({ batch, lastBatch, missingFrom, notBefore }: RollupStatus['voidRoots'][number]): readonly string[] {
  const time = new Date(Number(notBefore) * 1_000).toISOString()
  const until = missingFrom === null ? `right roots were posted since; withdrawals wait until ${time}` : `nobody answers for the roots from batch ${missingFrom} on; withdrawals wait until ${time} at least`
  return ['VOID ROOTS', `batches ${batch} to ${lastBatch}`, `convicted: ${until}. Every transaction stands`]
}

function statusLines(now: RollupStatus): readonly string[] {
  const at = (block: { readonly number: bigint; readonly timestamp: bigint } | null): readonly string[] =>
    block === null ? ['–', ''] : [String(block.number), new Date(Number(block.timestamp) * 1_000).toISOString()]
  const { heads, l1, inbox } = now
  return table([
    ['role', now.role],
    ['chain', String(now.chainId), `on L1 ${now.l1ChainId}, rollup ${now.contracts.rollup}`],
    ['latest', ...at(heads.latest)],
    ['safe', ...at(heads.safe)],
    ['finalized', ...at(heads.finalized)],
    ['last batch', now.lastBatch === null ? '–' : String(now.lastBatch.index)],
    ...now.wrongRoots.map(({ batch, segment }) => ['WRONG ROOT', `batch ${batch}`, `segment ${segment}: L1 has a claim that execution does not give; nothing is posted on it, trust no withdrawal against it`]),
    ...now.voidRoots.map(voidLine),
    ['inbox', `${inbox.cursor} of ${inbox.length}`, 'entries read'],
    ['L1 head', ...at(l1.head)],
    ['L1 safe', ...at(l1.safe)],
    ['L1 finalized', ...at(l1.finalized)],
    ['L1 read to', ...at(l1.derived)],
  ])
}
