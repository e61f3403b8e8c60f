import { decodeSigned, encodeTransaction, toHex } from '@distribute/state-machine'
import type { Address, DecodedSigned, SignedError } from '@distribute/state-machine'
import type { RpcContext } from './context.ts'
import { bytes } from './decoders.ts'
import { invalidInput, rejected, reverted, RpcError } from './errors.ts'
import { decodeArgument } from './method.ts'
import type { PoolRefusal, RpcPool } from './ports.ts'

/** The answer to one of many: the transaction's hash, or why it was refused. */
export type Sent = string | RpcError

/** eth_sendRawTransaction. Throws RpcError in the words of clients.md section 3. */
export async function sendRaw(context: RpcContext, raw: Uint8Array): Promise<string> {
  const [sent] = await sendMany(context, [raw])
  if (typeof sent === 'string') return sent
  throw sent ?? invalidInput('nothing sent')
}

/** As sendMany, of each request's arguments as JSON gave them. */
export async function sendArguments(context: RpcContext, params: readonly (readonly unknown[])[]): Promise<readonly Sent[]> {
  return sendMany(context, params.map(decodeRaw))
}

function decodeRaw(params: readonly unknown[]): Uint8Array | RpcError {
  try {
    return decodeArgument(bytes, params[0], 0)
  } catch (error) {
    if (error instanceof RpcError) return error
    throw error
  }
}

/** What recovery needs, and what goes on with its answer. */
interface Recovering {
  readonly hash: Uint8Array
  readonly r: Uint8Array
  readonly s: Uint8Array
  readonly yParity: 0 | 1
  readonly raw: Uint8Array
  readonly signed: Extract<DecodedSigned, { ok: true }>
}

/**
 * Decodes all, recovers all senders at once, and adds to the pool in order: the path that bounds how many transactions a
 * second the node takes.
 */
export async function sendMany(context: RpcContext, raws: readonly (Uint8Array | RpcError)[]): Promise<readonly Sent[]> {
  const pool = openPool(context)
  if (pool === undefined) return forwardAll(context, raws)
  const decoded = raws.map((raw) => (raw instanceof RpcError ? raw : decodeOne(pool, raw, context.chainId)))
  const recovering = decoded.filter((one): one is Recovering => !(one instanceof RpcError))
  const senders = await context.deps.recoverMany(recovering)
  let next = 0
  return decoded.map((one) => (one instanceof RpcError ? one : addOne(pool, one, senders[next++])))
}

/** Undefined where nothing would come of what is put into it: on a replica, and while another has the sequencer's place. */
export const openPool = ({ deps: { pool, isSequencing } }: RpcContext): RpcPool | undefined => (isSequencing?.() === false ? undefined : pool)

/** In one request: sent side by side they could arrive in another order, and one nonce would wait for another. */
async function forwardAll({ deps: { forward } }: RpcContext, raws: readonly (Uint8Array | RpcError)[]): Promise<readonly Sent[]> {
  if (forward === undefined) throw rejected('this node takes no transactions, send them to the sequencer')
  const params = raws.flatMap((raw) => (raw instanceof RpcError ? [] : [[toHex(raw)]]))
  const answers = params.length === 0 ? [] : await forward.many('eth_sendRawTransaction', params)
  let next = 0
  return raws.map((raw) => (raw instanceof RpcError ? raw : sentOf(answers[next++])))
}

const sentOf = (answer: unknown): Sent => (answer instanceof RpcError ? answer : String(answer))

function decodeOne(pool: RpcPool, raw: Uint8Array, chainId: bigint): Recovering | RpcError {
  const signed = decodeSigned(raw, chainId)
  if (!signed.ok) return refusalOf(signed.error, signed.detail)
  if (pool.get(signed.hash) !== undefined) return invalidInput('already known')
  const { r, s, yParity } = signed.transaction
  return { hash: signed.signingHash, r, s, yParity, raw, signed }
}

/** What the rules would call a broken call gets the rules' error, what this chain does not have is refused by policy. */
function refusalOf(error: SignedError, detail: string): RpcError {
  if (error === 'UnknownCall' || error === 'NonCanonicalCalldata') return reverted(error, `: ${detail}`)
  if (error === 'AccessList' || error === 'ContractCreation') return rejected(detail)
  return invalidInput(detail)
}

/** What the pool said, as it said it. */
export const poolError = ({ code, message, data }: PoolRefusal): RpcError =>
  new RpcError(code, message, data === undefined ? undefined : toHex(data))

function addOne(pool: RpcPool, { raw, signed }: Recovering, sender: Address | undefined): Sent {
  if (sender === undefined) return invalidInput('invalid sender')
  const { transaction, hash } = signed
  const added = pool.add({ transaction, hash, sender, encoded: encodeTransaction(transaction), raw })
  return added.ok ? toHex(hash) : poolError(added.error)
}
