import { encodeCalldata, encodeOperation, equalBytes, systemAddress, toHex } from '@distribute/state-machine'
import type { Address, Call } from '@distribute/state-machine'
import type { RpcContext } from './context.ts'
import { address, bytes, hash, uint256 } from './decoders.ts'
import type { Decoder } from './decoders.ts'
import { CODES, rejected, RpcError } from './errors.ts'
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

export const distribute: MethodTable = {
  distribute_register: method([address, hash, deadline, bytes], (context, member, identity, until, signature) =>
    register(context, { member, identity, deadline: until, signature })),
}
