import type { Hex, TransactionReceipt } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { encodeBlobs, fromHex } from '@distribute/state-machine'
import { encodedCall, postBlobBatchCall, type BatchToPost } from '@distribute/bridge-contracts'
import { signBlobTransaction, type BlobTransaction } from '../blobs/blob-transaction.ts'
import type { Kzg } from '../blobs/kzg.ts'
import { operatorAccounts } from '../devnet/accounts.ts'
import { eventually, type Rig } from './rig.ts'

/** Posts with the sequencer's own key, in blobs; `blobs` may be others than the batch's. */
export const postInBlobs = async (rig: Rig, kzg: Kzg, batch: BatchToPost, blobs = encodeBlobs(batch.segments)): Promise<TransactionReceipt> => {
  const { data, address: to } = encodedCall(postBlobBatchCall(rig.rollup.contracts.rollup, batch))
  return sendInBlobs(rig, kzg, { to, data: fromHex(data) }, blobs)
}

/** anvil takes long over its first blob: it loads its own trusted setup then. */
const PATIENCE_MS = 120_000

const sendRaw = async (url: string, raw: Hex): Promise<{ readonly result?: Hex; readonly error?: { readonly message: string } }> => {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_sendRawTransaction', params: [raw] })
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body, signal: AbortSignal.timeout(PATIENCE_MS) })
  return (await response.json()) as { readonly result?: Hex }
}

const sendInBlobs = async (rig: Rig, kzg: Kzg, call: Pick<BlobTransaction, 'to' | 'data'>, blobs: readonly Uint8Array[]): Promise<TransactionReceipt> => {
  const account = privateKeyToAccount(operatorAccounts().posting.privateKey)
  const onTheirWay = await Promise.all(blobs.map(async (blob) => ({ blob, ...(await kzg.seal(blob)) })))
  const nonce = await rig.l1.reader.getTransactionCount({ address: account.address })
  const fees = { maxFeePerGas: 10n ** 11n, maxPriorityFeePerGas: 10n ** 9n, maxFeePerBlobGas: 10n ** 10n }
  const raw: Hex = await signBlobTransaction(account, { chainId: 31_337n, nonce, gas: 15_000_000n, ...fees, ...call }, onTheirWay)
  const { result, error } = await sendRaw(rig.l1.url, raw)
  if (result === undefined) throw new TypeError(`anvil refuses the blobs: ${error?.message ?? 'no answer'}`)
  // viem looks again at each new block: while anvil takes long over the proofs there is none.
  return eventually('the receipt', () => rig.l1.reader.getTransactionReceipt({ hash: result }).catch(() => undefined), PATIENCE_MS / 1_000)
}
