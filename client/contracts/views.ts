import type { AbiFunction, BlockTag, Client } from 'viem'
import { readContract } from 'viem/actions'
import { systemContracts } from '@distribute/bridge-contracts'
import type { ContractName } from '@distribute/state-machine'
import type { AbiOf, ArgumentsOf, FunctionOf, OutputOf, ParametersWith, ViewName } from './abi-types.ts'
import { positional, viewsOf } from './system-call.ts'

/** As of which block; the newest where it is left out. */
export interface ViewOptions {
  readonly blockNumber?: bigint
  readonly blockTag?: BlockTag
}

type ViewsOf<C extends ContractName> = {
  readonly [N in ViewName<C>]: (...parameters: ParametersWith<ArgumentsOf<FunctionOf<AbiOf<C>, N>>, ViewOptions>) => Promise<OutputOf<FunctionOf<AbiOf<C>, N>>>
}

/**
 * Every view of every contract of the chain, by contract. viem's clients have `token`, `tokens` and `chain` of their own: these two contracts
 * are `communityToken` and `system` here.
 */
export type Views = { readonly [C in Exclude<ContractName, 'token' | 'chain'>]: ViewsOf<C> } & { readonly communityToken: ViewsOf<'token'>; readonly system: ViewsOf<'chain'> }

const viewOf = (client: Client, contract: ContractName, view: AbiFunction) => async (args: object = {}, { blockNumber, blockTag }: ViewOptions = {}) => {
  const at = blockNumber === undefined ? { blockTag: blockTag ?? 'latest' } : { blockNumber }
  const answer: unknown = await readContract(client, { address: systemContracts[contract].address, abi: [view], functionName: view.name, args: positional(view, { ...args }), ...at })
  // viem answers several values as a list; here they have the ABI's names.
  if (view.outputs.length < 2 || !Array.isArray(answer)) return answer
  return Object.fromEntries(view.outputs.map(({ name }, i) => [name ?? String(i), answer[i] as unknown]))
}

const reads = (client: Client, contract: ContractName) => Object.fromEntries(viewsOf(contract).map((view) => [view.name, viewOf(client, contract, view)]))

export const systemViews = (client: Client): Views => ({
  communityToken: reads(client, 'token') as Views['communityToken'],
  reputation: reads(client, 'reputation') as Views['reputation'],
  projects: reads(client, 'projects') as Views['projects'],
  voting: reads(client, 'voting') as Views['voting'],
  dividends: reads(client, 'dividends') as Views['dividends'],
  bridge: reads(client, 'bridge') as Views['bridge'],
  system: reads(client, 'chain') as Views['system'],
})
