import { parseEventLogs } from 'viem'
import { callCommand } from '../call-command.ts'
import { reputation } from '../contracts.ts'
import { formatTime } from '../durations.ts'
import { hexAddress } from '../hex-address.ts'
import { memberCall } from '../member-call.ts'
import { parseAddress, parseReceiver } from '../parse-address.ts'
import { admit, REGISTRAR_SETTINGS } from '../registrar.ts'

export const recoverStart = callCommand({
  description: 'Starts moving a membership whose key is lost to a new account, with the registrar’s signature. Its owner can cancel it until the delay is over; a new start replaces the last one.',
  arguments: [{ name: 'from', help: 'the account whose key is lost' }, { name: 'to', help: 'the new account, which is no member' }],
  settings: REGISTRAR_SETTINGS,
  examples: [{ line: 'distribute recover start 0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266 0x70997970c51812dc3a010c7d01b50e0d17dc79c8 --account 1', does: 'on a devnet, whose directory holds the registrar’s key' }],
  read: ([lost, fresh], given) => {
    const from = hexAddress(parseAddress(lost, 'the lost account'))
    const to = hexAddress(parseReceiver(fresh, 'the new account'))
    return async () => {
      const fields = [{ name: 'from', type: 'address', value: from }, { name: 'to', type: 'address', value: to }] as const
      const { deadline, signature } = await admit(given, { type: 'Recovery', fields })
      return {
        call: memberCall({ ...reputation, name: 'startRecovery', args: [from, to, deadline, signature] }),
        will: `starts moving the membership of ${from} to ${to}`,
        done: ({ logs }) => {
          const readyAt = parseEventLogs({ abi: reputation.abi, eventName: 'RecoveryStarted', logs })[0]?.args.readyAt ?? 0n
          return { line: `Started: ${from} becomes ${to}, not before ${formatTime(readyAt)}`, facts: { from, to, readyAt } }
        },
        next: `Then run \`distribute recover finish ${from}\`. Who holds the old key can still cancel it with \`distribute recover cancel\`.`,
      }
    }
  },
})
