import type { Abi, AbiFunction, Account, Client, Hex } from 'viem'
import { writeContract } from 'viem/actions'
import { systemContracts } from '@distribute/bridge-contracts'
import type { ContractName } from '@distribute/state-machine'
import type { AbiOf, ArgumentsOf, CallName, FunctionOf, ParametersWith } from './abi-types.ts'
import { DistributeError, explained } from './distribute-error.ts'
import { callsOf, positional, valueOf } from './system-call.ts'

/** viem's, for who sets them; without `gas` the call is tried before it is sent, and throws there if it would break a rule. */
export interface SendOptions {
  readonly account?: Account | Hex
  readonly nonce?: number
  readonly gas?: bigint
  /** wei */
  readonly maxFeePerGas?: bigint
  /** wei */
  readonly maxPriorityFeePerGas?: bigint
}

type CallsOf<C extends ContractName> = {
  readonly [N in CallName<C>]: (...parameters: ParametersWith<ArgumentsOf<FunctionOf<AbiOf<C>, N>>, SendOptions>) => Promise<Hex>
}

/** Every call of every contract of the chain, by contract as its views: signs and sends, and answers the transaction's hash. Throws DistributeError. */
export type Calls = { readonly [C in Exclude<ContractName, 'token' | 'chain'>]: CallsOf<C> } & { readonly communityToken: CallsOf<'token'> }

/** Of the action or of the client. Throws DistributeError NoAccount. */
export function accountOf({ account: own }: Client, { account }: SendOptions): Account | Hex {
  const found = account ?? own
  if (found === undefined) throw new DistributeError({ code: 'NoAccount', what: 'nobody signs', advice: 'give the client or the action an account' })
  return found
}

const callOf = (client: Client, contract: ContractName, call: AbiFunction) => (given: object = {}, options: SendOptions = {}) =>
  explained(async () => {
    const [args, abi]: [{ readonly [name: string]: unknown }, Abi] = [{ ...given }, systemContracts[contract].abi]
    const { address } = systemContracts[contract]
    const request = { address, abi, functionName: call.name, args: positional(call, args), value: valueOf(args) }
    return writeContract(client, { ...options, ...request, account: accountOf(client, options), chain: client.chain ?? null })
  })

const calls = (client: Client, contract: ContractName) => Object.fromEntries(callsOf(contract).map((call) => [call.name, callOf(client, contract, call)]))

export const systemCalls = (client: Client): Calls => ({
  communityToken: calls(client, 'token') as Calls['communityToken'],
  reputation: calls(client, 'reputation') as Calls['reputation'],
  projects: calls(client, 'projects') as Calls['projects'],
  voting: calls(client, 'voting') as Calls['voting'],
  dividends: calls(client, 'dividends') as Calls['dividends'],
  bridge: calls(client, 'bridge') as Calls['bridge'],
})
