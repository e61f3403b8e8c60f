import { accountOf, callView, contractAt, decodeCalldata, kindGas } from '@distribute/state-machine'
import type { KindName, StateReader } from '@distribute/state-machine'
import type { CallObject } from './call-object.ts'
import type { RpcContext } from './context.ts'
import { invalidInput, rejected, reverted } from './errors.ts'

export interface Ran {
  readonly output: Uint8Array
  /** Of a view: undefined. */
  readonly kind: KindName | undefined
}

/** A state and the time at which calls run on it, in seconds. */
export interface Stage {
  readonly state: StateReader
  readonly time: bigint
}

/** Throws RpcError where the sender cannot pay `value` and `fee`, in geth's words. */
export function checkFunds(state: StateReader, { from, value }: CallObject, fee: bigint): void {
  const have = accountOf(state, from).ether
  const want = value + fee
  if (have >= want) return
  const overshot = want - have
  throw invalidInput(`insufficient funds for gas * price + value: address ${from} have ${have} want ${want} overshot ${overshot}`)
}

/** Runs the real rules on the state and throws the changes away. Throws code 3 with the rule's error. */
export function dryRun({ deps: { chain } }: RpcContext, { state, time }: Stage, call: CallObject): Ran {
  const { from, to, value, data } = call
  if (to === undefined) throw rejected('contract creation is not supported')
  if (value > 0n) checkFunds(state, call, 0n)
  // Without code an ordinary account answers anything with nothing, as on every chain.
  if (contractAt(to) === undefined && data.length > 0) return { output: new Uint8Array(0), kind: undefined }
  const result = callView(state, chain.config, { from, to, value, data, time })
  if (!result.ok) throw reverted(result.error)
  return { output: result.output, kind: result.call?.kind }
}

/** Refuses what no transaction can carry: views, and data for an ordinary account. */
function kindOf(request: CallObject, ran: Ran): KindName {
  if (ran.kind !== undefined) return ran.kind
  const contract = request.to === undefined ? undefined : contractAt(request.to)
  const decoded = contract === undefined ? undefined : decodeCalldata(contract, request.data)
  throw reverted(decoded?.ok === false ? decoded.error : 'NonCanonicalCalldata')
}

/** Gas of a kind never varies, so the estimate is exact; the call itself must succeed. */
export function estimateGas(context: RpcContext, stage: Stage, request: CallObject): bigint {
  const gas = kindGas(kindOf(request, dryRun(context, stage, request)))
  if (request.gas !== undefined && request.gas < gas) throw invalidInput(`gas required exceeds allowance (${request.gas})`)
  if (request.priced) checkFunds(stage.state, request, gas * context.deps.chain.config.genesis.parameters.baseFee)
  return gas
}
