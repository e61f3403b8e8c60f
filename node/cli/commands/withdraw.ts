import { parseEventLogs } from 'viem'
import { Address } from '@distribute/state-machine'
import { systemContracts } from '@distribute/bridge-contracts'
import { resolveSettings } from '../../setting.ts'
import { ether, fee, parseAmount } from '../amounts.ts'
import type { CommandSpec } from '../command.ts'
import { hexAddress } from '../hex-address.ts'
import { connectL2, send } from '../l2.ts'
import { MEMBER_SETTINGS } from '../member-settings.ts'
import { parseAddress } from '../parse-address.ts'
import { readSigner } from '../signer.ts'

const bridge = { address: hexAddress(systemContracts.bridge.address), abi: systemContracts.bridge.abi } as const

export const withdraw: CommandSpec = {
  description: 'Sends ether back to L1. It is paid there, by `distribute claim`, once its batch has stood the challenge window.',
  arguments: [{ name: 'amount', help: 'ether, such as 1.5' }, { name: 'to', help: 'address on L1; your own if left out', optional: true }],
  settings: MEMBER_SETTINGS,
  examples: [{ line: 'distribute withdraw 1 --account 0', does: 'on a devnet, from its first account to the same address on L1' }],
  run: async ({ output, flags, variables }, [text, receiver]) => {
    const given = resolveSettings(MEMBER_SETTINGS, { flags, variables })
    const value = parseAmount(text, 'the amount')
    const signer = await readSigner(given)
    const to = receiver === undefined ? Address(signer.address) : parseAddress(receiver, 'the receiver')
    const l2 = await connectL2(given.l2Url, signer)
    const sent = await send(l2, { ...bridge, name: 'withdraw', args: [hexAddress(to)], value })
    const [withdrawn] = parseEventLogs({ abi: bridge.abi, eventName: 'Withdrawn', logs: sent.receipt.logs })
    const result = { hash: sent.hash, block: sent.receipt.blockNumber, id: withdrawn?.args.id ?? null, to, value, fee: sent.fee }
    if (given.json) {
      output.json(result)
      return
    }
    output.line(`Withdrawal ${result.id ?? ''} of ${ether(value)} to ${to}, fee ${fee(sent.fee)}: block ${result.block}, ${sent.hash}`)
    output.note('It waits for its batch and the challenge window; `distribute claim --wait` then has it paid.')
  },
}
