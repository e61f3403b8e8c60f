import { decodeRecord, recordKey, toHex } from '@distribute/state-machine'
import type { Address, ExecutedBlock, Included, StateReader } from '@distribute/state-machine'
import type { Place } from '../keys.ts'

/** What the catalog must answer, found by looking at every outcome of every block. */
export interface Naive {
  activity(account: Address): readonly Place[]
  payouts(account: Address): readonly Place[]
  withdrawals(account: Address): readonly Place[]
  projectActivity(project: bigint): readonly Place[]
  /** Texts of ids, each with the place that brought it first. */
  firsts(event: string, ids: (args: Included['events'][number]['args']) => string | undefined): ReadonlyMap<string, Place>
  stages(state: StateReader): ReadonlyMap<bigint, readonly bigint[]>
  readonly members: bigint
}

type Args = Included['events'][number]['args']
interface Placed {
  readonly place: Place
  readonly outcome: Included
}

export const textOf = (value: Args[number]): string => (value instanceof Uint8Array ? toHex(value) : String(value))

const PAID: Readonly<Record<string, (args: Args) => Address | undefined>> = {
  TaskSettled: (args) => (args[3] === true ? (args[2] as Address) : undefined),
  ValidationSettled: (args) => (args[3] === 0n ? undefined : (args[2] as Address)),
  StakeSettled: (args) => args[1] as Address,
  DividendCollected: (args) => (args[1] === 0n ? undefined : (args[0] as Address)),
  Registered: (args) => args[0] as Address,
}

export function scan(blocks: readonly ExecutedBlock[]): Naive {
  const placed: Placed[] = blocks.flatMap(({ number, outcomes }) => outcomes.map((outcome, index) => ({ place: { block: number, index }, outcome })))
  const events = placed.flatMap(({ place, outcome }) => outcome.events.map((event) => ({ place, outcome, event })))
  const proposers = new Map(events.filter(({ event }) => event.name === 'Proposed').map(({ event }) => [event.args[0], event.args[1] as Address]))

  const concerns = ({ outcome }: Placed, account: Address): boolean => {
    if (outcome.sender === account) return true
    if (!outcome.success) return false
    if (outcome.to === account) return true
    return outcome.events.some(({ name, args }) => args.includes(account) || (name === 'StageChanged' && proposers.get(args[0]) === account))
  }
  // A stake is paid for where the project is complete: something was minted or paid.
  const earned = ({ outcome }: Placed, account: Address): boolean =>
    outcome.events.some(({ name, args }) => {
      if (name === 'StageChanged') return args[1] === 2n && proposers.get(args[0]) === account
      if (PAID[name]?.(args) !== account) return false
      const made = outcome.events.some((other) => other.name === 'Transfer' && other.contract === 'reputation' && BigInt(String(other.args[0])) === 0n && other.args[1] === account)
      return name !== 'StakeSettled' || args[4] !== 0n || made
    })
  const withdrew = ({ outcome }: Placed): boolean => outcome.events.some(({ name }) => name === 'Withdrawn' || name === 'TokensWithdrawn')
  const newest = (list: readonly Placed[]): readonly Place[] => list.map(({ place }) => place).reverse()
  const of = (account: Address): readonly Placed[] => placed.filter((each) => concerns(each, account))
  return {
    activity: (account) => newest(of(account)),
    payouts: (account) => newest(of(account).filter((each) => earned(each, account))),
    withdrawals: (account) => newest(of(account).filter((each) => withdrew(each) && !earned(each, account))),
    projectActivity: (project) => newest(placed.filter(({ outcome }) =>
      outcome.events.some(({ contract, args }) => (contract === 'projects' || contract === 'voting') && args[0] === project))),
    firsts(name, ids) {
      const found = new Map<string, Place>()
      for (const { place, event } of events) {
        const text = event.name === name ? ids(event.args) : undefined
        if (text !== undefined && !found.has(text)) found.set(text, place)
      }
      return found
    },
    stages(state) {
      const count = decodeRecord('pool', state.get(recordKey('pool'))).projects
      const byStage = new Map<bigint, bigint[]>()
      for (let id = count; id > 0n; id--) {
        const { stage } = decodeRecord('project', state.get(recordKey('project', id)))
        byStage.set(stage, [...(byStage.get(stage) ?? []), id])
      }
      return byStage
    },
    members: BigInt(events.filter(({ event }) => event.name === 'Registered').length),
  }
}
