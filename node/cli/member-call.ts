import type { Abi, ContractFunctionArgs, ContractFunctionName, Hex } from 'viem'
import { KINDS, kindGas, type ContractName, type Kind, type KindName } from '@distribute/state-machine'
import { failed } from './cli-error.ts'

type Writable = 'nonpayable' | 'payable'

/** Ether to an account, with no call. */
export interface PlainSend {
  readonly kind: 'send'
  readonly address: Hex
  /** wei */
  readonly value: bigint
}

/** A call to a system contract. */
export interface ContractCall {
  readonly kind: Exclude<KindName, 'send'>
  readonly address: Hex
  readonly abi: Abi
  readonly name: string
  readonly args: readonly unknown[]
  /** wei */
  readonly value: bigint
}

export type MemberCall = ContractCall | PlainSend

interface TypedCall<A extends Abi, N extends ContractFunctionName<A, Writable>> {
  readonly contract: ContractName
  readonly address: Hex
  readonly abi: A
  readonly name: N
  readonly args: ContractFunctionArgs<A, Writable, N>
  /** wei */
  readonly value?: bigint
}

/** A call whose arguments are checked against its contract's ABI, as any call. */
export function memberCall<const A extends Abi, N extends ContractFunctionName<A, Writable>>(call: TypedCall<A, N>): ContractCall {
  const args: readonly unknown[] = Array.isArray(call.args) ? call.args : []
  return { kind: kindOf(call.contract, call.name), address: call.address, abi: call.abi, name: call.name, args, value: call.value ?? 0n }
}

/** Gas never varies within a kind, so nobody has to be asked for an estimate. */
export const gasOf = ({ kind }: MemberCall): bigint => kindGas(kind)

function kindOf(contract: ContractName, name: string): ContractCall['kind'] {
  const entries: readonly (readonly [string, Kind])[] = Object.entries(KINDS)
  const found = entries.find(([, kind]) => kind.contract === contract && kind.name === name)?.[0]
  if (found === undefined || !isKind(found)) throw failed(`${contract} has no call ${name}`, 'program and state machine are of different versions')
  return found
}

const isKind = (name: string): name is ContractCall['kind'] => name !== 'send' && Object.hasOwn(KINDS, name)
