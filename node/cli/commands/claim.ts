import { createClient, http, type Client, type Hex } from 'viem'
import { privateKeyToAddress } from 'viem/accounts'
import { getWithdrawals, getWithdrawalStatus, readDistributeChain, waitToClaim } from '@distribute/client'
import { WAITING_STAGES, type Withdrawal } from '@distribute/client/words'
import { Address } from '@distribute/state-machine'
import { resolveSettings, toggleSetting } from '../../setting.ts'
import { fee } from '../amounts.ts'
import { failed } from '../cli-error.ts'
import type { CommandContext, CommandSpec } from '../command.ts'
import { hexAddress } from '../hex-address.ts'
import { connectL1Of } from '../l1-send.ts'
import { BOTH_SETTINGS } from '../member-settings.ts'
import type { Output } from '../output.ts'
import { parseAddress } from '../parse-address.ts'
import { payWithdrawals, type Paid } from '../pay-withdrawals.ts'
import { readStatus } from '../rollup-rpc.ts'
import { readSignerKey } from '../signer.ts'
import { withdrawnWords } from '../withdrawn.ts'

const settings = {
  ...BOTH_SETTINGS,
  wait: toggleSetting('wait until all are ready', { fallback: false }),
} as const
const POLL_MS = 1_000
/** As long as it takes: the window is the community's, and a conviction makes it longer. */
const FOR_EVER = Number.POSITIVE_INFINITY

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
    const chain = await readDistributeChain(given.l2Url)
    const client = createClient({ chain, transport: http() })
    const look = lookUp(client, whose ?? Address(privateKeyToAddress(key)))
    if (given.wait) await untilReady(client, (await look()).filter(isOpen), context.output)
    const listed = await look()
    const paid = await payWithdrawals(listed, await connectL1Of(chain, given.l1Url, key), chain)
    report(context, given.json, paid, listed.filter(isOpen), (await readStatus(given.l2Url)).l1.head?.timestamp)
  },
}

type Open = Pick<Withdrawal, 'id' | 'to' | 'value' | 'tokens' | 'stage' | 'readyAt' | 'claim'>

const OPEN: readonly string[] = WAITING_STAGES
const isOpen = ({ stage }: Open): boolean => OPEN.includes(stage)

const isHash = (text: string): text is Hex => /^0x[0-9a-fA-F]{64}$/.test(text)

/** What there is to claim: of an account, or the one withdrawal that is named. */
function lookUp(client: Client, whose: string): () => Promise<readonly Open[]> {
  const isNumber = /^\d{1,19}$/.test(whose)
  if (!isNumber && !isHash(whose)) {
    const account = hexAddress(parseAddress(whose, 'the account'))
    return () => getWithdrawals(client, { account })
  }
  const named = isHash(whose) ? { hash: whose } : { id: BigInt(whose) }
  return async () => {
    const found = await getWithdrawalStatus(client, named)
    if (found === null || found.id === null || found.to === null || found.value === null || found.tokens === null) throw failed(`there is no withdrawal ${whose} yet`, found === null ? 'its number or its transaction names it' : found.next)
    const { id, to, value, tokens, stage, readyAt, claim: arguments_ } = found
    if (stage === 'pending' || stage === 'failed') throw failed(`withdrawal ${id} is ${stage}`, found.next)
    return [{ id, to, value, tokens, stage, ...(readyAt === null ? {} : { readyAt }), ...(arguments_ === null ? {} : { claim: arguments_ }) }]
  }
}

/** One after the other: they become ready in their order, but for what a conviction delays. */
async function untilReady(client: Client, open: readonly Open[], output: Output): Promise<void> {
  for (const [i, { id }] of open.entries()) {
    const left = open.length - i
    const onWait = (waited: number): void => output.progress(`waiting for ${left === 1 ? `withdrawal ${id}` : `${left} withdrawals, now ${id}`}, ${Math.floor(waited / 1_000)} s; \`distribute status ${id}\` says where it is`)
    await waitToClaim(client, { id, timeout: FOR_EVER, pollingInterval: POLL_MS, onWait })
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
