import { resolveSettings, type SettingTable, type SettingValues } from '../setting.ts'
import { fee as feeText } from './amounts.ts'
import { CALL_SETTINGS, FORCED_SETTINGS, type Plan, type Planner } from './call-plan.ts'
import type { CommandArgument, CommandSpec } from './command.ts'
import { FORCE_SETTINGS } from './force-settings.ts'
import { changeRows, readHoldings, type Holdings } from './holdings.ts'
import { connectL2, type L2 } from './l2.ts'
import { table, type Output } from './output.ts'
import { feeOf, rehearse, send, type Sent } from './send.ts'
import { readSigner } from './signer.ts'

interface CallCommand<S extends SettingTable> {
  readonly description: string
  readonly arguments: readonly CommandArgument[]
  /** Beside those of every call. */
  readonly settings: S
  readonly examples: CommandSpec['examples']
  /** Reads the command line. It comes before any key or node is asked for, so that a wrong call is told as one. */
  readonly read: (args: readonly (string | undefined)[], given: SettingValues<S & typeof CALL_SETTINGS>) => Promise<Planner> | Planner
}

/** A command that sends one call: says what it will do and cost, does it, and says what has changed. It can go through L1, too. */
export function callCommand<S extends SettingTable>(command: CallCommand<S>): CommandSpec {
  const { read, settings, ...described } = command
  const all = { ...CALL_SETTINGS, ...settings }
  return {
    ...described,
    settings: all,
    forced: forcedCommand(command),
    run: async ({ output, flags, variables }, args) => {
      const sources = { flags, variables }
      const planner = await read(args, resolveSettings(all, sources))
      const { json, dryRun, ...whose } = resolveSettings(CALL_SETTINGS, sources)
      const l2 = await connectL2(whose.l2Url, await readSigner(whose))
      await carryOut(l2, await planner(l2), { output, json, dryRun })
    },
  }
}

/** The same call through the inbox of L1, where no sequencer can leave it out. */
export function forcedCommand<S extends SettingTable>({ read, settings, examples, ...described }: CallCommand<S>): CommandSpec {
  const all = { ...CALL_SETTINGS, ...settings, ...FORCE_SETTINGS }
  return {
    ...described,
    settings: all,
    examples: examples.map(({ line, does }) => ({ line: line.replace('distribute ', 'distribute force '), does })),
    run: async ({ output, flags, variables }, args) => {
      const sources = { flags, variables }
      const planner = await read(args, resolveSettings(all, sources))
      const { force } = await import('./force.ts')
      await force(planner, resolveSettings(FORCED_SETTINGS, sources), output)
    },
  }
}

interface How {
  readonly output: Output
  readonly json: boolean
  readonly dryRun: boolean
}

async function carryOut(l2: L2, plan: Plan, how: How): Promise<void> {
  const { output, json, dryRun } = how
  const account = l2.writer.account.address
  const [rehearsed, fee, before] = await Promise.all([rehearse(l2, plan.call), feeOf(l2, plan.call), readHoldings(l2, account)])
  output.note(`${account} ${plan.will}; fee ${feeText(fee)}`)
  if (!rehearsed) output.note('the chain was idle and its newest state is old: whether the rules allow it shows once it is sent')
  if (dryRun) {
    if (json) output.json({ account, will: plan.will, fee, rehearsed })
    else output.line('Nothing was sent.')
    return
  }
  await plan.keep?.()
  const sent = await send(l2, plan.call)
  const after = await readHoldings(l2, account, sent.receipt.blockNumber)
  await report(plan, { account, sent, before, after }, how)
}

interface Outcome {
  readonly account: string
  readonly sent: Sent
  readonly before: Holdings
  readonly after: Holdings
}

async function report(plan: Plan, { account, sent, before, after }: Outcome, { output, json }: How): Promise<void> {
  const { line, facts } = await plan.done(sent.receipt)
  if (json) {
    output.json({ hash: sent.hash, block: sent.receipt.blockNumber, account, fee: sent.fee, ...facts, before, after })
    return
  }
  output.line(`${line}, fee ${feeText(sent.fee)}: block ${sent.receipt.blockNumber}, ${sent.hash}`)
  for (const row of table(changeRows(before, after, sent.fee))) output.line(`  ${row}`)
  if (plan.next !== undefined) output.note(plan.next)
}
