import { encodeFunctionData, type Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { estimateGas, getGasPrice } from 'viem/actions'
import { signForced } from '@distribute/client'
import { addedEntriesIn, calldataOf, forceCall, type AddedEntry, type L1Call } from '@distribute/bridge-contracts'
import type { SettingValues } from '../setting.ts'
import { fee as feeText } from './amounts.ts'
import type { FORCED_SETTINGS, Plan, Planner } from './call-plan.ts'
import { CliError, failed, usage } from './cli-error.ts'
import { formatTime } from './durations.ts'
import { forcedNonce } from './force-nonce.ts'
import { reportForced, type ForcedCall } from './force-outcome.ts'
import { findPlace, type ForcePlace } from './force-place.ts'
import { readHoldings } from './holdings.ts'
import { connectL1, sendToL1 } from './l1-send.ts'
import { absentL2, connectL2, type L2 } from './l2.ts'
import { gasOf, type MemberCall } from './member-call.ts'
import type { Output } from './output.ts'
import { feeOf, rehearse } from './send.ts'
import { readSignerKey } from './signer.ts'

export type ForceSettings = SettingValues<typeof FORCED_SETTINGS>

/** Signs a call for the chain and puts it into the inbox of L1; waits until it is read. Throws CliError and viem's errors. */
export async function force(planner: Planner, given: ForceSettings, output: Output): Promise<void> {
  const key = await readSignerKey(given)
  const l1 = connectL1(given.l1Url, await payerKey(given, key))
  const place = await findPlace(given, l1.reader)
  const account = privateKeyToAccount(key)
  const isAbsent = place.cursor === undefined
  const l2 = isAbsent ? absentL2({ url: given.l2Url, chainId: Number(place.chainId) }, account) : await connectL2(given.l2Url, account)
  const plan = await planned(planner, l2)
  const before = isAbsent ? undefined : await readHoldings(l2, account.address)
  const isSure = isAbsent || (await rehearse(l2, plan.call))
  const nonce = await forcedNonce(l2, given.nonce, { place, reader: l1.reader })
  const call = forceCall(place.facts.contracts.inbox, { signed: await sign(l2, plan.call, nonce), chainId: place.chainId, fee: place.facts.inboxFee })
  const costs = { inboxFee: place.facts.inboxFee, l1Fee: await l1FeeOf(l1, call), fee: isAbsent ? undefined : await feeOf(l2, plan.call) }
  output.note(`${account.address} ${plan.will}, through L1: about ${feeText(costs.l1Fee)} of gas there, ${feeText(costs.inboxFee)} for the pool${costs.fee === undefined ? '' : `, and the fee of ${feeText(costs.fee)} on the chain`}`)
  if (!isSure) output.note('the chain was idle and its newest state is old: whether the rules allow it shows once it is read')
  if (given.dryRun) {
    if (given.json) output.json({ account: account.address, will: plan.will, nonce, ...costs, rehearsed: isSure && !isAbsent })
    else output.line('Nothing was sent.')
    return
  }
  await plan.keep?.()
  const { added, ...l1Place } = await enqueue(l1, call, place)
  const due = added.entry.time + place.facts.inboxDelay
  output.note(`entry ${added.index} of the inbox, on L1 in block ${l1Place.block}: ${l1Place.hash}`)
  output.note(`it must be read by ${formatTime(due)}: from then on no batch may leave it out`)
  const forced: ForcedCall = { plan, account: account.address, nonce, index: added.index, due, l1: l1Place, inboxFee: added.entry.value, before }
  await reportForced(forced, { l1: l1.reader, l2, place, output, json: given.json, wait: given.wait })
}

async function payerKey(given: ForceSettings, own: Hex): Promise<Hex> {
  const { payerAccount: account, payerKeyFile: keyFile, payerKey: key, ...rest } = given
  if (account === undefined && keyFile === undefined && key === undefined) return own
  if (account !== undefined && keyFile !== undefined) throw usage('both --payer-key-file and --payer-account are given', 'give one of them')
  return readSignerKey({ ...rest, account, keystore: undefined, keyFile, key })
}

/** Where no node answers, what a plan wanted to look up is told in place of the failed request. */
async function planned(planner: Planner, l2: L2): Promise<Plan> {
  try {
    return await planner(l2)
  } catch (error) {
    for (let at: unknown = error; at instanceof Error; at = at.cause) if (at instanceof CliError) throw at
    throw error
  }
}

function sign({ writer, chainId }: L2, call: MemberCall, nonce: bigint): Promise<Hex> {
  const data = call.kind === 'send' ? {} : { data: encodeFunctionData({ abi: call.abi, functionName: call.name, args: call.args }) }
  return signForced(writer.account, { call: { to: call.address, value: call.value, gas: gasOf(call), ...data }, nonce, chainId })
}

type L1 = ReturnType<typeof connectL1>

async function l1FeeOf({ reader, writer }: L1, call: L1Call): Promise<bigint> {
  const [gas, price] = await Promise.all([estimateGas(reader, { ...calldataOf(call), account: writer.account }), getGasPrice(reader)])
  return gas * price
}

interface OnL1 {
  readonly hash: Hex
  readonly block: bigint
  /** wei */
  readonly fee: bigint
}

async function enqueue(l1: L1, call: L1Call, { facts: { contracts } }: ForcePlace): Promise<OnL1 & { readonly added: AddedEntry }> {
  const { hash, receipt, fee } = await sendToL1(l1, call)
  const [added] = addedEntriesIn(receipt.logs, contracts.inbox)
  if (added === undefined) throw failed(`the L1 transaction ${hash} added nothing to the inbox`, 'check --rollup')
  return { hash, block: receipt.blockNumber, fee, added }
}
