import { BASIS_POINTS, PARAMETERS, type Parameter, type ParameterName } from '../params.ts'
import { createRandom, type Random } from '../tree/testing/scenario.ts'
import { oneIn, pick } from './traffic.ts'

export type SomeParameters = { readonly [name in ParameterName]?: bigint }

const [HOUR, DAY] = [3_600n, 86_400n]

/** What communities may well choose, with the ends of a range where a rule turns on them. */
const LIKELY: { readonly [name in ParameterName]?: readonly bigint[] } = {
  basePrice: [1n, 5n * 10n ** 13n, 10n ** 17n],
  registrationGrant: [7n, 10_000n * 10n ** 18n],
  registrationStipend: [0n, 10n ** 12n],
  collateralBps: [0n, 500n, 10_000n],
  proposerBps: [0n, 100n],
  validatorsBps: [0n, 500n, 4_000n],
  stakersBps: [0n, 500n, 4_000n],
  stakersReputationBps: [0n, 5_000n, 10_000n],
  passThreshold: [1n, 6_667n, 10_000n],
  validationStakeBps: [0n, 1_000n, 10_000n],
  maxCostShare: [100n, 5_000n, 10_000n],
  minStakingPeriod: [1n, DAY],
  maxStakingPeriod: [20n * DAY, 90n * DAY],
  unstakeFreeze: [0n, 6n * HOUR],
  staked: [6n * HOUR, DAY, 7n * DAY],
  active: [DAY, 14n * DAY],
  turnover: [HOUR, DAY, 7n * DAY, 30n * DAY],
  validation: [DAY, 7n * DAY],
  counterPeriod: [0n, HOUR, DAY],
  commit: [DAY, 7n * DAY],
  reveal: [DAY, 7n * DAY],
  poolMemory: [0n, HOUR, DAY],
  recoveryDelay: [0n, DAY],
  dividendReputationShare: [0n, 5_000n, 9_999n, 10_000n],
  dividendPeriod: [1n, 5n * DAY, 30n * DAY],
  feeToPool: [0n, 1n],
}
/** No history has an inbox that could be late; the votes' periods depend on it. */
const FIXED: ReadonlySet<string> = new Set(['inboxDelay', 'memberCredits', 'creditsPerEther'])
const NAMES = (Object.keys(PARAMETERS) as ParameterName[]).filter((name) => !FIXED.has(name))

/** Anything in bounds, with both ends: small values as often as large ones. */
function anyOf({ min, max }: Parameter, random: Random): bigint {
  if (oneIn(random, 3)) return pick(random, [min, max])
  const range = max - min + 1n
  const width = 1 + random(range.toString(2).length)
  const bits = Array.from({ length: 4 }, () => random(2 ** 30)).reduce((value, part) => (value << 30n) | BigInt(part), 0n)
  return min + ((bits >> BigInt(120 - width)) % range)
}

/** What state/genesis.ts asks of parameters together. */
function fitTogether(p: { [name in ParameterName]?: bigint }): SomeParameters {
  const of = (name: ParameterName): bigint => p[name] ?? PARAMETERS[name].default
  const least = (a: bigint, b: bigint): bigint => (a < b ? a : b)
  p.minStakingPeriod = least(of('minStakingPeriod'), of('maxStakingPeriod'))
  p.counterPeriod = least(of('counterPeriod'), of('validation'))
  p.validatorsBps = least(of('validatorsBps'), BASIS_POINTS - of('proposerBps'))
  p.stakersBps = least(of('stakersBps'), BASIS_POINTS - of('proposerBps') - of('validatorsBps'))
  for (const period of ['commit', 'reveal'] as const) p[period] = of(period) < DAY ? DAY : of(period)
  return p
}

/** Genesis parameters for a history: for a seed in three the defaults, else likely ones, a few of them anything in bounds. */
export function randomParameters(seed: number): SomeParameters {
  const random = createRandom(seed ^ 0x5eed)
  if (oneIn(random, 3)) return {}
  const chosen: { [name in ParameterName]?: bigint } = {}
  for (const name of NAMES) {
    if (oneIn(random, 20)) chosen[name] = anyOf(PARAMETERS[name], random)
    else if (LIKELY[name] !== undefined) chosen[name] = pick(random, LIKELY[name])
  }
  return fitTogether(chosen)
}
