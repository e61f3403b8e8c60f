import type { CommandContext, CommandSpec } from './command.ts'
import { burn } from './commands/burn.ts'
import { deposit } from './commands/deposit.ts'
import { dividendCollect } from './commands/dividend-collect.ts'
import { settleStake } from './commands/settle-stake.ts'
import { settleValidation } from './commands/settle-validation.ts'
import { taskSettle } from './commands/task-settle.ts'
import { unstake } from './commands/unstake.ts'
import { voteSettle } from './commands/vote-settle.ts'
import { voteWithdraw } from './commands/vote-withdraw.ts'
import { withdraw } from './commands/withdraw.ts'
import type { LeaveKind, LeaveStep } from './leaving-steps.ts'
import type { Output } from './output.ts'

const COMMANDS: { readonly [kind in LeaveKind]: CommandSpec } = {
  unstake, settleStake, settleValidation, settleTask: taskSettle, settleBallot: voteSettle, collectDividend: dividendCollect, withdrawRights: voteWithdraw, burn, withdraw, deposit,
}

/** Results are one line at the end: what each command says is a remark. */
const remarks = ({ note, progress }: Output): Output => ({ line: note, note, progress, json: () => undefined })

/** Runs the member command of a step through the inbox of L1, asking the node at `url`; does not wait until it is read. Throws as the command does. */
export function performStep({ kind, args }: LeaveStep, url: string, { output, flags, variables }: CommandContext): Promise<void> {
  const spec = COMMANDS[kind]
  const command = spec.forced ?? spec
  return command.run({ output: remarks(output), flags: { ...flags, l2Url: url, wait: false, json: false, dryRun: false }, variables }, args)
}
