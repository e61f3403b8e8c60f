import { parseEventLogs } from 'viem'
import { Address } from '@distribute/state-machine'
import { toggleSetting } from '../../setting.ts'
import { parseAmount } from '../amounts.ts'
import { callCommand } from '../call-command.ts'
import { bridge } from '../contracts.ts'
import { hexAddress } from '../hex-address.ts'
import { memberCall } from '../member-call.ts'
import { parseReceiver } from '../parse-address.ts'
import { readWithdrawal } from '../rollup-rpc.ts'
import { withdrawnWords } from '../withdrawn.ts'

export const withdraw = callCommand({
  description: 'Sends ether back to L1, or takes community tokens there, where they are an ERC-20. It is paid there, by `distribute claim`, once its batch has stood the challenge window.',
  arguments: [{ name: 'amount', help: 'ether, such as 1.5; with --tokens, tokens' }, { name: 'to', help: 'address on L1; your own if left out', optional: true }],
  settings: { tokens: toggleSetting('community tokens and not ether; on L1 they stake and vote for nothing and earn no dividends', { fallback: false }) },
  examples: [
    { line: 'distribute withdraw 1 --account 0', does: 'on a devnet, from its first account to the same address on L1' },
    { line: 'distribute withdraw 2.5 --tokens --account 0', does: 'community tokens, which `distribute claim` has minted on L1' },
  ],
  read: ([text, receiver], { tokens: areTokens }) => {
    const amount = parseAmount(text, 'the amount')
    const given = receiver === undefined ? undefined : hexAddress(parseReceiver(receiver, 'the receiver'))
    const [value, tokens] = areTokens ? [0n, amount] : [amount, 0n]
    const what = withdrawnWords({ value, tokens })
    return ({ writer, url }) => {
      const to = given ?? hexAddress(Address(writer.account.address))
      return {
        call: areTokens ? memberCall({ ...bridge, name: 'withdrawTokens', args: [to, amount] }) : memberCall({ ...bridge, name: 'withdraw', args: [to], value }),
        will: `sends ${what} to ${to} on L1`,
        done: async ({ logs, transactionHash }) => {
          // It is made: a node that does not say how it goes on takes nothing from that.
          const id = parseEventLogs({ abi: bridge.abi, eventName: areTokens ? 'TokensWithdrawn' : 'Withdrawn', logs })[0]?.args.id
          const { stage, notBefore } = (await readWithdrawal(url, transactionHash).catch(() => null)) ?? { stage: null, notBefore: null }
          return { line: `Withdrawal ${id ?? ''} of ${what} to ${to}`, facts: { id: id ?? null, to, value, tokens, stage, notBefore } }
        },
        next: 'It waits for its batch and the challenge window; `distribute claim --wait` then has it paid.',
      }
    }
  },
})
