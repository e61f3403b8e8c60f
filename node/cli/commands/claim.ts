import { setTimeout as sleep } from 'node:timers/promises'
import { privateKeyToAddress } from 'viem/accounts'
import { Address } from '@distribute/state-machine'
import { resolveSettings, toggleSetting } from '../../setting.ts'
import { fee } from '../amounts.ts'
import { failed } from '../cli-error.ts'
import type { CommandContext, CommandSpec } from '../command.ts'
import { connectL1 } from '../l1-send.ts'
import { BOTH_SETTINGS } from '../member-settings.ts'
import type { Output } from '../output.ts'
import { parseAddress } from '../parse-address.ts'
import { payWithdrawals, type Paid } from '../pay-withdrawals.ts'
import { readStatus, readWithdrawal, readWithdrawals, WAITING, type ListedWithdrawal } from '../rollup-rpc.ts'
import { readSignerKey } from '../signer.ts'
import { withdrawnWords } from '../withdrawn.ts'

const settings = {
  ...BOTH_SETTINGS,
  wait: toggleSetting('wait until all are ready', { fallback: false }),
} as const
const POLL_MS = 1_000

export const claim: CommandSpec = {
  description: 'Has withdrawals that are ready paid on L1. Anybody may: the payee gets the ether, or the tokens as an ERC-20 on L1, the one who claims pays L1’s fee.',
  arguments: [{ name: 'whose', help: 'an account whose withdrawals it made or is to be paid, or one withdrawal by its number or transaction; your own account’s if left out', optional: true }],
  settings,
  examples: [
    { line: 'distribute claim --account 0', does: 'on a devnet, what is ready of its first account' },
    { line: 'distribute claim 7 --account 2', does: 'withdrawal 7, whosever it is' },
    { line: 'distribute claim 0x70997970c51812dc3a010c7d01b50e0d17dc79c8 --account 2 --wait', does: 'another’s, after waiting for the challenge window' },
  ],
  run: async (context, [whose]) => {
    const given = resolveSettings(settings, context)
    const key = await readSignerKey(given)
    const look = lookUp(given.l2Url, whose ?? Address(privateKeyToAddress(key)))
    const listed = given.wait ? await untilReady(look, context.output) : await look()
    const clients = connectL1(given.l1Url, key)
    const paid = await payWithdrawals(listed, clients)
    report(context, given.json, paid, listed.filter(isOpen), (await readStatus(given.l2Url)).l1.head?.timestamp)
  },
}

type Open = Pick<ListedWithdrawal, 'id' | 'to' | 'value' | 'tokens' | 'stage' | 'readyAt' | 'transaction'>

const OPEN: readonly string[] = WAITING
const isOpen = ({ stage }: Open): boolean => OPEN.includes(stage)

const isOne = (whose: string): boolean => /^\d+$/.test(whose) || /^0x[0-9a-fA-F]{64}$/.test(whose)

/** What there is to claim: of an account, or the one withdrawal that is named. */
function lookUp(url: string, whose: string): () => Promise<readonly Open[]> {
  if (!isOne(whose)) {
    const account = parseAddress(whose, 'the account')
    return () => readWithdrawals(url, account)
  }
  const named = whose.startsWith('0x') ? whose : `0x${BigInt(whose).toString(16)}`
  return async () => {
    const found = await readWithdrawal(url, named)
    if (found === null || found.id === null || found.to === null || found.value === null || found.tokens === null) throw failed(`there is no withdrawal ${whose} yet`, found === null ? 'its number or its transaction names it' : found.next)
    const { id, to, value, tokens, stage, readyAt, transaction } = found
    if (stage === 'pending' || stage === 'failed') throw failed(`withdrawal ${id} is ${stage}`, found.next)
    return [{ id, to, value, tokens, stage, ...(readyAt === null ? {} : { readyAt }), ...(transaction === null ? {} : { transaction }) }]
  }
}

async function untilReady(look: () => Promise<readonly Open[]>, output: Output): Promise<readonly Open[]> {
  for (;;) {
    const listed = await look()
    const open = listed.filter(isOpen)
    if (open.length === 0) return listed
    output.progress(`waiting for ${open.length} withdrawals: ${open.map(({ id, stage }) => `${id} ${stage}`).join(', ')}`)
    await sleep(POLL_MS)
  }
}

function report({ output }: CommandContext, json: boolean, paid: readonly Paid[], open: readonly Open[], now: bigint | undefined): void {
  if (json) {
    output.json({ paid, open: open.map(({ id, stage, readyAt }) => ({ id, stage, readyAt: readyAt ?? null })) })
    return
  }
  for (const one of paid) output.line(`Withdrawal ${one.id}: ${withdrawnWords(one)} paid to ${one.to}, fee ${fee(one.fee)}: ${one.l1Hash}`)
  for (const { id, stage, readyAt } of open) {
    const left = readyAt === undefined || now === undefined ? '' : `, ready in ${readyAt > now ? readyAt - now : 0n} s by L1’s clock`
    output.line(`Withdrawal ${id}: ${stage.replaceAll('-', ' ')}${left}`)
  }
  if (paid.length + open.length === 0) output.line('There is nothing to claim.')
}
