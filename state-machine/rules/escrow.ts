import type { Address } from '../codec/address.ts'
import type { RecordOf } from '../state/layout.ts'
import type { CallContext } from './context.ts'
import { changeEther } from './ether.ts'
import { changePoolEther } from './pool.ts'

type Project = RecordOf<'project'>

const takeFromEscrow = ({ ledger }: CallContext, id: bigint, wei: bigint): void => {
  const project: Project = ledger.get('project', id)
  ledger.put('project', { ...project, escrow: project.escrow - wei }, id)
  const pool = ledger.get('pool')
  ledger.put('pool', { ...pool, escrowed: pool.escrowed - wei })
}

/** Moves wei from the pool into a project's escrow. */
export const fillEscrow = (context: CallContext, id: bigint, wei: bigint): void => {
  const { ledger, now, genesis } = context
  changePoolEther(ledger, -wei, now, genesis.parameters)
  takeFromEscrow(context, id, -wei)
}

/** Gives escrow that is owed to nobody back to the pool. */
export const returnEscrow = (context: CallContext, id: bigint, wei: bigint): void => {
  if (wei === 0n) return
  const { ledger, now, genesis } = context
  takeFromEscrow(context, id, wei)
  changePoolEther(ledger, wei, now, genesis.parameters)
}

/** Pays an account out of a project's escrow. */
export const payFromEscrow = (context: CallContext, id: bigint, to: Address, wei: bigint): void => {
  if (wei === 0n) return
  takeFromEscrow(context, id, wei)
  changeEther(context, to, wei)
}
