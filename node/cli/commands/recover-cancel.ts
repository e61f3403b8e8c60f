import { callCommand } from '../call-command.ts'
import { reputation } from '../contracts.ts'
import { memberCall } from '../member-call.ts'

export const recoverCancel = callCommand({
  description: 'Cancels the recovery of your own account, which somebody has started.',
  arguments: [],
  settings: {},
  examples: [{ line: 'distribute recover cancel --account 0', does: 'on a devnet, of its first account' }],
  read: () => () => ({
    call: memberCall({ ...reputation, name: 'cancelRecovery', args: [] }),
    will: 'cancels the recovery of its membership',
    done: () => ({ line: 'Cancelled the recovery', facts: {} }),
  }),
})
