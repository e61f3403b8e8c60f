import { parseEventLogs } from 'viem'
import { callCommand } from '../call-command.ts'
import { reputation } from '../contracts.ts'
import { money } from '../currency.ts'
import { hexAddress } from '../hex-address.ts'
import { memberCall } from '../member-call.ts'
import { parseAddress } from '../parse-address.ts'

export const recoverFinish = callCommand({
  description: 'Finishes a recovery whose delay is over: membership, identity and free reputation move. Anybody may; again later for what is freed since.',
  arguments: [{ name: 'from', help: 'the account whose key is lost' }],
  settings: {},
  examples: [{ line: 'distribute recover finish 0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266 --account 1', does: 'on a devnet, paid by its second account' }],
  read: ([lost]) => {
    const from = hexAddress(parseAddress(lost, 'the lost account'))
    return () => ({
      call: memberCall({ ...reputation, name: 'finishRecovery', args: [from] }),
      will: `moves the membership of ${from}`,
      done: ({ logs }) => {
        const moved = parseEventLogs({ abi: reputation.abi, eventName: 'RecoveryFinished', logs })[0]?.args
        return { line: `${from} is now ${moved?.to ?? ''}, with ${money(moved?.amount ?? 0n, 'reputation')} moved`, facts: { from, to: moved?.to ?? null, amount: moved?.amount ?? null } }
      },
    })
  },
})
