import { accountOf, STAGES, taskPay, proposerPay, decodeRecord, recordKey } from '@distribute/state-machine'
import type { Address, Event, Genesis, Included, StateReader } from '@distribute/state-machine'
import { addressAt, boolAt, uintAt } from '../words/arguments.ts'
import { projectRecord } from './payouts.ts'

interface BlockOfOutcomes {
  readonly outcomes: readonly Included[]
  readonly before: StateReader
  readonly after: StateReader
  readonly genesis: Genesis
}

type Flow = Pick<BlockOfOutcomes, 'after' | 'genesis'> & { readonly account: Address }

/** wei that an event says an account was given (negative: gave). */
function eventFlow({ name, args }: Event, { account, after, genesis }: Flow): bigint {
  const isHers = (at: number): boolean => addressAt(args, at) === account
  const project = () => projectRecord(after, uintAt(args, 0))
  if (name === 'Minted') return isHers(0) ? -uintAt(args, 2) : 0n
  if (name === 'Burned') return isHers(0) ? uintAt(args, 2) : 0n
  if (name === 'DividendCollected') return isHers(0) ? uintAt(args, 1) : 0n
  if (name === 'ValidationSettled') return isHers(2) ? uintAt(args, 3) : 0n
  if (name === 'StakeSettled') return isHers(1) ? uintAt(args, 4) : 0n
  if (name === 'TaskSettled' && boolAt(args, 3) && isHers(2)) {
    const { weight } = decodeRecord('task', after.get(recordKey('task', uintAt(args, 0), uintAt(args, 1))))
    return taskPay(project().cost, weight)
  }
  if (name === 'StageChanged' && uintAt(args, 1) === STAGES.staked && project().proposer === account) {
    return proposerPay(project().cost, genesis.parameters)
  }
  return 0n
}

/** wei that what was sent along brought an account, the fee aside. What a mint takes is less than that: its event tells. */
function valueFlow({ source, sender, to, value, call }: Included, account: Address): bigint {
  const received = to === account ? value : 0n
  if (source === 'deposit') return received
  if (call?.kind === 'mint') return 0n
  return received - (sender === account ? value : 0n)
}

function feeFlow({ source, sender, gasUsed }: Included, { account, genesis }: Flow): bigint {
  const isFree = source === 'operation' || source === 'deposit'
  const fee = isFree ? 0n : gasUsed * genesis.parameters.baseFee
  const earned = genesis.parameters.feeToPool === 0n && genesis.operator === account ? fee : 0n
  return earned - (sender === account ? fee : 0n)
}

/** wei that an outcome moved to an account, but for the stipend of a registration, which no event tells. */
export function etherFlow(outcome: Included, flow: Flow): bigint {
  const fee = feeFlow(outcome, flow)
  if (!outcome.success) return fee
  return outcome.events.reduce((sum, event) => sum + eventFlow(event, flow), fee + valueFlow(outcome, flow.account))
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
