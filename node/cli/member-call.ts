import type { Abi, ContractFunctionArgs, ContractFunctionName, Hex } from 'viem'
import { kindOf } from '@distribute/client'
import { kindGas, type ContractName, type KindName } from '@distribute/state-machine'

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
