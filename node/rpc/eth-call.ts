import { toHex, TRANSFER_GAS } from '@distribute/state-machine'
import type { BlockOverrides } from './block-overrides.ts'
import { blockOverrides } from './block-overrides.ts'
import type { BlockReference } from './block-reference.ts'
import { blockReference, LATEST } from './block-reference.ts'
import { callObject } from './call-object.ts'
import type { CallObject } from './call-object.ts'
import type { RpcContext } from './context.ts'
import { optional } from './decoders.ts'
import { dryRun, estimateGas } from './dry-run.ts'
import { RpcError } from './errors.ts'
import { quantity } from './hex.ts'
import { method } from './method.ts'
import type { MethodTable } from './method.ts'
import { answerMulticall, isMulticall } from './multicall.ts'
import type { StateOverrides } from './overrides.ts'
import { stateOverrides } from './overrides.ts'
import { openScene } from './scene.ts'

type Where = readonly [at: BlockReference, accounts: StateOverrides, block: BlockOverrides]

async function call(context: RpcContext, request: CallObject, ...[at, accounts, block]: Where): Promise<string> {
  const scene = await openScene(context, { at, accounts, block })
  if (isMulticall(request)) return toHex(await answerMulticall(context, scene, request))
  return scene.read((state) => toHex(dryRun(context, { state, time: scene.time }, request).output))
}

async function estimate(context: RpcContext, request: CallObject, ...[at, accounts, block]: Where): Promise<string> {
  const scene = await openScene(context, { at, accounts, block })
  return scene.read((state) => quantity(estimateGas(context, { state, time: scene.time }, request)))
}

/** There are no storage slots to list; a broken rule stands in `error`, as geth has it. */
async function accessList(context: RpcContext, request: CallObject, at: BlockReference, accounts: StateOverrides): Promise<unknown> {
  try {
    return { accessList: [], gasUsed: await estimate(context, request, at, accounts, {}) }
  } catch (error) {
    if (!(error instanceof RpcError) || error.data === undefined) throw error
    return { accessList: [], error: error.message, gasUsed: quantity(TRANSFER_GAS) }
  }
}

const at = optional(blockReference, LATEST)

export const ethCall: MethodTable = {
  eth_call: method([callObject, at, stateOverrides, blockOverrides], call),
  eth_estimateGas: method([callObject, at, stateOverrides, blockOverrides], estimate),
  eth_createAccessList: method([callObject, at, stateOverrides], accessList),
}
