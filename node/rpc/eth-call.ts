import { accountOf, callView, decodeCalldata, contractAt, kindGas, toHex, TRANSFER_GAS } from '@distribute/state-machine'
import type { KindName, StateReader } from '@distribute/state-machine'
import type { Head } from '../chain/head.ts'
import type { BlockReference } from './block-reference.ts'
import { blockReference, LATEST } from './block-reference.ts'
import { callObject } from './call-object.ts'
import type { CallObject } from './call-object.ts'
import type { RpcContext } from './context.ts'
import { anything, optional } from './decoders.ts'
import { invalidInput, rejected, reverted, RpcError } from './errors.ts'
import { quantity } from './hex.ts'
import { method } from './method.ts'
import type { MethodTable } from './method.ts'
import { readState } from './read-state.ts'

interface Ran {
  readonly output: Uint8Array
  /** Of a view: undefined. */
  readonly kind: KindName | undefined
}

function checkFunds(state: StateReader, { from, value }: CallObject, fee: bigint): void {
  const have = accountOf(state, from).ether
  const want = value + fee
  if (have >= want) return
  const overshot = want - have
  throw invalidInput(`insufficient funds for gas * price + value: address ${from} have ${have} want ${want} overshot ${overshot}`)
}

/** A state to run calls on, and the time at which they run, in seconds. */
interface Scene {
  readonly state: StateReader
  readonly block: Head
  readonly time: bigint
}

/**
 * What is asked on the newest block is asked about the next one. Without work there are no blocks: at the newest one's time, a
 * reveal would look too early, and a stage open, that time alone has changed since.
 */
const timeOf = ({ deps }: RpcContext, at: BlockReference, { header }: Head): bigint => {
  const isNewest = at.by === 'tag' && (at.tag === 'latest' || at.tag === 'pending')
  const now = isNewest ? (deps.now?.() ?? 0n) : 0n
  return now > header.time ? now : header.time
}

const onScene = <T>(context: RpcContext, at: BlockReference, run: (scene: Scene) => T): Promise<T> =>
  readState(context.deps.chain, at, (state, block) => run({ state, block, time: timeOf(context, at, block) }))

/** Runs the real rules on `state` and throws the changes away. Throws code 3 with the rule's error. */
function dryRun(context: RpcContext, { state, time }: Scene, call: CallObject): Ran {
  const { from, to, value, data } = call
  if (to === undefined) throw rejected('contract creation is not supported')
  if (value > 0n) checkFunds(state, call, 0n)
  // Without code an ordinary account answers anything with nothing, as on every chain.
  if (contractAt(to) === undefined && data.length > 0) return { output: new Uint8Array(0), kind: undefined }
  const result = callView(state, context.deps.chain.config, { from, to, value, data, time })
  if (!result.ok) throw reverted(result.error)
  return { output: result.output, kind: result.call?.kind }
}

const call = (context: RpcContext, request: CallObject, at: BlockReference): Promise<string> =>
  onScene(context, at, (scene) => toHex(dryRun(context, scene, request).output))

/** Refuses what no transaction can carry: views, and data for an ordinary account. */
function kindOf(request: CallObject, ran: Ran): KindName {
  if (ran.kind !== undefined) return ran.kind
  const contract = request.to === undefined ? undefined : contractAt(request.to)
  const decoded = contract === undefined ? undefined : decodeCalldata(contract, request.data)
  throw reverted(decoded?.ok === false ? decoded.error : 'NonCanonicalCalldata')
}

/** Gas of a kind never varies, so the estimate is exact; the call itself must succeed. */
function estimateOn(context: RpcContext, scene: Scene, request: CallObject): bigint {
  const gas = kindGas(kindOf(request, dryRun(context, scene, request)))
  if (request.gas !== undefined && request.gas < gas) throw invalidInput(`gas required exceeds allowance (${request.gas})`)
  if (request.priced) checkFunds(scene.state, request, gas * scene.block.header.baseFee)
  return gas
}

const estimate = (context: RpcContext, request: CallObject, at: BlockReference): Promise<string> =>
  onScene(context, at, (scene) => quantity(estimateOn(context, scene, request)))

/** There are no storage slots to list; a broken rule stands in `error`, as geth has it. */
const accessList = (context: RpcContext, request: CallObject, at: BlockReference): Promise<unknown> =>
  onScene(context, at, (scene) => {
    try {
      return { accessList: [], gasUsed: quantity(estimateOn(context, scene, request)) }
    } catch (error) {
      if (!(error instanceof RpcError) || error.data === undefined) throw error
      return { accessList: [], error: error.message, gasUsed: quantity(TRANSFER_GAS) }
    }
  })

const at = optional(blockReference, LATEST)

export const ethCall: MethodTable = {
  eth_call: method([callObject, at, anything, anything], call),
  eth_estimateGas: method([callObject, at, anything, anything], estimate),
  eth_createAccessList: method([callObject, at, anything], accessList),
}
