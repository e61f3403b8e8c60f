import { parseEventLogs } from 'viem'
import { Address } from '@distribute/state-machine'
import { ether, parseAmount } from '../amounts.ts'
import { callCommand } from '../call-command.ts'
import { bridge } from '../contracts.ts'
import { hexAddress } from '../hex-address.ts'
import { memberCall } from '../member-call.ts'
import { parseReceiver } from '../parse-address.ts'

export const withdraw = callCommand({
  description: 'Sends ether back to L1. It is paid there, by `distribute claim`, once its batch has stood the challenge window.',
  arguments: [{ name: 'amount', help: 'ether, such as 1.5' }, { name: 'to', help: 'address on L1; your own if left out', optional: true }],
  settings: {},
  examples: [{ line: 'distribute withdraw 1 --account 0', does: 'on a devnet, from its first account to the same address on L1' }],
  read: ([text, receiver]) => {
    const value = parseAmount(text, 'the amount')
    const given = receiver === undefined ? undefined : hexAddress(parseReceiver(receiver, 'the receiver'))
    return ({ writer }) => {
      const to = given ?? hexAddress(Address(writer.account.address))
      return {
        call: memberCall({ ...bridge, name: 'withdraw', args: [to], value }),
        will: `sends ${ether(value)} to ${to} on L1`,
        done: ({ logs }) => {
          const id = parseEventLogs({ abi: bridge.abi, eventName: 'Withdrawn', logs })[0]?.args.id
          return { line: `Withdrawal ${id ?? ''} of ${ether(value)} to ${to}`, facts: { id: id ?? null, to, value } }
        },
        next: 'It waits for its batch and the challenge window; `distribute claim --wait` then has it paid.',
      }
    }
  },
})
