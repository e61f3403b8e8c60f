import { parseEventLogs } from 'viem'
import { readContract, getBalance } from 'viem/actions'
import { systemContracts } from '@distribute/bridge-contracts'
import { optionalText, resolveSettings } from '../../setting.ts'
import { ether, fee, formatAmount, parseAmount } from '../amounts.ts'
import type { CommandSpec } from '../command.ts'
import { connectL2, send, type L2 } from '../l2.ts'
import { MEMBER_SETTINGS } from '../member-settings.ts'
import { readSigner } from '../signer.ts'
import { hexAddress } from '../hex-address.ts'

const settings = {
  ...MEMBER_SETTINGS,
  maxCost: optionalText('the most you pay, in ether', '<ether>', { fallbackText: '2 % above the price now' }),
} as const
const token = { address: hexAddress(systemContracts.token.address), abi: systemContracts.token.abi } as const
/** Others may buy between the question and the block. */
const SLIPPAGE = 50n

export const mint: CommandSpec = {
  description: 'Buys community tokens from the pool. The price rises with the share of the supply that you will hold.',
  arguments: [{ name: 'amount', help: 'tokens, such as 1.5' }],
  settings,
  examples: [
    { line: 'distribute mint 1.5 --account 0', does: 'on a devnet, from its first account' },
    { line: 'distribute mint 100 --max-cost 0.01 --key-file my-key.json --password-file my-password', does: 'or nothing, if it would cost more' },
  ],
  run: async ({ output, flags, variables }, [text]) => {
    const given = resolveSettings(settings, { flags, variables })
    const amount = parseAmount(text, 'the amount')
    const limit = given.maxCost === undefined ? undefined : parseAmount(given.maxCost, '--max-cost')
    const l2 = await connectL2(given.l2Url, await readSigner(given))
    const account = l2.writer.account.address
    const quoted = await readContract(l2.reader, { ...token, functionName: 'mintCost', args: [account, amount] })
    const value = limit ?? (await mostToPay(l2, quoted))
    output.note(`${formatAmount(amount)} tokens cost ${ether(quoted)} now; you pay at most ${ether(value)}`)
    const sent = await send(l2, { ...token, name: 'mint', args: [amount], value })
    const [minted] = parseEventLogs({ abi: token.abi, eventName: 'Minted', logs: sent.receipt.logs })
    const cost = minted?.args.cost ?? quoted
    const result = { hash: sent.hash, block: sent.receipt.blockNumber, account, amount, cost, fee: sent.fee }
    if (given.json) output.json(result)
    else output.line(`Minted ${formatAmount(amount)} tokens for ${ether(cost)}, fee ${fee(sent.fee)}: block ${result.block}, ${sent.hash}`)
  },
}

/** A little over the price, but never so much that the account could not pay the price itself. */
async function mostToPay(l2: L2, quoted: bigint): Promise<bigint> {
  const wanted = quoted + quoted / SLIPPAGE
  const balance = await getBalance(l2.reader, { address: l2.writer.account.address })
  return balance >= wanted * 2n ? wanted : quoted
}
