import { parseEventLogs } from 'viem'
import { readContract } from 'viem/actions'
import { ether } from '../amounts.ts'
import { callCommand } from '../call-command.ts'
import { dividends } from '../contracts.ts'
import { hexAddress } from '../hex-address.ts'
import { memberCall } from '../member-call.ts'
import { parseAddress } from '../parse-address.ts'

export const dividendCollect = callCommand({
  description: 'Has the dividends paid that an account is owed. Anybody may.',
  arguments: [{ name: 'account', help: 'who is owed; your own if left out', optional: true }],
  settings: {},
  examples: [{ line: 'distribute dividend collect --account 0', does: 'on a devnet, of its first account' }],
  read: ([whose]) => {
    const given = whose === undefined ? undefined : hexAddress(parseAddress(whose, 'the account'))
    return async ({ reader, writer }) => {
      const account = given ?? writer.account.address
      const owed = await readContract(reader, { ...dividends, functionName: 'owedDividend', args: [account] })
      return {
        call: memberCall({ ...dividends, name: 'collectDividend', args: [account] }),
        will: `has ${account} paid what it is owed, ${ether(owed)} by now`,
        done: ({ logs }) => {
          const value = parseEventLogs({ abi: dividends.abi, eventName: 'DividendCollected', logs })[0]?.args.value ?? 0n
          return { line: `${ether(value)} of dividends were paid to ${account}`, facts: { collector: account, value } }
        },
      }
    }
  },
})
