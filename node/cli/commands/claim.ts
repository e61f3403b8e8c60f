import { setTimeout as sleep } from 'node:timers/promises'
import { privateKeyToAddress } from 'viem/accounts'
import { Address } from '@distribute/state-machine'
import { resolveSettings, toggleSetting } from '../../setting.ts'
import { ether, fee } from '../amounts.ts'
import type { CommandContext, CommandSpec } from '../command.ts'
import { hexAddress } from '../hex-address.ts'
import { connectL1, sendDataToL1 } from '../l1-send.ts'
import { BOTH_SETTINGS } from '../member-settings.ts'
import type { Output } from '../output.ts'
import { parseAddress } from '../parse-address.ts'
import { readStatus, readWithdrawals, type ListedWithdrawal } from '../rollup-rpc.ts'
import { readSignerKey } from '../signer.ts'

const settings = {
  ...BOTH_SETTINGS,
  wait: toggleSetting('wait until all are ready', { fallback: false }),
} as const
const POLL_MS = 1_000

interface Paid {
  readonly id: bigint
  readonly to: Address
  readonly value: bigint
  readonly l1Hash: string
  readonly fee: bigint
}

export const claim: CommandSpec = {
  description: 'Has withdrawals that are ready paid on L1. Anybody may: the payee gets the ether, the one who claims pays L1’s fee.',
  arguments: [{ name: 'account', help: 'whose withdrawals, made by it or for it; your own if left out', optional: true }],
  settings,
  examples: [
    { line: 'distribute claim --account 0', does: 'on a devnet, what is ready of its first account' },
    { line: 'distribute claim 0x70997970c51812dc3a010c7d01b50e0d17dc79c8 --account 2 --wait', does: 'another’s, after waiting for the challenge window' },
  ],
  run: async (context, [whose]) => {
    const given = resolveSettings(settings, context)
    const key = await readSignerKey(given)
    const account = whose === undefined ? Address(privateKeyToAddress(key)) : parseAddress(whose, 'the account')
    const listed = given.wait ? await untilReady(given.l2Url, account, context.output) : await readWithdrawals(given.l2Url, account)
    const clients = connectL1(given.l1Url, key)
    const paid: Paid[] = []
    for (const { id, to, value, transaction } of listed) {
      if (transaction === undefined) continue
      const sent = await sendDataToL1(clients, { ...transaction, to: hexAddress(transaction.to) })
      paid.push({ id, to, value, l1Hash: sent.hash, fee: sent.fee })
    }
    report(context, given.json, paid, listed.filter(isOpen), (await readStatus(given.l2Url)).l1.head?.timestamp)
  },
}

const OPEN: readonly string[] = ['waiting-for-batch', 'waiting-for-roots', 'in-challenge-window']
const isOpen = ({ stage }: ListedWithdrawal): boolean => OPEN.includes(stage)

async function untilReady(l2Url: string, account: Address, output: Output): Promise<readonly ListedWithdrawal[]> {
  for (;;) {
    const listed = await readWithdrawals(l2Url, account)
    const open = listed.filter(isOpen)
    if (open.length === 0) return listed
    output.progress(`waiting for ${open.length} withdrawals: ${open.map(({ id, stage }) => `${id} ${stage}`).join(', ')}`)
    await sleep(POLL_MS)
  }
}

function report({ output }: CommandContext, json: boolean, paid: readonly Paid[], open: readonly ListedWithdrawal[], now: bigint | undefined): void {
  if (json) {
    output.json({ paid, open: open.map(({ id, stage, readyAt }) => ({ id, stage, readyAt: readyAt ?? null })) })
    return
  }
  for (const { id, to, value, l1Hash, fee: cost } of paid) output.line(`Withdrawal ${id}: ${ether(value)} paid to ${to}, fee ${fee(cost)}: ${l1Hash}`)
  for (const { id, stage, readyAt } of open) {
    const left = readyAt === undefined || now === undefined ? '' : `, ready in ${readyAt > now ? readyAt - now : 0n} s by L1’s clock`
    output.line(`Withdrawal ${id}: ${stage.replaceAll('-', ' ')}${left}`)
  }
  if (paid.length + open.length === 0) output.line('There is nothing to claim.')
}
