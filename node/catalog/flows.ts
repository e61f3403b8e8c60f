import { decodeRecord, proposerPay, recordKey, STAGES, taskPay } from '@distribute/state-machine'
import type { Address, Event, Genesis, Included, StateReader } from '@distribute/state-machine'
import { addressAt, boolAt, uintAt } from '@distribute/client/words'
import { projectRecord } from './payouts.ts'

/** A transaction as far as it moves money: of a block that was just executed, or of one that was stored. */
export type Mover = Pick<Included, 'source' | 'sender' | 'to' | 'value' | 'gasUsed' | 'success' | 'call' | 'events'>

/** Whose money, and what prices it: any state from the transaction's block on. */
export interface Flow {
  readonly account: Address
  readonly after: StateReader
  readonly genesis: Genesis
}

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
function valueFlow({ source, sender, to, value, call }: Mover, account: Address): bigint {
  const received = to === account ? value : 0n
  if (source === 'deposit') return received
  if (call?.kind === 'mint') return 0n
  return received - (sender === account ? value : 0n)
}

const feeIn = ({ gasUsed }: Mover, { genesis }: Flow): bigint => gasUsed * genesis.parameters.baseFee

/** wei of fee that the account paid for it, whatever became of the call. Deposits and operations use no gas. */
export const feeOf = (mover: Mover, flow: Flow): bigint => (mover.sender === flow.account ? feeIn(mover, flow) : 0n)

/** wei that it brought an account (negative: took), but for fees, and for the stipend of a registration, which no event tells. */
export function etherMoved(mover: Mover, flow: Flow): bigint {
  if (!mover.success) return 0n
  return mover.events.reduce((sum, event) => sum + eventFlow(event, flow), valueFlow(mover, flow.account))
}

/** The same with fees: what it paid, and what the operator of a community gets whose fees do not go to the pool. */
export function etherFlow(mover: Mover, flow: Flow): bigint {
  const isEarned = flow.genesis.parameters.feeToPool === 0n && flow.genesis.operator === flow.account
  return etherMoved(mover, flow) - feeOf(mover, flow) + (isEarned ? feeIn(mover, flow) : 0n)
}

/** Base units of a currency that it added to what an account has free (negative: took). */
export function unitsMoved({ success, events }: Mover, account: Address, contract: 'token' | 'reputation'): bigint {
  if (!success) return 0n
  const transfers = events.filter((event) => event.name === 'Transfer' && event.contract === contract)
  const sumAt = (at: number): bigint => transfers.reduce((sum, { args }) => (addressAt(args, at) === account ? sum + uintAt(args, 2) : sum), 0n)
  return sumAt(1) - sumAt(0)
}
