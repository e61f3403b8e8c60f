import { parseEventLogs } from 'viem'
import { Address } from '@distribute/state-machine'
import { ether, parseAmount } from '../amounts.ts'
import { callCommand } from '../call-command.ts'
import { bridge } from '../contracts.ts'
import { hexAddress } from '../hex-address.ts'
import { memberCall } from '../member-call.ts'
import { parseReceiver } from '../parse-address.ts'
import { readWithdrawal } from '../rollup-rpc.ts'

export const withdraw = callCommand({
  description: 'Sends ether back to L1. It is paid there, by `distribute claim`, once its batch has stood the challenge window.',
  arguments: [{ name: 'amount', help: 'ether, such as 1.5' }, { name: 'to', help: 'address on L1; your own if left out', optional: true }],
  settings: {},
  examples: [{ line: 'distribute withdraw 1 --account 0', does: 'on a devnet, from its first account to the same address on L1' }],
  read: ([text, receiver]) => {
    const value = parseAmount(text, 'the amount')
    const given = receiver === undefined ? undefined : hexAddress(parseReceiver(receiver, 'the receiver'))
    return ({ writer, url }) => {
      const to = given ?? hexAddress(Address(writer.account.address))
      return {
        call: memberCall({ ...bridge, name: 'withdraw', args: [to], value }),
        will: `sends ${ether(value)} to ${to} on L1`,
        done: async ({ logs, transactionHash }) => {
          // It is made: a node that does not say how it goes on takes nothing from that.
          const id = parseEventLogs({ abi: bridge.abi, eventName: 'Withdrawn', logs })[0]?.args.id
          const { stage, notBefore } = (await readWithdrawal(url, transactionHash).catch(() => null)) ?? { stage: null, notBefore: null }
          return { line: `Withdrawal ${id ?? ''} of ${ether(value)} to ${to}`, facts: { id: id ?? null, to, value, stage, notBefore } }
        },
        next: 'It waits for its batch and the challenge window; `distribute claim --wait` then has it paid.',
      }
    }
  },
})
