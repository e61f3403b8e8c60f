import { resolve } from 'node:path'
import { getBlock } from 'viem/actions'
import { readRequired } from '../../files.ts'
import { resolveSettings, toggleSetting } from '../../setting.ts'
import { ether, fee } from '../amounts.ts'
import { failed, usage } from '../cli-error.ts'
import type { CommandSpec } from '../command.ts'
import { formatDeadline } from '../durations.ts'
import { decodeKit } from '../exit-kit-file.ts'
import { checkKit, checkPlace, claimFromKit, type CheckedWithdrawal } from '../exit-kit-use.ts'
import { connectL1, type L1Sent } from '../l1-send.ts'
import { BOTH_SETTINGS } from '../member-settings.ts'
import { readSignerKey } from '../signer.ts'

const { dataDir, account, keyFile, passwordFile, key, l1Url, json } = BOTH_SETTINGS
const settings = {
  l1Url, account, keyFile, passwordFile, key, dataDir, json,
  dryRun: toggleSetting('check the file against L1 and send nothing', { fallback: false }),
} as const

const WORDS = {
  paid: 'is paid already',
  void: 'was proven against roots that stand no more: make a new kit, with a node that has read L1',
  broken: 'is not what its proof says: the file was changed',
} as const

export const exitKitUse: CommandSpec = {
  description: 'Has the withdrawals of an exit kit paid, with nothing but an L1 URL and a key that pays the gas. The file is checked against L1 first: chain, contracts, proofs, and that their roots stand and are final.',
  arguments: [{ name: 'file', help: 'that `distribute exit-kit` wrote' }],
  settings,
  examples: [
    { line: 'distribute exit-kit use exit-kit-0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266.json --account 0', does: 'on a devnet' },
    { line: 'distribute exit-kit use ada.json --l1-url https://l1.example --key-file any-key.json', does: 'anybody may: the payee gets the ether' },
  ],
  run: async ({ output, ...sources }, [file]) => {
    const given = resolveSettings(settings, sources)
    if (file === undefined) throw usage('the file is missing', 'give the one that `distribute exit-kit` wrote')
    const kit = decodeKit(await readRequired(resolve(file), 'check the name'), file)
    const clients = connectL1(given.l1Url, await readSignerKey(given))
    await checkPlace(kit, clients.reader)
    const { timestamp: now } = await getBlock(clients.reader)
    const checked = await checkKit(kit, clients.reader, now)
    const sent = new Map<bigint, L1Sent>()
    for (const { withdrawal, stage } of checked) {
      if (stage === 'ready' && !given.dryRun) sent.set(withdrawal.id, await claimFromKit(withdrawal, kit, clients))
    }
    if (given.json) output.json({ withdrawals: checked.map((one) => ({ ...factsOf(one), l1Hash: sent.get(one.withdrawal.id)?.hash ?? null })), waiting: kit.waiting })
    else for (const one of checked) output.line(lineOf(one, sent.get(one.withdrawal.id), now))
    if (!given.json && checked.length === 0) output.line('The kit holds no withdrawal; its steps say what to do about the rest.')
    const lost = checked.filter(({ stage }) => stage === 'void' || stage === 'broken')
    if (lost.length > 0) throw failed(`${lost.length} withdrawals of ${file} cannot be claimed with it`, 'make a new kit')
  },
}

const factsOf = ({ withdrawal: { id, to, value, readyAt }, stage }: CheckedWithdrawal) => ({ id, to, value, readyAt, stage })

function lineOf({ withdrawal: { id, to, value, readyAt }, stage }: CheckedWithdrawal, sent: L1Sent | undefined, now: bigint): string {
  const what = `Withdrawal ${id}: ${ether(value)}`
  if (sent !== undefined) return `${what} paid to ${to}, fee ${fee(sent.fee)}: ${sent.hash}`
  if (stage === 'ready') return `${what} to ${to} can be claimed`
  return `${what} ${stage === 'waiting' ? `can be claimed from ${formatDeadline(readyAt, now)}` : WORDS[stage]}`
}
