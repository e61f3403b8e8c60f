import { accountOf, SYSTEM_CODE } from '@distribute/state-machine'
import type { Address } from '@distribute/state-machine'
import type { BlockReference } from './block-reference.ts'
import { blockReference, LATEST } from './block-reference.ts'
import type { RpcContext } from './context.ts'
import { address, anything, fieldsOf, optional, text } from './decoders.ts'
import type { Decoder } from './decoders.ts'
import { ArgumentError, notSupported } from './errors.ts'
import { hasCode } from './has-code.ts'
import { quantity } from './hex.ts'
import { method } from './method.ts'
import type { MethodTable } from './method.ts'
import { readState } from './read-state.ts'
import { requireBlock } from './resolve-block.ts'

const ZERO_WORD = `0x${'00'.repeat(32)}`

const balance = ({ deps }: RpcContext, owner: Address, at: BlockReference): Promise<string> =>
  readState(deps.chain, at, (state) => quantity(accountOf(state, owner).ether))

/** What waits executable counts, since wallets take their next nonce from it; a replica asks where it forwards to. */
export async function pendingCount({ deps }: RpcContext, owner: Address): Promise<string | undefined> {
  if (deps.pool !== undefined) return quantity(deps.pool.nonceOf(owner))
  const answer = await deps.forward?.one('eth_getTransactionCount', [owner, 'pending']).catch(() => undefined)
  return typeof answer === 'string' ? answer : undefined
}

async function transactionCount(context: RpcContext, owner: Address, at: BlockReference): Promise<string> {
  const pending = at.by === 'tag' && at.tag === 'pending' ? await pendingCount(context, owner) : undefined
  return pending ?? readState(context.deps.chain, at, (state) => quantity(accountOf(state, owner).nonce))
}

/** System contracts show a marker, or wallets take calls to them for plain transfers (clients.md section 1.1). */
async function code({ deps }: RpcContext, owner: Address, at: BlockReference): Promise<string> {
  await requireBlock(deps.chain, at)
  return hasCode(owner) ? SYSTEM_CODE : '0x'
}

async function storage({ deps }: RpcContext, _owner: Address, _slot: string, at: BlockReference): Promise<string> {
  await requireBlock(deps.chain, at)
  return ZERO_WORD
}

/** geth's limit. */
const MAX_SLOTS = 1_024

/** Accounts, and how many slots of each are asked for. */
const slotRequests: Decoder<readonly (readonly [string, number])[]> = {
  decode: (value) => {
    const requests = Object.entries(fieldsOf(value)).map(([owner, slots]): readonly [string, number] => {
      if (!Array.isArray(slots)) throw new ArgumentError('slots must be a list')
      for (const slot of slots) text.decode(slot)
      address.decode(owner)
      return [owner, slots.length]
    })
    const total = requests.reduce((sum, [, length]) => sum + length, 0)
    if (total === 0) throw new ArgumentError('empty request')
    if (total > MAX_SLOTS) throw new ArgumentError(`too many slots (max ${MAX_SLOTS})`)
    return requests
  },
}

async function storageValues({ deps }: RpcContext, requests: readonly (readonly [string, number])[], at: BlockReference): Promise<object> {
  await requireBlock(deps.chain, at)
  return Object.fromEntries(requests.map(([owner, length]) => [owner, Array.from({ length }, () => ZERO_WORD)]))
}

const at = optional(blockReference, LATEST)

export const ethState: MethodTable = {
  eth_getBalance: method([address, at], balance),
  eth_getTransactionCount: method([address, at], transactionCount),
  eth_getCode: method([address, at], code),
  eth_getStorageAt: method([address, text, at], storage),
  eth_getStorageValues: method([slotRequests, at], storageValues),
  eth_getProof: method([anything, anything, anything], () => {
    throw notSupported('method not supported: the state is no Merkle-Patricia trie, use rollup_getProof')
  }),
}
