import { resolveSettings } from '../../setting.ts'
import type { CommandSpec } from '../command.ts'
import { MEMBER_SETTINGS } from '../member-settings.ts'
import { table } from '../output.ts'
import { readStatus, type RollupStatus } from '../rollup-rpc.ts'

const settings = { l2Url: MEMBER_SETTINGS.l2Url, json: MEMBER_SETTINGS.json } as const

export const status: CommandSpec = {
  description: 'Shows the heads of the chain, the last batch, the inbox and L1, as a running node sees them.',
  arguments: [],
  settings,
  examples: [
    { line: 'distribute status', does: 'asks the node on this machine' },
    { line: 'distribute status --l2-url http://127.0.0.1:9555 --json', does: 'asks a devnet’s replica, for a script' },
  ],
  run: async ({ output, flags, variables }) => {
    const { l2Url, json } = resolveSettings(settings, { flags, variables })
    const now = await readStatus(l2Url)
    if (json) output.json(now)
    else for (const line of statusLines(now)) output.line(line)
  },
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
