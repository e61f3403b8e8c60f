import { encodeFunctionData, type Abi, type AbiFunction, type Hex } from 'viem'
import { systemContracts } from '@distribute/bridge-contracts'
import { CURRENCIES, KINDS, kindGas, type ContractName, type Currency, type Kind, type KindName } from '@distribute/state-machine'
import type { AbiOf, ArgumentsOf, CallName, FunctionOf, ParametersWith } from './abi-types.ts'

/** A call as a transaction carries it. Gas never varies within a kind, so it is known without asking. */
export interface EncodedCall {
  readonly to: Hex
  readonly data: Hex
  /** wei */
  readonly value: bigint
  readonly gas: bigint
}

/** What was asked for is no call of the chain: program and state machine are of different versions. */
export class UnknownCallError extends Error {
  override readonly name = 'UnknownCallError'
  readonly code = 'UnknownCall'
}

type Named = { readonly [name: string]: unknown }

const isCall = ({ stateMutability }: AbiFunction): boolean => stateMutability === 'nonpayable' || stateMutability === 'payable'
const functionsOf = (contract: ContractName): readonly AbiFunction[] => {
  const items: Abi = systemContracts[contract].abi
  return items.filter((item) => item.type === 'function')
}

export const callsOf = (contract: ContractName): readonly AbiFunction[] => functionsOf(contract).filter(isCall)
export const viewsOf = (contract: ContractName): readonly AbiFunction[] => functionsOf(contract).filter((each) => !isCall(each))

const isCurrency = (value: unknown): value is Currency => value === 'tokens' || value === 'reputation'
const isCurrencyName = (name: string | undefined): boolean => name === 'currency' || name === 'collateralIn'

/** Arguments in the ABI's order, from those by name. */
export const positional = ({ inputs }: AbiFunction, args: Named): readonly unknown[] =>
  inputs.map(({ name }) => {
    const value = name === undefined ? undefined : args[name]
    return isCurrencyName(name) && isCurrency(value) ? CURRENCIES[value] : value
  })

const KIND_LIST: readonly (readonly [string, Kind])[] = Object.entries(KINDS)
type CallKind = Exclude<KindName, 'send'>
const isKind = (name: string): name is CallKind => name !== 'send' && Object.hasOwn(KINDS, name)

/** What kind of transaction a contract's call is. Throws UnknownCallError. */
export function kindOf(contract: ContractName, name: string): CallKind {
  const found = KIND_LIST.find(([, kind]) => kind.contract === contract && kind.name === name)?.[0]
  if (found === undefined || !isKind(found)) throw new UnknownCallError(`${contract} has no call ${name}`)
  return found
}

export const valueOf = (args: Named): bigint => (typeof args['value'] === 'bigint' ? args['value'] : 0n)

/** A call's bytes, for who signs or sends it by other means: through L1's inbox, say. Throws viem's errors where an argument does not fit. */
export function encodeCall<C extends ContractName, N extends CallName<C>>(
  contract: C,
  name: N,
  ...[given]: ParametersWith<ArgumentsOf<FunctionOf<AbiOf<C>, N>>, never>
): EncodedCall {
  const args: Named = { ...given }
  const found = callsOf(contract).find((each) => each.name === name)
  if (found === undefined) throw new UnknownCallError(`${contract} has no call ${name}`)
  const data = encodeFunctionData({ abi: [found], functionName: found.name, args: positional(found, args) })
  return { to: systemContracts[contract].address, data, value: valueOf(args), gas: kindGas(kindOf(contract, name)) }
}
