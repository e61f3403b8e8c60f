import type { Head } from '../chain/head.ts'
import type { BlockReference, BlockTag } from './block-reference.ts'
import { headerNotFound } from './errors.ts'
import type { RpcChain } from './ports.ts'

/** The number a tag stands for now. `safe` and `finalized` are never above `latest`. */
export function numberOfTag(chain: RpcChain, tag: BlockTag): bigint {
  const heads = chain.heads()
  if (tag === 'earliest') return 0n
  if (tag === 'safe') return heads.safe
  if (tag === 'finalized') return heads.finalized
  return heads.latest
}

/** The block a client names, or undefined where there is none. */
export async function findBlock(chain: RpcChain, reference: BlockReference): Promise<Head | undefined> {
  if (reference.by === 'hash') return chain.headerByHash(reference.hash)
  const number = reference.by === 'tag' ? numberOfTag(chain, reference.tag) : reference.number
  const head = chain.head()
  if (number === head.header.number) return head
  return number > head.header.number ? undefined : chain.headerByNumber(number)
}

/** As findBlock; throws "header not found", as geth does where state is asked for. */
export async function requireBlock(chain: RpcChain, reference: BlockReference): Promise<Head> {
  const head = await findBlock(chain, reference)
  if (head === undefined) throw headerNotFound()
  return head
}
