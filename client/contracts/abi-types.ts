import type { Abi, AbiFunction, AbiParameter, AbiParameterToPrimitiveType, ContractFunctionName } from 'viem'
import type { ContractName, Currency } from '@distribute/state-machine'
import type { systemContracts } from '@distribute/bridge-contracts'

/** The ABI of each contract of the chain, exactly as the interfaces give it. */
export type AbiOf<C extends ContractName> = (typeof systemContracts)[C]['abi']
export type CallName<C extends ContractName> = ContractFunctionName<AbiOf<C>, 'nonpayable' | 'payable'>
export type ViewName<C extends ContractName> = ContractFunctionName<AbiOf<C>, 'view'>

export type FunctionOf<A extends Abi, N> = Extract<A[number], { readonly type: 'function'; readonly name: N }>

/** In the ABI a currency is a number; here it has its name. */
type CurrencyInput = 'currency' | 'collateralIn'
type InputValue<P extends AbiParameter> = P extends { readonly name: CurrencyInput; readonly type: 'uint8' } ? Currency : AbiParameterToPrimitiveType<P, 'inputs'>

/** A function's arguments by their names in the ABI. */
type NamedInputs<I extends readonly AbiParameter[]> = { readonly [P in I[number] as P extends { readonly name: infer N extends string } ? N : never]: InputValue<P> }

/** What a function takes: its arguments and, where it is payable, the wei that it is sent. */
export type ArgumentsOf<F> = F extends AbiFunction ? NamedInputs<F['inputs']> & (F['stateMutability'] extends 'payable' ? { readonly value: bigint } : object) : never

/** What a function answers: nothing, its one value, or several by their names. */
export type OutputOf<F> =
  F extends { readonly outputs: readonly [infer P extends AbiParameter] } ? AbiParameterToPrimitiveType<P, 'outputs'>
  : F extends { readonly outputs: infer O extends readonly AbiParameter[] } ? NamedOutputs<O>
  : never
type NamedOutputs<O extends readonly AbiParameter[]> =
  O extends readonly [] ? undefined
  : { readonly [P in O[number] as P extends { readonly name: infer N extends string } ? N : never]: AbiParameterToPrimitiveType<P, 'outputs'> }

/** A function's parameters: its arguments, which may be left out where it has none, and viem's options. */
export type ParametersWith<A, O> = object extends A ? [args?: A, options?: O] : [args: A, options?: O]
