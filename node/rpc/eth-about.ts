import { toHex } from '@distribute/state-machine'
import type { BlockReference } from './block-reference.ts'
import { blockNumber, blockReference } from './block-reference.ts'
import type { RpcContext } from './context.ts'
import { hash } from './decoders.ts'
import { formatHeader } from './format-block.ts'
import { quantity } from './hex.ts'
import { method } from './method.ts'
import type { MethodTable } from './method.ts'
import { findBlock } from './resolve-block.ts'

async function header({ deps }: RpcContext, reference: BlockReference): Promise<unknown> {
  const head = await findBlock(deps.chain, reference)
  return head === undefined ? null : formatHeader(head)
}

/** What this node can be asked about: blocks, transactions and logs from the first on; states as far back as they are kept. */
function capabilities({ deps: { chain } }: RpcContext): object {
  const { header: newest, hash: newestHash } = chain.head()
  const whole = { disabled: false, oldestBlock: '0x0' }
  const oldestState = chain.oldestState()
  return {
    head: { number: quantity(newest.number), hash: toHex(newestHash) },
    state: { disabled: false, oldestBlock: quantity(oldestState) },
    tx: whole,
    logs: whole,
    receipts: whole,
    blocks: whole,
    // eth_getProof's: the state is no Merkle-Patricia trie. rollup_getProof answers them.
    stateproofs: { disabled: true },
  }
}

export const ethAbout: MethodTable = {
  eth_coinbase: method([], ({ deps }) => deps.chain.head().header.beneficiary),
  eth_capabilities: method([], capabilities),
  eth_getHeaderByNumber: method([blockNumber], header),
  eth_getHeaderByHash: method([hash], (context, value) => header(context, { by: 'hash', hash: value })),
  erigon_getHeaderByNumber: method([blockReference], header),
  erigon_getHeaderByHash: method([hash], (context, value) => header(context, { by: 'hash', hash: value })),
}
