import { decodeSegment, PROOF_GAS, segmentProofGas, toHex } from '@distribute/state-machine'
import { askL1 } from './ask-l1.ts'
import type { RpcContext } from './context.ts'
import { uint64 } from './decoders.ts'
import { quantity } from './hex.ts'
import { method } from './method.ts'
import type { MethodTable } from './method.ts'

type Shown = Readonly<Record<string, unknown>>

const showSegment = (bytes: Uint8Array, index: number, block: bigint): Shown => {
  const { head, items, count } = decodeSegment(bytes)
  const gas = segmentProofGas(bytes)
  return {
    index: quantity(index),
    block: quantity(block),
    bytes: quantity(bytes.length),
    items: quantity(head.inbox ? count : items.length),
    inbox: head.inbox,
    proofGas: quantity(gas),
    proofGasInBlobs: quantity(gas + BigInt(PROOF_GAS.opening)),
  }
}

/** L1 bounds how many there are: all of a batch stand in one transaction. */
async function segments({ deps: { chain } }: RpcContext, index: bigint): Promise<readonly Shown[] | null> {
  const batch = await chain.batches.get(index)
  if (batch === undefined) return null
  const shown: Shown[] = []
  for (let block = batch.firstBlock; block <= batch.lastBlock; block++) {
    const own = await chain.segmentsOf(block)
    if (own === undefined) return null
    for (const { bytes } of own) shown.push(showSegment(bytes, shown.length, block))
  }
  return shown
}

async function cost(context: RpcContext, index: bigint): Promise<Shown | null> {
  const batch = await context.deps.chain.batches.get(index)
  if (batch === undefined) return null
  const paid = await askL1(context, (status) => status.costOf(batch))
  if (paid === undefined) return null
  const { gasUsed, gasPrice, blobGasUsed, blobGasPrice } = paid
  const total = gasUsed * gasPrice + blobGasUsed * blobGasPrice
  return {
    transactionHash: toHex(batch.transactionHash),
    gasUsed: quantity(gasUsed),
    gasPrice: quantity(gasPrice),
    blobGasUsed: quantity(blobGasUsed),
    blobGasPrice: quantity(blobGasPrice),
    cost: quantity(total),
  }
}

export const rollupSegments: MethodTable = {
  rollup_getSegments: method([uint64], segments),
  rollup_getBatchCost: method([uint64], cost),
}
