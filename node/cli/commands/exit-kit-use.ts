import { resolve } from 'node:path'
import { privateKeyToAddress } from 'viem/accounts'
import { getBlock } from 'viem/actions'
import { readRequired } from '../../files.ts'
import { optionalText, resolveSettings, secretKeySetting, toggleSetting, type PrivateKey, type SettingValues } from '../../setting.ts'
import { NODE_SETTINGS } from '../../settings.ts'
import { ether, fee } from '../amounts.ts'
import { failed, usage } from '../cli-error.ts'
import type { CommandContext, CommandSpec } from '../command.ts'
import { formatDeadline } from '../durations.ts'
import { decodeKit, type ExitKit } from '../exit-kit-file.ts'
import { checkKit, checkPlace, claimFromKit, type CheckedWithdrawal } from '../exit-kit-use.ts'
import { connectL1, type L1Sent } from '../l1-send.ts'
import type { Gone } from '../leave-with-kit.ts'
import type { Held } from '../leaving-steps.ts'
import { BOTH_SETTINGS } from '../member-settings.ts'
import type { Output } from '../output.ts'
import { readSignerKey } from '../signer.ts'
import { readStakeKey } from '../stake-key.ts'
import { stopSignal } from '../stop-signal.ts'
import { TAKEOVER_SETTINGS } from '../takeover-settings.ts'
import { withdrawnWords } from '../withdrawn.ts'

const { account, keystore, keyFile, passwordFile, password, key, l1Url, json } = BOTH_SETTINGS
const { dataDir, rpcPort, metricsPort, l1PollMs, batchIntervalMs, l1BeaconUrl, blobUrl } = NODE_SETTINGS
const { postingFunds, insecurePlain } = TAKEOVER_SETTINGS
const settings = {
  l1Url, account, keystore, keyFile, passwordFile, password, key, dataDir, json,
  dryRun: toggleSetting('check the file against L1 and send nothing', { fallback: false }),
  takeOver: toggleSetting('get out what is still inside, too: rebuild the chain from L1 in the data directory, take the sequencer’s place if nobody posts, and send all calls of the kit’s account through L1, with its own key', { fallback: false }),
  stakeKeyFile: optionalText('key whose stake answers for the place: keystore or plain hex', '<file>', { fallbackText: 'the account’s own key' }),
  stakeKey: secretKeySetting('the key whose stake answers for the place'),
  postingFunds, insecurePlain, rpcPort, metricsPort, l1PollMs, batchIntervalMs, l1BeaconUrl, blobUrl,
} as const
type Given = SettingValues<typeof settings>

const WORDS = {
  paid: 'is paid already',
  void: 'was proven against roots that stand no more: make a new kit, with a node that has read L1',
  broken: 'is not what its proof says: the file was changed',
} as const

export const exitKitUse: CommandSpec = {
  description: 'Has the withdrawals of an exit kit paid, with nothing but an L1 URL and a key that pays the gas. The file is checked against L1 first: chain, contracts, proofs, and that their roots stand and are final. With --take-over it gets out all the rest as well, on an empty machine and whoever is gone; started again it goes on.',
  arguments: [{ name: 'file', help: 'that `distribute exit-kit` wrote' }],
  settings,
  examples: [
    { line: 'distribute exit-kit use exit-kit-0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266.json --account 0', does: 'on a devnet' },
    { line: 'distribute exit-kit use ada.json --l1-url https://l1.example --key-file any-key.json', does: 'anybody may: the payee gets the ether or the tokens' },
    { line: 'distribute exit-kit use ada.json --take-over --l1-url https://l1.example --key-file ada-key.json --data-dir ./rescue', does: 'everything, with nobody running but L1; the key holds ether for the stake' },
  ],
  run: async (context, [file]) => {
    const given = resolveSettings(settings, context)
    if (file === undefined) throw usage('the file is missing', 'give the one that `distribute exit-kit` wrote')
    const kit = decodeKit(await readRequired(resolve(file), 'check the name'), file)
    const own = await readSignerKey(given)
    if (given.takeOver) checkOwner(kit, own)
    const claimed = await claimAll(kit, own, given)
    if (given.takeOver && !given.dryRun) return leaveAll(claimed, { kit, own, given, context })
    report(claimed, undefined, { kit, given, output: context.output })
    const lost = claimed.checked.filter(({ stage }) => stage === 'void' || stage === 'broken')
    if (lost.length > 0) throw failed(`${lost.length} withdrawals of ${file} cannot be claimed with it`, 'make a new kit')
  },
}

