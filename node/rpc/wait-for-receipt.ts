import { fromHex } from '@distribute/state-machine'
import type { RpcContext } from './context.ts'
import { CODES, RpcError } from './errors.ts'
import { findTransaction } from './find-transaction.ts'
import { formatReceipt } from './format-receipt.ts'
import type { RpcChain } from './ports.ts'
import { sendRaw } from './send-raw.ts'

/** Milliseconds; the longest is what most proxies allow a request. */
const DEFAULT_TIMEOUT = 20_000
const MAX_TIMEOUT = 60_000

/** Asks `find` now and after each block until it finds something. Throws what `late` makes after `timeout` milliseconds. */
export function waitInBlocks<T>(chain: RpcChain, find: () => Promise<T | undefined>, timeout: number, late: () => RpcError): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => end(() => reject(late())), timeout)
    // Nobody waits for an answer from a node that stops.
    timer.unref()
    const end = (finish: () => void): void => {
      clearTimeout(timer)
      unsubscribe()
      finish()
    }
    const look = (): void => {
      find().then((found) => {
        if (found !== undefined) end(() => resolve(found))
      }, (error: unknown) => end(() => reject(error)))
    }
    const unsubscribe = chain.subscribe((event) => {
      if (event.type === 'block') look()
    })
    look()
  })
}

/** eth_sendRawTransactionSync (EIP-7966): sends, and answers the receipt. Throws code 4 with the hash after `timeout` ms. */
export async function waitForReceipt(context: RpcContext, raw: Uint8Array, timeout = DEFAULT_TIMEOUT): Promise<unknown> {
  const hash = await sendRaw(context, raw)
  const limit = Math.min(Math.max(timeout, 1), MAX_TIMEOUT)
  const late = (): RpcError =>
    new RpcError(CODES.syncTimeout, `The transaction was added to the transaction pool but wasn't processed in ${limit}ms`, hash)
  const found = await waitInBlocks(context.deps.chain, () => findTransaction(context.deps.chain, fromHex(hash)), limit, late)
  return formatReceipt(found.transaction, found.block)
}
