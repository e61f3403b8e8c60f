import { contractAt, type Address } from '../codec/address.ts'
import { decodeCalldata, type Call } from '../codec/call.ts'
import { errorSelector } from '../codec/error-data.ts'
import type { Event } from '../codec/events.ts'
import type { ErrorName } from '../params.ts'
import { createLedger, type Ledger, type StateReader } from '../state/ledger.ts'
import { runCall, type ChainConfig } from './call.ts'
import { answerView } from './views.ts'

/** A call that is not sent: what `eth_call` and `eth_estimateGas` ask. */
export interface DryCall {
  readonly from: Address
  readonly to: Address
  /** wei. */
  readonly value: bigint
  readonly data: Uint8Array
  /** The time of the block it is asked on, in seconds. */
  readonly time: bigint
}

export type DryResult =
  | { readonly ok: true; readonly output: Uint8Array; readonly call?: Call; readonly events?: readonly Event[] }
  | { readonly ok: false; readonly error: ErrorName; readonly data: Uint8Array }

const refused = (error: ErrorName): DryResult => ({ ok: false, error, data: errorSelector(error) })

const isFailure = (result: DryResult | Call): result is DryResult => 'ok' in result

const callOf = ({ to, data }: DryCall): DryResult | Call => {
  const contract = contractAt(to)
  if (data.length === 0) return { kind: 'send', args: [] }
  // An ordinary account holds no code: data sent there does nothing, but no transaction can carry it either.
  if (contract === undefined) return refused('NonCanonicalCalldata')
  const decoded = decodeCalldata(contract, data)
  return decoded.ok ? decoded.call : refused(decoded.error)
}

/** A view reads streams by settling them: what it wrote in doing so is taken back. */
const viewOn = (ledger: Ledger, { genesis }: ChainConfig, { to, data, time }: DryCall): ReturnType<typeof answerView> => {
  const contract = contractAt(to)
  if (contract === undefined) return undefined
  const mark = ledger.mark()
  const answer = answerView({ ledger, genesis, now: time }, contract, data)
  ledger.undoTo(mark)
  return answer
}

/** As callView, on a ledger that keeps what the call changes: for calls one after the other. */
export const callOn = (ledger: Ledger, config: ChainConfig, dry: DryCall): DryResult => {
  const answer = viewOn(ledger, config, dry)
  if (answer !== undefined && dry.value > 0n) return refused('ValueNotAccepted')
  if (answer !== undefined) return answer.ok ? answer : refused(answer.error)
  const call = callOf(dry)
  if (isFailure(call)) return call
  const { from: sender, to, value, time: now } = dry
  const { error, output, events } = runCall({ ledger, config, now, sender, to, value, call })
  return error === undefined ? { ok: true, output, call, events } : refused(error)
}

/**
 * Answers a view, or runs a call's real rules and throws the changes away; fees, nonces and credits do not count. A broken rule
 * comes back by name and as the ABI's custom error.
 */
export const callView = (state: StateReader, config: ChainConfig, dry: DryCall): DryResult => callOn(createLedger(state), config, dry)
