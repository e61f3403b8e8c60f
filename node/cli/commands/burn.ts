import { parseEventLogs } from 'viem'
import { readContract } from 'viem/actions'
import { systemContracts } from '@distribute/bridge-contracts'
import { optionalText, resolveSettings } from '../../setting.ts'
import { ether, fee, formatAmount, parseAmount } from '../amounts.ts'
import type { CommandSpec } from '../command.ts'
import { hexAddress } from '../hex-address.ts'
import { connectL2, send } from '../l2.ts'
import { MEMBER_SETTINGS } from '../member-settings.ts'
import { readSigner } from '../signer.ts'

const settings = {
  ...MEMBER_SETTINGS,
  minProceeds: optionalText('the least you want for them, in ether', '<ether>', { fallbackText: '2 % below what the pool pays now' }),
} as const
const token = { address: hexAddress(systemContracts.token.address), abi: systemContracts.token.abi } as const
/** Others may sell between the question and the block. */
const SLIPPAGE = 50n

export const burn: CommandSpec = {
  description: 'Sells community tokens to the pool, for their share of the ether in it.',
  arguments: [{ name: 'amount', help: 'tokens, such as 1.5' }],
  settings,
  examples: [
    { line: 'distribute burn 0.5 --account 0', does: 'on a devnet, from its first account' },
    { line: 'distribute burn 10 --min-proceeds 0.001 --key-file my-key.json', does: 'or nothing, if the pool would pay less' },
  ],
  run: async ({ output, flags, variables }, [text]) => {
    const given = resolveSettings(settings, { flags, variables })
    const amount = parseAmount(text, 'the amount')
    const limit = given.minProceeds === undefined ? undefined : parseAmount(given.minProceeds, '--min-proceeds')
    const l2 = await connectL2(given.l2Url, await readSigner(given))
    const quoted = await readContract(l2.reader, { ...token, functionName: 'burnProceeds', args: [amount] })
    const least = limit ?? quoted - quoted / SLIPPAGE
    output.note(`the pool pays ${ether(quoted)} for ${formatAmount(amount)} tokens now; you take no less than ${ether(least)}`)
    const sent = await send(l2, { ...token, name: 'burn', args: [amount, least] })
    const [burned] = parseEventLogs({ abi: token.abi, eventName: 'Burned', logs: sent.receipt.logs })
    const proceeds = burned?.args.proceeds ?? quoted
    const result = { hash: sent.hash, block: sent.receipt.blockNumber, account: l2.writer.account.address, amount, proceeds, fee: sent.fee }
    if (given.json) output.json(result)
    else output.line(`Burned ${formatAmount(amount)} tokens for ${ether(proceeds)}, fee ${fee(sent.fee)}: block ${result.block}, ${sent.hash}`)
  },
}
