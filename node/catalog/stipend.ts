import { accountOf } from '@distribute/state-machine'
import type { Address, Genesis, Included, StateReader } from '@distribute/state-machine'
import { etherFlow } from './flows.ts'

interface BlockOfOutcomes {
  readonly outcomes: readonly Included[]
  readonly before: StateReader
  readonly after: StateReader
  readonly genesis: Genesis
}

/**
 * The stipend that a member got when she was registered in this block, in wei: what her balance changed by and no outcome
 * explains. protocol.md section 3: it is paid only where the pool holds it whole, which nothing else shows. If she was
 * registered twice in one block, the first answer names the stipends of both.
 */
export function stipendOf({ outcomes, before, after, genesis }: BlockOfOutcomes, member: Address): bigint {
  if (genesis.parameters.registrationStipend === 0n) return 0n
  const flow = { account: member, after, genesis }
  const explained = outcomes.reduce((sum, outcome) => sum + etherFlow(outcome, flow), 0n)
  return accountOf(after, member).ether - accountOf(before, member).ether - explained
}
