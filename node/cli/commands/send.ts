import { ether, parseAmount } from '../amounts.ts'
import { callCommand } from '../call-command.ts'
import { hexAddress } from '../hex-address.ts'
import { parseReceiver } from '../parse-address.ts'

export const send = callCommand({
  description: 'Gives ether to somebody on this chain.',
  arguments: [{ name: 'amount', help: 'ether, such as 1.5' }, { name: 'to', help: 'who gets it' }],
  settings: {},
  examples: [{ line: 'distribute send 0.1 0x70997970c51812dc3a010c7d01b50e0d17dc79c8 --account 0', does: 'on a devnet, from its first account' }],
  read: ([text, receiver]) => {
    const value = parseAmount(text, 'the amount')
    const to = hexAddress(parseReceiver(receiver, 'the receiver'))
    return () => ({
      call: { kind: 'send', address: to, value },
      will: `gives ${ether(value)} to ${to}`,
      done: () => ({ line: `Sent ${ether(value)} to ${to}`, facts: { to, value } }),
    })
  },
})
