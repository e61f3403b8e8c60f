import type { Hex, LocalAccount } from 'viem'
import { numberToHex } from 'viem'
import { estimateMaxPriorityFeePerGas, getGasPrice } from 'viem/actions'
import { encodeBlobs, fromHex, toHex, type Address } from '@distribute/state-machine'
import { encodedCall, estimateBlobGas, postBlobBatchCall, type BatchToPost, type L1Reader } from '@distribute/bridge-contracts'
import { signBlobTransaction, type BlobFees, type BlobOnItsWay } from './blob-transaction.ts'
import { versionedHashOf, type Kzg } from './kzg.ts'
import type { BlobStore } from './store.ts'

/** What L1 nodes ask of a blob transaction that takes another's place: all its fees doubled. */
const FEE_BUMP = 2n
const LEAST = 1n

export interface BlobSendDependencies {
  readonly reader: L1Reader
  readonly account: LocalAccount
  readonly kzg: Pick<Kzg, 'seal'>
  readonly store: Pick<BlobStore, 'put'>
}

/** Dry-runs, signs and sends a batch; `times`: how often it was sent before. */
export type SendSealed = (options: { readonly nonce: number; readonly times: number }) => Promise<Hex>

/** wei a blob gas, now. Rejects with viem's error where L1 does not say. */
export const readBlobBaseFee = async (reader: L1Reader): Promise<bigint> => BigInt(await reader.request({ method: 'eth_blobBaseFee' }))

/**
 * Makes a batch's blobs and their proofs once, keeps the blobs, and answers what sends them: L1 forgets them, this node does not.
 * Rejects with BlobError, or as a dry run does (`revertOf`).
 */
export const createBlobSend = (chainId: bigint, { reader, account, kzg, store }: BlobSendDependencies) => {
  const feesFor = async (times: number): Promise<BlobFees> => {
    const [gasPrice, tip, blobPrice] = await Promise.all([getGasPrice(reader), estimateMaxPriorityFeePerGas(reader), readBlobBaseFee(reader)])
    const bump = (fee: bigint): bigint => (fee > LEAST ? fee : LEAST) * FEE_BUMP ** BigInt(times)
    const maxFeePerGas = bump(2n * gasPrice)
    const bumpedTip = bump(tip)
    // Twice what it costs now: it can rise by an eighth a block while the transaction waits.
    return { maxFeePerGas, maxPriorityFeePerGas: bumpedTip < maxFeePerGas ? bumpedTip : maxFeePerGas, maxFeePerBlobGas: bump(2n * blobPrice) }
  }
  return async (rollup: Address, batch: BatchToPost): Promise<SendSealed> => {
    const call = encodedCall(postBlobBatchCall(rollup, batch))
    const blobs: BlobOnItsWay[] = []
    for (const blob of encodeBlobs(batch.segments)) {
      const sealed = { blob, ...(await kzg.seal(blob)) }
      await store.put(versionedHashOf(sealed.commitment), blob)
      blobs.push(sealed)
    }
    const hashes = blobs.map(({ commitment }) => toHex(versionedHashOf(commitment)))
    return async ({ nonce, times }) => {
      const fees = await feesFor(times)
      const gas = await estimateBlobGas(reader, call, account.address, { blobVersionedHashes: hashes, maxFeePerBlobGas: numberToHex(fees.maxFeePerBlobGas) })
      const { address: to, data } = call
      const raw = await signBlobTransaction(account, { chainId, nonce, gas, ...fees, to, data: fromHex(data) }, blobs)
      return reader.request({ method: 'eth_sendRawTransaction', params: [raw] })
    }
  }
}
