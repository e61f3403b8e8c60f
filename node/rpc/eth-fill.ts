import { accountOf, toHex } from '@distribute/state-machine'
import type { Address } from '@distribute/state-machine'
import { LATEST } from './block-reference.ts'
import type { CallObject } from './call-object.ts'
import type { RpcContext } from './context.ts'
import { draft, encodeUnsigned, showUnsigned, typeOf } from './draft.ts'
import type { Draft, Filled } from './draft.ts'
import { estimateGas } from './dry-run.ts'
import { invalidInput, rejected } from './errors.ts'
import { baseFeeOf, SUGGESTED_TIP } from './eth-fees.ts'
import { pendingCount } from './eth-state.ts'
import { method } from './method.ts'
import type { MethodTable } from './method.ts'
import { NO_OVERRIDES } from './overrides.ts'
import { openScene } from './scene.ts'

/** The tip is offered to nobody: what is paid is the base fee, and the cap leaves room for it alone. */
function feesOf(context: RpcContext, { gasPrice, feeCap, tipCap }: Draft): Pick<Filled, 'feeCap' | 'tipCap'> {
  const offered = baseFeeOf(context) + SUGGESTED_TIP
  const cap = gasPrice ?? feeCap ?? (tipCap !== undefined && tipCap > SUGGESTED_TIP ? baseFeeOf(context) + tipCap : offered)
  return { feeCap: cap, tipCap: gasPrice === undefined ? (tipCap ?? (SUGGESTED_TIP < cap ? SUGGESTED_TIP : cap)) : gasPrice }
}

async function nonceOf(context: RpcContext, owner: Address): Promise<bigint> {
  const pending = await pendingCount(context, owner)
  return pending === undefined ? accountOf(context.deps.chain.state, owner).nonce : BigInt(pending)
}

/** Whether the sender can pay for it is said when it is sent. */
async function gasOf(context: RpcContext, call: CallObject): Promise<bigint> {
  const scene = await openScene(context, { at: LATEST, accounts: NO_OVERRIDES, block: {} })
  return scene.read((state) => estimateGas(context, { state, time: scene.time }, { ...call, priced: false }))
}

/** eth_fillTransaction: what is missing to sign a transaction. Throws as eth_estimateGas where it would fail. */
async function fill(context: RpcContext, given: Draft): Promise<unknown> {
  const { call, chainId = context.chainId } = given
  if (chainId !== context.chainId) throw invalidInput(`chainId does not match node's (have=${chainId}, want=${context.chainId})`)
  if (call.to === undefined) throw rejected('contract creation is not supported')
  const fees = feesOf(context, given)
  const [nonce, gas] = await Promise.all([given.nonce ?? nonceOf(context, call.from), call.gas ?? gasOf(context, call)])
  const filled: Filled = { type: typeOf(given), nonce, gas, to: call.to, value: call.value, data: call.data, ...fees }
  return { raw: toHex(encodeUnsigned(filled, context.chainId)), tx: showUnsigned(filled, context.chainId) }
}

export const ethFill: MethodTable = {
  eth_fillTransaction: method([draft], fill),
}
