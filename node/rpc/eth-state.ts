import { accountOf, contractAt, SYSTEM_CODE } from '@distribute/state-machine'
import type { Address } from '@distribute/state-machine'
import type { BlockReference } from './block-reference.ts'
import { blockReference, LATEST } from './block-reference.ts'
import type { RpcContext } from './context.ts'
import { address, anything, optional, text } from './decoders.ts'
import { notSupported } from './errors.ts'
import { quantity } from './hex.ts'
import { method } from './method.ts'
import type { MethodTable } from './method.ts'
import { readState } from './read-state.ts'
import { requireBlock } from './resolve-block.ts'

const ZERO_WORD = `0x${'00'.repeat(32)}`

const balance = ({ deps }: RpcContext, owner: Address, at: BlockReference): Promise<string> =>
  readState(deps.chain, at, (state) => quantity(accountOf(state, owner).ether))

/** What waits executable counts, since wallets take their next nonce from it; a replica asks where it forwards to. */
async function pendingCount({ deps }: RpcContext, owner: Address): Promise<string | undefined> {
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
  return contractAt(owner) === undefined ? '0x' : SYSTEM_CODE
}

async function storage({ deps }: RpcContext, _owner: Address, _slot: string, at: BlockReference): Promise<string> {
  await requireBlock(deps.chain, at)
  return ZERO_WORD
}

const at = optional(blockReference, LATEST)

export const ethState: MethodTable = {
  eth_getBalance: method([address, at], balance),
  eth_getTransactionCount: method([address, at], transactionCount),
  eth_getCode: method([address, at], code),
  eth_getStorageAt: method([address, text, at], storage),
  eth_getProof: method([anything, anything, anything], () => {
    throw notSupported('method not supported: the state is no Merkle-Patricia trie, use rollup_getProof')
  }),
}