function checkOwner({ account: owner }: ExitKit, own: PrivateKey): void {
  const found = privateKeyToAddress(own).toLowerCase()
  if (found !== owner) throw failed(`the kit is of ${owner}, and the key of ${found}`, 'only the account’s own key gets out what is inside; without --take-over any key claims its withdrawals')
}

interface Claimed {
  readonly checked: readonly CheckedWithdrawal[]
  readonly sent: ReadonlyMap<bigint, L1Sent>
  readonly now: bigint
}

async function claimAll(kit: ExitKit, own: PrivateKey, { l1Url: url, dryRun }: Given): Promise<Claimed> {
  const clients = connectL1(url, own)
  await checkPlace(kit, clients.reader)
  const { timestamp: now } = await getBlock(clients.reader)
  const checked = await checkKit(kit, clients.reader, now)
  const sent = new Map<bigint, L1Sent>()
  for (const { withdrawal, stage } of checked) {
    if (stage === 'ready' && !dryRun) sent.set(withdrawal.id, await claimFromKit(withdrawal, kit, clients))
  }
  return { checked, sent, now }
}

interface Parts {
  readonly kit: ExitKit
  readonly own: PrivateKey
  readonly given: Given
  readonly context: CommandContext
}

async function leaveAll(claimed: Claimed, { kit, own, given, context }: Parts): Promise<void> {
  const { leaveWithKit } = await import('../leave-with-kit.ts')
  const isOwn = given.stakeKey === undefined && given.stakeKeyFile === undefined
  const readStake = (place: Parameters<typeof readStakeKey>[0]) => (isOwn ? Promise.resolve(own) : readStakeKey(place, given))
  const taker = { readStake, postingFunds: given.postingFunds, plain: given.insecurePlain, signal: stopSignal() }
  await leaveWithKit({ kit, context, key: own, taker, onGone: (gone) => report(claimed, gone, { kit, given, output: context.output }) })
}

function report({ checked, sent, now }: Claimed, gone: Gone | undefined, { kit, given, output }: Pick<Parts, 'kit' | 'given'> & { readonly output: Output }): void {
  if (given.json) {
    const withdrawals = checked.map((one) => ({ ...factsOf(one), l1Hash: sent.get(one.withdrawal.id)?.hash ?? null }))
    const { paid, held, isSequencer, stake } = gone ?? {}
    return output.json({ withdrawals, waiting: kit.waiting, ...(gone === undefined ? {} : { paid, held, isSequencer, stake }) })
  }
  for (const one of checked) output.line(lineOf(one, sent.get(one.withdrawal.id), now))
  if (gone !== undefined) tellGone(gone, output)
  else if (checked.length === 0) output.line('The kit holds no withdrawal; --take-over gets out what is inside, and its steps say how to do that by hand.')
}

const factsOf = ({ withdrawal: { id, to, value, tokens, readyAt }, stage }: CheckedWithdrawal) => ({ id, to, value, tokens, readyAt, stage })

function lineOf({ withdrawal, stage }: CheckedWithdrawal, sent: L1Sent | undefined, now: bigint): string {
  const { id, to, readyAt } = withdrawal
  const what = `Withdrawal ${id}: ${withdrawnWords(withdrawal)}`
  if (sent !== undefined) return `${what} paid to ${to}, fee ${fee(sent.fee)}: ${sent.hash}`
  if (stage === 'ready') return `${what} to ${to} can be claimed`
  return `${what} ${stage === 'waiting' ? `can be claimed from ${formatDeadline(readyAt, now)}` : WORDS[stage]}`
}

function tellGone({ paid, held, isSequencer, stake, now }: Gone, output: Output): void {
  for (const one of paid) output.line(`Withdrawal ${one.id}: ${withdrawnWords(one)} paid to ${one.to}, fee ${fee(one.fee)}: ${one.l1Hash}`)
  output.line(held.length === 0 ? 'Nothing is left inside.' : 'Still inside; run this again then:')
  for (const one of held) output.line(`  ${heldText(one, now)}`)
  if (stake.amount > 0n) output.line(`The stake of ${ether(stake.amount)} ${stake.lockedUntil > now ? `is locked until ${formatDeadline(stake.lockedUntil, now)}` : 'is free'}: \`distribute leave\` pays it back.`)
  if (isSequencer) output.note('This node is the sequencer now and goes on for the others. `distribute hand-over` passes the place on; stop it with Ctrl-C, best when all blocks are on L1: promises that are not kept cost half of the stake.')
}

const heldText = ({ what, why, notBefore }: Held, now: bigint): string => `${what}: ${why}${notBefore === null ? '' : `; ${formatDeadline(notBefore, now)}`}`
