import type { Event, EventName } from '@distribute/state-machine'

const FROM_L1: ReadonlySet<EventName> = new Set(['Deposited', 'TokensDeposited'])

/** The event of a deposit of ether or tokens; undefined where a transaction is none. Deposits call nothing: empty calldata would pass for a plain transfer. */
export const depositIn = (events: readonly Event[]): Event | undefined => events.find(({ name }) => FROM_L1.has(name))
