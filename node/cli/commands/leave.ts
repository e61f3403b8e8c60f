import { getBlock } from 'viem/actions'
import { readStake, withdrawStakeCall } from '@distribute/bridge-contracts'
import { Address } from '@distribute/state-machine'
import { loadCommunity } from '../../config.ts'
import { optionalText, resolveSettings } from '../../setting.ts'
import { NODE_SETTINGS } from '../../settings.ts'
import { ether } from '../amounts.ts'
import { failed } from '../cli-error.ts'
import type { CommandSpec } from '../command.ts'
import { createL1Clients } from '../deployment.ts'
import { sendToL1 } from '../l1-send.ts'
import { L1_SETTING, MEMBER_SETTINGS } from '../member-settings.ts'
import { parseAddress } from '../parse-address.ts'
import { readStakeKey, STAKE_KEY_SETTINGS } from '../stake-key.ts'

const { dataDir, genesisFile, rollupFile, passwordFile, password } = NODE_SETTINGS
const settings = {
  dataDir, genesisFile, rollupFile, passwordFile, password, ...L1_SETTING, ...STAKE_KEY_SETTINGS,
  to: optionalText('who is paid', '<address>', { fallbackText: 'the stake key’s own address' }),
  json: MEMBER_SETTINGS.json,
} as const

export const leave: CommandSpec = {
  description: 'Pays a sequencer’s or a claimant’s stake back, once nothing can be proven against it any more; before that it says when.',
  arguments: [],
  settings,
  examples: [{ line: 'distribute leave --data-dir ./coop --l1-url https://l1.example --to 0x1111111111111111111111111111111111111111', does: 'after a hand-over, when the lock is over' }],
  run: async (context) => {
    const given = resolveSettings(settings, context)
    const { rollup } = await loadCommunity(given)
    const clients = createL1Clients(given.l1Url, await readStakeKey(given, given))
    const staker = Address(clients.writer.account.address)
    const { amount, lockedUntil } = await readStake(clients.reader, rollup.contracts.stakes, staker)
    if (amount === 0n) throw failed(`${staker} has no stake`, 'check --stake-key-file')
    const { timestamp } = await getBlock(clients.reader)
    if (timestamp < lockedUntil) throw failed(`the stake of ${ether(amount)} is locked until ${new Date(Number(lockedUntil) * 1_000).toISOString()}`, 'it answers for what was claimed and promised; each new batch makes it longer')
    const to = given.to === undefined ? staker : parseAddress(given.to, '--to')
    const { hash } = await sendToL1(clients, withdrawStakeCall(rollup.contracts.stakes, { amount, to }))
    if (given.json) context.output.json({ amount, to, transaction: hash })
    else context.output.line(`${ether(amount)} were paid to ${to}, in ${hash}`)
  },
}
