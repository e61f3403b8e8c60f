import { encodeCalldata, encodeOperation, equalBytes, systemAddress, toHex } from '@distribute/state-machine'
import type { Address, Call } from '@distribute/state-machine'
import type { RpcContext } from './context.ts'
import { address, bytes, hash, optional, text, uint256 } from './decoders.ts'
import type { Decoder } from './decoders.ts'
import { optionalFields } from './distribute-params.ts'
import { readHead } from './distribute-reading.ts'
import { CODES, limitExceeded, notSupported, rejected, reverted, RpcError } from './errors.ts'
import { quantity } from './hex.ts'
import { method } from './method.ts'
import type { MethodTable } from './method.ts'
import { openPool, poolError } from './send-raw.ts'
import { waitInBlocks } from './wait-for-receipt.ts'

/** Milliseconds in which an operation should stand in a block: many times the sequencer's block time. */
const INCLUSION_TIMEOUT = 20_000

/** A deadline as a quantity, a number or decimal digits. */
const deadline: Decoder<bigint> = {
  decode: (value) => {
    const decimal = (typeof value === 'number' && Number.isSafeInteger(value)) || (typeof value === 'string' && /^\d{1,78}$/.test(value))
    return uint256.decode(decimal ? `0x${BigInt(value).toString(16)}` : value)
  },
}

interface Registration {
  readonly member: Address
  readonly identity: Uint8Array
  readonly deadline: bigint
  readonly signature: Uint8Array
}

/** An operation's hash depends on its place, so it is known only once it stands in a block. */
async function includedFrom({ blocks, deps }: RpcContext, first: bigint, call: Call): Promise<string | undefined> {
  const input = encodeCalldata(call)
  const to = systemAddress('reputation')
  for (let number = first; number <= deps.chain.heads().latest; number++) {
    const head = await deps.chain.headerByNumber(number)
    const view = head === undefined ? undefined : await blocks.of(head)
    const found = view?.transactions.find((each) => each.type === 0x7e && each.to === to && equalBytes(each.input, input))
    if (found !== undefined) return toHex(found.hash)
  }
  return undefined
}

/**
 * Registers a member under the registrar's signature, so that she needs no ether to join. Answers the hash of the
 * operation's transaction once it stands in a block. Throws code 3 with the rule's error if it would fail, code 4 if
 * no block came in time.
 */
async function register(context: RpcContext, { member, identity, deadline: until, signature }: Registration): Promise<string> {
  const { chain, forward } = context.deps
  const pool = openPool(context)
  if (pool === undefined && forward !== undefined) {
    return String(await forward.one('distribute_register', [member, toHex(identity), quantity(until), toHex(signature)]))
  }
  if (pool === undefined) throw rejected('this node takes no transactions, send them to the sequencer')
  const call: Call = { kind: 'register', args: [member, identity, until, signature] }
  const first = chain.heads().latest + 1n
  const operation = { call }
  const added = pool.addOperation({ operation, encoded: encodeOperation(operation) })
  if (!added.ok) throw poolError(added.error)
  const late = (): RpcError => new RpcError(CODES.syncTimeout, `the registration was accepted but is in no block after ${INCLUSION_TIMEOUT}ms`)
  return waitInBlocks(chain, () => includedFrom(context, first, call), INCLUSION_TIMEOUT, late)
}

/** Whom this node admits, or where it passes that on, the sequencer; and what a new member gets. */
async function relayOf({ deps }: RpcContext): Promise<unknown> {
  if (deps.relay === undefined && deps.forward !== undefined) return deps.forward.one('distribute_relay', [])
  const { ledger, parameters } = readHead(deps)
  const { registrationGrant, registrationStipend } = parameters
  const isThere = ledger.get('pool').ether >= registrationStipend
  return { admits: deps.relay?.admits ?? 'nobody', reputation: quantity(registrationGrant), ether: quantity(isThere ? registrationStipend : 0n) }
}

/** Registers a member in the registrar's name. Throws RpcError as `register` does, and where the node may not admit her. */
async function requestRegistration(context: RpcContext, member: Address, invitation: string): Promise<string> {
  const { relay, forward } = context.deps
  if (relay === undefined && forward !== undefined) return String(await forward.one('distribute_requestRegistration', [member, invitation]))
  if (relay === undefined) throw notSupported('this node does not register members: ask the community’s registrar')
  if (readHead(context.deps).ledger.get('account', member).member === 1n) throw reverted('AlreadyMember')
  const admitted = await relay.admit(member, invitation)
  if (admitted.ok) return register(context, { member, ...admitted.admission })
  throw admitted.code === 'TooMany' ? limitExceeded(admitted.words) : rejected(admitted.words)
}

export const distribute: MethodTable = {
  distribute_relay: method([optionalFields({})], relayOf),
  distribute_requestRegistration: method([address, optional(text, '')], requestRegistration),
  distribute_register: method([address, hash, deadline, bytes], (context, member, identity, until, signature) =>
    register(context, { member, identity, deadline: until, signature })),
}
