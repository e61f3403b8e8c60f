import { lowestEther, PARAMETERS, priceOf, UNIT } from '@distribute/state-machine'
import type { ParameterName } from '@distribute/state-machine'
import { STAGES } from '@distribute/state-machine'
import { STAGE_NAMES } from '@distribute/client/words'
import type { RpcContext } from './context.ts'
import { readHead } from './distribute-reading.ts'
import { optionalFields } from './distribute-params.ts'
import { quantity } from './hex.ts'
import { method } from './method.ts'
import type { MethodTable } from './method.ts'

const BASIS_POINTS = 10_000n

/** The community in one answer: what stands on the first page. */
async function community({ deps }: RpcContext): Promise<unknown> {
  const { chain } = deps
  const { members, stages } = await chain.catalog.counts()
  const { name, tokenName, tokenSymbol, chainId } = chain.config.genesis
  const { ledger, parameters, number, time } = readHead(deps)
  const pool = ledger.get('pool')
  const lowest = lowestEther(pool, time, parameters)
  const [numerator, denominator] = priceOf(pool, parameters.basePrice)
  return {
    name,
    tokenName,
    tokenSymbol,
    chainId: quantity(chainId),
    block: { number: quantity(number), timestamp: quantity(chain.head().header.time) },
    pool: {
      ether: quantity(pool.ether),
      lowest: quantity(lowest),
      escrowed: quantity(pool.escrowed),
      dividendPot: quantity(pool.dividendPot),
      forfeited: quantity(pool.forfeited),
    },
    price: {
      numerator: quantity(numerator),
      denominator: quantity(denominator),
      perToken: quantity((numerator * UNIT + denominator - 1n) / denominator),
    },
    supply: { tokens: quantity(pool.tokens), reputation: quantity(pool.reputation) },
    members: quantity(members),
    projects: {
      total: quantity(pool.projects),
      byStage: Object.fromEntries(STAGE_NAMES.map((stage) => [stage, quantity(stages.get(STAGES[stage]) ?? 0n)])),
      largestCost: quantity((lowest * parameters.maxCostShare) / BASIS_POINTS),
    },
    withdrawals: quantity(pool.withdrawals),
  }
}

const names = Object.keys(PARAMETERS) as ParameterName[]

/** What the genesis file fixed. */
function parametersOf({ deps }: RpcContext): unknown {
  const { registrar, operator, timestamp, parameters } = deps.chain.config.genesis
  return {
    registrar,
    operator,
    timestamp: quantity(timestamp),
    parameters: Object.fromEntries(names.map((name) => [name, quantity(parameters[name])])),
  }
}

export const distributeCommunity: MethodTable = {
  distribute_community: method([optionalFields({})], community),
  distribute_parameters: method([optionalFields({})], parametersOf),
}
