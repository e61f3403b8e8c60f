import { priceOf, STAGES, UNIT } from '@distribute/state-machine'
import { sampleOf, type Sample } from '../catalog/samples.ts'
import type { RpcContext } from './context.ts'
import type { Decoder } from './decoders.ts'
import { id, optionalFields } from './distribute-params.ts'
import { readHead } from './distribute-reading.ts'
import { ArgumentError } from './errors.ts'
import { quantity } from './hex.ts'
import { method } from './method.ts'
import type { MethodTable } from './method.ts'

const DEFAULT_POINTS = 120n
const MAX_POINTS = 500n

const points: Decoder<bigint> = {
  decode: (value) => {
    const number = id.decode(value)
    if (number < 2n || number > MAX_POINTS) throw new ArgumentError(`points is 2 to ${MAX_POINTS}`)
    return number
  },
}

/** `basePrice` in wei a whole token, as the parameter is. */
function shown(sample: Sample, basePrice: bigint): unknown {
  const { time, ether, escrowed, tokens, forfeited, reputation, projects, members, complete } = sample
  const [numerator, denominator] = priceOf(sample, basePrice)
  return {
    time: quantity(time),
    ether: quantity(ether),
    escrowed: quantity(escrowed),
    tokens: quantity(tokens),
    forfeited: quantity(forfeited),
    reputation: quantity(reputation),
    pricePerToken: quantity((numerator * UNIT + denominator - 1n) / denominator),
    members: quantity(members),
    projects: quantity(projects),
    complete: quantity(complete),
  }
}

/** What stood over time, the oldest first, with the present as the last. */
async function series({ deps }: RpcContext, given: { readonly from: bigint | undefined; readonly points: bigint | undefined }): Promise<unknown> {
  const { catalog, config } = deps.chain
  const { basePrice } = config.genesis.parameters
  const from = given.from ?? config.genesis.timestamp
  const to = deps.chain.head().header.time
  const most = Number((given.points ?? DEFAULT_POINTS) - 1n)
  const past = from > to ? [] : await catalog.samples({ from, to, points: most })
  const { members, stages } = await catalog.counts()
  const { time } = readHead(deps)
  const now = sampleOf(deps.chain.state, time, { members, complete: stages.get(STAGES.complete) ?? 0n })
  return [...past.filter((each) => each.time < time), now].map((each) => shown(each, basePrice))
}

export const distributeSeries: MethodTable = {
  distribute_series: method([optionalFields({ from: id, points })], series),
}
