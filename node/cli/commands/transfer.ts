import { readContract } from 'viem/actions'
import { optionalText } from '../../setting.ts'
import { formatAmount, parseAmountOr } from '../amounts.ts'
import { callCommand } from '../call-command.ts'
import { token } from '../contracts.ts'
import { hexAddress } from '../hex-address.ts'
import { memberCall } from '../member-call.ts'
import { parseAddress, parseReceiver } from '../parse-address.ts'

export const transfer = callCommand({
  description: 'Gives tokens to somebody: your own, or those of an owner who has approved it. Reputation cannot be given away.',
  arguments: [{ name: 'amount', help: 'tokens, such as 1.5, or all that are free' }, { name: 'to', help: 'who gets them' }],
  settings: { from: optionalText('whose tokens, if not your own', '<address>') },
  examples: [
    { line: 'distribute transfer 1.5 0x70997970c51812dc3a010c7d01b50e0d17dc79c8 --account 0', does: 'on a devnet, from its first account' },
    { line: 'distribute transfer all 0x70997970c51812dc3a010c7d01b50e0d17dc79c8 --from 0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266 --account 2', does: 'what another has approved' },
  ],
  read: ([text, receiver], { from }) => {
    const asked = parseAmountOr('all', text, 'the amount')
    const to = hexAddress(parseReceiver(receiver, 'the receiver'))
    const owner = from === undefined ? undefined : hexAddress(parseAddress(from, '--from'))
    return async ({ reader, writer }) => {
      const amount = asked ?? (await readContract(reader, { ...token, functionName: 'balanceOf', args: [owner ?? writer.account.address] }))
      const whose = owner === undefined ? '' : ` of ${owner}`
      return {
        call: owner === undefined ? memberCall({ ...token, name: 'transfer', args: [to, amount] }) : memberCall({ ...token, name: 'transferFrom', args: [owner, to, amount] }),
        will: `gives ${formatAmount(amount)} tokens${whose} to ${to}`,
        done: () => ({ line: `Transferred ${formatAmount(amount)} tokens${whose} to ${to}`, facts: { from: owner ?? writer.account.address, to, amount } }),
      }
    }
  },
})
