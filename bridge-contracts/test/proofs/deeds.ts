import { accountOf, encodeOperation, encodeTransactionSegment, executeSegment, KINDS, recoverAddress, toHex } from '@distribute/state-machine'
import type { Address, Argument, Call, Genesis, KindName, Outcome, Recover, Tree } from '@distribute/state-machine'
import { START } from '../machine/testing/history.ts'
import { CaseError } from './case.ts'
import type { Stand } from './case.ts'
import { personAt, signedItem } from './people.ts'

/** A call of somebody's, or without a sender. */
export interface Deed {
  readonly actor?: number
  readonly call: Call
  readonly value?: bigint
  readonly to?: Address
}

export const deed = (actor: number, kind: KindName, args: readonly Argument[] = [], value = 0n): Deed => ({ actor, call: { kind, args }, value })
export const operation = (kind: KindName, args: readonly Argument[]): Deed => ({ call: { kind, args } })
export const at = (place: number): Address => personAt(place).address

export const isOperation = ({ actor, call: { kind } }: Deed): boolean => actor === undefined && KINDS[kind].operation

export async function itemOf({ tree, config }: Stand, one: Deed): Promise<Uint8Array> {
  const { actor, call, value = 0n, to } = one
  if (isOperation(one)) return encodeOperation({ call })
  const person = personAt(actor ?? 0)
  const { nonce } = accountOf(tree, person.address)
  return signedItem(config.genesis, person, call, { nonce, value, ...(to === undefined ? {} : { to }) })
}

const NO_INBOX = { length: 0n, entry: () => undefined }

/** The reference recovery takes a millisecond, and each transaction is run more than once. */
function createRecover(): Recover {
  const known = new Map<string, Address | undefined>()
  return (digest, r, s, yParity) => {
    const name = `${toHex(digest)}${toHex(r)}${toHex(s)}${yParity}`
    if (!known.has(name)) known.set(name, recoverAddress(digest, r, s, yParity))
    return known.get(name)
  }
}

/** A state, and how its chain runs; no entry waits. */
export const standOn = (tree: Tree, genesis: Genesis): Stand => ({ tree, config: { genesis, recover: createRecover() }, inbox: NO_INBOX })

export const textOf = (outcome: Outcome | undefined): string =>
  outcome === undefined ? 'nothing' : outcome.included ? outcome.error ?? 'success' : outcome.reason

/** Runs calls one after the other, each with success, `t` seconds after START. */
export async function act(stand: Stand, t: bigint, deeds: readonly Deed[]): Promise<void> {
  for (const one of deeds) {
    const segment = encodeTransactionSegment({ last: true, inbox: false, t: START + t }, [await itemOf(stand, one)])
    const { writes, outcomes: [outcome] } = executeSegment(stand.tree, segment, stand.inbox, stand.config)
    if (outcome?.included !== true || outcome.error !== undefined) throw new CaseError(`${one.call.kind} at ${t}: ${textOf(outcome)}`)
    stand.tree.apply(writes)
  }
}
